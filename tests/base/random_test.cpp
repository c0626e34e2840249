#include "hotline/base/random.hpp"

#include <gtest/gtest.h>
#include <set>

namespace hotline::base {
namespace {

TEST(Random, CodesHaveNoLookAlikeCharacters) {
  SystemRandom random;
  const std::string code = random.code(2000);
  EXPECT_EQ(code.size(), 2000u);
  EXPECT_EQ(code.find_first_of("01OIL"), std::string::npos);
}

TEST(Random, TokensDiffer) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(random.token(16)).second);
}

TEST(SeededRandom, RepeatsItself) {
  SeededRandom a(7), b(7), c(8);
  EXPECT_EQ(a.code(20), b.code(20));
  EXPECT_NE(a.code(20), c.code(20));
}

}  // namespace
}  // namespace hotline::base
