#include "hotline/insight/staffing.hpp"

#include <cmath>

#include "insight/queries.hpp"

namespace hotline::insight {
namespace {

constexpr int slots_a_day = 48;
constexpr std::chrono::seconds slot{30 * 60};

double offered(const CallLoad& load) {
  return load.calls * load.handle_seconds / static_cast<double>(load.interval.count());
}

}  // namespace

// By Erlang B, whose recursion stays within 0 and 1 for any size.
double erlang_c(double load, int agents) {
  if (load <= 0) return 0;
  if (load >= agents) return 1;
  double blocked = 1;
  for (int n = 1; n <= agents; ++n) blocked = load * blocked / (n + load * blocked);
  const double busy = load / agents;
  return blocked / (1 - busy * (1 - blocked));
}

Service service_of(const CallLoad& load, double within_seconds, int agents) {
  Service out;
  out.agents = agents;
  const double traffic = offered(load);
  if (traffic <= 0) {
    out.level = 1;
    return out;
  }
  out.waiting = erlang_c(traffic, agents);
  out.occupancy = traffic / agents;
  const double spare = agents - traffic;
  out.level = 1 - out.waiting * std::exp(-spare * within_seconds / load.handle_seconds);
  out.answer_seconds = out.waiting * load.handle_seconds / spare;
  return out;
}

base::Result<Staffing> staff_for(const CallLoad& load, const StaffGoal& goal) {
  const bool sound = load.calls >= 0 && load.handle_seconds > 0 && load.interval.count() > 0 &&
                     goal.within_seconds >= 0 && goal.level > 0 && goal.level < 1 && goal.shrinkage >= 0 &&
                     goal.shrinkage < 1 && offered(load) < kMostAgents - 1;
  if (!sound) {
    return base::Error::of(base::ErrorCode::invalid_input, "话务量或目标超出可计算范围，请核对各项数值。",
                           "The load or the goal is out of range. Check the numbers.");
  }
  Staffing out;
  if (load.calls == 0) {
    out.service = service_of(load, goal.within_seconds, 0);
    return out;
  }
  int agents = static_cast<int>(offered(load)) + 1;
  do {
    out.service = service_of(load, goal.within_seconds, agents);
  } while (out.service.level < goal.level && ++agents <= kMostAgents);
  out.positions = static_cast<int>(std::ceil(out.service.agents / (1 - goal.shrinkage) - 1e-9));
  return out;
}

ExpectedDay expect_calls(store::ReadTx& tx, const city::City& city, city::Date date, int weeks,
                         double usual_seconds) {
  struct Sum {
    std::int64_t calls = 0, answered = 0;
    double seconds = 0;
  };
  std::vector<Sum> sums(slots_a_day);
  Sum all;
  ExpectedDay out;
  const city::DayKind kind = city.calendar.kind_of(date);
  for (int week = 1; week <= weeks; ++week) {
    const city::Date day{std::chrono::sys_days{date} - std::chrono::days{7 * week}};
    if (city.calendar.kind_of(day) != kind) continue;
    const base::Time from = city.calendar.start_of(day);
    ++out.days;
    store::Statement row = tx.query(queries::calls_by_slot);
    row.bind(from, from + std::chrono::hours{24}, slot.count() * 1000);
    while (row.step()) {
      Sum& sum = sums[static_cast<std::size_t>(row.integer(0))];
      sum.calls += row.integer(1);
      sum.answered += row.integer(2);
      sum.seconds += static_cast<double>(row.integer(3)) / 1000;
      all.answered += row.integer(2);
      all.seconds += static_cast<double>(row.integer(3)) / 1000;
    }
  }
  const double usual = all.answered > 0 ? all.seconds / static_cast<double>(all.answered) : usual_seconds;
  for (const Sum& sum : sums) {
    CallLoad load;
    load.interval = slot;
    load.calls = out.days > 0 ? static_cast<double>(sum.calls) / out.days : 0;
    load.handle_seconds = sum.answered > 0 ? sum.seconds / static_cast<double>(sum.answered) : usual;
    out.slots.push_back(load);
  }
  return out;
}

}  // namespace hotline::insight
