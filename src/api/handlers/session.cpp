// POST/GET/DELETE /api/v1/session: people sign in, ask who they are, sign out.
#include "api/call.hpp"
#include "api/handlers/handlers.hpp"
#include "hotline/access/actor.hpp"
#include "hotline/access/second_factor.hpp"

namespace hotline::api {
namespace {

ObjectSpec sign_in_spec() {
  return {"SignIn",
          {"登录。", "Signing in."},
          {required("login", line(64, 1), {"登录名。", "Login name."}),
           required("password", text(128, 1), {"密码。", "Password."}),
           optional(
               "code", line(32),
               {"身份验证器的验证码或备用码；401 的 errors 指向 /code 时须补填。",
                "Code of the second factor, or a recovery code; asked for by a 401 that points at /code."})}};
}

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

std::string cookie(const std::string& token, bool secure, std::int64_t max_age) {
  return "hotline_session=" + token +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(max_age) +
         (secure ? "; Secure" : "");
}

Route sign_in(Core& core) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/session";
  route.operation = "signIn";
  route.tag = "session";
  route.summary = {"登录，取得会话", "Sign in and open a session"};
  route.allow = anyone();
  route.body = sign_in_spec();
  route.outputs = {
      {201, {"已登录；会话置于 Cookie。", "Signed in; the session is in the cookie."}, session_spec()}};
  route.effects_once = false;  // a stored answer would be a stored secret
  route.is_sign_in = true;
  route.handler = [&core](Call& call) -> Answer {
    return blocking([&core, login = call.body()["login"].get<std::string>(),
                     password = call.body()["password"].get<std::string>(),
                     code = call.body().value("code", "")]() -> base::Result<Reply> {
      HOTLINE_TRY(access::OpenedSession session,
                  core.platform.sign_in.with_password(login, password, "console", code));
      Json body = session_json(session.principal, session.token, session.second_factor);
      body["expires_at"] = base::format_rfc3339(session.expires_at);
      Reply reply = Reply::json(201, body);
      const auto left =
          std::chrono::duration_cast<std::chrono::seconds>(session.expires_at - core.platform.clock.now());
      reply.headers.emplace_back("Set-Cookie",
                                 cookie(session.token, core.settings.secure_cookies, left.count()));
      return reply;
    });
  };
  return route;
}

Route who_am_i() {
  Route route;
  route.path = "/api/v1/session";
  route.operation = "getSession";
  route.tag = "session";
  route.summary = {"当前登录人与权限", "Who is signed in, and what that one may do"};
  route.outputs = {{200, {"当前登录人。", "Who is signed in."}, session_spec()}};
  route.handler = [](Call& call) -> Answer {
    return reading([who = call.shared_principal(),
                    token = call.session_token()](store::ReadTx& tx) -> base::Result<Reply> {
      const auto account = access::find_account_id(*who);
      const bool second_factor = account && access::SecondFactors::is_active(tx, *account);
      return Reply::ok(session_json(*who, token, second_factor));
    });
  };
  return route;
}

Route sign_out(Core& core) {
  Route route;
  route.method = Method::del;
  route.path = "/api/v1/session";
  route.operation = "signOut";
  route.tag = "session";
  route.summary = {"退出登录", "Sign out"};
  route.outputs = {{204, {"会话已结束。", "The session has ended."}}};
  route.handler = [&core](Call& call) -> Answer {
    return writing(
        [&core, token = call.session_token(), by = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
          core.platform.sessions.close(tx, token, by);
          Reply reply = Reply::no_content();
          reply.headers.emplace_back("Set-Cookie", cookie("", core.settings.secure_cookies, 0));
          return reply;
        });
  };
  return route;
}

}  // namespace

std::vector<Route> session_routes(Core& core) {
  std::vector<Route> routes;
  routes.push_back(sign_in(core));
  routes.push_back(who_am_i());
  routes.push_back(sign_out(core));
  return routes;
}

}  // namespace hotline::api
