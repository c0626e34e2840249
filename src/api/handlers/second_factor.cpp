// The own second factor: enrol, confirm with a first code, remove.
#include "hotline/access/second_factor.hpp"
#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/more_routes.hpp"
#include "hotline/access/actor.hpp"

namespace hotline::api {
namespace {

constexpr double code_cost = 10;  // tokens of the rate limit: codes are short

Route factor_route(const std::string& path, std::string operation, base::Text summary) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/session/second-factor" + path;
  route.operation = std::move(operation);
  route.tag = "session";
  route.summary = std::move(summary);
  route.effects_once = false;  // a code is taken once anyway, and an enrolment's answer is a secret
  route.cost = code_cost;
  return route;
}

ObjectSpec code_spec(const char* name) {
  return {name,
          {"验证码。", "A code."},
          {required("code", line(32, 1), {"身份验证器上的验证码。", "Code of the authenticator."})}};
}

base::Error no_person() {
  return base::Error::of(base::ErrorCode::forbidden, "双因素登录只供人员账号使用。",
                         "A second factor is for people's accounts.");
}

Route begin(Domain& domain) {
  Route route = factor_route("", "beginSecondFactor",
                             {"开始绑定身份验证器：密钥和备用码只显示这一次",
                              "Begin to enrol a second factor: secret and recovery codes are shown once"});
  route.body = ObjectSpec{"FactorOrder",
                          {"绑定申请。", "The order."},
                          {required("password", text(128, 1), {"本人密码。", "The own password."})}};
  route.outputs = {
      {200,
       {"密钥与备用码。", "Secret and recovery codes."},
       ObjectSpec{"FactorEnrolment",
                  {"绑定。", "The enrolment."},
                  {required("secret", text(64), {"密钥（base32），填入身份验证器。", "Secret in base32."}),
                   required("uri", text(300), {"otpauth 地址。", "The same as an otpauth address."}),
                   required("recovery_codes", list_of(text(32), 20),
                            {"备用码，每个只能用一次，请妥善保存。", "Recovery codes, each good once."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return blocking([&domain, who = call.shared_principal(),
                     password = text_in(call.body(), "password")]() -> base::Result<Reply> {
      HOTLINE_TRY(const access::Enrolment enrolment,
                  domain.sign_in.begin_second_factor(*who, password, domain.factors));
      return Reply::ok({{"secret", enrolment.secret},
                        {"uri", enrolment.uri},
                        {"recovery_codes", enrolment.recovery_codes}});
    });
  };
  return route;
}

using Step = base::Status (access::SecondFactors::*)(store::WriteTx&, std::int64_t, std::string_view,
                                                     const store::Actor&) const;

Route step(Domain& domain, const std::string& path, std::string operation, base::Text summary,
           const char* body, base::Text done, Step what) {
  Route route = factor_route(path, std::move(operation), std::move(summary));
  route.body = code_spec(body);
  route.outputs = {{204, std::move(done)}};
  route.handler = [&domain, what](Call& call) -> Answer {
    const auto account = access::find_account_id(call.principal().actor);
    if (!account) return no_person();
    return writing([&domain, what, account = *account, code = text_in(call.body(), "code"),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_CHECK((domain.factors.*what)(tx, account, code, actor));
      return Reply::no_content();
    });
  };
  return route;
}

}  // namespace

void add_second_factor_routes(Routes& routes, Domain& domain) {
  routes.add({begin(domain),
              step(domain, "/confirm", "confirmSecondFactor",
                   {"输入一次验证码，完成绑定", "Confirm by a first code: active from now on"},
                   "FactorConfirmation", {"已绑定。", "Active."}, &access::SecondFactors::confirm),
              step(domain, "/remove", "removeSecondFactor", {"解除绑定", "Remove the second factor"},
                   "FactorRemoval", {"已解除。", "Removed."}, &access::SecondFactors::remove)});
}

}  // namespace hotline::api
