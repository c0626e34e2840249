// The mail server's side is a real SMTP server on loopback, with STARTTLS under a certificate made for the
// test.
#include "hotline/notify/smtp.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <map>

#include "notify/local_server.hpp"
#include "notify/mime.hpp"
#include "support/store_fixture.hpp"

namespace hotline::notify {
namespace {

// A key and a certificate of its own signing for "localhost", as files.
class Certificate {
 public:
  explicit Certificate(const test::TempDir& dir)
      : key_file(dir.file("key.pem")), cert_file(dir.file("cert.pem")) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* cert = X509_new();
    X509_set_version(cert, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
    X509_gmtime_adj(X509_getm_notBefore(cert), -3600);
    X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
    X509_set_pubkey(cert, key);
    X509_NAME* name = X509_get_subject_name(cert);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"),
                               -1, -1, 0);
    X509_set_issuer_name(cert, name);
    X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost");
    X509_add_ext(cert, names, -1);
    X509_sign(cert, key, EVP_sha256());
    write(key_file,
          [&](BIO* file) { PEM_write_bio_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr); });
    write(cert_file, [&](BIO* file) { PEM_write_bio_X509(file, cert); });
    X509_EXTENSION_free(names);
    X509_free(cert);
    EVP_PKEY_free(key);
  }
  const std::string key_file;
  const std::string cert_file;

 private:
  template <class Write>
  static void write(const std::string& path, Write put) {
    BIO* file = BIO_new_file(path.c_str(), "w");
    put(file);
    BIO_free(file);
  }
};

class SmtpTest : public ::testing::Test {
 protected:
  // What the server says to each command instead of its usual word; "" to fall silent, "hang up" to do so.
  std::map<std::string, std::string> says;
  std::string ehlo = "250-mail.city.example\r\n250-AUTH LOGIN PLAIN\r\n250 8BITMIME\r\n";
  std::vector<std::string> commands;
  std::vector<std::string> mails;

  SmtpSettings to_server(Tls tls = Tls::none) const {
    SmtpSettings chosen;
    chosen.host = tls == Tls::none ? "127.0.0.1" : "localhost";
    chosen.port = server_.port();
    chosen.tls = tls;
    chosen.ca_file = certificate.cert_file;
    chosen.from = "hotline@city.example";
    chosen.from_name = "杭州12345";
    chosen.own_name = "hotline.city.example";
    chosen.timeout = std::chrono::seconds(20);
    return chosen;
  }
  static Letter letter() {
    return {"ticket:17:closed",           "ticket", 17, Recipient::email(1), "li@example.org",
            {"工单办结", ".开头\n.\n完"}, false};
  }
  Delivery sent_with(const SmtpSettings& chosen) {
    EXPECT_TRUE(check(chosen).ok());
    Delivery delivery = SmtpCarrier(chosen, clock).send(letter());
    server_.rest();
    return delivery;
  }
  Delivery::Kind when_said(const std::string& command, const std::string& reply) {
    says = {{command, reply}};
    SmtpSettings chosen = to_server();
    if (reply.empty()) chosen.timeout = std::chrono::milliseconds(100);
    const auto kind = sent_with(chosen).kind;
    says.clear();
    return kind;
  }

  base::ManualClock clock{test::TestStore::start()};
  test::TempDir dir;
  Certificate certificate{dir};

