// Signing in by an identity provider, against a provider that signs real tokens.
#include "hotline/api/provider_door.hpp"

#include "api/json.hpp"
#include "hotline/access/second_factor.hpp"
#include "hotline/access/totp.hpp"
#include "support/api_fixture.hpp"
#include "support/test_provider.hpp"

namespace hotline::api {
namespace {

using namespace std::chrono_literals;
using test::HttpReply;
using test::ProviderKey;
using test::TestProvider;

const ProviderKey& own_key() {
  static const ProviderKey key = ProviderKey::make("k1", true);
  return key;
}

class ProviderDoors : public test::ApiTest {
 protected:
  TestProvider remote_;
  std::unique_ptr<integrate::IdentityProvider> provider_;
  std::optional<Platform> platform_;
  std::string nonce_, challenge_;

  using test::ApiTest::adjust;
  void adjust(Platform& platform) override { platform_.emplace(platform); }
  void adjust(ServerSettings& settings) override { settings.sign_in = {}; }
  void add_routes(Routes& routes) override {
    remote_.publish({own_key()});
    provider_ = std::make_unique<integrate::IdentityProvider>(
        integrate::ProviderSettings{.issuer = remote_.issuer(),
                                    .client_id = "hotline",
                                    .client_secret = "s3cret&",
                                    .redirect_url = "https://hotline.example/staff/sign-in",
                                    .name = "市统一身份认证"},
        clock(), store().random, base::make_silent_logger());
    add_provider_routes(routes, {.provider = provider_.get(),
                                 .store = store().get(),
                                 .sessions = platform_->sessions,
                                 .clock = clock(),
                                 .lock_out = {}});
  }
  access::Account account(const std::string& login) {
    return *store().read([&](store::ReadTx& tx) { return access::find_account(tx, login); });
  }

