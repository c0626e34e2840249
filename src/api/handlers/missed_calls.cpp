// Missed calls: who waits, taking the next one, how it went.
#include "hotline/call/missed.hpp"

#include "api/handlers/action.hpp"
#include "api/handlers/call_secrecy.hpp"
#include "api/handlers/lists.hpp"
#include "api/handlers/more_routes.hpp"
#include "hotline/access/actor.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::int64_t most_listed = 200;

ObjectSpec missed_spec() {
  return {
      "MissedCall",
      {"一件待回拨。", "A call to be returned."},
      {required("job", integer(1), {"编号。", "Key."}),
       required("call", integer(1),
                {"首次漏接的通话；号码凭此查看。", "The missed call; reveals the number."}),
       required("phone", text(40),
                {"来电号码（已脱敏）；保密事项不显示。", "Number, masked; empty when it is confidential."}),
       required("rang_at", date_time(), {"排队位置，即首次来电时间。", "Its place in the queue."}),
       required("rang", integer(1), {"来电次数。", "Times that it rang."}),
       required("tries", integer(0), {"已回拨次数。", "Times that it was called back."}),
       required("state", choice({"ready", "leased", "unknown"}),
                {"待回拨、正在回拨、结果不明。", "Waiting, being called, or nobody knows."})}};
}

Json missed_json(store::ReadTx& tx, const call::MissedCallback& one, const access::Principal& who,
                 const city::City& city) {
  const auto missed = call::find_call(tx, one.call);
  const bool shown = missed && !hides_caller(tx, *missed, who, city);
  return {{"job", one.job},
          {"call", one.call},
          {"phone", shown ? missed->masked_phone : ""},
          {"rang_at", city_time(missed ? missed->ringing_at : one.due, city)},
          {"rang", one.rang},
          {"tries", one.tries},
          {"state", jobs::name_of(one.state)}};
}

Route list(Domain& domain) {
  Route route;
  route.path = "/api/v1/missed-calls";
  route.operation = "listMissedCalls";
  route.tag = "calls";
  route.summary = {"漏接待回拨的来电", "Missed calls that wait to be returned"};
  route.allow = any_of(Right::call_handle);
  route.query = page_fields(most_listed);
  route.outputs = {{200, {"一页。", "A page."}, page_of(missed_spec(), most_listed)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto after = cursor_of(call.query());
    if (!after.ok()) return after.error();
    return reading([city = domain.city.get(), after = *after, who = call.shared_principal(),
                    limit = static_cast<std::size_t>(call.query().integer_or("limit", 50))](
                       store::ReadTx& tx) -> base::Result<Reply> {
      Json items = Json::array();
      const auto open = call::missed_callbacks(tx, after, limit);
      for (const call::MissedCallback& one : open) items.push_back(missed_json(tx, one, *who, *city));
      const Json next = open.size() == limit ? Json(std::to_string(open.back().job)) : Json(nullptr);
      return Reply::ok({{"items", std::move(items)}, {"next", next}});
    });
  };
  return route;
}

Route take(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/missed-calls/take";
  route.operation = "takeMissedCall";
  route.tag = "calls";
  route.summary = {"领取最早的一件漏接回拨，随即拨打", "Take the oldest missed call and dial it now"};
  route.allow = any_of(Right::call_handle);
  route.effects_once = false;  // the token is a secret
  route.outputs = {
      {200,
       {"领取的一件；没有时为空。", "What was taken; null when none waits."},
       ObjectSpec{"TakenMissedCall",
                  {"领取的回拨。", "What was taken."},
                  {required("missed", nullable(object(missed_spec())), {"回拨。", "The missed call."}),
                   required("attempt", nullable(text(40)), {"执行编号。", "Id of the attempt."}),
                   required("token", nullable(text(64)), {"令牌。", "Token."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto account = access::find_account_id(call.principal().actor);
    if (!account) {
      return base::Error::of(base::ErrorCode::forbidden, "回拨由话务员本人领取。",
                             "Agents take missed calls themselves.");
    }
    return writing([&domain, account = *account,
                    who = call.shared_principal()](store::WriteTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      HOTLINE_TRY(const auto taken, call::MissedCalls(domain.scheduler).take(tx, account, *city));
      if (!taken) return Reply::ok({{"missed", nullptr}, {"attempt", nullptr}, {"token", nullptr}});
      return Reply::ok({{"missed", missed_json(tx, taken->callback, *who, *city)},
                        {"attempt", taken->attempt},
                        {"token", taken->token}});
    });
  };
  return route;
}

Route finish(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/missed-calls/{attempt}/result";
  route.operation = "finishMissedCall";
  route.tag = "calls";
  route.summary = {"登记漏接回拨结果", "Record how returning a missed call went"};
  route.allow = any_of(Right::call_handle);
  route.body =
      ObjectSpec{"MissedCallResult",
                 {"结果。", "How it went."},
                 {required("token", code(64), {"领取时的令牌。", "Token that came with it."}),
                  required("outcome", choice({"reached", "no_answer"}), {"接通、无人接听。", "Outcome."})}};
  route.outputs = {{200,
                    {"已登记。", "Recorded."},
                    ObjectSpec{"MissedCallStep",
                               {"之后。", "What follows."},
                               {required("next", nullable(date_time()),
                                         {"再次回拨的时间。", "When it is tried again."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, attempt = call.path("attempt"), token = text_in(call.body(), "token"),
                    outcome = *call::find_missed_outcome(text_in(call.body(), "outcome")),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      HOTLINE_TRY(const auto next,
                  call::MissedCalls(domain.scheduler).finish(tx, attempt, token, outcome, *city, actor));
      return Reply::ok({{"next", city_time_or_null(next, *city)}});
    });
  };
  return route;
}

}  // namespace

void add_missed_call_routes(Routes& routes, Domain& domain) {
  routes.add({list(domain), take(domain), finish(domain)});
}

}  // namespace hotline::api
