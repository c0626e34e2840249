// What the city's files on the disk would have done to past tickets, before they are loaded.
#include <algorithm>
#include <iterator>

#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/city_change_json.hpp"
#include "api/handlers/more_routes.hpp"
#include "hotline/dispatch/backtest.hpp"

namespace hotline::api {
namespace {

using access::Right;

// Each ticket is decided twice on the thread that also checks passwords, at about a millisecond each.
constexpr std::int64_t most_tickets = 5000;
constexpr std::int64_t usual_tickets = 1000;
constexpr std::size_t history_page = 500;
constexpr std::size_t most_moved = 200;
constexpr std::size_t most_units = 500;

ObjectSpec side_spec() {
  return {"BacktestSide",
          {"一套配置下的结果。", "What comes of one state of the files."},
          {required("right", integer(0), {"派对单位的件数。", "Tickets that get their true unit."}),
           required("automatic", integer(0), {"可自动派出的件数。", "Tickets that would go out alone."}),
           required("automatic_known", integer(0),
                    {"自动派出且已知承办单位的件数。", "Of those, with a known true unit."}),
           required("automatic_right", integer(0), {"其中派对的。", "Of those again, right."})}};
}

ObjectSpec backtest_spec() {
  const ObjectSpec moved{
      "BacktestMove",
      {"主办单位改变的一件工单。", "A ticket whose lead would change."},
      {required("ticket", integer(1), {"工单。", "Ticket."}),
       required("number", text(64), {"编号。", "Its number."}),
       required("before", nullable(object(named_spec())), {"原主办单位。", "Lead before."}),
       required("after", nullable(object(named_spec())), {"新主办单位。", "Lead after."}),
       required("truth", nullable(object(named_spec())), {"实际承办单位。", "The unit that took it."}),
       required("because", text(400), {"改变的依据。", "What decides after the change."})}};
  const ObjectSpec unit{"BacktestUnit",
                        {"一个单位的变化。", "How one unit fares."},
                        {required("unit", object(named_spec()), {"单位。", "Unit."}),
                         required("before", integer(0), {"原派件数。", "Tickets before."}),
                         required("after", integer(0), {"新派件数。", "Tickets after."}),
                         required("right_before", integer(0), {"原派对件数。", "Rightly, before."}),
                         required("right_after", integer(0), {"新派对件数。", "Rightly, after."})}};
  return {
      "CityBacktest",
      {"以近期工单回测待加载配置的结果。", "What the files that wait would do to recent tickets."},
      {required("version", integer(0), {"现行版本。", "The version in force."}),
       required("changes", file_changes_type(), {"待加载的改动。", "What would change in the files."}),
       required("findings", list_of(city_finding_spec(), most_city_findings), {"警告。", "Warnings."}),
       required("tickets", integer(0), {"回测件数。", "Tickets tried."}),
       required("known", integer(0), {"其中已知承办单位的。", "Of them with a known true unit."}),
       required("before", object(side_spec()), {"现行配置。", "As it is."}),
       required("after", object(side_spec()), {"待加载配置。", "As it would be."}),
       required("matter_moved", integer(0), {"事项改变的件数。", "Tickets whose matter changes."}),
       required("moved_count", integer(0), {"主办单位改变的件数。", "Tickets whose lead changes."}),
       required("moved", list_of(moved, most_moved), {"其中若干件。", "Some of them."}),
       required("units", list_of(unit, most_units), {"件数有变化的单位。", "Units whose share changes."})}};
}

// A unit by the name that either state of the files has for it.
Json unit_of(const std::string& code, const city::City& after, const city::City& before) {
  if (code.empty()) return nullptr;
  return unit_json(code, after.units.find(code) != nullptr ? after : before);
}

Json report_json(const dispatch::BacktestReport& r, const city::City& before, const city::City& after) {
  Json moved = Json::array(), units = Json::array();
  for (const dispatch::Moved& one : r.moved) {
    if (moved.size() == most_moved) break;
    moved.push_back({{"ticket", one.ticket},
                     {"number", one.number},
                     {"before", unit_of(one.unit_before, after, before)},
                     {"after", unit_of(one.unit_after, after, before)},
                     {"truth", unit_of(one.truth, after, before)},
                     {"because", one.rule}});
  }
  for (const auto& [unit, figures] : r.units) {
    if (figures.before == figures.after && figures.right_before == figures.right_after) continue;
    if (units.size() == most_units || unit.empty()) continue;
    units.push_back({{"unit", unit_of(unit, after, before)},
                     {"before", figures.before},
                     {"after", figures.after},
                     {"right_before", figures.right_before},
                     {"right_after", figures.right_after}});
  }
  return {{"tickets", r.tickets},
          {"known", r.known},
          {"before",
           {{"right", r.right_before},
            {"automatic", r.auto_before},
            {"automatic_known", r.auto_known_before},
            {"automatic_right", r.auto_right_before}}},
          {"after",
           {{"right", r.right_after},
            {"automatic", r.auto_after},
            {"automatic_known", r.auto_known_after},
            {"automatic_right", r.auto_right_after}}},
          {"matter_moved", r.matter_moved},
          {"moved_count", r.moved.size()},
          {"moved", std::move(moved)},
          {"units", std::move(units)}};
}

// The newest `count` tickets, in pages, so that a reader is not held for the whole of it.
base::Result<std::vector<dispatch::PastTicket>> newest_tickets(Domain& domain, std::int64_t count) {
  std::vector<dispatch::PastTicket> all;
  std::int64_t after = 0;
  for (bool first = true;; first = false) {
    HOTLINE_TRY(auto some,
                domain.store.read([&](store::ReadTx& tx) -> base::Result<std::vector<dispatch::PastTicket>> {
                  if (first) after = std::max<std::int64_t>(0, ticket::TicketBook::next_id(tx) - 1 - count);
                  return dispatch::past_tickets(tx, after, history_page);
                }));
    if (some.empty()) return all;
    after = some.back().id;
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
}

base::Error faulty_files(const city::CityLoad& load) {
  std::vector<base::FieldError> faults;
  for (const city::Diagnostic& one : load.diagnostics) {
    if (one.severity == city::Severity::error)
      faults.push_back({one.file + ":" + std::to_string(one.line), one.code, one.text});
  }
  base::Error error = base::Error::fields_wrong(std::move(faults));
  error.text = {"配置有误，无法回测。请逐条改正后再试。",
                "The files have mistakes, so nothing can be tried. Correct each and try again."};
  return error;
}

}  // namespace

Route city_backtest_route(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/city/backtest";
  route.operation = "backtestCity";
  route.tag = "city";
  route.summary = {"加载前回测：以近期工单比较待加载配置与现行配置的派单结果",
                   "Before loading: how recent tickets would have been dispatched by the files on the disk"};
  route.allow = any_of(Right::city_manage);
  route.effects_once = false;  // it changes nothing
  route.cost = 40;
  route.body = ObjectSpec{"CityBacktestOrder",
                          {"回测。", "The order."},
                          {optional("newest", integer(1, most_tickets),
                                    {"用最近多少件工单。", "How many of the newest tickets."})}};
  route.outputs = {{200, {"回测结果。", "What would come of it."}, backtest_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return blocking([&domain, newest = call.body().value("newest", usual_tickets),
                     language = call.language()]() -> base::Result<Reply> {
      const auto present = domain.intake.dispatcher();
      HOTLINE_TRY(const city::CityFiles files, city::read_city_files(domain.city_directory));
      const city::CityLoad load = city::load_city_files(files);
      if (!load.city) return faulty_files(load);
      const std::int64_t version = present->city().version;
      HOTLINE_TRY(const city::CityFiles in_force, domain.versions.files(version));
      const dispatch::Dispatcher changed(load.city, present->model());
      dispatch::Backtest test(*present, changed);
      HOTLINE_TRY(const auto tickets, newest_tickets(domain, newest));
      for (const dispatch::PastTicket& one : tickets) test.add(one);
      Json json = report_json(test.report(), present->city(), *load.city);
      json["version"] = version;
      json["changes"] = file_changes_json(city::diff_city_files(in_force, files));
      json["findings"] = city_findings_json(load.diagnostics, language);
      return Reply::ok(json);
    });
  };
  return route;
}

}  // namespace hotline::api
