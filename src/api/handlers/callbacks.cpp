// Satisfaction callbacks made by people.
#include "api/handlers/action.hpp"
#include "api/handlers/callback_json.hpp"
#include "api/handlers/lists.hpp"
#include "api/handlers/requests.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::int64_t most_callbacks = 200;

Route list(Domain& domain) {
  Route route;
  route.path = "/api/v1/callbacks";
  route.operation = "listCallbacks";
  route.tag = "callbacks";
  route.summary = {"待回访的诉求", "Callers to be called back"};
  route.allow = any_of(Right::callback_work);
  route.query = page_fields(most_callbacks);
  const ObjectSpec callback{
      "Callback",
      {"一件待回访。", "One callback."},
      {required("request", text(32), {"受理编号。", "Number of the request."}),
       required("ticket", integer(1), {"工单。", "Its ticket."}),
       required("title", text(200), {"标题（已脱敏）。", "Title, masked."}),
       required("caller_name", text(100), {"来电人（已脱敏）。", "Caller, masked."}),
       required("caller_phone", text(40), {"联系电话（已脱敏）。", "Phone, masked."}),
       required("language", text(8), {"语言。", "Language."}),
       required("due", date_time(), {"应回访时间。", "When it is due."}),
       required("calls", integer(0), {"已回访次数。", "Calls made so far."}),
       required("state", choice({"ready", "leased", "unknown"}),
                {"待回访、外呼平台处理中、外呼结果不明。",
                 "Waiting, with a worker, or with a worker's call that nobody knows the end of."})}};
  const std::vector<Field> page = page_of(callback, most_callbacks).fields;
  ObjectSpec output{"CallbackPage", {"一页待回访。", "A page of callbacks."}, page};
  output.fields.push_back(
      required("calling_time", boolean(), {"此刻是否可以外呼。", "Whether citizens may be called now."}));
  route.outputs = {{200, {"待回访。", "Callbacks."}, std::move(output)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto after = cursor_of(call.query());
    if (!after.ok()) return after.error();
    return reading([&domain, after = *after, who = call.shared_principal(), now = call.now(),
                    limit = static_cast<std::size_t>(call.query().integer_or("limit", 50))](
                       store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      const auto open = call::open_callbacks(tx, after, limit);
      Json items = Json::array();
      for (const call::OpenCallback& one : open) {
        const ticket::Request& r = one.request;
        if (is_hidden(tx, r, *who, *city)) continue;
        items.push_back({{"request", r.number},
                         {"ticket", r.ticket},
                         {"title", r.title},
                         {"caller_name", r.masked_name},
                         {"caller_phone", r.masked_phone},
                         {"language", r.language},
                         {"due", city_time(one.due, *city)},
                         {"calls", one.calls},
                         {"state", name_of(one.state)}});
      }
      // A full page may have been thinned out by what the asker may not see.
      const Json next = open.size() == limit ? Json(std::to_string(open.back().job)) : Json(nullptr);
      return Reply::ok(
          {{"items", std::move(items)}, {"next", next}, {"calling_time", call::is_calling_time(*city, now)}});
    });
  };
  return route;
}

Route record(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/callbacks/{request}/result";
  route.operation = "recordCallback";
  route.tag = "callbacks";
  route.summary = {"登记人工回访结果", "Record how a person's call went"};
  route.allow = any_of(Right::callback_work);
  route.body = callback_result_spec("CallbackResult");
  route.outputs = {{200, {"已登记。", "Recorded."}, callback_step_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    auto result = callback_result_of(call.body());
    if (!result.ok()) return result.error();
    return writing([&domain, number = call.path("request"), result = std::move(*result),
                    who = call.shared_principal(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      const auto id = ticket::RequestBook::find_by_number(tx, number);
      const auto request = id ? ticket::RequestBook::find(tx, *id) : std::nullopt;
      if (!request || is_hidden(tx, *request, *who, *city)) {
        return base::Error::of(base::ErrorCode::not_found, "没有找到该诉求，请核对受理编号。",
                               "There is no such request. Check its number.");
      }
      HOTLINE_TRY(const call::CallbackStep step,
                  domain.callbacks.record(tx, *id, result, *city, {actor, ""}));
      return Reply::ok(callback_step_json(step, *city));
    });
  };
  return route;
}

}  // namespace

void add_callback_routes(Routes& routes, Domain& domain) {
  routes.add({list(domain), record(domain)});
}

}  // namespace hotline::api
