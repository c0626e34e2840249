#include "hotline/integrate/identity_provider.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "hotline/notify/http_post.hpp"

namespace hotline::integrate {
namespace {

using Json = nlohmann::json;
using base::Error;
using base::ErrorCode;

constexpr std::size_t kMostStarted = 10'000;
constexpr base::Duration kStateLasts = std::chrono::minutes{10};
constexpr base::Duration kPublishedLasts = std::chrono::hours{1};
constexpr base::Duration kKeysPause = std::chrono::minutes{1};
constexpr base::Duration kRest = std::chrono::seconds{5};
constexpr std::size_t kSecretBytes = 32;

std::string sha256(std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha256(), nullptr);
  return {reinterpret_cast<const char*>(digest), size};
}

bool same_secret(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// Encrypted, or never leaving the machine.
bool is_safe(const std::string& url) {
  if (!notify::is_http_url(url)) return false;
  for (const char* start : {"https://", "http://127.0.0.1:", "http://127.0.0.1/",
                            "http://localhost:", "http://localhost/", "http://[::1]:"}) {
    if (url.starts_with(start)) return true;
  }
  return false;
}

std::string text_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string query_of(std::initializer_list<std::pair<const char*, std::string>> fields) {
  std::string out;
  for (const auto& [name, value] : fields)
    out += (out.empty() ? "" : "&") + std::string(name) + "=" + notify::form_escaped(value);
  return out;
}

Error silent() {
  return Error::of(ErrorCode::unavailable, "统一身份认证暂时没有应答，请稍后再试，或使用热线账号密码登录。",
                   "The identity provider does not answer. Try again later, or sign in with your password.");
}

}  // namespace

base::Status check(const ProviderSettings& settings) {
  std::vector<base::FieldError> wrong;
  const auto need = [&wrong](const char* key, bool good, const char* zh, const char* en) {
    if (!good) wrong.push_back({key, "format", {zh, en}});
  };
  need("oidc.issuer", is_safe(settings.issuer) && !settings.issuer.ends_with('/'),
       "应为 https:// 开头的发行者地址，末尾不带斜杠。",
       "This is the issuer's https:// address, without a slash at its end.");
  need("oidc.client_id", !settings.client_id.empty(), "应填写在身份认证系统登记的客户端标识。",
       "This is the client's id, as registered with the provider.");
  need("oidc.redirect_url",
       is_safe(settings.redirect_url) && settings.redirect_url.ends_with("/staff/sign-in"),
       "应为登录页的 https 完整地址，以 /staff/sign-in 结尾，并在身份认证系统登记。",
       "This is the full https address of the sign-in page, ending in /staff/sign-in, as registered.");
  need("oidc.claim", !settings.claim.empty(), "应指明哪个声明的值是热线登录名，如 preferred_username。",
       "This names the claim whose value is a login, such as preferred_username.");
  if (wrong.empty()) return {};
  return Error::fields_wrong(std::move(wrong));
}

IdentityProvider::IdentityProvider(ProviderSettings settings, const base::Clock& clock, base::Random& random,
                                   base::Logger logger)
    : settings_(std::move(settings)), clock_(clock), random_(random), logger_(std::move(logger)) {}

base::Result<std::string> IdentityProvider::fetch(const std::string& url) const {
  notify::HttpAnswer answer =
      notify::get({.url = url, .ca_file = settings_.ca_file, .timeout = settings_.timeout});
  if (answer.kind == notify::HttpAnswer::Kind::answered && answer.status == 200)
    return std::move(answer.body);
  logger_->warn("event=identity_provider_silent kind={} status={}", static_cast<int>(answer.kind),
                answer.status);
  return silent();
}

base::Result<IdentityProvider::Published> IdentityProvider::discover() const {
  HOTLINE_TRY(const std::string text, fetch(settings_.issuer + "/.well-known/openid-configuration"));
  const Json document = Json::parse(text, nullptr, false);
  Published published;
  if (document.is_object()) {
    published.authorization = text_in(document, "authorization_endpoint");
    published.token = text_in(document, "token_endpoint");
    published.jwks = text_in(document, "jwks_uri");
    const Json methods = document.value("token_endpoint_auth_methods_supported", Json());
    const auto lists = [&methods](const char* name) {
      return methods.is_array() && std::find(methods.begin(), methods.end(), name) != methods.end();
    };
    published.secret_in_body = lists("client_secret_post") && !lists("client_secret_basic");
  }
  // A document of another issuer would let that one vouch for people here.
  if (!document.is_object() || text_in(document, "issuer") != settings_.issuer ||
      !is_safe(published.authorization) || !is_safe(published.token) || !is_safe(published.jwks)) {
    logger_->error("event=identity_provider_wrong cause=discovery");
    return silent();
  }
  HOTLINE_TRY(const std::string keys, fetch(published.jwks));
  HOTLINE_TRY(published.keys, read_jwks(keys));
  published.at = clock_.now();
  return published;
}

base::Result<IdentityProvider::Published> IdentityProvider::published() {
  const std::lock_guard lock(published_mutex_);
  const base::Time now = clock_.now();
  if (published_ && now < published_->at + kPublishedLasts) return *published_;
  if (failed_at_ && now < *failed_at_ + kRest) return silent();
  auto fresh = discover();
  if (!fresh.ok()) {
    failed_at_ = now;
    return std::move(fresh).error();
  }
  published_ = std::move(fresh).value();
  return *published_;
}

base::Result<std::vector<SigningKey>> IdentityProvider::renewed_keys() {
  const std::lock_guard lock(published_mutex_);
  const base::Time now = clock_.now();
  if (!published_ || (keys_at_ && now < *keys_at_ + kKeysPause)) return std::vector<SigningKey>();
  keys_at_ = now;
  HOTLINE_TRY(const std::string text, fetch(published_->jwks));
  HOTLINE_TRY(published_->keys, read_jwks(text));
  return published_->keys;
}

base::Result<IdentityProvider::Begun> IdentityProvider::begin() {
  HOTLINE_TRY(const Published at, published());
  const std::string state = random_.token(kSecretBytes);
  Started started{random_.token(kSecretBytes),
                  random_.token(kSecretBytes),
                  random_.token(kSecretBytes),
                  clock_.now(),
                  "",
                  {}};
  Begun begun{at.authorization, started.browser};
  begun.url += begun.url.find('?') == std::string::npos ? '?' : '&';
  begun.url += query_of({{"response_type", "code"},
                         {"client_id", settings_.client_id},
                         {"redirect_uri", settings_.redirect_url},
                         {"scope", settings_.scope},
                         {"state", state},
                         {"nonce", started.nonce},
                         {"code_challenge", base64url_of(sha256(started.verifier))},
                         {"code_challenge_method", "S256"}});
  keep(state, std::move(started));
  return begun;
}

void IdentityProvider::keep(const std::string& state, Started started) {
  const std::lock_guard lock(started_mutex_);
  while (!order_.empty() &&
         (started_.size() >= kMostStarted || started_.at(order_.front()).at + kStateLasts <= started.at)) {
    started_.erase(order_.front());
    order_.pop_front();
  }
  started.place = order_.insert(order_.end(), state);
  started_.emplace(state, std::move(started));
}

void IdentityProvider::hold(const std::string& state, const std::string& browser, std::string claim) {
  keep(state, {"", "", browser, clock_.now(), std::move(claim), {}});
}

std::optional<IdentityProvider::Started> IdentityProvider::take(const std::string& state) {
  const std::lock_guard lock(started_mutex_);
  const auto found = started_.find(state);
  if (found == started_.end()) return std::nullopt;
  Started started = std::move(found->second);
  order_.erase(started.place);
  started_.erase(found);
  if (started.at + kStateLasts <= clock_.now()) return std::nullopt;
  return started;
}

base::Error IdentityProvider::refused(std::string_view cause) const {
  logger_->warn("event=identity_refused cause={}", cause);
  return Error::of(ErrorCode::unauthenticated, "统一身份认证的登录已失效或未通过核验，请重新登录。",
                   "This sign-in by the identity provider has run out or did not hold. Sign in again.");
}

base::Result<std::string> IdentityProvider::redeem(const Published& at, const std::string& code,
                                                   const std::string& verifier) const {
  notify::HttpPost request{.url = at.token,
                           .headers = {{"Accept", "application/json"}},
                           .content_type = "application/x-www-form-urlencoded",
                           .body = query_of({{"grant_type", "authorization_code"},
                                             {"code", code},
                                             {"redirect_uri", settings_.redirect_url},
                                             {"client_id", settings_.client_id},
                                             {"code_verifier", verifier}}),
                           .ca_file = settings_.ca_file,
                           .timeout = settings_.timeout};
  if (!settings_.client_secret.empty() && at.secret_in_body) {
    request.body += "&" + query_of({{"client_secret", settings_.client_secret}});
  } else if (!settings_.client_secret.empty()) {
    const std::string pair =
        notify::form_escaped(settings_.client_id) + ":" + notify::form_escaped(settings_.client_secret);
    std::string base64(4 * ((pair.size() + 2) / 3) + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()),
                        reinterpret_cast<const unsigned char*>(pair.data()), static_cast<int>(pair.size()));
    request.headers["Authorization"] = "Basic " + base64.substr(0, static_cast<std::size_t>(size));
  }
  const notify::HttpAnswer answer = notify::post(request);
  if (answer.kind != notify::HttpAnswer::Kind::answered || answer.status >= 500) return silent();
  const Json reply = Json::parse(answer.body, nullptr, false);
  if (answer.status != 200 || !reply.is_object()) return refused("code");
  return text_in(reply, "id_token");
}

