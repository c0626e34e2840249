// A request's trail over HTTP, and its check without the database.
#include "hotline/api/trail.hpp"

#include <algorithm>

#include "api/domain_fixture.hpp"
#include "hotline/store/anchor.hpp"

namespace hotline::api {
namespace {

using access::Role;
using test::HttpReply;

class Trails : public DomainApi {
 protected:
  // Dispatched, looked at, and its trail asked for by the citizen.
  HttpReply given_trail() {
    receipt = given_request();
    const auto id = receipt["ticket"].get<std::int64_t>();
    act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}});
    handler("XH-CG").post(path("/reveal"), {{"item", "phone"}, {"reason", "联系来电人"}});
    return client().post(path("/trail"), {{"code", receipt["query_code"]}});
  }
  std::string path(const std::string& more) const {
    return "/api/v1/requests/" + receipt["number"].get<std::string>() + more;
  }
  static std::vector<std::string> kinds(const Json& file) {
    std::vector<std::string> out;
    for (const Json& one : file["trail"]["entries"]) out.push_back(one["kind"]);
    return out;
  }
  Json receipt;
};

TEST_F(Trails, TellTheCitizenWhatWasDoneAndWhoLookedAndProveThemselves) {
  const HttpReply reply = given_trail();
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_NE(reply.header("Content-Disposition").find("attachment"), std::string::npos);
  const std::vector<std::string> told = kinds(reply.json());
  for (const char* kind : {"received", "opened", "dispatched", "personal_data_revealed", "trail_issued"})
    EXPECT_NE(std::ranges::find(told, kind), told.end()) << kind;
  EXPECT_EQ(reply.body.find("13812345678"), std::string::npos);
  EXPECT_EQ(reply.body.find("王小明"), std::string::npos);
  const auto checked = check_trail(reply.body, domain().anchors->key().public_key());
  ASSERT_TRUE(checked.ok()) << checked.error().text.en;
  EXPECT_EQ(checked->numbers.at(0), receipt["number"]);
  EXPECT_EQ(checked->entries, static_cast<std::int64_t>(told.size()));
}

TEST_F(Trails, ChangedAnywhereDoNotHold) {
  const Json file = given_trail().json();
  Json other = file;
  for (Json& one : other["trail"]["entries"]) {
    if (one["kind"] == "personal_data_revealed") one["actor"] = "account:999";
  }
  const auto named = check_trail(other.dump(), std::nullopt);
  ASSERT_FALSE(named.ok());
  EXPECT_NE(named.error().text.en.find("entry"), std::string::npos) << "it names the entry";

  Json shorter = file;
  shorter["trail"]["entries"].erase(shorter["trail"]["entries"].size() - 1);
  EXPECT_EQ(check_trail(shorter.dump(), std::nullopt).error().code, base::ErrorCode::corrupt);

  const store::SigningKey stranger(std::string(32, 's'));
  Json forged = shorter;
  forged["public_key"] = store::hex_of(stranger.public_key());
  forged["signature"] = store::hex_of(stranger.sign(forged["trail"].dump()));
  EXPECT_TRUE(check_trail(forged.dump(), std::nullopt).ok())
      << "whose key it is, is asked for by --public-key";
  EXPECT_FALSE(check_trail(forged.dump(), domain().anchors->key().public_key()).ok());

  Json odd = file;
  odd["trail"]["entries"][0]["seq"] = 6.4e65;
  EXPECT_EQ(check_trail(odd.dump(), std::nullopt).error().code, base::ErrorCode::malformed)
      << "no number of an entry";
  EXPECT_EQ(check_trail("{}", std::nullopt).error().code, base::ErrorCode::malformed);
  EXPECT_EQ(check_trail("no json", std::nullopt).error().code, base::ErrorCode::malformed);
}

TEST_F(Trails, AreForTheCitizenByCodeAndForAuditorsAlone) {
  given_trail();
  EXPECT_EQ(client().post(path("/trail"), {{"code", "WRONG1"}}).status, 404U);
  EXPECT_EQ(client().post(path("/trail"), Json::object()).status, 404U);
  EXPECT_EQ(supervisor().post(path("/trail"), Json::object()).status, 404U);
  EXPECT_EQ(signed_in({Role::auditor}).post(path("/trail"), Json::object()).status, 200U);
}

TEST_F(Trails, AuditorsVerifyTheChainWithItsAnchors) {
  given_trail();
  const Json report = signed_in({Role::auditor}).get("/api/v1/audit/verify").json();
  EXPECT_EQ(report["intact"], true) << report;
  EXPECT_EQ(report["anchors"], 0);
  EXPECT_EQ(report["public_key"], store::hex_of(domain().anchors->key().public_key()));
}

}  // namespace
}  // namespace hotline::api