 private:
  // Returns whether to go on.
  bool reply(Peer& peer, const std::string& command, const std::string& usual) {
    const auto other = says.find(command);
    if (other == says.end()) {
      peer.write(usual);
      return true;
    }
    if (other->second.empty()) peer.fall_silent();
    if (other->second.empty() || other->second == "hang up") return false;
    peer.write(other->second + "\r\n");
    return true;
  }
  void serve(Peer& peer) {
    if (says.contains("implicit") && !peer.encrypt(tls_)) return;
    if (!reply(peer, "greeting", "220 mail.city.example\r\n")) return;
    for (;;) {
      const std::string line = peer.read("\r\n");
      if (line.empty()) return;
      commands.push_back(line.substr(0, line.size() - 2));
      const std::string verb = line.substr(0, line.find_first_of(" \r:"));
      if (verb == "QUIT") return;
      if (verb == "EHLO") {
        if (!reply(peer, "EHLO", ehlo)) return;
      } else if (verb == "STARTTLS") {
        if (!reply(peer, verb, "220 go on\r\n") || !peer.encrypt(tls_)) return;
      } else if (verb == "AUTH" && line.starts_with("AUTH LOGIN")) {
        peer.write("334 VXNlcm5hbWU6\r\n");
        commands.push_back(peer.read("\r\n"));
        peer.write("334 UGFzc3dvcmQ6\r\n");
        commands.push_back(peer.read("\r\n"));
        if (!reply(peer, "AUTH", "235 welcome\r\n")) return;
      } else if (verb == "AUTH") {
        if (!reply(peer, "AUTH", "235 welcome\r\n")) return;
      } else if (verb == "DATA") {
        const bool takes = !says.contains("DATA");
        if (!reply(peer, "DATA", "354 go on\r\n")) return;
        if (!takes) continue;
        mails.push_back(peer.read("\r\n.\r\n"));
        if (!reply(peer, "text", "250 taken\r\n")) return;
      } else if (!reply(peer, verb, "250 fine\r\n")) {
        return;
      }
    }
  }

  asio::ssl::context tls_ = [this] {
    asio::ssl::context context(asio::ssl::context::tls_server);
    context.use_certificate_file(certificate.cert_file, asio::ssl::context::pem);
    context.use_private_key_file(certificate.key_file, asio::ssl::context::pem);
    return context;
  }();
  LocalServer server_{[this](Peer& peer) { serve(peer); }};
};

TEST_F(SmtpTest, HandsOverAWholeMail) {
  EXPECT_EQ(sent_with(to_server()).kind, Delivery::Kind::sent);
  EXPECT_EQ(commands,
            (std::vector<std::string>{"EHLO hotline.city.example", "MAIL FROM:<hotline@city.example>",
                                      "RCPT TO:<li@example.org>", "DATA", "QUIT"}));
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0],
            "Date: Mon, 02 Mar 2026 04:00:00 +0000\r\n"
            "From: =?UTF-8?B?5p2t5beeMTIzNDU=?= <hotline@city.example>\r\n"
            "To: <li@example.org>\r\n"
            "Subject: =?UTF-8?B?5bel5Y2V5Yqe57uT?=\r\n"
            "Message-ID: <ticket_3a17_3aclosed@city.example>\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=UTF-8\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            "Auto-Submitted: auto-generated\r\n\r\n" +
                base64(".开头\n.\n完") + "\r\n.\r\n");
}

TEST_F(SmtpTest, SignsInPlain) {
  SmtpSettings chosen = to_server();
  chosen.username = "hotline";
  chosen.password = "secret";
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::sent);
  EXPECT_EQ(commands.at(1), "AUTH PLAIN " + base64(std::string("\0hotline\0secret", 15)));
}

TEST_F(SmtpTest, SignsInByLoginWhereNothingElseIsOffered) {
  ehlo = "250-mail\r\n250 AUTH LOGIN\r\n";
  SmtpSettings chosen = to_server();
  chosen.username = "hotline";
  chosen.password = "secret";
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::sent);
  EXPECT_EQ(commands.at(1), "AUTH LOGIN");
  EXPECT_EQ(commands.at(2), base64("hotline") + "\r\n");
  EXPECT_EQ(commands.at(3), base64("secret") + "\r\n");
}

TEST_F(SmtpTest, EncryptsBeforeItSignsIn) {
  ehlo = "250-mail\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n";
  SmtpSettings chosen = to_server(Tls::starttls);
  chosen.username = "hotline";
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::sent);
  EXPECT_EQ(commands.at(1), "STARTTLS");
  EXPECT_TRUE(commands.at(3).starts_with("AUTH PLAIN"));
  EXPECT_EQ(mails.size(), 1u);
}

TEST_F(SmtpTest, SpeaksEncryptedFromTheFirstByteWhereAsked) {
  says = {{"implicit", ""}};
  EXPECT_EQ(sent_with(to_server(Tls::implicit)).kind, Delivery::Kind::sent);
  EXPECT_EQ(mails.size(), 1u);
}

TEST_F(SmtpTest, TellsNothingToAServerThatDoesNotEncrypt) {
  SmtpSettings chosen = to_server(Tls::starttls);
  chosen.username = "hotline";
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::try_again);
  EXPECT_EQ(commands, std::vector<std::string>{"EHLO hotline.city.example"});
}

