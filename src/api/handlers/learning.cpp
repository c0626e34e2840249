// How right the dispatch is, and rulings that become lines of the disputed list.
#include <algorithm>
#include <iterator>

#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/learning_route.hpp"
#include "hotline/api/accuracy_json.hpp"
#include "hotline/dispatch/accuracy.hpp"
#include "hotline/dispatch/settlement.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::size_t most_tallies = 1000;
constexpr std::size_t history_page = 500;
constexpr std::int64_t most_history = 200'000;
constexpr std::int64_t usual_history = 20'000;

// -- figures --------------------------------------------------------------------------------------------
ObjectSpec tally_spec() {
  return {"DispatchTally",
          {"件数与正确数。", "Tickets, and those that were right."},
          {required("tickets", integer(0), {"件数。", "Tickets."}),
           required("right", integer(0), {"其中正确。", "Of them right."}),
           required("share", number(), {"正确率。", "Share that was right."})}};
}

ObjectSpec accuracy_spec() {
  ObjectSpec keyed = tally_spec();
  keyed.name = "DispatchTallyOf";
  keyed.fields.push_back(required("key", text(64), {"周、单位或事项。", "Week, unit or matter."}));
  const ObjectSpec confusion{"DispatchConfusion",
                             {"误派的一对单位。", "Two units that are confused."},
                             {required("proposed", text(64), {"建议的单位。", "The unit that was proposed."}),
                              required("truth", text(64), {"承办的单位。", "The unit that took it."}),
                              required("tickets", integer(1), {"件数。", "Tickets."})}};
  const ObjectSpec coverage{
      "DispatchCoverage",
      {"达到某一正确率时可自动派出的比例。", "How much could go out alone at this precision."},
      {required("precision", number(), {"要求的正确率。", "Wanted precision."}),
       required("share", number(), {"可自动派出的比例。", "Share of tickets."}),
       required("confidence", number(), {"此时的把握度门槛。", "Least confidence among them."})}};
  const ObjectSpec drift{
      "DispatchDrift",
      {"最近四周与此前相比。", "The newest four weeks against all before."},
      {required("before", object(tally_spec()), {"此前。", "Before."}),
       required("newest", object(tally_spec()), {"最近四周。", "The newest four weeks."}),
       required("mix", number(), {"事项构成变化（PSI）。", "Change of the mix of matters (PSI)."}),
       required("alarm", boolean(), {"是否告警。", "Whether it is alarming."})}};
  const auto list = list_of(keyed, most_tallies);
  return {
      "DispatchAccuracy",
      {"派单准确率：以实际承办单位为准。", "Accuracy, held against the units that took the tickets."},
      {required("unit", object(tally_spec()), {"单位。", "Units."}),
       required("matter", object(tally_spec()), {"事项。", "Matters."}),
       required("alone", object(tally_spec()), {"自动派出的。", "Those that went out alone."}),
       required("weeks", list, {"按周。", "By week."}), required("units", list, {"按承办单位。", "By unit."}),
       required("matters", list, {"按事项。", "By matter."}),
       required("confusions", list_of(confusion, 50), {"误派最多的单位对。", "Most confused pairs."}),
       required("coverage", list_of(coverage, 10), {"可自动派出的比例。", "Coverage at precision."}),
       required("drift", object(drift), {"变化。", "Drift."})}};
}

