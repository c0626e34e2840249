#include "hotline/text/similarity.hpp"

#include <gtest/gtest.h>

#include "hotline/text/normalize.hpp"

namespace hotline::text {
namespace {

const std::string leak = normalize("文三路258号3栋楼顶漏水，物业一直不来维修，希望尽快处理，已经持续两个月");
const std::string leak_again =
    normalize("文三路258号3栋楼顶漏水！物业一直不来维修，希望尽快处理。已经持续三个月");
const std::string wages = normalize("工地拖欠农民工工资三个月，包工头电话打不通，请劳动监察部门帮忙追讨");

TEST(Similarity, SameMatterInOtherPunctuationIsTheSame) {
  EXPECT_EQ(simhash(normalize("楼顶漏水，请维修")), simhash(normalize("楼顶 漏水 请维修！")));
  EXPECT_DOUBLE_EQ(BigramSet("楼顶漏水,请维修").jaccard(BigramSet("楼顶漏水 请维修")), 1.0);
}

TEST(Similarity, NearDuplicatesAreNearAndOthersFar) {
  EXPECT_LE(simhash_distance(simhash(leak), simhash(leak_again)), 12);
  EXPECT_GE(simhash_distance(simhash(leak), simhash(wages)), 20);
  EXPECT_GT(BigramSet(leak).jaccard(BigramSet(leak_again)), 0.85);
  EXPECT_LT(BigramSet(leak).jaccard(BigramSet(wages)), 0.1);
}

TEST(Similarity, JaccardCountsDistinctBigrams) {
  // 漏水 水漏 | 漏水 水了: one shared of three.
  EXPECT_DOUBLE_EQ(BigramSet("漏水漏水").jaccard(BigramSet("漏水了")), 1.0 / 3.0);
}

TEST(Similarity, AQuotedTextIsContainedInTheLongerOne) {
  const BigramSet quoted("楼顶漏水");
  EXPECT_DOUBLE_EQ(quoted.contained_in(BigramSet(leak)), 1.0);
  EXPECT_LT(BigramSet(leak).contained_in(quoted), 0.2);
}

TEST(Similarity, NothingIsNotLikeNothing) {
  EXPECT_EQ(simhash(""), 0u);
  EXPECT_EQ(simhash("，。"), 0u);
  EXPECT_DOUBLE_EQ(BigramSet("").jaccard(BigramSet("")), 0.0);
  EXPECT_DOUBLE_EQ(BigramSet("。").contained_in(BigramSet(leak)), 0.0);
}

TEST(Similarity, ASingleCharComparesToo) {
  EXPECT_DOUBLE_EQ(BigramSet("水").jaccard(BigramSet("水")), 1.0);
  EXPECT_DOUBLE_EQ(BigramSet("水").jaccard(BigramSet("火")), 0.0);
}

TEST(Similarity, SimhashIsStableSoThatItMayBeStored) {
  EXPECT_EQ(simhash("漏"), 0x30689C0A5B0F5D99ULL);
  EXPECT_EQ(simhash("漏水"), 0x901E959131C7CCB3ULL);
}

}  // namespace
}  // namespace hotline::text
