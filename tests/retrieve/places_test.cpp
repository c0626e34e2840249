#include "retrieve/places.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hotline/retrieve/index.hpp"

namespace hotline::retrieve {
namespace {

std::size_t provinces_in(std::u16string_view text) {
  return count_places(text).size();
}

TEST(Places, ACityCountsForItsProvince) {
  const auto counts = count_places(u"长沙市和湖南省其他各市，以及杭州");
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[0].count, 8);  // both in the lead
  EXPECT_TRUE(counts[0].in_lead);
  EXPECT_EQ(counts[1].count, 4);
}

TEST(Places, AreLeadingOnlyInTheFirstCharacters) {
  const auto counts = count_places(std::u16string(200, u'的') + u"厦门");
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_FALSE(counts[0].in_lead);
  EXPECT_EQ(counts[0].count, 1);
}

TEST(Places, AreNotSeenWhereNoneIsMeant) {
  EXPECT_EQ(provinces_in(u"创新乡村治理"), 0U);
  EXPECT_EQ(provinces_in(u"普通化肥"), 0U);
  EXPECT_EQ(provinces_in(u"各省、自治区、直辖市，新疆生产建设兵团"), 0U);
  EXPECT_EQ(provinces_in(u"新华社北京2月1日电"), 0U);
  EXPECT_EQ(provinces_in(u"新华社福州2月1日电"), 1U);
  EXPECT_EQ(provinces_in(u"北"), 0U);
}

TEST(Places, EndWithTheWordForTheirKind) {
  EXPECT_THAT(place_part(u"问陕西省税费"), testing::ElementsAre(false, true, true, true, false, false));
  EXPECT_THAT(place_part(u"广西壮族自治区"), testing::Each(true));
  EXPECT_THAT(place_part(u"北京时间"), testing::Each(false));
}

class AskedAboutAPlace : public testing::Test {
 protected:
  AskedAboutAPlace() {
    index.put({1, {}, "江西：重点企业贷款给予贴息，比例为百分之七十五。", {}, {}});
    index.put({2, {}, "通知：重点企业贷款给予贴息，比例为百分之五十五。", {}, {}});
    index.put({3, {}, "湖南：重点企业贷款给予贴息，比例为百分之六十五。", {}, {}});
    index.put({4, {}, "居住证每年签注一次。", {}, {}});
  }
  std::vector<std::int64_t> order(std::string_view question) const {
    std::vector<std::int64_t> ids;
    for (const Hit& hit : index.search(question).hits)
      if (hit.id != 4) ids.push_back(hit.id);
    return ids;
  }
  Index index;
};

TEST_F(AskedAboutAPlace, ItsOwnDocumentComesBeforeOneForTheWholeCountryAndThatBeforeAnothers) {
  EXPECT_THAT(order("江西省对重点企业贷款给予多少贴息？"), testing::ElementsAre(1, 2, 3));
  EXPECT_THAT(order("湖南省对重点企业贷款给予多少贴息？"), testing::ElementsAre(3, 2, 1));
}

TEST_F(AskedAboutAPlace, ACityIsAnsweredByItsProvince) {
  EXPECT_THAT(order("长沙市对重点企业贷款给予多少贴息？"), testing::ElementsAre(3, 2, 1));
}

TEST_F(AskedAboutAPlace, APlaceThatNoDocumentNamesIsAnsweredByWhatHoldsEverywhere) {
  EXPECT_EQ(order("四川省对重点企业贷款给予多少贴息？").front(), 2);
}

}  // namespace
}  // namespace hotline::retrieve
