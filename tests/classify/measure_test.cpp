#include "hotline/classify/measure.hpp"

#include <gtest/gtest.h>

namespace hotline::classify {
namespace {

TEST(Measure, NothingPredictedIsZeroEverywhere) {
  EXPECT_EQ(accuracy_of({}), 0);
  EXPECT_EQ(macro_f1_of({}), 0);
  EXPECT_EQ(coverage_at_precision({}, 0.9), 0);
}

TEST(Measure, MacroF1WeighsARareLabelLikeACommonOne) {
  // Label 0: 3 of 3 found, one wrongly added: F1 6/7. Label 1: never found: 0.
  const std::vector<Scored> rows{{0, 0, 1}, {0, 0, 1}, {0, 0, 1}, {1, 0, 1}};
  EXPECT_DOUBLE_EQ(accuracy_of(rows), 0.75);
  EXPECT_DOUBLE_EQ(macro_f1_of(rows), 3.0 / 7.0);
}

TEST(Measure, MacroF1LeavesOutLabelsThatNeverOccur) {
  const std::vector<Scored> rows{{0, 0, 1}, {5, 5, 1}};
  EXPECT_DOUBLE_EQ(macro_f1_of(rows), 1.0);
}

TEST(Measure, CoverageIsTheLongestConfidentStretchThatKeepsThePrecision) {
  // From the surest down: right, wrong, right, right, wrong.
  const std::vector<Scored> rows{{0, 0, 0.9F}, {0, 1, 0.8F}, {0, 0, 0.7F}, {0, 0, 0.6F}, {0, 1, 0.5F}};
  EXPECT_DOUBLE_EQ(coverage_at_precision(rows, 1.0), 0.2);
  EXPECT_DOUBLE_EQ(coverage_at_precision(rows, 0.75), 0.8);
  EXPECT_DOUBLE_EQ(coverage_at_precision(rows, 0.6), 1.0);
}

TEST(Measure, CoverageIsZeroWhenEvenTheSurestIsWrong) {
  const std::vector<Scored> rows{{0, 1, 0.9F}, {0, 1, 0.8F}};
  EXPECT_EQ(coverage_at_precision(rows, 0.95), 0);
}

}  // namespace
}  // namespace hotline::classify