  Json claims(const std::string& login, const Json& more = Json::object()) {
    const std::int64_t now = base::to_millis(clock().now()) / 1000;
    Json all{{"iss", remote_.issuer()},
             {"aud", "hotline"},
             {"sub", "u-1"},
             {"nonce", nonce_},
             {"iat", now},
             {"exp", now + 300},
             {"preferred_username", login}};
    all.update(more);
    return all;
  }
  // What the browser holds after it was sent away: the fields to come back with.
  Json started(test::HttpClient& browser) {
    const HttpReply begun = browser.get("/api/v1/session/provider/start");
    EXPECT_EQ(begun.status, 200U) << begun.body;
    const std::string url = begun.json()["url"];
    nonce_ = TestProvider::field_of(url, "nonce");
    challenge_ = TestProvider::field_of(url, "code_challenge");
    return {{"state", TestProvider::field_of(url, "state")},
            {"code", "c-1"},
            {"browser", begun.json()["browser"]}};
  }
  HttpReply finish(test::HttpClient& browser, const Json& fields) {
    return browser.post("/api/v1/session/provider", fields);
  }
  // Signs in with a token that says `claims` over the good ones.
  HttpReply sign_in(const std::string& login, const Json& more = Json::object(),
                    const ProviderKey& key = own_key()) {
    test::HttpClient browser = client();
    const Json fields = started(browser);
    remote_.answer([=, this](const std::string&) { return key.token(claims(login, more)); });
    return finish(browser, fields);
  }
  // Causes in the journal, in order.
  std::vector<std::string> refusals() {
    std::vector<std::string> causes;
    for (const auto& entry :
         store().read([](store::ReadTx& tx) { return store::entries_after(tx, 0, 10000); })) {
      if (entry.kind == "provider_refused") causes.push_back(entry.payload.text_or_empty("cause"));
    }
    return causes;
  }
};

TEST_F(ProviderDoors, OpenASessionForAnAccountThatExists) {
  const std::string login = given_account({access::Role::agent});
  EXPECT_EQ(client().get("/api/v1/session/provider").json()["name"], "市统一身份认证");
  const HttpReply reply = sign_in(login);
  ASSERT_EQ(reply.status, 201U) << reply.body;
  test::HttpClient person = client();
  const std::string cookie = reply.header("Set-Cookie");
  EXPECT_NE(cookie.find("HttpOnly; SameSite=Strict"), std::string::npos);
  person.headers["Cookie"] = cookie.substr(0, cookie.find(';'));
  EXPECT_EQ(person.get("/api/v1/session").json()["roles"], Json::array({"agent"}));
}

TEST_F(ProviderDoors, ProveTheCodeByPkceAndTheClientByItsSecret) {
  const std::string login = given_account({access::Role::agent});
  test::HttpClient browser = client();
  const Json fields = started(browser);
  std::string form;
  remote_.answer([&](const std::string& sent) {
    form = sent;
    return own_key().token(claims(login));
  });
  ASSERT_EQ(finish(browser, fields).status, 201U);
  EXPECT_EQ(TestProvider::field_of(form, "grant_type"), "authorization_code");
  EXPECT_EQ(TestProvider::field_of(form, "redirect_uri"), "https%3A%2F%2Fhotline.example%2Fstaff%2Fsign-in");
  const std::string verifier = TestProvider::field_of(form, "code_verifier");
  EXPECT_GE(verifier.size(), 43U);
  unsigned char digest[32];
  unsigned size = 0;
  EVP_Digest(verifier.data(), verifier.size(), digest, &size, EVP_sha256(), nullptr);
  EXPECT_EQ(test::base64url({reinterpret_cast<char*>(digest), 32}), challenge_);
  EXPECT_EQ(form.find("s3cret"), std::string::npos) << "the secret goes into the header";
}

TEST_F(ProviderDoors, GiveNoRightsToWhoHasNoAccount) {
  given_account({access::Role::agent});
  const HttpReply unknown = sign_in("somebody.new");
  EXPECT_EQ(unknown.status, 403U);
  EXPECT_NE(unknown.json()["detail"].get<std::string>().find("somebody.new"), std::string::npos);
  EXPECT_FALSE(unknown.has("Set-Cookie"));
  EXPECT_EQ(refusals(), (std::vector<std::string>{"unknown_login"}));
  EXPECT_EQ(sign_in("x", {{"preferred_username", nullptr}}).status, 403U) << "no such claim";
}

TEST_F(ProviderDoors, RefuseTokensThatDoNotHold) {
  const std::string login = given_account({access::Role::security});
  const std::int64_t now = base::to_millis(clock().now()) / 1000;
  const ProviderKey foreign = ProviderKey::make("k1", true);
  EXPECT_EQ(sign_in(login, Json::object(), foreign).status, 401U) << "wrong signature";
  EXPECT_EQ(sign_in(login, {{"nonce", "another"}}).status, 401U) << "wrong nonce";
  EXPECT_EQ(sign_in(login, {{"exp", now - 3600}}).status, 401U) << "expired";
  EXPECT_EQ(sign_in(login, {{"aud", "payroll"}}).status, 401U) << "foreign audience";
  EXPECT_EQ(sign_in(login, {{"iss", "http://127.0.0.1:1"}}).status, 401U) << "foreign issuer";
  EXPECT_EQ(sign_in(login).status, 201U);
}

TEST_F(ProviderDoors, TakeAStateOnceFromTheBrowserThatBegan) {
  const std::string login = given_account({access::Role::agent});
  remote_.answer([=, this](const std::string&) { return own_key().token(claims(login)); });
  test::HttpClient browser = client();
  const Json fields = started(browser);
  ASSERT_EQ(finish(browser, fields).status, 201U);
  EXPECT_EQ(finish(browser, fields).status, 401U) << "replayed";
  EXPECT_EQ(remote_.asked_for("/token"), 1U) << "and the provider is not even asked";

  Json stolen = started(browser);
  stolen["browser"] = std::string(64, '0');
  EXPECT_EQ(finish(browser, stolen).status, 401U) << "another browser";
  Json invented = started(browser);
  invented["state"] = std::string(64, 'a');
  EXPECT_EQ(finish(browser, invented).status, 401U);
  const Json late = started(browser);
  clock().advance(10min);
  EXPECT_EQ(finish(browser, late).status, 401U) << "ten minutes later";
}

TEST_F(ProviderDoors, AskForTheSecondFactorAllTheSame) {
  const std::string login = given_account({access::Role::agent});
  const access::SecondFactors factors(store().random, platform_->authenticator);
  const std::int64_t id = account(login).id;
  const auto begun =
      store().write([&](store::WriteTx& tx) { return factors.begin(tx, id, {"system", "test"}); });
  std::string secret;
  unsigned held = 0, bits = 0;
  for (const char c : begun.secret) {
    held = (held << 5U) | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
    if ((bits += 5) >= 8) secret += static_cast<char>((held >> (bits -= 8)) & 255U);
  }
  clock().advance(30s);
  store().write([&](store::WriteTx& tx) {
    return factors.confirm(tx, id, access::totp_code(secret, access::totp_step(clock().now())),
                           {"system", "test"});
  });
  const Json recovery = begun.recovery_codes;

  remote_.answer([=, this](const std::string&) { return own_key().token(claims(login)); });
  test::HttpClient browser = client();
  Json fields = started(browser);
  EXPECT_EQ(finish(browser, fields).faults(), "/second_factor required");
  fields["second_factor"] = "000000";
  EXPECT_EQ(finish(browser, fields).faults(), "/second_factor wrong");
  Json elsewhere = fields;
  elsewhere["second_factor"] = recovery[0];
  fields["second_factor"] = recovery[0];
  const HttpReply done = finish(browser, fields);
  EXPECT_EQ(done.status, 201U) << done.body;
  EXPECT_EQ(finish(browser, elsewhere).status, 401U) << "the held proof is gone";
  EXPECT_EQ(refusals(), (std::vector<std::string>{"wrong_code"}));
}

TEST_F(ProviderDoors, KeepDisabledPeopleOut) {
  const std::string login = given_account({access::Role::agent});
  const access::Accounts accounts(platform_->authenticator);
  store().write([&](store::WriteTx& tx) {
    return accounts.change(tx, account(login).id, 1, {.disabled = true}, {"system", "test"});
  });
  EXPECT_EQ(sign_in(login).status, 403U);
  EXPECT_EQ(refusals(), (std::vector<std::string>{"disabled"}));
}

TEST_F(ProviderDoors, FollowAProviderThatChangesItsKeys) {
  const std::string login = given_account({access::Role::agent});
  ASSERT_EQ(sign_in(login).status, 201U);
  const ProviderKey next = ProviderKey::make("k2", false);
  remote_.publish({own_key(), next});
  EXPECT_EQ(sign_in(login, Json::object(), next).status, 201U);
  EXPECT_EQ(remote_.asked_for("/.well-known/openid-configuration"), 1U);
  const std::size_t asked = remote_.asked_for("/keys");
  const ProviderKey invented = ProviderKey::make("k3", false);
  EXPECT_EQ(sign_in(login, Json::object(), invented).status, 401U);
  EXPECT_EQ(sign_in(login, Json::object(), invented).status, 401U);
  EXPECT_EQ(remote_.asked_for("/keys"), asked) << "once a minute at most";
}

TEST_F(ProviderDoors, DoNotFollowADocumentOfAnotherIssuerNorAnUnsafeAddress) {
  test::HttpClient browser = client();
  remote_.change_document({{"issuer", "https://id.example"}});
  EXPECT_EQ(browser.get("/api/v1/session/provider/start").status, 503U);
  clock().advance(5s);
  remote_.change_document({{"token_endpoint", "http://203.0.113.5/token"}});
  EXPECT_EQ(browser.get("/api/v1/session/provider/start").status, 503U);
  EXPECT_EQ(browser.get("/api/v1/session/provider/start").status, 503U);
  EXPECT_EQ(remote_.asked_for("/.well-known/openid-configuration"), 2U) << "it is left alone for a while";
  clock().advance(5s);
  remote_.change_document(Json::object());
  EXPECT_EQ(browser.get("/api/v1/session/provider/start").status, 200U);
}

class NoProvider : public test::ApiTest {
 protected:
  std::optional<Platform> platform_;
  using test::ApiTest::adjust;
  void adjust(Platform& platform) override { platform_.emplace(platform); }
  void add_routes(Routes& routes) override {
    add_provider_routes(
        routes, {.store = store().get(), .sessions = platform_->sessions, .clock = clock(), .lock_out = {}});
  }
};

TEST_F(NoProvider, MeansNoButtonAndNoDoor) {
  test::HttpClient browser = client();
  EXPECT_TRUE(browser.get("/api/v1/session/provider").json()["name"].is_null());
  EXPECT_EQ(browser.get("/api/v1/session/provider/start").status, 503U);
  EXPECT_EQ(
      browser.post("/api/v1/session/provider", {{"state", "a"}, {"code", "b"}, {"browser", "c"}}).status,
      503U);
}

}  // namespace
}  // namespace hotline::api
