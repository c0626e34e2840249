// Alerts that join several bodies.
#include "api/call.hpp"
#include "api/handlers/city_json.hpp"
#include "api/handlers/lists.hpp"
#include "api/route.hpp"
#include "hotline/api/domain.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::int64_t most_alerts = 100;
constexpr std::size_t most_tickets = 10000;

ObjectSpec alert_spec() {
  const ObjectSpec body{"AlertBody",
                        {"会同处置的单位。", "A body that is joined."},
                        {required("unit", object(named_spec()), {"单位。", "The unit."}),
                         required("acknowledged_at", nullable(date_time()),
                                  {"确认时间；未确认为 null。", "When it acknowledged; null until then."})}};
  return {
      "Alert",
      {"一条预警。", "One alert."},
      {required("id", integer(1), {"编号。", "Key."}),
       required("rule", text(100), {"规则名称。", "Name of the rule."}),
       required("kind", choice({"growing", "group"}), {"事件增长或群体风险。", "Growing event or group."}),
       required("place", text(200), {"对象；未写明为空。", "The object; empty when not known."}),
       required("people", integer(0), {"涉及人数，0 为未提及。", "People named, 0 for none."}),
       required("state", choice({"open", "acknowledged", "closed"}), {"状态。", "State."}),
       required("raised_at", date_time(), {"发出时间。", "When it was raised."}),
       required("closed_at", nullable(date_time()), {"办结时间。", "When it was closed."}),
       required("tickets", list_of(integer(1), most_tickets), {"工单。", "Tickets."}),
       required("bodies", list_of(body, 100), {"会同处置的单位。", "Bodies that are joined."})}};
}

Json alert_json(const supervise::Alert& alert, const city::City& city) {
  Json bodies = Json::array();
  for (const supervise::AlertBody& one : alert.bodies) {
    bodies.push_back({{"unit", unit_json(one.unit, city)},
                      {"acknowledged_at", city_time_or_null(one.acknowledged_at, city)}});
  }
  const std::size_t colon = alert.object.find(':');
  return {{"id", alert.id},
          {"rule", alert.rule},
          {"kind", alert.kind},
          {"place", colon == std::string::npos ? "" : alert.object.substr(colon + 1)},
          {"people", alert.people},
          {"state", alert.state},
          {"raised_at", city_time(alert.raised_at, city)},
          {"closed_at", city_time_or_null(alert.closed_at, city)},
          {"tickets", alert.tickets},
          {"bodies", std::move(bodies)}};
}

Route list(Domain& domain) {
  Route route;
  route.path = "/api/v1/alerts";
  route.operation = "listAlerts";
  route.tag = "supervision";
  route.summary = {"预警清单", "Alerts"};
  route.allow = any_of(Right::ticket_supervise, Right::assignment_handle, Right::assignment_approve);
  route.query = page_fields(most_alerts);
  route.query.push_back(optional("state", choice({"open", "acknowledged", "closed"}), {"状态。", "State."}));
  route.outputs = {{200, {"一页。", "A page."}, page_of(alert_spec(), most_alerts)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto after = cursor_of(call.query());
    if (!after.ok()) return after.error();
    supervise::AlertFilter filter;
    filter.after = *after;
    if (const std::string state = call.query().text_or("state", ""); !state.empty()) filter.state = state;
    // A unit sees the alerts that join it.
    if (!call.principal().unit.empty()) filter.unit = call.principal().unit;
    return reading([&domain, filter, limit = static_cast<int>(call.query().integer_or("limit", 50))](
                       store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      Json items = Json::array();
      const auto alerts = supervise::list_alerts(tx, filter, limit);
      for (const supervise::Alert& one : alerts) items.push_back(alert_json(one, *city));
      const bool more = alerts.size() == static_cast<std::size_t>(limit);
      return Reply::ok({{"items", std::move(items)},
                        {"next", more ? Json(std::to_string(alerts.back().id)) : Json(nullptr)}});
    });
  };
  return route;
}

Route acknowledge(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/alerts/{id}/acknowledge";
  route.operation = "acknowledgeAlert";
  route.tag = "supervision";
  route.summary = {"确认预警", "Acknowledge an alert"};
  route.allow = any_of(Right::ticket_supervise, Right::assignment_approve);
  route.path_fields = {required("id", integer(1), {"编号。", "Key of the alert."})};
  route.outputs = {{200, {"确认后的预警。", "The alert after it."}, alert_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id"), unit = call.principal().unit,
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      HOTLINE_TRY(const supervise::Alert alert, domain.office.alerts.acknowledge(tx, id, unit, *city, actor));
      return Reply::ok(alert_json(alert, *city));
    });
  };
  return route;
}

Route close(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/alerts/{id}/close";
  route.operation = "closeAlert";
  route.tag = "supervision";
  route.summary = {"办结预警", "Close an alert"};
  route.allow = any_of(Right::ticket_supervise);
  route.path_fields = {required("id", integer(1), {"编号。", "Key of the alert."})};
  route.body = ObjectSpec{"AlertEnd",
                          {"处置结果。", "How it ended."},
                          {required("note", text(2000, 1), {"处置结果。", "How it ended."})}};
  route.outputs = {{200, {"办结后的预警。", "The alert after it."}, alert_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id"), words = call.body()["note"].get<std::string>(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const supervise::Alert alert, domain.office.alerts.close(tx, id, words, actor));
      return Reply::ok(alert_json(alert, *domain.city.get()));
    });
  };
  return route;
}

}  // namespace

void add_alert_routes(Routes& routes, Domain& domain) {
  routes.add({list(domain), acknowledge(domain), close(domain)});
}

}  // namespace hotline::api
