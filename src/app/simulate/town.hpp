// The parts of a hotline that a simulation runs: built as the composition root builds them, on a clock and a
// source of randomness of its own.
#pragma once

#include <memory>

#include "app/hotline.hpp"
#include "app/simulate/simulation.hpp"
#include "hotline/call/callbacks.hpp"
#include "hotline/call/planner.hpp"
#include "hotline/insight/follower.hpp"
#include "hotline/jobs/runner.hpp"
#include "hotline/notify/outbox.hpp"
#include "hotline/supervise/office.hpp"
#include "hotline/ticket/herald.hpp"

namespace hotline::app {

class Town {
 public:
  static base::Result<std::unique_ptr<Town>> open(const SimulationSettings& settings);
  ~Town();

  // Everything that follows by itself: herald, ladder, callback planner, jobs that are due. Errors: the
  // store's.
  base::Status settle();
  // Counts the figures up to now. Errors: the store's.
  base::Status count();

  base::ManualClock clock;
  base::SeededRandom random;
  std::shared_ptr<const city::City> city;
  city::CityHolder holder;
  std::unique_ptr<store::Store> store;
  jobs::Scheduler scheduler;
  ticket::TicketBook tickets;
  ticket::RequestBook requests;
  intake::NeighbourIndex neighbours;
  intake::Intake intake;
  notify::Outbox outbox;
  supervise::Office office;
  call::Callbacks callbacks;
  jobs::ThreadWaiter waiter;
  std::unique_ptr<ticket::Herald> herald;  // these need the opened store
  std::unique_ptr<call::CallbackPlanner> planner;
  std::unique_ptr<insight::Follower> figures;
  std::unique_ptr<jobs::Runner> runner;

 private:
  Town(const SimulationSettings& settings, std::shared_ptr<const city::City> loaded);
};

}  // namespace hotline::app
