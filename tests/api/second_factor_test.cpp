// Second factors over HTTP: enrolling, signing in with a code, and what a person may do before he has one.
#include "hotline/access/second_factor.hpp"

#include "api/domain_fixture.hpp"
#include "hotline/access/totp.hpp"

namespace hotline::api {
namespace {

using namespace std::chrono_literals;
using access::Role;
using test::HttpClient;
using test::HttpReply;

class SecondFactor : public DomainApi {
 protected:
  void adjust(access::AccessSettings& settings) override {
    settings.session.second_factor_roles = {Role::security};
  }
  static std::string bytes_of(const std::string& base32) {
    std::string out;
    unsigned held = 0, bits = 0;
    for (const char c : base32) {
      held = (held << 5U) | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
      if ((bits += 5) >= 8) out += static_cast<char>((held >> (bits -= 8)) & 255U);
    }
    return out;
  }
  // The next code of the authenticator.
  Json next_code() {
    clock().advance(30s);
    return {{"code", access::totp_code(bytes_of(secret), access::totp_step(clock().now()))}};
  }
  void enrol(HttpClient& person) {
    const HttpReply begun = person.post("/api/v1/session/second-factor", {{"password", kPassword}});
    ASSERT_EQ(begun.status, 200U) << begun.body;
    secret = begun.json()["secret"];
    EXPECT_EQ(begun.json()["recovery_codes"].size(), 10U);
    const HttpReply done = person.post("/api/v1/session/second-factor/confirm", next_code());
    ASSERT_EQ(done.status, 204U) << done.body;
  }
  HttpReply sign_in(const std::string& login, Json more = Json::object()) {
    more.update({{"login", login}, {"password", kPassword}});
    return client().post("/api/v1/session", more);
  }
  std::string secret;
};

TEST_F(SecondFactor, IsAskedForAtSignInAndTakenOnce) {
  HttpClient person = agent();
  const std::string login = "person1";
  EXPECT_EQ(person.get("/api/v1/session").json()["second_factor"], "none");
  enrol(person);
  EXPECT_EQ(person.get("/api/v1/session").json()["second_factor"], "active");
  const HttpReply asked = sign_in(login);
  EXPECT_EQ(asked.status, 401U);
  EXPECT_EQ(asked.faults(), "/code required");
  EXPECT_FALSE(asked.has("Set-Cookie"));
  const Json code = next_code();
  EXPECT_EQ(sign_in(login, code).status, 201U);
  EXPECT_EQ(sign_in(login, code).faults(), "/code wrong");
  EXPECT_EQ(person.post("/api/v1/session/second-factor/remove", code).status, 422U);
  EXPECT_EQ(person.post("/api/v1/session/second-factor/remove", next_code()).status, 204U);
  EXPECT_EQ(sign_in(login).status, 201U);
}

TEST_F(SecondFactor, NeededByARoleBarsEverythingButEnrolling) {
  HttpClient officer = signed_in({Role::security});
  EXPECT_EQ(officer.get("/api/v1/session").json()["second_factor"], "required");
  for (const char* path : {"/api/v1/accounts", "/api/v1/messages", "/api/v1/city", "/api/v1/events"})
    EXPECT_EQ(officer.get(path).status, 403U) << path;
  enrol(officer);
  EXPECT_EQ(officer.get("/api/v1/session").json()["second_factor"], "active");
  EXPECT_EQ(officer.get("/api/v1/accounts").status, 200U);
  EXPECT_EQ(officer.post("/api/v1/session/second-factor/remove", next_code()).status, 403U);
}

TEST_F(SecondFactor, LostIsTakenAwayByAnotherOfficerAlone) {
  HttpClient person = agent();
  enrol(person);
  const std::int64_t id = account_of(person);
  HttpClient officer = signed_in({Role::security});
  enrol(officer);
  const std::string path = "/api/v1/accounts/" + std::to_string(id);
  const HttpReply seen = officer.get(path);
  EXPECT_EQ(seen.json()["second_factor"], true);
  const HttpReply reset =
      officer.post_empty(path + "/second-factor/reset", {{"If-Match", seen.header("ETag")}});
  ASSERT_EQ(reset.status, 200U) << reset.body;
  EXPECT_EQ(reset.json()["second_factor"], false);
  EXPECT_EQ(person.get("/api/v1/session").status, 401U) << "sessions end";
  const std::int64_t own = account_of(officer);
  const std::string own_path = "/api/v1/accounts/" + std::to_string(own);
  const HttpReply mine = officer.get(own_path);
  EXPECT_EQ(officer.post_empty(own_path + "/second-factor/reset", {{"If-Match", mine.header("ETag")}}).status,
            403U);
}

TEST_F(SecondFactor, IsForPeopleAndWantsThePasswordAgain) {
  HttpClient person = agent();
  EXPECT_EQ(person.post("/api/v1/session/second-factor", {{"password", "Wrong-1-Word"}}).faults(),
            "/password wrong");
  EXPECT_EQ(person.post("/api/v1/session/second-factor/confirm", {{"code", "123456"}}).status, 409U);
  HttpClient robot = program({access::Right::city_read});
  EXPECT_EQ(robot.post("/api/v1/session/second-factor", {{"password", "x"}}).status, 403U);
  EXPECT_EQ(robot.post("/api/v1/session/second-factor/confirm", {{"code", "123456"}}).status, 403U);
}

}  // namespace
}  // namespace hotline::api
