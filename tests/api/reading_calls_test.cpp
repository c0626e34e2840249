// What the desk is told of the caller's words, and a unit of its reply.
#include "api/domain_fixture.hpp"

namespace hotline::api {
namespace {

class ReadingCalls : public DomainApi {
 protected:
  Json assess(const std::string& words) {
    const auto reply = agent().post("/api/v1/requests/assess", Json{{"channel", "phone"}, {"words", words}});
    EXPECT_EQ(reply.status, 200U) << reply.body;
    return reply.json();
  }
};

TEST_F(ReadingCalls, TheFormIsFilledWhileTheAgentTypes) {
  const std::string words = "我叫王小明，电话13812345678，文三路258号路灯不亮，希望尽快修好。";
  const Json form = assess(words)["form"];
  EXPECT_EQ(form["name"]["text"], "王小明");
  EXPECT_EQ(form["phones"][0]["text"], "+8613812345678");
  EXPECT_EQ(form["where"][0]["text"], "文三路258号");
  EXPECT_EQ(form["where"][0]["division"]["code"], "330106");
  EXPECT_EQ(form["wishes"][0]["text"], "希望尽快修好");
  const auto begin = form["wishes"][0]["from"]["begin"].get<std::size_t>();
  const auto end = form["wishes"][0]["from"]["end"].get<std::size_t>();
  EXPECT_EQ(words.substr(begin, end - begin), "希望尽快修好");
  EXPECT_EQ(form["mood"]["mood"], "neutral");
  EXPECT_TRUE(form["person"].empty());
}

TEST_F(ReadingCalls, AnAngryCallerIsNeverSentOutByTheMachine) {
  const Json calm = assess("翠苑一区停水了，什么时候来水");
  const Json angry = assess("翠苑一区停水了，太气人了，岂有此理，没人管！互相踢皮球！什么时候来水");
  EXPECT_EQ(angry["form"]["mood"]["mood"], "angry");
  EXPECT_FALSE(angry["automatic"].get<bool>());
  EXPECT_NE(angry["flags"].dump().find("manner.angry"), std::string::npos);
  EXPECT_EQ(calm["flags"].dump().find("manner."), std::string::npos);
}

TEST_F(ReadingCalls, SeveralMattersAreProposedApartAndOneIsNot) {
  const std::string words =
      "翠苑一区停水了，希望尽快来水。还有一个问题，文三路工地半夜施工噪声很大，希望环保部门管一管。";
  const Json parts = assess(words)["parts"];
  ASSERT_EQ(parts.size(), 2U);
  const auto begin = parts[1]["begin"].get<std::size_t>();
  EXPECT_EQ(words.substr(begin).rfind("还有一个问题", 0), 0U);
  EXPECT_NE(parts[0]["lead"], parts[1]["lead"]) << parts.dump();
  EXPECT_TRUE(assess("翠苑一区停水了，希望尽快来水。")["parts"].empty());
}

TEST_F(ReadingCalls, WhatQuotesTheCallerIsNotKeptWithTheReceipt) {
  const Json receipt = given_request();
  EXPECT_FALSE(receipt["assessment"].contains("form"));
  EXPECT_FALSE(receipt["assessment"].contains("parts"));
}

TEST_F(ReadingCalls, AReplyIsCheckedAgainstTheWishesBeforeItIsSent) {
  const std::int64_t id = given_dispatched();
  const std::string path = "/api/v1/tickets/" + std::to_string(id) + "/reply-check";
  const Json before = ticket(id)["version"];
  const auto thin = handler("XH-CG").post(path, Json{{"text", "您的诉求已收悉，已转相关部门。"}});
  ASSERT_EQ(thin.status, 200U) << thin.body;
  EXPECT_FALSE(thin.json()["passes"].get<bool>());
  EXPECT_FALSE(thin.json()["findings"].empty());
  EXPECT_EQ(thin.json()["answered"], 0);
  const auto full = handler("XH-CG").post(
      path, Json{{"text",
                  "您反映的文三路路灯不亮问题，我局于3月2日上午10点到现场核查，经查系电缆老化，"
                  "已于当天更换电缆、修好路灯并恢复照明，晚上出行恢复正常。"
                  "如有问题请拨打城管局电话0571-88880000。"}});
  EXPECT_TRUE(full.json()["passes"].get<bool>()) << full.body;
  EXPECT_EQ(ticket(id)["version"], before) << "a check changes nothing";
}

TEST_F(ReadingCalls, AReplyToATicketOfAnotherUnitIsNotChecked) {
  const std::int64_t id = given_dispatched();
  const auto reply = handler("WATER").post("/api/v1/tickets/" + std::to_string(id) + "/reply-check",
                                           Json{{"text", "已处理。"}});
  EXPECT_EQ(reply.status, 404U) << reply.body;
}

}  // namespace
}  // namespace hotline::api
