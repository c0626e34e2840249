// Kept searches: they follow the account to another desk, and nobody else sees them.
#include "api/domain_fixture.hpp"
#include "hotline/access/saved_views.hpp"

namespace hotline::api {
namespace {

using test::HttpClient;
using test::HttpReply;

class TicketViews : public DomainApi {
 protected:
  static constexpr const char* path = "/api/v1/ticket-views";
  static Json view(const std::string& name, const std::string& query) {
    return {{"name", name}, {"query", query}};
  }
  static HttpReply keep(HttpClient& person, const std::string& name, const std::string& query) {
    return person.put(path, view(name, query));
  }
  static std::vector<std::string> names(HttpClient& person) {
    std::vector<std::string> out;
    const Json page = person.get(path).json();
    for (const Json& one : page["items"]) out.push_back(one["name"].get<std::string>());
    return out;
  }
};

TEST_F(TicketViews, FollowTheAccountToAnotherDeskAndToNobodyElse) {
  HttpClient mine = supervisor(), others = supervisor();
  const HttpReply kept = keep(mine, "逾期投诉", "kind=complaint&due=late");
  ASSERT_EQ(kept.status, 200U) << kept.body;
  HttpClient desk = client();
  const HttpReply session = desk.post("/api/v1/session", {{"login", "person1"}, {"password", kPassword}});
  ASSERT_EQ(session.status, 201U) << session.body;
  const std::string cookie = session.header("Set-Cookie");
  desk.headers["Cookie"] = cookie.substr(0, cookie.find(';'));
  const Json there = desk.get(path).json()["items"];
  ASSERT_EQ(there.size(), 1U);
  EXPECT_EQ(there[0]["query"], "kind=complaint&due=late");
  EXPECT_TRUE(names(others).empty());
  const std::string one = std::string(path) + "/" + std::to_string(kept.json()["id"].get<std::int64_t>());
  EXPECT_EQ(others.del(one).status, 404U) << "what is another's does not exist";
  EXPECT_EQ(names(mine).size(), 1U);
  EXPECT_EQ(mine.del(one).status, 204U);
  EXPECT_EQ(mine.del(one).status, 404U);
  EXPECT_TRUE(names(mine).empty());
}

TEST_F(TicketViews, OfTheSameNameAreReplacedAndTooManyRefused) {
  HttpClient mine = supervisor();
  const Json first = keep(mine, "我的", "state=closed").json();
  const Json second = keep(mine, "我的", "state=dispatched").json();
  EXPECT_EQ(first["id"], second["id"]);
  EXPECT_EQ(mine.get(path).json()["items"][0]["query"], "state=dispatched");
  for (std::size_t i = 1; i < access::most_saved_views; ++i)
    ASSERT_EQ(keep(mine, "第" + std::to_string(i) + "个", "").status, 200U);
  EXPECT_EQ(keep(mine, "又一个", "").status, 409U);
  EXPECT_EQ(keep(mine, "我的", "kind=help").status, 200U) << "a kept one may still be changed";
  EXPECT_EQ(names(mine).size(), access::most_saved_views);
  EXPECT_EQ(keep(mine, " ", "").faults(), "/name blank");
}

}  // namespace
}  // namespace hotline::api
