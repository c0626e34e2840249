// Who else looks at a ticket now.
#include "api/viewers.hpp"

#include "api/domain_fixture.hpp"

namespace hotline::api {
namespace {

using std::chrono::seconds;

const base::Time kMorning = *base::parse_rfc3339("2026-03-02T01:00:00Z");

TEST(Viewers, HearOfTheOthersLongestThereFirstAndNeverOfThemselves) {
  Viewers viewers;
  EXPECT_TRUE(viewers.note(7, "account:1", "甲", false, kMorning).empty());
  viewers.note(7, "account:2", "乙", true, kMorning + seconds{5});
  const auto others = viewers.note(7, "account:3", "丙", false, kMorning + seconds{6});
  ASSERT_EQ(others.size(), 2U);
  EXPECT_EQ(others[0].name, "甲");
  EXPECT_EQ(others[1].name, "乙");
  EXPECT_TRUE(others[1].editing);
  EXPECT_EQ(viewers.note(7, "account:1", "甲", false, kMorning + seconds{7}).size(), 2U);
  EXPECT_TRUE(viewers.note(8, "account:4", "丁", false, kMorning).empty()) << "of another ticket";
}

TEST(Viewers, AreForgottenWhenTheyFallSilentOrLeave) {
  Viewers viewers;
  viewers.note(7, "account:1", "甲", false, kMorning);
  viewers.note(7, "account:2", "乙", false, kMorning);
  viewers.leave(7, "account:2");
  viewers.leave(9, "account:2");
  EXPECT_EQ(viewers.note(7, "account:3", "丙", false, kMorning + Viewers::kForgotten).size(), 1U);
  const auto later = viewers.note(7, "account:3", "丙", false, kMorning + Viewers::kForgotten + seconds{1});
  EXPECT_TRUE(later.empty());
}

TEST(Viewers, StayFromWhenTheyCameWhileTheySpeakUp) {
  Viewers viewers;
  viewers.note(7, "account:1", "甲", false, kMorning);
  viewers.note(7, "account:1", "甲", true, kMorning + seconds{20});
  const auto others = viewers.note(7, "account:2", "乙", false, kMorning + seconds{40});
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(others[0].since, kMorning);
  EXPECT_TRUE(others[0].editing);
}

class ViewerRoutes : public DomainApi {};

TEST_F(ViewerRoutes, TellWhoElseLooksAndHideTheTicketFromWhoMayNotSeeIt) {
  const std::int64_t id = given_dispatched();
  const std::string path = "/api/v1/tickets/" + std::to_string(id) + "/viewers";
  auto chief = supervisor(), unit = handler("XH-CG"), stranger = handler("WATER");
  EXPECT_TRUE(chief.post(path, {{"doing", "viewing"}}).json()["items"].empty());
  const Json seen = unit.post(path, {{"doing", "editing"}}).json()["items"];
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0]["name"], "测试人员");
  EXPECT_EQ(seen[0]["editing"], false);
  EXPECT_EQ(chief.post(path, {{"doing", "viewing"}}).json()["items"][0]["editing"], true);
  EXPECT_TRUE(unit.post(path, {{"doing", "leaving"}}).json()["items"].empty());
  EXPECT_TRUE(chief.post(path, {{"doing", "viewing"}}).json()["items"].empty());
  EXPECT_EQ(stranger.post(path, {{"doing", "viewing"}}).status, 404U);
  EXPECT_TRUE(chief.post(path, {{"doing", "viewing"}}).json()["items"].empty())
      << "who may not see the ticket is not noted";
}

}  // namespace
}  // namespace hotline::api
