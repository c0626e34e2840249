#include "api/pipeline.hpp"

#include "api/problem.hpp"
#include "hotline/access/second_factor.hpp"
#include "hotline/text/identifiers.hpp"

namespace hotline::api {
namespace {

constexpr std::string_view kSessionCookie = "hotline_session";

const std::shared_ptr<const access::Principal>& nobody() {
  static const auto principal = std::make_shared<const access::Principal>();
  return principal;
}

// The id goes to the log, so that a person's number is none.
bool is_plain_id(std::string_view text) {
  if (text.empty() || text.size() > base::LogId::most || base::LogId(text).view() != text) return false;
  const auto numbers = text::find_identifiers(text);
  return std::none_of(numbers.begin(), numbers.end(), [&](const text::Identifier& one) {
    return (one.kind == text::IdentifierKind::phone || one.kind == text::IdentifierKind::resident_id) &&
           one.begin == 0 && one.end == text.size();
  });
}

bool is_for_programs(std::string_view path) {
  return path.starts_with("/api/") || path.starts_with("/health/") || path == "/metrics" ||
         path.starts_with("/open311/");
}

std::string allowed_methods(const RouteTable::Match& match) {
  std::string out;
  for (std::size_t i = 0; i < kMethods; ++i) {
    if (match.methods[i]) out += std::string(name_of(static_cast<Method>(i))) + ", ";
  }
  if (match.methods[static_cast<std::size_t>(Method::get)]) out += "HEAD, ";
  return out + "OPTIONS";
}

base::Error unauthenticated() {
  return base::Error::of(
      base::ErrorCode::unauthenticated, "尚未登录或凭据已失效，请重新登录，或提供有效的密钥。",
      "Nobody is signed in, or the session or key has ended. Sign in, or send a valid key.");
}

// For the log, which names no address.
const std::string& actor_or_none(const Call& call) {
  static const std::string none = "none";
  return call.is_signed_in() ? call.principal().actor : none;
}

}  // namespace

base::LogId log_id(const Call& call) {
  return base::LogId(call.request_id());
}

base::Error internal_error() {
  return base::Error::of(base::ErrorCode::internal,
                         "系统内部错误，请稍后重试；如仍出现，请将请求编号告知系统管理员。",
                         "A fault of ours. Try again later; if it stays, tell the operators the request id.");
}

Reply Pipeline::problem(const Call& call, const base::Error& error) const {
  return problem_reply(error, call.language_, call.head_.path);
}

Reply Pipeline::transport_error(std::string_view name, const base::Text& detail, const Call& call) const {
  return problem_reply(transport_problem(name), detail, {}, call.language_, call.head_.path);
}

std::optional<Reply> Pipeline::admit(Call& call, RequestHead head) {
  call.head_ = std::move(head);
  call.began_ = std::chrono::steady_clock::now();
  call.now_ = core_.platform.clock.now();
  call.principal_ = nobody();
  call.route_index_ = Metrics::kOther;
  call.language_ = choose_language(call.head_.accept_language);
  call.request_id_ = is_plain_id(call.head_.request_id)
                         ? std::string(call.head_.request_id)
                         : core_.request_prefix + "-" + std::to_string(core_.next_request.fetch_add(1));
  const base::LogScope scope(log_id(call));
  if (call.head_.target.size() > core_.settings.max_url) {
    return transport_error(
        "uri_too_long",
        {"请求地址超过 " + std::to_string(core_.settings.max_url) + " 字节，请缩短查询条件。",
         "The URL has more than " + std::to_string(core_.settings.max_url) + " bytes: shorten it."},
        call);
  }
  RouteTable::Match match = core_.routes->find(call.head_.method.value_or(Method::get), call.head_.path);
  if (match.route == nullptr || !call.head_.method) return reply_without_route(call, match);
  call.route_ = match.route;
  call.route_index_ = match.index;
  call.path_fields_ = &core_.routes->parameters(match.index);
  call.path_values_ = std::move(match.values);

  int wait = 0;
  const auto refuse_rate = [&](const base::Error& error) {
    Reply reply = problem(call, error);
    for (auto& [name, value] : reply.headers) {
      if (name == "Retry-After") value = std::to_string(wait);
    }
    return reply;
  };
  if (const base::Status who = identify(call); !who.ok()) {
    // Guessing tokens costs as much as asking without one.
    const base::Status rate = limit_rate(core_.per_address, call.address(), 1, call.now_, wait);
    return rate.ok() ? problem(call, who.error()) : refuse_rate(rate.error());
  }
  const bool known = call.is_signed_in();
  RateLimiter& limiter = known ? core_.per_key : core_.per_address;
  const std::string& who = known ? call.principal_->actor : call.address();
  base::Status status = limit_rate(limiter, who, call.route_->cost, call.now_, wait);
  if (status.ok() && call.route_->is_sign_in) {
    status = limit_rate(core_.sign_in, call.address(), 1, call.now_, wait);
  }
  if (!status.ok()) return refuse_rate(status.error());
  if (status = check_allowed(call); !status.ok()) return problem(call, status.error());
  if (status = check_path(call); !status.ok()) return problem(call, status.error());
  if (status = read_headers(call); !status.ok()) return problem(call, status.error());
  return std::nullopt;
}

std::optional<Reply> Pipeline::reply_without_route(const Call& call, const RouteTable::Match& match) {
  if (match.path_known) {
    Reply reply = Reply::no_content();
    if (!call.head_.is_options) {
      reply = transport_error("method_not_allowed",
                              {"此地址不支持该方法，可用方法：" + allowed_methods(match) + "。",
                               "This address takes " + allowed_methods(match) + " only."},
                              call);
    }
    reply.headers.emplace_back("Allow", allowed_methods(match));
    return reply;
  }
  if (call.head_.method == Method::get && !is_for_programs(call.head_.path)) {
    if (auto file = core_.files.find(call.head_.path, call.head_.accept_encoding)) {
      if (file->etag == call.head_.if_none_match) {
        file->status = 304;
        file->body = nullptr;
      }
      return file;
    }
  }
  return problem(call,
                 base::Error::of(base::ErrorCode::not_found, "没有此地址，请对照接口文档 /api/docs 核对。",
                                 "There is nothing at this address: see /api/docs."));
}

base::Status Pipeline::identify(Call& call) {
  std::optional<access::Principal> found;
  constexpr std::string_view bearer = "Bearer ";
  if (!call.head_.authorization.empty()) {
    if (!call.head_.authorization.starts_with(bearer)) return unauthenticated();
    found = core_.platform.authenticator.find_key(call.head_.authorization.substr(bearer.size()));
    if (!found) return unauthenticated();
    found->origin = call.origin("api");
  } else if (const auto token = cookie_value(call.head_.cookie, kSessionCookie); !token.empty()) {
    found = core_.platform.authenticator.find_session(token);
    if (!found) {
      // An old cookie must not bar the way to public routes, signing in above all.
      return call.route_->allow.who == Allow::Who::anyone ? base::Status() : unauthenticated();
    }
    call.session_token_ = token;
    found->origin = call.origin("console");
    if (call.head_.method != Method::get && !call.route_->is_sign_in &&
        !access::csrf_matches(token, call.head_.csrf_token)) {
      return base::Error::of(
          base::ErrorCode::forbidden, "缺少或错误的 X-CSRF-Token，请刷新页面后重试。",
          "X-CSRF-Token is missing or wrong: get it from GET /api/v1/session and try again.");
    }
  }
  if (found) call.principal_ = std::make_shared<const access::Principal>(std::move(*found));
  return {};
}

base::Status Pipeline::check_allowed(const Call& call) const {
  const Allow& allow = call.route_->allow;
  if (allow.who == Allow::Who::anyone) return {};
  if (!call.is_signed_in()) return unauthenticated();
  if (access::must_enrol(*call.principal_) && !call.route_->path.starts_with("/api/v1/session")) {
    return base::Error::of(base::ErrorCode::forbidden,
                           "您的岗位须先绑定身份验证器（双因素登录）才能使用，请在“我的账号”中绑定。",
                           "Your role needs a second factor. Enrol one under your account first.");
  }
  if (allow.who == Allow::Who::signed_in) return {};
  std::string names;
  for (const access::Right right : allow.rights) {
    if (call.may(right)) return {};
    names += (names.empty() ? "" : ", ") + std::string(name_of(right));
  }
  return base::Error::of(base::ErrorCode::forbidden,
                         "没有权限，需要下列权限之一：" + names + "。请联系安全管理员。",
                         "Needs one of these rights: " + names + ". Ask the security administrator.");
}

base::Status Pipeline::limit_rate(RateLimiter& limiter, const std::string& who, double cost, base::Time now,
                                  int& wait) {
  if (limiter.take(who, cost, now)) return {};
  wait = limiter.wait_seconds(who, cost, now);
  const std::string seconds = std::to_string(wait);
  return base::Error::of(base::ErrorCode::rate_limited, "请求过于频繁，请在 " + seconds + " 秒后重试。",
                         "Too many requests: try again in " + seconds + " seconds.");
}

void Pipeline::finish(const Call& call, unsigned status, std::size_t bytes, bool sent_away) {
  const auto now = std::chrono::steady_clock::now();
  const auto took = now - call.began_;
  core_.metrics->count(call.route_index_, status, took);
  const std::string& actor = actor_or_none(call);
  if (sent_away) core_.shed_log.count(actor);
  if (const auto shed = core_.shed_log.take(now)) {
    core_.platform.logger->warn("event=shed requests={} most_by={} of_these={}", shed->requests, shed->actor,
                                shed->of_actor);
  }
  const AccessLog wanted = core_.settings.access_log;
  if (sent_away) return;
  if (wanted == AccessLog::off || (wanted == AccessLog::errors && status < 400)) return;
  const base::LogScope scope(log_id(call));
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
  core_.platform.logger->info("event=request operation={} route={} status={} micros={} bytes={} actor={}",
                              call.route_ ? call.route_->operation : "none",
                              call.route_ ? call.route_->path : "none", status, micros, bytes, actor);
}

}  // namespace hotline::api
