// How many agents the half hours of a day need.
#include "hotline/insight/staffing.hpp"

#include <cmath>

#include "api/handlers/action.hpp"
#include "api/handlers/lists.hpp"
#include "api/handlers/more_routes.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::int64_t most_weeks = 26;

double rounded(double value) {
  return std::round(value * 10000) / 10000;
}

Json slot_json(int number, const insight::CallLoad& load, const insight::Staffing& staffing) {
  const auto two = [](int value) { return std::string(value < 10 ? "0" : "") + std::to_string(value); };
  return {{"from", two(number / 2) + (number % 2 == 0 ? ":00" : ":30")},
          {"calls", rounded(load.calls)},
          {"handle_seconds", rounded(load.handle_seconds)},
          {"agents", staffing.service.agents},
          {"positions", staffing.positions},
          {"service_level", rounded(staffing.service.level)},
          {"occupancy", rounded(staffing.service.occupancy)},
          {"answer_seconds", rounded(staffing.service.answer_seconds)}};
}

Route forecast(Domain& domain) {
  Route route;
  route.path = "/api/v1/staffing";
  route.operation = "forecastStaffing";
  route.tag = "figures";
  route.summary = {"按来电预测各半小时所需话务员", "Agents that each half hour of a day needs"};
  route.allow = any_of(Right::ticket_supervise);
  route.query = {
      required("date", date(), {"要安排的日期。", "The day to plan."}),
      optional("weeks", integer(1, most_weeks),
               {"参照此前几周的同一星期几，默认 8。", "Weeks looked at; 8."}),
      optional("within_seconds", integer(1, 600), {"多少秒内接听，默认 15。", "Answered within; 15."}),
      optional("level_percent", integer(1, 99), {"按时接听的比例（%），默认 90。", "For this share; 90 %."}),
      optional("shrinkage_percent", integer(0, 90),
               {"在编不在席的时间比例（%），默认 30。", "Paid time away from the desk; 30 %."}),
      optional("handle_seconds", integer(1, 7200),
               {"没有记录时的平均处理秒数，默认 300。", "Handling time where none was measured; 300."})};
  const ObjectSpec slot{
      "StaffingSlot",
      {"半小时。", "Half an hour."},
      {required("from", text(5), {"开始时刻。", "When it begins."}),
       required("calls", number(), {"预计来电。", "Calls expected."}),
       required("handle_seconds", number(), {"平均处理秒数。", "Mean handling time."}),
       required("agents", integer(0), {"在席话务员（Erlang C）。", "Agents at the desk, by Erlang C."}),
       required("positions", integer(0), {"应排班人数。", "Positions to plan."}),
       required("service_level", number(), {"按时接听率。", "Share answered in time."}),
       required("occupancy", number(), {"话务员占用率。", "Share of their time in calls."}),
       required("answer_seconds", number(), {"平均等待秒数。", "Mean wait."})}};
  route.outputs = {{200,
                    {"全天安排。", "The day."},
                    ObjectSpec{"StaffingDay",
                               {"全天安排。", "The day."},
                               {required("days", integer(0), {"参照了几天。", "Days looked at."}),
                                required("items", list_of(slot, 48), {"各半小时。", "Half hours."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    const Query& query = call.query();
    const std::string day = query.text_or("date", "");  // yyyy-mm-dd, checked by the specification
    insight::StaffGoal goal;
    goal.within_seconds = static_cast<double>(query.integer_or("within_seconds", 15));
    goal.level = static_cast<double>(query.integer_or("level_percent", 90)) / 100;
    goal.shrinkage = static_cast<double>(query.integer_or("shrinkage_percent", 30)) / 100;
    return reading([&domain, day, goal, weeks = static_cast<int>(query.integer_or("weeks", 8)),
                    usual = static_cast<double>(query.integer_or("handle_seconds", 300))](
                       store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      HOTLINE_TRY(const base::Time noon, base::parse_rfc3339(day + "T12:00:00Z"));
      const city::Date date{std::chrono::floor<std::chrono::days>(noon)};
      const insight::ExpectedDay expected = insight::expect_calls(tx, *city, date, weeks, usual);
      Json items = Json::array();
      for (const insight::CallLoad& load : expected.slots) {
        HOTLINE_TRY(const insight::Staffing staffing, insight::staff_for(load, goal));
        items.push_back(slot_json(static_cast<int>(items.size()), load, staffing));
      }
      return Reply::ok({{"days", expected.days}, {"items", std::move(items)}});
    });
  };
  return route;
}

}  // namespace

void add_staffing_routes(Routes& routes, Domain& domain) {
  routes.add({forecast(domain)});
}

}  // namespace hotline::api
