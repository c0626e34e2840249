// Outbound-call platforms that are told when there is work.
#include "hotline/integrate/webhooks.hpp"

#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/lists.hpp"
#include "hotline/api/domain.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::size_t most_webhooks = 100;

Type events_type() {
  return list_of(choice({integrate::kCallbackDue, integrate::kMissedCallDue}), 2);
}

ObjectSpec webhook_spec() {
  return {
      "Webhook",
      {"一个推送地址。", "One webhook."},
      {required("id", integer(1), {"编号。", "Its key."}),
       required("name", text(80), {"平台名称。", "Name of the platform."}),
       required("url", text(500), {"地址。", "Its address."}),
       required("events", events_type(), {"通知的事件。", "What it is told of."}),
       required("created_at", date_time(), {"建立时间。", "When it was made."}),
       required("delivered_at", nullable(date_time()), {"最近一次送达。", "When it last took something."}),
       required("failures", integer(0), {"连续失败次数。", "Failures in a row."}),
       required("failing_since", nullable(date_time()), {"从何时起失败。", "Since when it fails."}),
       required("held_until", nullable(date_time()), {"暂停推送至。", "Nothing is sent before."}),
       required("disabled_at", nullable(date_time()),
                {"对方答复 410 后停用的时间。", "When it said 410 and was disabled."}),
       required("last_error", text(100), {"最近一次失败原因。", "Why it failed last."})}};
}

Json webhook_json(const integrate::Webhook& one, const city::City& city) {
  return {{"id", one.id},
          {"name", one.name},
          {"url", one.url},
          {"events", one.events},
          {"created_at", city_time(one.created_at, city)},
          {"delivered_at", city_time_or_null(one.delivered_at, city)},
          {"failures", one.failures},
          {"failing_since", city_time_or_null(one.failing_since, city)},
          {"held_until", city_time_or_null(one.held_until, city)},
          {"disabled_at", city_time_or_null(one.disabled_at, city)},
          {"last_error", one.last_error}};
}

Route webhook_route(Method method, std::string path, std::string operation, base::Text summary) {
  Route route;
  route.method = method;
  route.path = "/api/v1/webhooks" + path;
  route.operation = std::move(operation);
  route.tag = "jobs";
  route.summary = std::move(summary);
  route.allow = any_of(Right::city_manage);
  if (path.starts_with("/{id}"))
    route.path_fields = {required("id", integer(1), {"推送地址编号。", "Key of the webhook."})};
  return route;
}

Route list(Domain& domain) {
  Route route = webhook_route(Method::get, "", "listWebhooks", {"推送地址列表", "Webhooks"});
  route.allow = any_of(Right::job_read);
  route.outputs = {
      {200,
       {"推送地址。", "The webhooks."},
       ObjectSpec{"Webhooks",
                  {"推送地址。", "The webhooks."},
                  {required("items", list_of(webhook_spec(), most_webhooks), {"列表。", "The list."})}}}};
  route.handler = [&domain](Call&) -> Answer {
    return reading([&domain](store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      Json items = Json::array();
      for (const integrate::Webhook& one : integrate::webhooks(tx)) items.push_back(webhook_json(one, *city));
      return Reply::ok({{"items", std::move(items)}});
    });
  };
  return route;
}

Route create(Domain& domain) {
  Route route =
      webhook_route(Method::post, "", "createWebhook",
                    {"登记推送地址，签名密钥只显示一次", "Register a webhook; its secret is shown once"});
  route.effects_once = false;  // a stored answer would be a stored secret
  route.body = ObjectSpec{"NewWebhook",
                          {"新推送地址。", "The new webhook."},
                          {required("name", line(80, 1), {"平台名称。", "Name of the platform."}),
                           required("url", text(500, 1), {"地址，http 或 https。", "Its address."}),
                           required("events", events_type(), {"通知的事件。", "What it is told of."})}};
  route.outputs = {
      {201,
       {"已登记。", "Registered."},
       ObjectSpec{"IssuedWebhook",
                  {"新推送地址。", "The new webhook."},
                  {required("webhook", object(webhook_spec()), {"推送地址。", "The webhook."}),
                   required("secret", text(200),
                            {"Standard Webhooks 签名密钥，只显示这一次。",
                             "Secret of the signature, after Standard Webhooks; shown this once."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, actor = call.actor(),
                    wanted = integrate::NewWebhook{text_in(call.body(), "name"), text_in(call.body(), "url"),
                                                   texts_in(call.body(), "events")}](
                       store::WriteTx& tx) -> base::Result<Reply> {
      if (integrate::webhooks(tx).size() >= most_webhooks) {
        return base::Error::of(base::ErrorCode::conflict, "推送地址已达 100 个，请先删除不用的。",
                               "There are 100 webhooks. Remove one that is not used.");
      }
      HOTLINE_TRY(const integrate::IssuedWebhook issued, domain.webhooks->create(tx, wanted, actor));
      return Reply::created(
          "/api/v1/webhooks/" + std::to_string(issued.webhook.id),
          {{"webhook", webhook_json(issued.webhook, *domain.city.get())}, {"secret", issued.secret}});
    });
  };
  return route;
}

Route remove(Domain& domain) {
  Route route = webhook_route(Method::del, "/{id}", "removeWebhook", {"删除推送地址", "Remove a webhook"});
  route.outputs = {{204, {"已删除。", "It is gone."}}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing(
        [&domain, id = call.path_id("id"), actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
          HOTLINE_CHECK(domain.webhooks->remove(tx, id, actor));
          return Reply::no_content();
        });
  };
  return route;
}

Route enable(Domain& domain) {
  Route route =
      webhook_route(Method::post, "/{id}/enable", "enableWebhook", {"恢复推送", "Send to a webhook again"});
  route.outputs = {{200, {"推送地址。", "The webhook."}, webhook_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing(
        [&domain, id = call.path_id("id"), actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
          HOTLINE_TRY(const integrate::Webhook one, domain.webhooks->enable(tx, id, actor));
          return Reply::ok(webhook_json(one, *domain.city.get()));
        });
  };
  return route;
}

Route ping(Domain& domain) {
  Route route = webhook_route(Method::post, "/{id}/ping", "pingWebhook",
                              {"发送一次测试推送", "Send a webhook to try the connection"});
  route.outputs = {{204, {"即将发送，结果见列表。", "It goes out now; the list shows how it went."}}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id")](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_CHECK(domain.webhooks->ping(tx, id));
      return Reply::no_content();
    });
  };
  return route;
}

}  // namespace

void add_webhook_routes(Routes& routes, Domain& domain) {
  routes.add({list(domain), create(domain), remove(domain), enable(domain), ping(domain)});
}

}  // namespace hotline::api
