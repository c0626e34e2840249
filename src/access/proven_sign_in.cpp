#include "hotline/access/proven_sign_in.hpp"

#include "access/attempt.hpp"
#include "hotline/access/account.hpp"
#include "hotline/access/second_factor.hpp"

namespace hotline::access {
namespace {

using base::Error;
using base::ErrorCode;

Error no_account(const std::string& login) {
  return Error::of(
      ErrorCode::forbidden,
      "您的身份已通过统一身份认证，但热线系统没有登录名为“" + login + "”的账号，请联系安全管理员开通。",
      "Your identity holds, but the hotline has no account with the login \"" + login +
          "\". Ask the security officer for one.");
}

Error closed_account(AccountState state) {
  if (state == AccountState::disabled) {
    return Error::of(ErrorCode::forbidden, "您的热线账号已停用，请联系安全管理员。",
                     "Your account is disabled. Ask the security officer.");
  }
  return Error::of(
      ErrorCode::forbidden, "您的热线账号因多次输错暂时锁定，请稍后再试或联系安全管理员。",
      "Your account is locked after too many tries. Try again later, or ask the security officer.");
}

Error code_asked_for(bool missing) {
  Error error = Error::of(ErrorCode::unauthenticated, "请输入身份验证器上的验证码。",
                          "Give the code of your authenticator.");
  if (!missing) {
    error.text = {"验证码不正确或已使用，请等待下一个验证码后重试；设备丢失可使用备用码。",
                  "This code is wrong or was used. Wait for the next one, or use a recovery code."};
  }
  error.fields.push_back({"/second_factor", missing ? "required" : "wrong", error.text});
  return error;
}

}  // namespace

base::Result<OpenedSession> sign_in_proven(store::Store& store, const Sessions& sessions,
                                           const LockOut& lock_out, std::string_view login,
                                           std::string_view code, std::string_view origin) {
  // As with passwords, a refusal is a result of work that succeeds, so that its entry stays.
  using Outcome = base::Result<OpenedSession>;
  HOTLINE_TRY(Outcome outcome, store.write([&](store::WriteTx& tx) -> base::Result<Outcome> {
    const store::Actor by{"anonymous", std::string(origin)};
    const auto account = find_account(tx, fold_login(login));
    const auto refuse = [&](std::string cause, Error error) {
      const store::Payload payload{{"cause", std::move(cause)}};
      tx.journal().append(tx, {"access", account ? account->id : 0, "provider_refused", by, "", payload});
      return Outcome(std::move(error));
    };
    if (!account) return refuse("unknown_login", no_account(std::string(login.substr(0, 64))));
    const AccountState state = account->state(tx.now());
    if (state != AccountState::active) return refuse(std::string(name_of(state)), closed_account(state));
    if (account->second_factor) {
      if (code.empty()) return Outcome(code_asked_for(true));
      if (!SecondFactors::take_code(tx, account->id, code, by)) {
        count_failure(tx, account->id, lock_out, by);
        return refuse("wrong_code", code_asked_for(false));
      }
    }
    return sessions.open(tx, account->id, origin);
  }));
  return outcome;
}

}  // namespace hotline::access
