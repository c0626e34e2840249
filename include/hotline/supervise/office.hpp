// All of supervision in one: what `app` builds and handlers use.
#pragma once

#include "hotline/jobs/runner.hpp"
#include "hotline/supervise/alerts.hpp"
#include "hotline/supervise/clocks.hpp"
#include "hotline/supervise/ladder.hpp"

namespace hotline::supervise {

struct Office {
  Office(jobs::Scheduler& jobs, ticket::TicketBook& tickets, notify::Outbox& messages,
         const city::CityHolder& holder)
      : city(holder),
        scheduler(jobs),
        outbox(messages),
        clocks(jobs, tickets),
        alerts(messages),
        ladder(jobs, tickets, messages, holder, alerts) {}

  // Gives the runner the handlers of all kinds of jobs of this module. Before Runner::start().
  void serve(jobs::Runner& runner);
  // Plans what comes round by itself: the topics of the week and the month. Errors: the store's.
  base::Status start(store::Store& store);

  const city::CityHolder& city;
  jobs::Scheduler& scheduler;
  notify::Outbox& outbox;
  ClockReview clocks;
  Alerts alerts;
  Ladder ladder;
};

}  // namespace hotline::supervise
