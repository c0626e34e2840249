// Which like requests may be merged.
#include "hotline/intake/merging.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "hotline/intake/neighbours.hpp"
#include "support/store_fixture.hpp"

namespace hotline::intake {
namespace {

const std::string fumes = "的饭店长期油烟直排，多次投诉没有结果，请有关部门查处";

dispatch::Neighbour nearest(const std::string& earlier, const std::string& later) {
  NeighbourIndex index;
  index.add(1, earlier, "", "");
  const auto found = index.find(later, 1);
  return found.empty() ? dispatch::Neighbour{} : found.front();
}

TEST(Merging, TwoCallersAboutOneEstateMayBeMerged) {
  EXPECT_TRUE(may_merge(nearest("润芳园小区" + fumes, "你好，润芳园小区" + fumes), false));
  EXPECT_TRUE(may_merge(nearest("中建润芳园小区" + fumes, "润芳园小区" + fumes), false))
      << "with the developer";
}

TEST(Merging, TheSameWordsAboutAnotherEstateMayNot) {
  const dispatch::Neighbour other = nearest("润芳园小区" + fumes, "丽景花园小区" + fumes);
  EXPECT_GT(other.similarity, same_matter_similarity) << "the words alone would say so";
  EXPECT_FALSE(may_merge(other, false));
  EXPECT_FALSE(may_merge(other, true)) << "nor for one caller";
}

TEST(Merging, WithoutAPlaceOnlyTheSameCallerMeansTheSame) {
  const dispatch::Neighbour unnamed = nearest("润芳园小区" + fumes, fumes);
  EXPECT_FALSE(may_merge(unnamed, false));
  EXPECT_TRUE(may_merge(unnamed, true));
}

TEST(Merging, OtherWordsAboutTheSamePlaceAreAnotherMatter) {
  EXPECT_FALSE(may_merge(nearest("润芳园小区" + fumes, "润芳园小区的电梯坏了一个星期没有人来修"), true));
}

class MergingPairs : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& content) {
    std::ofstream(dir_.file(name), std::ios::binary) << content;
  }
  base::Result<MergingReport> evaluate() {
    return evaluate_merging(dir_.file("messages.csv"), dir_.file("pairs.csv"));
  }
  test::TempDir dir_;
};

TEST_F(MergingPairs, AreCountedByWhatPeopleSay) {
  write("messages.csv", "id,citizen,title,detail\n1,a,油烟,润芳园小区" + fumes + "\n2,b,油烟,润芳园小区" +
                            fumes + "\n3,c,油烟,丽景花园小区" + fumes + "\n4,a,油烟," + fumes + "\n");
  write("pairs.csv", "source,a,b,same\nhot,1,2,1\nhot,1,3,0\nhot,1,4,1\nhot,2,4,1\n");
  const MergingReport report = test::value_of(evaluate());
  EXPECT_EQ(report.pairs, 4U);
  EXPECT_EQ(report.same, 3U);
  EXPECT_EQ(report.proposed, 2U);
  EXPECT_EQ(report.right, 2U);
  EXPECT_EQ(report.missed, std::vector<std::string>{"2 4"});
}

TEST_F(MergingPairs, OfMessagesThatAreNotThereAreRefused) {
  write("messages.csv", "id,title,detail\n1,油烟,很大\n");
  write("pairs.csv", "a,b,same\n1,2,1\n");
  EXPECT_FALSE(evaluate().ok());
  write("pairs.csv", "a,b\n1,1\n");
  EXPECT_FALSE(evaluate().ok());
}

}  // namespace
}  // namespace hotline::intake
