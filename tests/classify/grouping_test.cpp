#include "hotline/classify/grouping.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "classify/average_link.hpp"

namespace hotline::classify {
namespace {

std::vector<std::uint32_t> group(const std::vector<std::pair<std::string, std::string>>& messages,
                                 const GroupingOptions& options = {}) {
  std::vector<EventText> texts;
  for (const auto& [title, detail] : messages) texts.push_back({title, detail});
  return group_messages(texts, options);
}

const std::vector<std::pair<std::string, std::string>> kTown{
    {"翠湖花园车位捆绑销售", "买房必须买车位，翠湖花园开发商不讲理"},
    {"白桦路夜市油烟太大", "白桦路夜市摊位油烟直排，开不了窗"},
    {"投诉翠湖花园强制搭售车位", "开发商要求捆绑购买车位，否则不卖房"},
    {"请问养老金何时发放", "上个月的养老金还没有到账"},
    {"白桦路油烟扰民", "夜市的油烟每天到凌晨，居民无法休息"},
    {"翠湖花园买房捆绑车位合法吗", "不买车位不能签合同"},
};

TEST(Grouping, PutsMessagesAboutOneEventTogetherAndKeepsOthersApart) {
  const auto groups = group(kTown);
  EXPECT_EQ(groups[0], groups[2]);
  EXPECT_EQ(groups[0], groups[5]);
  EXPECT_EQ(groups[1], groups[4]);
  EXPECT_NE(groups[0], groups[1]);
  EXPECT_NE(groups[3], groups[0]);
  EXPECT_NE(groups[3], groups[1]);
}

TEST(Grouping, NumbersGroupsInTheOrderOfTheirFirstMessage) {
  const auto groups = group(kTown);
  EXPECT_EQ(groups[0], 0U);
  EXPECT_EQ(groups[1], 1U);
  EXPECT_EQ(groups[3], 2U);
}

TEST(Grouping, NoMessagesGiveNoGroups) {
  EXPECT_TRUE(group({}).empty());
}

TEST(Grouping, EmptyMessagesStayAlone) {
  const auto groups = group({{"", ""}, {"", ""}, {"😀", "!"}});
  EXPECT_EQ(std::set<std::uint32_t>(groups.begin(), groups.end()).size(), 3U);
}

TEST(Grouping, NoGroupGrowsBeyondItsShare) {
  std::vector<std::pair<std::string, std::string>> flood(100, {"翠湖花园车位捆绑销售", "买房必须买车位"});
  for (int i = 0; i < 100; ++i)
    flood.push_back({"第" + std::to_string(i) + "件别的事", std::to_string(i * 77)});
  GroupingOptions options;
  options.largest_share = 0.1;
  std::map<std::uint32_t, std::size_t> sizes;
  for (const std::uint32_t group_number : group(flood, options)) ++sizes[group_number];
  for (const auto& [number, size] : sizes) EXPECT_LE(size, 20U) << number;
}

TEST(AverageLink, AChainOfNeighboursDoesNotBecomeOneGroup) {
  // 0-1-2-3-4-5: each is like the next and like no other; single link would join all.
  std::vector<Likeness> chain;
  for (std::uint32_t i = 0; i + 1 < 6; ++i) chain.push_back({i, i + 1, 0.5F});
  const auto groups = cluster_average_link(6, chain, 0.3F, 100);
  EXPECT_EQ(groups, (std::vector<std::uint32_t>{0, 0, 1, 1, 2, 2}));
}

TEST(AverageLink, JoinsTheMostAlikeFirst) {
  const std::vector<Likeness> pairs{{0, 1, 0.6F}, {1, 2, 0.9F}};
  EXPECT_EQ(cluster_average_link(3, pairs, 0.5F, 100), (std::vector<std::uint32_t>{0, 1, 1}));
  EXPECT_EQ(cluster_average_link(3, pairs, 0.3F, 100), (std::vector<std::uint32_t>{0, 0, 0}));
  EXPECT_EQ(cluster_average_link(3, pairs, 0.3F, 2), (std::vector<std::uint32_t>{0, 1, 1}));
}

TEST(BCubed, PerfectGroupsScoreOne) {
  const std::vector<std::uint32_t> groups{0, 0, 1, 2};
  EXPECT_DOUBLE_EQ(measure_bcubed(groups, groups).f1, 1.0);
}

TEST(BCubed, OneGroupForAllLosesPrecisionAndSingletonsLoseRecall) {
  const std::vector<std::uint32_t> truth{0, 0, 1, 1};
  const std::vector<std::uint32_t> one{0, 0, 0, 0};
  const std::vector<std::uint32_t> singles{0, 1, 2, 3};
  EXPECT_DOUBLE_EQ(measure_bcubed(one, truth).precision, 0.5);
  EXPECT_DOUBLE_EQ(measure_bcubed(one, truth).recall, 1.0);
  EXPECT_DOUBLE_EQ(measure_bcubed(singles, truth).precision, 1.0);
  EXPECT_DOUBLE_EQ(measure_bcubed(singles, truth).recall, 0.5);
}

class GroupingFiles : public ::testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, const std::string& content) {
    const auto path = std::filesystem::path(::testing::TempDir()) / ("grouping_" + name);
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
};

TEST_F(GroupingFiles, ComparesWithTheLabelledMessagesOnly) {
  std::string messages = "id,title,detail\n";
  for (std::size_t i = 0; i < kTown.size(); ++i)
    messages += std::to_string(i + 10) + "," + kTown[i].first + "," + kTown[i].second + "\n";
  const auto report =
      evaluate_grouping(write("m.csv", messages), write("c.csv", "id,cluster\n10,1\n12,1\n11,2\n"));
  ASSERT_TRUE(report.ok()) << report.error().text.en;
  EXPECT_EQ(report->messages, 6U);
  EXPECT_DOUBLE_EQ(report->bcubed.f1, 1.0);
  EXPECT_DOUBLE_EQ(report->largest_group_share, 0.5);
}

TEST_F(GroupingFiles, IdsOfAnotherSetAreRefused) {
  const auto report =
      evaluate_grouping(write("m2.csv", "id,title,detail\n1,a,b\n"), write("c2.csv", "id,cluster\n99,1\n"));
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, base::ErrorCode::invalid_input);
}

}  // namespace
}  // namespace hotline::classify
