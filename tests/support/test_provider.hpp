// An OpenID Connect provider for tests: a real HTTP server on a port of its own that publishes keys and signs
// tokens, right or wrong as it is told.
#pragma once

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "hotline/integrate/identity_token.hpp"
#include "support/tls.hpp"

namespace hotline::test {

using nlohmann::json;

inline std::string base64url(std::string_view bytes) {
  return integrate::base64url_of(bytes);
}

// A key of the provider: RS256 by RSA, ES256 by P-256.
struct ProviderKey {
  std::string id;
  std::shared_ptr<EVP_PKEY> key;
  bool rsa = true;

  static ProviderKey make(std::string id, bool rsa) {
    Pkey made = rsa ? rsa_key() : ec_key();
    return {std::move(id), std::shared_ptr<EVP_PKEY>(made.release(), EVP_PKEY_free), rsa};
  }
  std::string number(const char* name, int size = 0) const {
    BIGNUM* value = nullptr;
    EVP_PKEY_get_bn_param(key.get(), name, &value);
    std::string bytes(static_cast<std::size_t>(size > 0 ? size : BN_num_bytes(value)), '\0');
    BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    BN_free(value);
    return base64url(bytes);
  }
  json jwk() const {
    if (rsa) {
      return {{"kty", "RSA"},
              {"use", "sig"},
              {"alg", "RS256"},
              {"kid", id},
              {"n", number(OSSL_PKEY_PARAM_RSA_N)},
              {"e", number(OSSL_PKEY_PARAM_RSA_E)}};
    }
    return {{"kty", "EC"},
            {"crv", "P-256"},
            {"kid", id},
            {"x", number(OSSL_PKEY_PARAM_EC_PUB_X, 32)},
            {"y", number(OSSL_PKEY_PARAM_EC_PUB_Y, 32)}};
  }
  std::string signature(std::string_view text) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    EVP_DigestSign(context.get(), nullptr, &size, data, text.size());
    std::string out(size, '\0');
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, data, text.size());
    out.resize(size);
    if (rsa) return out;
    const auto* der = reinterpret_cast<const unsigned char*>(out.data());
    ECDSA_SIG* both = d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(out.size()));
    std::string raw(64, '\0');
    auto* to = reinterpret_cast<unsigned char*>(raw.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(both), to, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(both), to + 32, 32);
    ECDSA_SIG_free(both);
    return raw;
  }
  std::string token(const json& claims, json header = json::object()) const {
    if (!header.contains("alg")) header["alg"] = rsa ? "RS256" : "ES256";
    if (!header.contains("kid")) header["kid"] = id;
    const std::string text = base64url(header.dump()) + "." + base64url(claims.dump());
    return text + "." + base64url(signature(text));
  }
};

class TestProvider {
 public:
  TestProvider() : thread_([this] { serve(); }) {}
  ~TestProvider() {
    closing_ = true;
    boost::asio::io_context io;
    boost::asio::ip::tcp::socket last(io);
    boost::system::error_code ignored;
    last.connect({boost::asio::ip::address_v4::loopback(), acceptor_.local_endpoint().port()}, ignored);
    last.close(ignored);
    thread_.join();
  }

  std::string issuer() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
  }
  // The query's field of the address that the browser was sent to.
  static std::string field_of(const std::string& url, const std::string& name) {
    const auto at = url.find(name + "=");
    if (at == std::string::npos) return "";
    const auto from = at + name.size() + 1;
    return url.substr(from, std::min(url.find('&', from), url.size()) - from);
  }

  // What the token endpoint gives out next, made from the form that it was asked with.
  void answer(std::function<std::string(const std::string& form)> token) {
    const std::lock_guard lock(mutex_);
    token_ = std::move(token);
  }
  void publish(std::vector<ProviderKey> keys) {
    const std::lock_guard lock(mutex_);
    keys_ = std::move(keys);
  }
  void change_document(const json& more) {
    const std::lock_guard lock(mutex_);
    document_ = more;
  }
  // Requests so far: target and body.
  std::vector<std::pair<std::string, std::string>> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  std::size_t asked_for(const std::string& target) const {
    std::size_t count = 0;
    for (const auto& one : asked()) count += one.first == target ? 1 : 0;
    return count;
  }

 private:
  using Request = boost::beast::http::request<boost::beast::http::string_body>;

  std::string reply_to(const Request& request) {
    const std::lock_guard lock(mutex_);
    const std::string target(request.target());
    asked_.emplace_back(target, request.body());
    if (target == "/.well-known/openid-configuration") {
      json document{{"issuer", issuer()},
                    {"authorization_endpoint", issuer() + "/authorize"},
                    {"token_endpoint", issuer() + "/token"},
                    {"jwks_uri", issuer() + "/keys"}};
      document.update(document_);
      return document.dump();
    }
    if (target == "/keys") {
      json keys = json::array();
      for (const ProviderKey& key : keys_) keys.push_back(key.jwk());
      return json{{"keys", keys}}.dump();
    }
    if (target == "/token" && token_) return json{{"id_token", token_(request.body())}}.dump();
    return "";
  }
  void serve() {
    namespace http = boost::beast::http;
    for (;;) {
      boost::asio::ip::tcp::socket socket(io_);
      boost::system::error_code failed;
      acceptor_.accept(socket, failed);
      if (failed || closing_) return;
      boost::beast::flat_buffer buffer;
      Request request;
      http::read(socket, buffer, request, failed);
      if (failed) continue;
      http::response<http::string_body> reply{http::status::ok, 11};
      reply.body() = reply_to(request);
      if (reply.body().empty()) reply.result(http::status::bad_request);
      reply.prepare_payload();
      http::write(socket, reply, failed);
    }
  }

  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
  std::atomic<bool> closing_{false};
  mutable std::mutex mutex_;
  std::function<std::string(const std::string&)> token_;
  std::vector<ProviderKey> keys_;
  json document_ = json::object();
  std::vector<std::pair<std::string, std::string>> asked_;
  std::thread thread_;
};

}  // namespace hotline::test
