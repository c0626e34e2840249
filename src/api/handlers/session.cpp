// POST/GET/DELETE /api/v1/session: people sign in, ask who they are, sign out.
#include "api/call.hpp"
#include "api/handlers/handlers.hpp"
#include "api/handlers/session_json.hpp"
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
                     code = call.body().value("code", ""),
                     origin = call.origin("console")]() -> base::Result<Reply> {
      HOTLINE_TRY(access::OpenedSession session,
                  core.platform.sign_in.with_password(login, password, origin, code));
      return session_reply(session, core.platform.clock.now(), core.settings.secure_cookies);
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
      const auto account = access::find_account_id(who->actor);
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
          reply.headers.emplace_back("Set-Cookie", session_cookie("", core.settings.secure_cookies, 0));
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