TEST_F(SmtpTest, TellsNothingToAServerItCannotTrust) {
  ehlo = "250-mail\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n";
  SmtpSettings chosen = to_server(Tls::starttls);
  chosen.ca_file.clear();
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::try_again) << "not among the system's certificates";
  chosen.ca_file = certificate.cert_file;
  chosen.host = "127.0.0.1";
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::try_again) << "the certificate is another host's";
  EXPECT_TRUE(mails.empty());
}

TEST_F(SmtpTest, TemporaryRepliesAreTriedAgain) {
  for (const char* command : {"MAIL", "RCPT", "DATA", "text"}) {
    EXPECT_EQ(when_said(command, "451 later"), Delivery::Kind::try_again) << command;
  }
  EXPECT_EQ(when_said("greeting", "421 closing"), Delivery::Kind::try_again);
  EXPECT_EQ(when_said("greeting", "554 go away"), Delivery::Kind::try_again) << "not the letter's fault";
  EXPECT_EQ(when_said("greeting", "nonsense"), Delivery::Kind::try_again);
}

TEST_F(SmtpTest, PermanentRepliesToTheLetterAreFinal) {
  for (const char* command : {"MAIL", "RCPT", "DATA", "text"}) {
    EXPECT_EQ(when_said(command, "550 no such user"), Delivery::Kind::refused) << command;
  }
}

TEST_F(SmtpTest, RefusalOfOurOwnNameIsTriedAgain) {
  says = {{"AUTH", "535 wrong password"}};
  SmtpSettings chosen = to_server();
  chosen.username = "hotline";
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::try_again);
  EXPECT_TRUE(mails.empty());
}

TEST_F(SmtpTest, SilenceBeforeTheTextIsTriedAgain) {
  for (const char* command : {"greeting", "EHLO", "MAIL", "RCPT", "DATA"}) {
    EXPECT_EQ(when_said(command, ""), Delivery::Kind::try_again) << command;
    EXPECT_EQ(when_said(command, "hang up"), Delivery::Kind::try_again) << command;
  }
  EXPECT_TRUE(mails.empty());
}

TEST_F(SmtpTest, SilenceAfterTheTextIsUncertain) {
  EXPECT_EQ(when_said("text", ""), Delivery::Kind::uncertain);
  EXPECT_EQ(when_said("text", "hang up"), Delivery::Kind::uncertain);
}

TEST_F(SmtpTest, UnreachableIsTriedAgain) {
  SmtpSettings chosen = to_server();
  chosen.port = dead_port();
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::try_again);
}

TEST_F(SmtpTest, LetsNoAddressSpeakToTheServer) {
  Letter forged = letter();
  forged.address = "li@example.org>\r\nRCPT TO:<all@example.org";
  EXPECT_EQ(SmtpCarrier(to_server(), clock).send(forged).kind, Delivery::Kind::refused);
  EXPECT_TRUE(commands.empty());
}

TEST_F(SmtpTest, SettingsAreChecked) {
  auto wrong = [&](auto spoil) {
    SmtpSettings chosen = to_server();
    spoil(chosen);
    const auto status = check(chosen);
    return status.ok() ? std::string("ok") : status.error().fields.at(0).pointer;
  };
  EXPECT_EQ(wrong([](SmtpSettings&) {}), "ok");
  EXPECT_EQ(wrong([](SmtpSettings& s) { s.host = ""; }), "/host");
  EXPECT_EQ(wrong([](SmtpSettings& s) { s.port = 0; }), "/port");
  EXPECT_EQ(wrong([](SmtpSettings& s) { s.from = "hotline"; }), "/from");
  EXPECT_EQ(wrong([](SmtpSettings& s) { s.own_name = "a b"; }), "/own_name");
  EXPECT_EQ(wrong([](SmtpSettings& s) { s.timeout = std::chrono::milliseconds(0); }), "/timeout");
  EXPECT_EQ(wrong([](SmtpSettings& s) { s.username = "u"; }), "ok");
  EXPECT_EQ(wrong([](SmtpSettings& s) {
              s.username = "u";
              s.host = "mail.city.example";
            }),
            "/tls");
}

}  // namespace
}  // namespace hotline::notify