Route accuracy(Domain& domain) {
  Route route = learning_route(
      Method::get, "accuracy", "getDispatchAccuracy",
      {"派单准确率：按周、单位、事项", "How right the dispatch was: by week, unit and matter"});
  route.allow = any_of(Right::figures_read, Right::city_manage);
  route.cost = 20;
  route.query = {optional("newest", integer(1, most_history),
                          {"统计最近多少件工单。", "How many of the newest tickets are looked at."})};
  route.outputs = {{200, {"准确率。", "The figures."}, accuracy_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    // In pages, so that a reader is not held for the whole of it.
    return blocking(
        [&domain, newest = call.query().integer_or("newest", usual_history)]() -> base::Result<Reply> {
          const auto city = domain.city.get();
          std::int64_t after = 0;
          std::vector<dispatch::PastTicket> all;
          for (bool first = true;; first = false) {
            HOTLINE_TRY(
                auto some,
                domain.store.read([&](store::ReadTx& tx) -> base::Result<std::vector<dispatch::PastTicket>> {
                  if (first) after = std::max<std::int64_t>(0, ticket::TicketBook::next_id(tx) - 1 - newest);
                  return dispatch::past_tickets(tx, after, history_page);
                }));
            if (some.empty()) break;
            after = some.back().id;
            std::move(some.begin(), some.end(), std::back_inserter(all));
          }
          const std::chrono::minutes zone{city->settings.zone_offset_minutes};
          return Reply::ok(accuracy_json(dispatch::measure_accuracy(all, zone)));
        });
  };
  return route;
}

// -- rulings --------------------------------------------------------------------------------------------
// What was ruled about a ticket, as a line of the disputed list.
base::Result<dispatch::NewSettlement> settlement_of(store::ReadTx& tx, std::int64_t id, const Json& body,
                                                    const city::City& city, base::Time now) {
  HOTLINE_TRY(const ticket::Ticket found, ticket::TicketBook::load(tx, id));
  const ticket::Assignment* lead = found.lead();
  if (lead == nullptr || lead->origin != ticket::Origin::ruling) {
    return base::Error::of(base::ErrorCode::conflict, "该工单没有经裁定改派的主办单位，不能列入争议清单。",
                           "No ruling gave this ticket to a unit, so there is nothing to settle by it.");
  }
  dispatch::NewSettlement settlement;
  settlement.phrase = text_in(body, "phrase");
  settlement.unit = body.contains("unit") ? text_in(body, "unit") : lead->unit;
  settlement.assists = texts_in(body, "assistants");
  settlement.ruling = text_in(body, "ruling");
  if (settlement.ruling.empty()) settlement.ruling = "工单 " + found.number + " 裁定";
  if (body.contains("matter")) settlement.matter = text_in(body, "matter");
  settlement.date = city.calendar.local_date(now);
  return settlement;
}

Route settle(Domain& domain) {
  Route route = learning_route(
      Method::post, "settlements", "settleByRuling",
      {"把一次裁定列入争议清单，同类诉求今后照此办理", "Make a ruling a line of the disputed list"});
  route.allow = any_of(Right::ticket_rule, Right::city_manage);
  route.cost = 20;
  route.body = ObjectSpec{
      "SettlementOrder",
      {"依据哪件工单、认什么词。", "Which ticket, and which words recognise the question."},
      {required("ticket", integer(1), {"经裁定的工单。", "The ticket that was ruled on."}),
       required("phrase", line(40, 2), {"认出这类问题的短语。", "Words that recognise the question."}),
       optional("unit", line(64, 1),
                {"主办单位，缺省为裁定的单位；可写 @street、@district。",
                 "Lead; the ruled unit when absent; may be @street or @district."}),
       optional("assistants", list_of(line(64, 1), 20), {"协办单位。", "Assistants."}),
       optional("matter", code(32), {"事项。", "Matter."}),
       optional("ruling", line(200), {"裁定要旨。", "What was ruled."})}};
  route.outputs = {{200,
                    {"已列入，配置已更新。", "It stands in the list and is in force."},
                    ObjectSpec{"Settled",
                               {"结果。", "What came of it."},
                               {required("city_version", integer(1),
                                         {"现行配置版本。", "Version of the city's files in force."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return blocking([&domain, body = std::move(call.body()), actor = call.actor(),
                     now = call.now()]() -> base::Result<Reply> {
      const auto city = domain.city.get();
      HOTLINE_TRY(const dispatch::NewSettlement settlement,
                  domain.store.read([&](store::ReadTx& tx) -> base::Result<dispatch::NewSettlement> {
                    return settlement_of(tx, body["ticket"].get<std::int64_t>(), body, *city, now);
                  }));
      HOTLINE_CHECK(dispatch::add_settlement(domain.city_directory, settlement));
      HOTLINE_TRY(const city::CityFiles files, city::read_city_files(domain.city_directory));
      HOTLINE_TRY(const city::Reload done, city::reload_city(files, domain.versions, domain.city, actor,
                                                             "裁定列入争议清单：" + settlement.phrase));
      if (done.version) domain.city_changed();
      return Reply::ok({{"city_version", domain.city.get()->version}});
    });
  };
  return route;
}

}  // namespace

void add_learning_routes(Routes& routes, Domain& domain) {
  routes.add({accuracy(domain), settle(domain)});
}

}  // namespace hotline::api
