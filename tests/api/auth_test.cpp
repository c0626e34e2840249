// Who may call what: sessions with CSRF token, keys with scopes, limits.
#include "api/notes_fixture.hpp"

namespace hotline::api {
namespace {

class Doors : public NotesApi {
 protected:
  void adjust(ServerSettings& settings) override {
    settings.per_key = {1, 5};
    settings.per_address = {1, 30};
    settings.sign_in = {0.1, 4};
  }
};

TEST_F(Doors, NobodyGetsInWithoutSessionOrKey) {
  auto caller = client();
  const auto reply = caller.get("/api/v1/notes");
  EXPECT_EQ(reply.status, 401U);
  EXPECT_TRUE(reply.has("WWW-Authenticate"));
  EXPECT_EQ(caller.get("/api/v1/notes", {{"Authorization", "Bearer hk_1_wrong"}}).status, 401U);
  EXPECT_EQ(caller.get("/api/v1/notes", {{"Authorization", "Basic YTpi"}}).status, 401U);
  EXPECT_EQ(caller.get("/api/v1/notes", {{"Cookie", "hotline_session=deadbeef"}}).status, 401U);
}

TEST_F(Doors, ARightIsNeeded) {
  auto reader = program({access::Right::figures_read});
  const auto reply = reader.post("/api/v1/notes", {{"text", "a"}});
  EXPECT_EQ(reply.status, 403U);
  EXPECT_NE(reply.body.find("request_create"), std::string::npos);
  EXPECT_EQ(notes_stored(), 0);
}

TEST_F(Doors, APersonSignsInActsAndSignsOut) {
  auto agent = signed_in({access::Role::agent});
  const auto who = agent.get("/api/v1/session");
  EXPECT_EQ(who.json()["roles"], Json::array({"agent"}));
  EXPECT_EQ(who.json()["csrf_token"], agent.headers["X-CSRF-Token"]);
  EXPECT_EQ(agent.post("/api/v1/notes", {{"text", "a"}}).status, 201U);
  EXPECT_EQ(agent.del("/api/v1/session").status, 204U);
  EXPECT_EQ(agent.get("/api/v1/session").status, 401U);
}

TEST_F(Doors, TheCookieIsOutOfReachOfScriptsAndOtherSites) {
  auto caller = client();
  const auto reply = caller.post("/api/v1/session",
                                 {{"login", given_account({access::Role::agent})}, {"password", kPassword}});
  const std::string cookie = reply.header("Set-Cookie");
  EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
  EXPECT_NE(cookie.find("SameSite=Strict"), std::string::npos);
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  const std::string token = cookie.substr(16, cookie.find(';') - 16);
  EXPECT_EQ(reply.body.find(token), std::string::npos) << "the token stands in the cookie alone";
}

TEST_F(Doors, AChangeNeedsTheCsrfTokenAndAReadDoesNot) {
  auto agent = signed_in({access::Role::agent});
  agent.headers.erase("X-CSRF-Token");
  EXPECT_EQ(agent.post("/api/v1/notes", {{"text", "a"}}).status, 403U);
  EXPECT_EQ(agent.post("/api/v1/notes", {{"text", "a"}}, {{"X-CSRF-Token", "wrong"}}).status, 403U);
  EXPECT_EQ(agent.get("/api/v1/notes").status, 200U);
  EXPECT_EQ(notes_stored(), 0);
}

TEST_F(Doors, AWrongPasswordIsRefusedAndTriesAreLimitedByAddress) {
  auto caller = client();
  const Json attempt{{"login", "nobody"}, {"password", "Wrong-1-Password"}};
  for (int i = 0; i < 4; ++i) EXPECT_EQ(caller.post("/api/v1/session", attempt).status, 401U);
  const auto reply = caller.post("/api/v1/session", attempt);
  EXPECT_EQ(reply.status, 429U);
  EXPECT_EQ(reply.header("Retry-After"), "10");
  clock().advance(std::chrono::seconds(10));
  EXPECT_EQ(caller.post("/api/v1/session", attempt).status, 401U);
}

TEST_F(Doors, EachKeyHasItsOwnBucket) {
  auto busy = writer();
  auto calm = writer();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(busy.get("/api/v1/notes").status, 200U);
  const auto reply = busy.get("/api/v1/notes");
  EXPECT_EQ(reply.status, 429U);
  EXPECT_EQ(reply.header("Retry-After"), "1");
  EXPECT_EQ(calm.get("/api/v1/notes").status, 200U);
  clock().advance(std::chrono::seconds(1));
  EXPECT_EQ(busy.get("/api/v1/notes").status, 200U);
  EXPECT_EQ(busy.get("/api/v1/notes").status, 429U);
}

TEST_F(Doors, GuessingKeysIsLimitedByAddress) {
  auto guesser = client();
  unsigned last = 0;
  for (int i = 0; i < 31; ++i)
    last = guesser.get("/api/v1/notes", {{"Authorization", "Bearer hk_1_guess"}}).status;
  EXPECT_EQ(last, 429U);
}

}  // namespace
}  // namespace hotline::api
