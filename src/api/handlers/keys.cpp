// Programs: their keys.
#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/lists.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::int64_t most_keys = 200;

Type scope_type() {
  std::vector<std::string> names;
  for (const Right right : access::all_rights()) names.emplace_back(name_of(right));
  return choice(std::move(names));
}

ObjectSpec key_spec() {
  return {"Key",
          {"一个程序密钥。", "One program's key."},
          {required("id", integer(1), {"编号。", "Its number."}),
           required("name", text(80), {"程序名称。", "Name of the program."}),
           required("scopes", list_of(scope_type(), 64), {"权限。", "Its rights."}),
           required("unit", nullable(object(named_spec())), {"所代表的单位。", "The unit that it acts for."}),
           required("created_at", date_time(), {"签发时间。", "When it was issued."}),
           required("expires_at", nullable(date_time()), {"到期时间。", "When it expires."}),
           required("used_at", nullable(date_time()), {"最近使用。", "When it was last used."}),
           required("revoked_at", nullable(date_time()), {"吊销时间。", "When it was revoked."})}};
}

Json key_json(const access::ApiKey& key, const city::City& city) {
  Json scopes = Json::array();
  for (const Right right : access::all_rights()) {
    if (key.scopes.has(right)) scopes.push_back(name_of(right));
  }
  return {{"id", key.id},
          {"name", key.name},
          {"scopes", std::move(scopes)},
          {"unit", key.unit.empty() ? Json(nullptr) : unit_json(key.unit, city)},
          {"created_at", city_time(key.created_at, city)},
          {"expires_at", city_time_or_null(key.expires_at, city)},
          {"used_at", city_time_or_null(key.used_at, city)},
          {"revoked_at", city_time_or_null(key.revoked_at, city)}};
}

Route key_route(Method method, std::string path, std::string operation, base::Text summary) {
  Route route;
  route.method = method;
  route.path = "/api/v1/keys" + path;
  route.operation = std::move(operation);
  route.tag = "keys";
  route.summary = std::move(summary);
  route.allow = any_of(Right::key_manage);
  return route;
}

Route list(Domain& domain) {
  Route route = key_route(Method::get, "", "listKeys", {"密钥列表", "Keys"});
  route.query = page_fields(most_keys);
  route.outputs = {{200, {"一页密钥。", "A page of keys."}, page_of(key_spec(), most_keys)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto after = cursor_of(call.query());
    if (!after.ok()) return after.error();
    return reading(
        [&domain, after = *after, limit = static_cast<std::size_t>(call.query().integer_or("limit", 50))](
            store::ReadTx& tx) -> base::Result<Reply> {
          const auto city = domain.city.get();
          Json items = Json::array(), next = nullptr;
          for (const access::ApiKey& one : access::keys_after(tx, after, limit + 1)) {
            if (items.size() == limit) {
              next = std::to_string(items.back()["id"].get<std::int64_t>());
              break;
            }
            items.push_back(key_json(one, *city));
          }
          return Reply::ok({{"items", std::move(items)}, {"next", std::move(next)}});
        });
  };
  return route;
}

Route create(Domain& domain) {
  Route route =
      key_route(Method::post, "", "issueKey", {"签发密钥，只显示一次", "Issue a key; it is shown once"});
  route.effects_once = false;  // a stored answer would be a stored secret
  route.body = ObjectSpec{"NewKey",
                          {"新密钥。", "The new key."},
                          {required("name", line(80, 1), {"程序名称。", "Name of the program."}),
                           required("scopes", list_of(scope_type(), 64), {"权限。", "Its rights."}),
                           optional("unit", code(64), {"所代表的单位。", "The unit that it acts for."}),
                           optional("expires_at", date_time(),
                                    {"到期时间；不给则至吊销为止。", "When it expires; until revoked."})}};
  route.outputs = {{201,
                    {"已签发。", "Issued."},
                    ObjectSpec{"IssuedKey",
                               {"新密钥。", "The new key."},
                               {required("key", object(key_spec()), {"密钥。", "The key."}),
                                required("bearer", text(200),
                                         {"放入 Authorization: Bearer 的值，只显示这一次。",
                                          "For Authorization: Bearer; shown this once."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    access::NewApiKey wanted;
    wanted.name = text_in(call.body(), "name");
    for (const std::string& name : texts_in(call.body(), "scopes"))
      wanted.scopes.add(*access::find_right(name));
    wanted.unit = text_in(call.body(), "unit");
    if (!wanted.unit.empty()) {
      if (const base::Status known = check_unit(*domain.city.get(), wanted.unit, "/unit"); !known.ok())
        return known.error();
    }
    if (call.body().contains("expires_at")) {
      const auto at = base::parse_rfc3339(text_in(call.body(), "expires_at"));
      if (!at.ok()) return at.error();
      wanted.expires_at = *at;
    }
    return writing([&domain, wanted = std::move(wanted),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const access::IssuedKey issued, domain.keys.issue(tx, wanted, actor));
      return Reply::created("/api/v1/keys/" + std::to_string(issued.key.id),
                            {{"key", key_json(issued.key, *domain.city.get())}, {"bearer", issued.bearer}});
    });
  };
  return route;
}

Route revoke(Domain& domain) {
  Route route = key_route(Method::del, "/{id}", "revokeKey", {"吊销密钥，立即失效", "Revoke a key, at once"});
  route.path_fields = {required("id", integer(1), {"密钥编号。", "Number of the key."})};
  route.outputs = {{200, {"已吊销的密钥。", "The key that was revoked."}, key_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing(
        [&domain, id = call.path_id("id"), actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
          HOTLINE_TRY(const access::ApiKey key, domain.keys.revoke(tx, id, actor));
          return Reply::ok(key_json(key, *domain.city.get()));
        });
  };
  return route;
}

}  // namespace

void add_key_routes(Routes& routes, Domain& domain) {
  routes.add({list(domain), create(domain), revoke(domain)});
}

}  // namespace hotline::api
