// session/provider: signing in by the city's identity provider.
#include "hotline/api/provider_door.hpp"

#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/session_json.hpp"
#include "api/route.hpp"
#include "hotline/access/proven_sign_in.hpp"

namespace hotline::api {
namespace {

base::Error not_set_up() {
  return base::Error::of(base::ErrorCode::unavailable, "热线未启用统一身份认证，请使用账号密码登录。",
                         "No identity provider is set up. Sign in with your password.");
}

Route which_provider(const ProviderDoor& door) {
  Route route;
  route.path = "/api/v1/session/provider";
  route.operation = "getSignInProvider";
  route.tag = "session";
  route.summary = {"是否可用统一身份认证登录", "Whether one may sign in by an identity provider"};
  route.allow = anyone();
  route.outputs = {{200,
                    {"名称。", "Its name."},
                    ObjectSpec{"SignInProvider",
                               {"统一身份认证。", "The identity provider."},
                               {required("name", nullable(text(80)),
                                         {"按钮上的名称，未启用时为 null。",
                                          "Name for the button; null when there is none."})}}}};
  route.handler = [door](Call&) -> Answer {
    return Reply::ok({{"name", door.provider == nullptr ? Json(nullptr) : Json(door.provider->name())}});
  };
  return route;
}

Route start(const ProviderDoor& door) {
  Route route;
  route.path = "/api/v1/session/provider/start";
  route.operation = "startProviderSignIn";
  route.tag = "session";
  route.summary = {"开始统一身份认证登录", "Begin to sign in by the identity provider"};
  route.allow = anyone();
  route.outputs = {
      {200,
       {"登录地址。", "Where to go."},
       ObjectSpec{"ProviderSignInStart",
                  {"登录地址。", "Where to go."},
                  {required("url", text(4000), {"浏览器应前往的地址。", "Where the browser goes."}),
                   required("browser", text(64),
                            {"由页面保存、返回后一并提交的随机值。",
                             "To be kept by the page and sent when the browser comes back."})}}}};
  route.handler = [door](Call&) -> Answer {
    if (door.provider == nullptr) return not_set_up();
    return blocking([door]() -> base::Result<Reply> {
      HOTLINE_TRY(const auto begun, door.provider->begin());
      return Reply::ok({{"url", begun.url}, {"browser", begun.browser}});
    });
  };
  return route;
}

Route finish(const ProviderDoor& door) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/session/provider";
  route.operation = "signInByProvider";
  route.tag = "session";
  route.summary = {"凭统一身份认证登录，取得会话", "Sign in by the identity provider and open a session"};
  route.allow = anyone();
  route.body = ObjectSpec{
      "ProviderSignIn",
      {"统一身份认证返回的参数。", "What the identity provider sent back."},
      {required("state", line(200, 1),
                {"返回地址中的 state。", "state of the address that it came back to."}),
       required("code", line(4000, 1), {"返回地址中的 code。", "code of the same address."}),
       required("browser", line(64, 1), {"开始登录时取得的值。", "What the start gave."}),
       optional("second_factor", line(32),
                {"身份验证器的验证码或备用码；401 的 errors 指向 /second_factor 时以同样的参数补填。",
                 "Code of the second factor; asked for by a 401 that points at /second_factor, with the same "
                 "other values."})}};
  route.outputs = {
      {201, {"已登录；会话置于 Cookie。", "Signed in; the session is in the cookie."}, session_spec()}};
  route.effects_once = false;  // a stored answer would be a stored secret
  route.is_sign_in = true;
  route.handler = [door](Call& call) -> Answer {
    if (door.provider == nullptr) return not_set_up();
    return blocking([door, state = text_in(call.body(), "state"), code = text_in(call.body(), "code"),
                     browser = text_in(call.body(), "browser"),
                     factor = call.body().value("second_factor", ""),
                     origin = call.origin("console")]() -> base::Result<Reply> {
      HOTLINE_TRY(std::string login, door.provider->prove(state, code, browser));
      const auto session =
          access::sign_in_proven(door.store, door.sessions, door.lock_out, login, factor, origin);
      if (session.ok()) return session_reply(*session, door.clock.now(), door.secure_cookies);
      const bool asked = session.error().code == base::ErrorCode::unauthenticated;
      if (asked) door.provider->hold(state, browser, std::move(login));
      return session.error();
    });
  };
  return route;
}

}  // namespace

void add_provider_routes(Routes& routes, const ProviderDoor& door) {
  routes.add({which_provider(door), start(door), finish(door)});
}

}  // namespace hotline::api
