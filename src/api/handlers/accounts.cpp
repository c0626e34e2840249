// People: accounts, their roles, locks and passwords.
#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/lists.hpp"
#include "api/handlers/more_routes.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::int64_t most_accounts = 200;

Type role_type() {
  std::vector<std::string> names;
  for (const access::Role role : access::all_roles()) names.emplace_back(name_of(role));
  return choice(std::move(names));
}

std::vector<access::Role> roles_in(const Json& body) {
  std::vector<access::Role> roles;
  for (const std::string& name : texts_in(body, "roles")) roles.push_back(*access::find_role(name));
  return roles;
}

ObjectSpec account_spec() {
  return {
      "Account",
      {"一个账号。", "One account."},
      {required("id", integer(1), {"编号。", "Its key."}),
       required("version", integer(1), {"版本，即 ETag。", "Version, the ETag."}),
       required("login", text(32), {"登录名。", "Login name."}),
       required("display", text(40), {"姓名。", "Name to show."}),
       required("roles", list_of(role_type(), 16), {"角色。", "Roles."}),
       required("unit", nullable(object(named_spec())), {"所属承办单位。", "Handling unit."}),
       required("language", choice({"zh", "en"}), {"语言。", "Language."}),
       required("state", choice({"active", "locked", "disabled"}), {"状态。", "State."}),
       required("locked_until", nullable(date_time()), {"锁定至。", "Locked until."}),
       required("second_factor", boolean(), {"是否已绑定身份验证器。", "Whether a second factor is active."}),
       required("created_at", date_time(), {"建立时间。", "When it was made."})}};
}

Json account_json(const access::Account& account, base::Time now, const city::City& city) {
  Json roles = Json::array();
  for (const access::Role role : account.roles) roles.push_back(name_of(role));
  const access::AccountState state = account.state(now);
  return {
      {"id", account.id},
      {"version", account.version},
      {"login", account.login},
      {"display", account.display},
      {"roles", std::move(roles)},
      {"unit", account.unit.empty() ? Json(nullptr) : unit_json(account.unit, city)},
      {"language", account.language},
      {"state", name_of(state)},
      {"locked_until",
       state == access::AccountState::locked ? city_time_or_null(account.locked_until, city) : Json(nullptr)},
      {"second_factor", account.second_factor},
      {"created_at", city_time(account.created_at, city)}};
}

Reply account_reply(const access::Account& account, base::Time now, const city::City& city) {
  Reply reply = Reply::ok(account_json(account, now, city));
  reply.version(account.version);
  return reply;
}

ObjectSpec given_password_spec() {
  return {"GivenPassword",
          {"新口令，只显示这一次。", "The new password, shown this once."},
          {required("account", object(account_spec()), {"账号。", "The account."}),
           required("password", text(64), {"口令，请当面交付本人。", "The password, to be handed over."})}};
}

base::Error unknown_account() {
  return base::Error::of(base::ErrorCode::not_found, "没有此账号，请核对编号。",
                         "There is no such account. Check its number.");
}

// The version that the caller saw, for actions that change more than the row that bears it.
base::Status check_version(store::ReadTx& tx, std::int64_t id, std::int64_t seen) {
  const auto account = access::find_account(tx, id);
  if (!account) return unknown_account();
  if (account->version == seen) return {};
  return base::Error::of(base::ErrorCode::stale_version, "账号已被他人更新，请刷新后再操作。",
                         "Somebody changed this account since you read it. Reload it and try again.");
}

Route account_route(Method method, std::string_view path, std::string operation, base::Text summary) {
  Route route;
  route.method = method;
  route.path = "/api/v1/accounts" + std::string(path);
  route.operation = std::move(operation);
  route.tag = "accounts";
  route.summary = std::move(summary);
  route.allow = any_of(Right::account_manage);
  if (path.starts_with("/{id}")) route.path_fields = {required("id", integer(1), {"账号编号。", "Its key."})};
  return route;
}

