#include "hotline/access/api_key.hpp"

#include <gmock/gmock.h>

#include "access/doors_fixture.hpp"

namespace hotline::access {
namespace {

using base::ErrorCode;
using std::chrono::minutes;
using testing::ElementsAre;

class ApiKeyTest : public DoorsTest {
 protected:
  base::Result<ApiKey> revoke(std::int64_t id) {
    return test->write([&](store::WriteTx& tx) { return keys.revoke(tx, id, system); });
  }
  std::vector<std::string> refused_fields(const NewApiKey& key) {
    const auto issued = test->write([&](store::WriteTx& tx) { return keys.issue(tx, key, system); });
    EXPECT_FALSE(issued.ok());
    return issued.ok() ? std::vector<std::string>{} : broken_rules(issued.error());
  }
  const NewApiKey pbx{
      .name = "PBX", .scopes = {Right::call_handle, Right::request_create}, .unit = "", .expires_at = {}};
};

TEST_F(ApiKeyTest, OpensTheDoorForItsScopesAlone) {
  const IssuedKey issued = issue(pbx);
  EXPECT_TRUE(issued.bearer.starts_with("hk_" + std::to_string(issued.key.id) + "_"));
  const auto program = doors.find_key(issued.bearer);
  ASSERT_TRUE(program.has_value());
  EXPECT_EQ(program->actor, key_actor(issued.key.id));
  EXPECT_EQ(program->display, "PBX");
  EXPECT_TRUE(program->may(Right::call_handle));
  EXPECT_FALSE(program->may(Right::ticket_read));
  EXPECT_THAT(program->roles, testing::IsEmpty());
}

TEST_F(ApiKeyTest, IsRefusedAtOnceWhenRevoked) {
  const IssuedKey issued = issue(pbx);
  ASSERT_TRUE(doors.find_key(issued.bearer).has_value());
  const ApiKey revoked = test::value_of(revoke(issued.key.id));
  EXPECT_EQ(revoked.revoked_at, test.clock.now());
  EXPECT_FALSE(doors.find_key(issued.bearer).has_value());
  EXPECT_FALSE(restarted()->find_key(issued.bearer).has_value());
  EXPECT_TRUE(revoke(issued.key.id).ok());
  EXPECT_EQ(journal("key_revoked").size(), 1u);
}

TEST_F(ApiKeyTest, IsRefusedOnceItExpires) {
  NewApiKey brief = pbx;
  brief.expires_at = test.clock.now() + minutes(30);
  const IssuedKey issued = issue(brief);
  test.clock.advance(minutes(30) - std::chrono::milliseconds(1));
  EXPECT_TRUE(doors.find_key(issued.bearer).has_value());
  test.clock.advance(std::chrono::milliseconds(1));
  EXPECT_FALSE(doors.find_key(issued.bearer).has_value());
  EXPECT_FALSE(restarted()->find_key(issued.bearer).has_value());
}

TEST_F(ApiKeyTest, IsRefusedWithAnySecretButItsOwn) {
  const IssuedKey one = issue(pbx);
  const IssuedKey two = issue(pbx);
  const std::string secret = one.bearer.substr(one.bearer.rfind('_') + 1);
  const std::string other_id = "hk_" + std::to_string(two.key.id) + "_" + secret;
  for (const std::string& bearer : {other_id, std::string("hk_99_") + secret, std::string("hk__") + secret,
                                    secret, std::string("hk_1"), std::string("hk_1_"), std::string(),
                                    one.bearer + "0", std::string("hk_99999999999999999999_") + secret}) {
    EXPECT_FALSE(doors.find_key(bearer).has_value()) << bearer;
  }
}

TEST_F(ApiKeyTest, IsRotatedWithoutAGap) {
  const IssuedKey old = issue(pbx);
  const IssuedKey fresh = issue(pbx);
  EXPECT_TRUE(doors.find_key(old.bearer).has_value());
  EXPECT_TRUE(doors.find_key(fresh.bearer).has_value());
  ASSERT_TRUE(revoke(old.key.id).ok());
  EXPECT_TRUE(doors.find_key(fresh.bearer).has_value());
}

TEST_F(ApiKeyTest, KeepsItsSecretOutOfDatabaseAndJournal) {
  const IssuedKey issued = issue(pbx);
  const std::string secret = issued.bearer.substr(issued.bearer.rfind('_') + 1);
  EXPECT_EQ(secret.size(), 64u);
  EXPECT_EQ(count("SELECT length(secret_hash) FROM api_key"), 32);
  const auto entries = journal("key_issued");
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_THAT(entries[0].payload.list("scopes"), ElementsAre("request_create", "call_handle"));
  EXPECT_EQ(entries[0].payload.encode().find(secret.substr(0, 8)), std::string::npos);
}

TEST_F(ApiKeyTest, OutlivesARestartAndRemembersItsLastUse) {
  const IssuedKey issued = issue(pbx);
  test.clock.advance(minutes(7));
  EXPECT_TRUE(doors.find_key(issued.bearer).has_value());
  maintain();
  const auto stored = test.read([&](store::ReadTx& tx) { return find_key(tx, issued.key.id); });
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(stored->used_at, test.clock.now());
  EXPECT_EQ(stored->scopes, pbx.scopes);
  EXPECT_TRUE(restarted()->find_key(issued.bearer).has_value());
}

TEST_F(ApiKeyTest, NamesEveryFieldThatIsWrong) {
  EXPECT_THAT(refused_fields({.name = " ", .scopes = {}, .unit = "", .expires_at = test.clock.now()}),
              ElementsAre("/name name", "/scopes required", "/expires_at future"));
  EXPECT_EQ(count("SELECT count(*) FROM api_key"), 0);
}

TEST_F(ApiKeyTest, HoldsNoTwoOfTheThreePowers) {
  EXPECT_THAT(
      refused_fields(
          {.name = "x", .scopes = {Right::city_manage, Right::audit_read}, .unit = "", .expires_at = {}}),
      ElementsAre("/scopes separated_powers"));
  EXPECT_THAT(
      refused_fields(
          {.name = "x", .scopes = {Right::key_manage, Right::audit_read}, .unit = "", .expires_at = {}}),
      ElementsAre("/scopes separated_powers"));
}

TEST_F(ApiKeyTest, ThatIsUnknownIsNotRevoked) {
  const auto refused = revoke(7);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::not_found);
}

TEST_F(ApiKeyTest, IsListedInPages) {
  for (int i = 0; i < 3; ++i) issue(pbx);
  const auto page = test.read([](store::ReadTx& tx) { return keys_after(tx, 1, 10); });
  ASSERT_EQ(page.size(), 2u);
  EXPECT_EQ(page[0].id, 2);
}

}  // namespace
}  // namespace hotline::access
