// TLS inside the process: what is spoken, what is refused, and certificates that change while it serves.
#include "support/tls.hpp"

#include "api/http/certificate.hpp"
#include "api/json.hpp"
#include "api/route.hpp"
#include "hotline/api/tls.hpp"
#include "support/api_fixture.hpp"

namespace hotline::api {
namespace {

using test::TlsClient;

// A second server over the same hotline: the fixture's own speaks plain HTTP.
class Tls : public test::ApiTest {
 protected:
  test::TempDir files_;
  const std::string cert_ = files_.file("cert.pem"), key_ = files_.file("key.pem");
  std::string trusted_;
  std::optional<Platform> platform_;
  std::unique_ptr<Server> tls_;
  const std::string large_ = std::string(150'000, 'x') + std::string(150'000, 'y');

  // Puts a new certificate where the settings point to.
  void install(const std::string& name, base::Time until = base::from_millis(4'102'444'800'000)) {
    const test::Pkey key = test::ec_key();
    trusted_ = test::certificate_of(key.get(), name, until);
    test::write_file(cert_, trusted_);
    test::write_file(key_, test::pem_of(key.get()));
  }
  using test::ApiTest::adjust;
  void adjust(Platform& platform) override { platform_.emplace(platform); }
  void SetUp() override {
    test::ApiTest::SetUp();
    install("first");
    ServerSettings settings;
    settings.port = 0;
    settings.header_timeout = std::chrono::milliseconds{500};
    Route large;
    large.path = "/api/v1/large";
    large.operation = "getLarge";
    large.tag = "test";
    large.summary = {"大", "Large"};
    large.allow = anyone();
    large.outputs = {{200, {"大", "Large"}, {}, "text/plain"}};
    large.handler = [this](Call&) -> Answer { return Reply::bytes("text/plain", large_); };
    Routes routes;
    routes.add({large});
    tls_ = test::value_of(start_server({cert_, key_}, settings, *platform_, std::move(routes)));
  }
  void TearDown() override {
    tls_.reset();
    test::ApiTest::TearDown();
  }
  bool refresh() { return test::value_of(refresh_certificate(*tls_)); }
  TlsClient caller() { return TlsClient(tls_->port(), trusted_); }
};

TEST_F(Tls, SpeaksTls13AndAnswersManyRequestsOnOneConnection) {
  TlsClient one = caller();
  ASSERT_EQ(one.shake_hands(), "");
  EXPECT_EQ(one.version(), "TLSv1.3");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(one.get("/health/live").status, 200U);
  EXPECT_EQ(one.get("/api/v1/nothing").status, 404U);
}

TEST_F(Tls, SpeaksTls12WithForwardSecrecy) {
  TlsClient one(tls_->port(), trusted_, TLS1_2_VERSION, TLS1_2_VERSION);
  ASSERT_EQ(one.shake_hands(), "");
  EXPECT_EQ(one.version(), "TLSv1.2");
  EXPECT_TRUE(one.cipher().starts_with("ECDHE-")) << one.cipher();
  EXPECT_EQ(one.get("/health/live").status, 200U);
}

TEST_F(Tls, RefusesTls11AndWeakCiphers) {
  EXPECT_NE(TlsClient(tls_->port(), trusted_, TLS1_VERSION, TLS1_1_VERSION).shake_hands(), "");
  for (const char* weak : {"ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "AES128-GCM-SHA256"}) {
    EXPECT_NE(TlsClient(tls_->port(), trusted_, TLS1_2_VERSION, TLS1_2_VERSION, weak).shake_hands(), "")
        << weak;
  }
  TlsClient good = caller();
  EXPECT_EQ(good.shake_hands(), "");
}

TEST_F(Tls, AnAnswerLargerThanARecordAndABodyInPiecesArriveWhole) {
  TlsClient one = caller();
  ASSERT_EQ(one.shake_hands(), "");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(one.get("/api/v1/large").body, large_);
  const std::string filler(60'000, ' ');
  EXPECT_EQ(one.send("POST", "/api/v1/session", R"({"login":"nobody","password":"x"})" + filler).status,
            401U);
}

TEST_F(Tls, CookiesAreSecureAndTheBrowserIsToldToStayWithTls) {
  const std::string login = given_account({access::Role::agent});
  TlsClient one = caller();
  ASSERT_EQ(one.shake_hands(), "");
  const auto reply =
      one.send("POST", "/api/v1/session", Json{{"login", login}, {"password", kPassword}}.dump());
  ASSERT_EQ(reply.status, 201U);
  EXPECT_NE(reply.header("Set-Cookie").find("; Secure"), std::string::npos);
  EXPECT_EQ(reply.header("Strict-Transport-Security"), "max-age=31536000");
}

TEST_F(Tls, PlainHttpIsToldToUseTlsAndAStrangerIsLeftOut) {
  test::HttpClient plain(tls_->port());
  EXPECT_EQ(plain.get("/health/live").status, 400U);
  test::HttpClient silent(tls_->port());
  silent.write_raw("\x16\x03\x01");  // the beginning of a greeting that never ends
  EXPECT_TRUE(silent.closed_by_server());
  test::HttpClient noise(tls_->port());
  noise.write_raw(std::string(300, '\xff'));
  TlsClient after = caller();
  EXPECT_EQ(after.shake_hands(), "");
  EXPECT_EQ(after.get("/health/live").status, 200U);
}

TEST_F(Tls, AnotherCertificateHoldsForNewConnectionsWhileOldOnesGoOn) {
  TlsClient old = caller();
  ASSERT_EQ(old.shake_hands(), "");
  EXPECT_EQ(refresh(), false) << "nothing changed";
  install("second");
  EXPECT_EQ(refresh(), true);
  TlsClient fresh = caller();
  ASSERT_EQ(fresh.shake_hands(), "");
  EXPECT_EQ(fresh.peer(), "second");
  EXPECT_EQ(old.get("/health/live").status, 200U);
  EXPECT_EQ(old.peer(), "first");
}

TEST_F(Tls, AHalfReplacedPairIsRefusedOnceAndTakenWhenItIsWhole) {
  const std::string before = trusted_;
  const test::Pkey key = test::ec_key();
  const std::string next = test::certificate_of(key.get(), "next");
  test::write_file(cert_, next);
  const auto refused = refresh_certificate(*tls_);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().fields.front().rule, "mismatch");
  EXPECT_EQ(refresh(), false) << "told once";
  TlsClient still(tls_->port(), before);
  EXPECT_EQ(still.shake_hands(), "");
  test::write_file(key_, test::pem_of(key.get()));
  EXPECT_EQ(refresh(), true);
  TlsClient fresh(tls_->port(), next);
  EXPECT_EQ(fresh.shake_hands(), "");
}

TEST_F(Tls, ACertificateThatRunsOutIsTakenAndTold) {
  const auto concerns = [this] {
    TlsClient one(tls_->port(), trusted_);
    EXPECT_EQ(one.shake_hands(), "");
    return one.get("/health/ready").json()["concerns"].dump();
  };
  EXPECT_EQ(concerns(), "[]");
  install("old", clock().now() + std::chrono::days{3});
  EXPECT_EQ(refresh(), true);
  EXPECT_NE(concerns().find("2026-03-05"), std::string::npos) << concerns();
}

// The rule that opening these two files breaks, and whether the text names the file.
std::string fault_of(const std::string& certificate, const std::string& key) {
  const base::ManualClock clock(test::TestStore::start());
  const auto opened = Certificate::open(certificate, key, clock, base::make_silent_logger());
  if (opened.ok()) return "";
  const base::FieldError& fault = opened.error().fields.front();
  const std::string& named = fault.pointer == "tls.key" ? key : certificate;
  const bool says = named.empty() || (fault.text.zh.find(named) != std::string::npos &&
                                      fault.text.en.find(named) != std::string::npos);
  return fault.pointer + " " + fault.rule + (says ? "" : " without the file");
}

TEST(TlsFiles, AStartIsRefusedWithFileAndCause) {
  test::TempDir files;
  const std::string cert = files.file("cert.pem"), key = files.file("key.pem"),
                    other = files.file("other.pem");
  const test::Pkey own = test::ec_key();
  test::write_file(cert, test::certificate_of(own.get(), "own"));
  test::write_file(key, test::pem_of(own.get()));
  test::write_file(other, test::pem_of(test::rsa_key().get()));
  EXPECT_EQ(fault_of(cert, key), "");
  EXPECT_EQ(fault_of(cert, ""), "tls.key required");
  EXPECT_EQ(fault_of("", key), "tls.certificate required");
  EXPECT_EQ(fault_of(files.file("none.pem"), key), "tls.certificate missing");
  EXPECT_EQ(fault_of(cert, files.file("none.pem")), "tls.key missing");
  EXPECT_EQ(fault_of(key, key), "tls.certificate format");
  EXPECT_EQ(fault_of(cert, cert), "tls.key format");
  EXPECT_EQ(fault_of(cert, other), "tls.key mismatch");
  const test::Pkey weak = test::rsa_key(1024);
  test::write_file(cert, test::certificate_of(weak.get(), "weak"));
  test::write_file(key, test::pem_of(weak.get()));
  EXPECT_EQ(fault_of(cert, key), "tls.certificate weak");
}

}  // namespace
}  // namespace hotline::api