Route list(Domain& domain) {
  Route route = account_route(Method::get, "", "listAccounts", {"账号列表", "Accounts"});
  route.query = page_fields(most_accounts);
  route.outputs = {{200, {"一页账号。", "A page of accounts."}, page_of(account_spec(), most_accounts)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto after = cursor_of(call.query());
    if (!after.ok()) return after.error();
    return reading([&domain, after = *after, now = call.now(),
                    limit = static_cast<std::size_t>(call.query().integer_or("limit", 50))](
                       store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      Json items = Json::array(), next = nullptr;
      for (const access::Account& one : access::accounts_after(tx, after, limit + 1)) {
        if (items.size() == limit) {
          next = std::to_string(items.back()["id"].get<std::int64_t>());
          break;
        }
        items.push_back(account_json(one, now, *city));
      }
      return Reply::ok({{"items", std::move(items)}, {"next", std::move(next)}});
    });
  };
  return route;
}

Route create(Domain& domain) {
  Route route =
      account_route(Method::post, "", "createAccount",
                    {"建立账号，初始口令只显示一次", "Make an account; its password is shown once"});
  route.effects_once = false;  // a stored answer would be a stored secret
  route.body = ObjectSpec{
      "NewAccount",
      {"新账号。", "The new account."},
      {required("login", line(32, 1), {"登录名：3 至 32 位小写字母、数字或 . _ -。", "Login name."}),
       required("display", line(40, 1), {"姓名。", "Name to show."}),
       required("roles", list_of(role_type(), 16), {"角色。", "Roles."}),
       optional("unit", code(64), {"承办单位，承办角色必填。", "Handling unit, for roles that need one."}),
       optional("language", choice({"zh", "en"}), {"语言。", "Language."})}};
  route.outputs = {{201, {"已建立。", "Made."}, given_password_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    struct Prepared {
      access::NewAccount account;
      std::string password;
    };
    return computing_then_writing(
        [&domain, body = std::move(call.body())]() -> base::Result<Prepared> {
          Prepared out;
          out.account.login = text_in(body, "login");
          out.account.display = text_in(body, "display");
          out.account.roles = roles_in(body);
          out.account.unit = text_in(body, "unit");
          if (body.contains("language")) out.account.language = text_in(body, "language");
          if (!out.account.unit.empty())
            HOTLINE_CHECK(check_unit(*domain.city.get(), out.account.unit, "/unit"));
          out.password = access::generate_password(domain.random);
          HOTLINE_TRY(out.account.password,
                      access::hash_password(out.account.login, out.password, domain.password_cost));
          return out;
        },
        [&domain, actor = call.actor()](store::WriteTx& tx, Prepared& prepared) -> base::Result<Reply> {
          HOTLINE_TRY(const access::Account made, domain.accounts.create(tx, prepared.account, actor));
          Reply reply = Reply::created("/api/v1/accounts/" + std::to_string(made.id),
                                       {{"account", account_json(made, tx.now(), *domain.city.get())},
                                        {"password", prepared.password}});
          reply.version(made.version);
          return reply;
        });
  };
  return route;
}

Route get_one(Domain& domain) {
  Route route = account_route(Method::get, "/{id}", "getAccount", {"一个账号", "One account"});
  route.outputs = {{200, {"账号；ETag 为其版本。", "The account; its ETag is the version."}, account_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return reading(
        [&domain, id = call.path_id("id"), now = call.now()](store::ReadTx& tx) -> base::Result<Reply> {
          const auto account = access::find_account(tx, id);
          if (!account) return unknown_account();
          return account_reply(*account, now, *domain.city.get());
        });
  };
  return route;
}

Route change(Domain& domain) {
  Route route = account_route(Method::patch, "/{id}", "changeAccount",
                              {"更改账号：未给出的不变", "Change an account; what is absent stays"});
  route.needs_if_match = true;
  route.body = ObjectSpec{
      "AccountChange",
      {"更改。", "The change."},
      {optional("display", line(40, 1), {"姓名。", "Name to show."}),
       optional("roles", list_of(role_type(), 16), {"角色。", "Roles."}),
       optional("unit", nullable(code(64)), {"承办单位，null 为无。", "Handling unit, null for none."}),
       optional("language", choice({"zh", "en"}), {"语言。", "Language."}),
       optional("disabled", boolean(), {"是否停用。", "Whether it is disabled."})}};
  route.outputs = {{200, {"更改后的账号。", "The account as it is now."}, account_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    const Json& body = call.body();
    access::AccountChange wanted;
    if (body.contains("display")) wanted.display = text_in(body, "display");
    if (body.contains("roles")) wanted.roles = roles_in(body);
    if (body.contains("unit")) wanted.unit = text_in(body, "unit");
    if (body.contains("language")) wanted.language = text_in(body, "language");
    if (body.contains("disabled")) wanted.disabled = body["disabled"].get<bool>();
    if (wanted.unit && !wanted.unit->empty()) {
      if (const base::Status known = check_unit(*domain.city.get(), *wanted.unit, "/unit"); !known.ok())
        return known.error();
    }
    return writing([&domain, id = call.path_id("id"), seen = *call.expected_version(),
                    wanted = std::move(wanted),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const access::Account account, domain.accounts.change(tx, id, seen, wanted, actor));
      return account_reply(account, tx.now(), *domain.city.get());
    });
  };
  return route;
}

Route unlock(Domain& domain) {
  Route route = account_route(Method::post, "/{id}/unlock", "unlockAccount", {"解除锁定", "End a lock"});
  route.needs_if_match = true;
  route.outputs = {{200, {"账号。", "The account."}, account_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id"), seen = *call.expected_version(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_CHECK(check_version(tx, id, seen));
      HOTLINE_TRY(const access::Account account, domain.accounts.unlock(tx, id, actor));
      return account_reply(account, tx.now(), *domain.city.get());
    });
  };
  return route;
}

Route reset_password(Domain& domain) {
  Route route = account_route(Method::post, "/{id}/password", "resetPassword",
                              {"重置口令，新口令只显示一次；其会话全部结束",
                               "Reset the password: shown once; every session of the account ends"});
  route.needs_if_match = true;
  route.effects_once = false;  // a stored answer would be a stored secret
  route.outputs = {{200, {"新口令。", "The new password."}, given_password_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return blocking([&domain, id = call.path_id("id"), seen = *call.expected_version(), actor = call.actor(),
                     now = call.now()]() -> base::Result<Reply> {
      HOTLINE_TRY(const std::string login,
                  domain.store.read([&](store::ReadTx& tx) -> base::Result<std::string> {
                    HOTLINE_CHECK(check_version(tx, id, seen));
                    return access::find_account(tx, id)->login;
                  }));
      const std::string password = access::generate_password(domain.random);
      HOTLINE_TRY(const access::PasswordHash hash,
                  access::hash_password(login, password, domain.password_cost));
      HOTLINE_TRY(const access::Account account,
                  domain.store.write([&](store::WriteTx& tx) -> base::Result<access::Account> {
                    HOTLINE_CHECK(check_version(tx, id, seen));
                    return domain.accounts.reset_password(tx, id, hash, actor);
                  }));
      Reply reply =
          Reply::ok({{"account", account_json(account, now, *domain.city.get())}, {"password", password}});
      reply.version(account.version);
      return reply;
    });
  };
  return route;
}

Route reset_second_factor(Domain& domain) {
  Route route = account_route(Method::post, "/{id}/second-factor/reset", "resetSecondFactor",
                              {"解除他人丢失的身份验证器；其会话全部结束",
                               "Take away a lost second factor; every session of the account ends"});
  route.needs_if_match = true;
  route.outputs = {{200, {"账号。", "The account."}, account_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id"), seen = *call.expected_version(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_CHECK(check_version(tx, id, seen));
      HOTLINE_TRY(const access::Account account, domain.factors.reset(tx, id, actor));
      return account_reply(account, tx.now(), *domain.city.get());
    });
  };
  return route;
}

Route change_own_password(Domain& domain) {
  Route route;
  route.method = Method::put;
  route.path = "/api/v1/session/password";
  route.operation = "changeOwnPassword";
  route.tag = "session";
  route.summary = {"更改自己的口令；自己的会话全部结束", "Change the own password; every own session ends"};
  route.cost = 10;
  route.body = ObjectSpec{"PasswordChange",
                          {"更改口令。", "The change."},
                          {required("current_password", text(128, 1), {"现口令。", "The present one."}),
                           required("password", text(128, 1), {"新口令。", "The new one."})}};
  route.outputs = {{204, {"已更改，请重新登录。", "Changed. Sign in again."}}};
  route.handler = [&domain](Call& call) -> Answer {
    return blocking([&domain, who = call.shared_principal(),
                     current = text_in(call.body(), "current_password"),
                     wanted = text_in(call.body(), "password")]() -> base::Result<Reply> {
      HOTLINE_CHECK(domain.sign_in.change_password(*who, current, wanted));
      return Reply::no_content();
    });
  };
  return route;
}

}  // namespace

void add_account_routes(Routes& routes, Domain& domain) {
  routes.add({list(domain), create(domain), get_one(domain), change(domain), unlock(domain),
              reset_password(domain), reset_second_factor(domain), change_own_password(domain)});
  add_second_factor_routes(routes, domain);
  add_ticket_view_routes(routes, domain);
}

}  // namespace hotline::api
