#include "api/http/certificate.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>
#include <fstream>
#include <sstream>
#include <tuple>
#include <utility>

#include "hotline/base/freed.hpp"

namespace hotline::api {
namespace {

namespace asio = boost::asio;
using base::Error;

constexpr std::chrono::days kNotice{14};
constexpr std::size_t kLargestFile = 1024 * 1024;
const std::string kUnread = "unread";  // in place of a digest
constexpr int kSecurityLevel = 2;      // OpenSSL's: 112 bits, no SHA-1 signatures

using base::Freed;
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using X509Ptr = std::unique_ptr<X509, Freed<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;

// Leaves nothing behind for the next one who asks OpenSSL what went wrong.
std::string take_reason() {
  std::string reason;
  if (const char* last = ERR_reason_error_string(ERR_peek_last_error()); last != nullptr) reason = last;
  ERR_clear_error();
  return reason.empty() ? "" : " (" + reason + ")";
}

Error fault(std::string setting, std::string code, const std::string& file, const std::string& zh,
            const std::string& en) {
  return Error::field(std::move(setting), std::move(code), file + "：" + zh, file + ": " + en);
}

base::Result<std::string> read_file(const char* setting, const std::string& path) {
  if (path.empty()) {
    return Error::field(setting, "required", "tls.certificate 与 tls.key 须同时设置。",
                        "tls.certificate and tls.key are set together.");
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  if (!file || content.str().empty() || content.str().size() > kLargestFile) {
    return fault(setting, "missing", path, "文件不存在、为空或无权读取，请核对路径和权限。",
                 "there is no such file, it is empty, or it may not be read. Check path and permissions.");
  }
  return std::move(content).str();
}

std::string digest_of(const std::string& certificate, const std::string& key) {
  const std::string both = certificate + '\0' + key;
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(both.data(), both.size(), digest, &size, EVP_sha256(), nullptr);
  return {reinterpret_cast<const char*>(digest), size};
}

Bio bio_of(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// OpenSSL would ask on the terminal otherwise.
int no_pass_phrase(char*, int, int, void*) {
  return 0;
}

base::Time time_of(const ASN1_TIME* when) {
  std::tm parts{};
  ASN1_TIME_to_tm(when, &parts);
  return base::Time(std::chrono::seconds(timegm(&parts)));
}

TlsContext hardened() {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  SSL_CTX* raw = context->native_handle();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_security_level(raw, kSecurityLevel);
  SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                               SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_num_tickets(raw, 0);
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  // An idle connection gives its buffers back.
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
  return context;
}

struct Loaded {
  TlsContext context;
  base::Time from, until;
};

base::Result<Loaded> load(const std::string& certificate_file, const std::string& certificate,
                          const std::string& key_file, const std::string& key) {
  ERR_clear_error();
  const X509Ptr own(PEM_read_bio_X509(bio_of(certificate).get(), nullptr, no_pass_phrase, nullptr));
  if (!own) {
    return fault("tls.certificate", "format", certificate_file, "不是 PEM 格式的证书" + take_reason() + "。",
                 "this is no certificate in PEM form" + take_reason() + ".");
  }
  const KeyPtr secret(PEM_read_bio_PrivateKey(bio_of(key).get(), nullptr, no_pass_phrase, nullptr));
  if (!secret) {
    const std::string reason = take_reason();
    return fault("tls.key", "format", key_file, "不是未加密的 PEM 格式私钥" + reason + "。",
                 "this is no private key in PEM form without a pass phrase" + reason + ".");
  }
  if (X509_check_private_key(own.get(), secret.get()) != 1) {
    ERR_clear_error();
    return fault("tls.key", "mismatch", key_file, "私钥与证书 " + certificate_file + " 不匹配。",
                 "this key does not fit the certificate " + certificate_file + ".");
  }
  Loaded loaded{hardened(), time_of(X509_get0_notBefore(own.get())), time_of(X509_get0_notAfter(own.get()))};
  boost::system::error_code failed;
  std::ignore = loaded.context->use_certificate_chain(asio::buffer(certificate), failed);
  if (!failed && SSL_CTX_use_PrivateKey(loaded.context->native_handle(), secret.get()) != 1)
    failed = asio::error::invalid_argument;
  if (failed) {
    const std::string reason = " (" + failed.message() + ")";
    ERR_clear_error();
    return fault("tls.certificate", "weak", certificate_file,
                 "证书或证书链不能使用" + reason + "：RSA 密钥至少 2048 位，签名不得使用 SHA-1。",
                 "this certificate or its chain cannot be used" + reason +
                     ": RSA keys have at least 2048 bits, signatures no SHA-1.");
  }
  return loaded;
}

}  // namespace

base::Result<std::unique_ptr<Certificate>> Certificate::open(std::string certificate, std::string key,
                                                             const base::Clock& clock, base::Logger logger) {
  std::unique_ptr<Certificate> made(
      new Certificate(std::move(certificate), std::move(key), clock, std::move(logger)));
  HOTLINE_TRY(const bool in_force, made->refresh());
  static_cast<void>(in_force);
  return made;
}

base::Result<bool> Certificate::refresh() {
  const std::lock_guard lock(mutex_);
  auto certificate = read_file("tls.certificate", certificate_);
  auto key = read_file("tls.key", key_);
  if (!certificate.ok() || !key.ok()) {
    if (std::exchange(tried_, kUnread) == kUnread) return false;
    return !certificate.ok() ? std::move(certificate).error() : std::move(key).error();
  }
  std::string digest = digest_of(*certificate, *key);
  if (digest == tried_) return false;
  tried_ = std::move(digest);
  HOTLINE_TRY(Loaded loaded, load(certificate_, *certificate, key_, *key));
  context_ = std::move(loaded.context);
  expires_at_ = loaded.until;
  const base::Time now = clock_.now();
  if (now >= loaded.until || now < loaded.from) {
    logger_->warn("event=certificate_{} file={} from={} until={}",
                  now < loaded.from ? "not_valid_yet" : "expired", certificate_,
                  base::format_rfc3339(loaded.from), base::format_rfc3339(loaded.until));
  } else {
    logger_->info("event=certificate_in_force until={}", base::format_rfc3339(loaded.until));
  }
  return true;
}

TlsContext Certificate::context() const {
  const std::lock_guard lock(mutex_);
  return context_;
}

base::Time Certificate::expires_at() const {
  const std::lock_guard lock(mutex_);
  return expires_at_;
}

base::Status Certificate::concern() const {
  const base::Time until = expires_at();
  if (clock_.now() + kNotice < until) return {};
  const std::string day = base::format_rfc3339(until).substr(0, 10);
  return Error::of(base::ErrorCode::unavailable, "TLS 证书有效期至 " + day + "，请更换证书文件。",
                   "The TLS certificate is valid until " + day + ": replace its files.");
}

}  // namespace hotline::api
