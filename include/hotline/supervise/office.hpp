// All of supervision in one: what `app` builds and handlers use.
#pragma once

#include "hotline/jobs/runner.hpp"
#include "hotline/supervise/alerts.hpp"
#include "hotline/supervise/clocks.hpp"
#include "hotline/supervise/ladder.hpp"

namespace hotline::supervise {

struct Office {
  Office(jobs::Scheduler& scheduler, ticket::TicketBook& tickets, notify::Outbox& outbox,
         const city::CityHolder& holder)
      : city(holder),
        clocks(scheduler, tickets),
        alerts(outbox),
        ladder(scheduler, tickets, outbox, holder, alerts) {}

  // Gives the runner the handlers of all kinds of jobs of this module. Before Runner::start().
  void serve(jobs::Runner& runner);

  const city::CityHolder& city;
  ClockReview clocks;
  Alerts alerts;
  Ladder ladder;
};

}  // namespace hotline::supervise
