#include "api/handlers/session_json.hpp"

#include "hotline/access/second_factor.hpp"

namespace hotline::api {

ObjectSpec session_spec() {
  return {"Session",
          {"当前登录人。", "Who is signed in."},
          {required("actor", text(64), {"在日志中的标识。", "How the journal names this person or program."}),
           required("display", text(200), {"显示的姓名。", "Name to show."}),
           required("roles", list_of(text(40), 16), {"角色。", "Roles."}),
           required("rights", list_of(text(40), 64), {"权限。", "Rights."}),
           required("unit", nullable(text(64)),
                    {"所属承办单位代码。", "Code of the handling unit, null for the hotline's own."}),
           required("language", text(8), {"语言。", "Language."}),
           required("second_factor", choice({"none", "active", "required"}),
                    {"双因素登录：未绑定、已绑定、须先绑定才能使用。",
                     "Second factor: none, active, or to be enrolled before anything else."}),
           required("csrf_token", nullable(text(128)),
                    {"变更类请求须放入 X-CSRF-Token 的值；密钥调用为 null。",
                     "To be sent in X-CSRF-Token with every changing request; null for keys."}),
           required("expires_at", nullable(date_time()),
                    {"会话最迟结束时间，仅登录时给出。",
                     "When the session ends at the latest; given at sign-in."})}};
}

Json session_json(const access::Principal& principal, const std::string& token, bool second_factor) {
  Json roles = Json::array();
  for (const access::Role role : principal.roles) roles.push_back(name_of(role));
  Json rights = Json::array();
  for (int right = 0; right <= static_cast<int>(access::Right::figures_read); ++right) {
    if (principal.may(static_cast<access::Right>(right)))
      rights.push_back(name_of(static_cast<access::Right>(right)));
  }
  return {{"actor", principal.actor},
          {"display", principal.display},
          {"roles", std::move(roles)},
          {"rights", std::move(rights)},
          {"unit", principal.unit.empty() ? Json(nullptr) : Json(principal.unit)},
          {"language", principal.language},
          {"second_factor", access::must_enrol(principal) ? "required"
                            : second_factor               ? "active"
                                                          : "none"},
          {"csrf_token", token.empty() ? Json(nullptr) : Json(access::csrf_token_of(token))},
          {"expires_at", nullptr}};
}

std::string session_cookie(const std::string& token, bool secure, std::int64_t max_age) {
  return "hotline_session=" + token +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(max_age) +
         (secure ? "; Secure" : "");
}

Reply session_reply(const access::OpenedSession& session, base::Time now, bool secure) {
  Json body = session_json(session.principal, session.token, session.second_factor);
  body["expires_at"] = base::format_rfc3339(session.expires_at);
  Reply reply = Reply::json(201, body);
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(session.expires_at - now);
  reply.headers.emplace_back("Set-Cookie", session_cookie(session.token, secure, left.count()));
  return reply;
}

}  // namespace hotline::api