base::Result<std::string> IdentityProvider::prove(const std::string& state, const std::string& code,
                                                  const std::string& browser) {
  const auto started = take(state);
  if (!started) return refused("state");
  if (!same_secret(started->browser, browser)) return refused("browser");
  if (!started->claim.empty()) return started->claim;
  HOTLINE_TRY(const Published at, published());
  HOTLINE_TRY(const std::string token, redeem(at, code, started->verifier));
  const TokenExpectations expected{.issuer = settings_.issuer,
                                   .client_id = settings_.client_id,
                                   .nonce = started->nonce,
                                   .now = clock_.now()};
  TokenVerdict verdict = verify_identity_token(token, at.keys, expected);
  if (verdict.fault == TokenFault::unknown_key) {
    HOTLINE_TRY(const std::vector<SigningKey> keys, renewed_keys());
    verdict = verify_identity_token(token, keys, expected);
  }
  if (verdict.fault) return refused(name_of(*verdict.fault));
  const auto claim = verdict.claims.find(settings_.claim);
  if (claim == verdict.claims.end() || claim->second.empty()) {
    return Error::of(ErrorCode::forbidden,
                     "统一身份认证没有给出您的登录名（" + settings_.claim + "），请联系系统管理员核对设置。",
                     "The identity provider did not give your login (" + settings_.claim +
                         "). Ask the system's administrator to check the settings.");
  }
  return claim->second;
}

}  // namespace hotline::integrate
