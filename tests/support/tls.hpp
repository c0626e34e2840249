// Certificates made on the spot, and a blocking HTTPS client that checks them.
#pragma once

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <fstream>
#include <functional>
#include <memory>
#include <string>

#include "hotline/base/clock.hpp"
#include "support/http_client.hpp"

namespace hotline::test {

using Pkey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

inline Pkey ec_key() {
  return {EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), EVP_PKEY_free};
}
inline Pkey rsa_key(std::size_t bits = 2048) {
  return {EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits), EVP_PKEY_free};
}

inline std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_ctrl(bio, BIO_CTRL_INFO, 0, &data);
  return {data, static_cast<std::size_t>(size)};
}

inline std::string pem_of(EVP_PKEY* key) {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
  PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(bio.get());
}

// Signed by itself, for localhost and 127.0.0.1, valid from 2020 until `until`.
inline std::string certificate_of(EVP_PKEY* key, const std::string& name,
                                  base::Time until = base::from_millis(4'102'444'800'000)) {
  const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
  X509* x = made.get();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), static_cast<long>(std::hash<std::string>()(name) & 0x7fffffff));
  ASN1_TIME_set(X509_getm_notBefore(x), 1'577'836'800);
  ASN1_TIME_set(X509_getm_notAfter(x), base::to_millis(until) / 1000);
  X509_set_pubkey(x, key);
  X509_NAME* subject = X509_get_subject_name(x);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(x, subject);
  for (const auto& [nid, value] : {std::pair(NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1"),
                                   std::pair(NID_basic_constraints, "critical,CA:TRUE")}) {
    X509_EXTENSION* one = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
    X509_add_ext(x, one, -1);
    X509_EXTENSION_free(one);
  }
  X509_sign(x, key, EVP_sha256());
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
  PEM_write_bio_X509(bio.get(), x);
  return text_of(bio.get());
}

inline void write_file(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

// One TLS connection that trusts `trusted` (PEM) alone and asks for localhost. Times of certificates are not
// checked, so that no test depends on the day.
class TlsClient {
 public:
  TlsClient(unsigned short port, const std::string& trusted, int least = TLS1_2_VERSION,
            int most = TLS1_3_VERSION, const std::string& ciphers = "")
      : context_(boost::asio::ssl::context::tls_client) {
    context_.add_certificate_authority(boost::asio::buffer(trusted));
    context_.set_verify_mode(boost::asio::ssl::verify_peer);
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context_.native_handle()), X509_V_FLAG_NO_CHECK_TIME);
    // As weak as can be, so that it is the server who refuses.
    SSL_CTX_set_security_level(context_.native_handle(), 0);
    SSL_CTX_set_min_proto_version(context_.native_handle(), least);
    SSL_CTX_set_max_proto_version(context_.native_handle(), most);
    if (!ciphers.empty()) SSL_CTX_set_cipher_list(context_.native_handle(), ciphers.c_str());
    stream_ = std::make_unique<boost::asio::ssl::stream<boost::asio::ip::tcp::socket>>(io_, context_);
    stream_->set_verify_callback(boost::asio::ssl::host_name_verification("localhost"));
    stream_->next_layer().connect({boost::asio::ip::make_address("127.0.0.1"), port});
  }

  // "" when the handshake succeeds, or why it does not.
  std::string shake_hands() {
    boost::system::error_code failed;
    stream_->handshake(boost::asio::ssl::stream_base::client, failed);
    return failed ? failed.message() : "";
  }
  HttpReply send(const std::string& method, const std::string& target, const std::string& body = "") {
    namespace http = boost::beast::http;
    http::request<http::string_body> request;
    request.method_string(method);
    request.target(target);
    request.version(11);
    request.set(http::field::host, "localhost");
    if (!body.empty()) request.set(http::field::content_type, "application/json");
    request.body() = body;
    request.prepare_payload();
    http::write(*stream_, request);
    http::response_parser<http::string_body> parser;
    parser.body_limit(boost::none);
    http::read(*stream_, buffer_, parser);
    HttpReply reply;
    reply.status = parser.get().result_int();
    reply.body = std::move(parser.get().body());
    reply.headers = parser.get().base();
    return reply;
  }
  HttpReply get(const std::string& target) { return send("GET", target); }
  // CN of the certificate that the server showed.
  std::string peer() {
    const std::unique_ptr<X509, decltype(&X509_free)> shown(
        SSL_get1_peer_certificate(stream_->native_handle()), X509_free);
    char name[100] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(shown.get()), NID_commonName, name, sizeof name);
    return name;
  }
  std::string version() { return SSL_get_version(stream_->native_handle()); }
  std::string cipher() { return SSL_get_cipher_name(stream_->native_handle()); }
  // True when the server ends the connection as TLS wants it: by saying so.
  bool parted_by_server() {
    boost::system::error_code failed;
    char byte = 0;
    stream_->read_some(boost::asio::buffer(&byte, 1), failed);
    return failed == boost::asio::error::eof;
  }

 private:
  boost::asio::io_context io_;
  boost::asio::ssl::context context_;
  std::unique_ptr<boost::asio::ssl::stream<boost::asio::ip::tcp::socket>> stream_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace hotline::test
