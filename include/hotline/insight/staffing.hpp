// How many agents a time of day needs: Erlang C over the calls of like days.
//
// Erlang C (A. K. Erlang 1917; see e.g. Cooper, Introduction to Queueing Theory, 1981): calls come at random
// and wait without hanging up. It asks for rather too many agents when callers do hang up. The expected calls
// are the mean of the same weekday and half hour over the past weeks, days of another kind (holidays, make-up
// workdays) left out: beyond two or three days no method is known to beat that by much (Taylor 2008).
// Pure functions; reading functions from any ReadTx.
#pragma once

#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/city/city.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::insight {

// Probability that a caller waits, for `offered` Erlang (calls under way if nobody had to wait) and so many
// agents; 1 when the agents cannot keep up.
double erlang_c(double offered, int agents);

struct CallLoad {
  double calls = 0;  // that come within the interval
  std::chrono::seconds interval{1800};
  double handle_seconds = 180;  // talk and what is written up after it
};

struct Service {
  int agents = 0;
  double level = 0;           // share of the calls answered within the goal's time
  double waiting = 0;         // share that waits at all
  double occupancy = 0;       // share of the agents' time in calls
  double answer_seconds = 0;  // mean wait of all calls
};
// `agents` above the offered load.
Service service_of(const CallLoad& load, double within_seconds, int agents);

struct StaffGoal {
  double within_seconds = 15;  // answered within 15 s ...
  double level = 0.9;          // ... for this share of the calls, below 1
  double shrinkage = 0.3;      // share of paid time that is not at the desk, below 1
};

struct Staffing {
  Service service;    // of the fewest agents that reach the goal
  int positions = 0;  // to be planned, with shrinkage
};
// No calls need nobody. Errors: invalid_input (a number out of its range; more than kMostAgents).
inline constexpr int kMostAgents = 20'000;
base::Result<Staffing> staff_for(const CallLoad& load, const StaffGoal& goal);

// The half hours of a local day, 48 of them, from the same weekdays of `weeks` weeks before it. Where nothing
// was measured the handling time is `usual_seconds`. `days` tells how many days were looked at.
struct ExpectedDay {
  std::vector<CallLoad> slots;
  int days = 0;
};
ExpectedDay expect_calls(store::ReadTx& tx, const city::City& city, city::Date date, int weeks,
                         double usual_seconds);

}  // namespace hotline::insight
