// The people of a simulated town: what each does, and when.
//
// Plans are kept in order of time; those of one instant in the order in which they were made. Every chance is
// drawn from one seeded engine by whole numbers alone, so that it falls alike on every machine.
#pragma once

#include <queue>
#include <random>
#include <vector>

#include "app/simulate/town.hpp"
#include "hotline/ticket/deadlines.hpp"

namespace hotline::app {

class People {
 public:
  People(Town& town, const SimulationSettings& settings, SimulationReport& report);

  // Nothing is left to be done.
  std::optional<base::Time> next() const;
  // Everything that is planned up to the town's clock, in one transaction. Errors: the store's.
  base::Status act(store::WriteTx& tx);
  // The callback workers of this moment.
  base::Status call_citizens(store::WriteTx& tx);
  // Leaders and joined bodies hear of new steps and alerts.
  void hear(store::ReadTx& tx);

 private:
  enum class Deed {
    arrive,
    settle,
    sign,
    give_back,
    rule,
    contact,
    extend,
    decide,
    pause,
    resume,
    reply,
    review,
    acknowledge,
    open_link,
    answer_step,
    join_alert,
    close_alert
  };
  struct Plan {
    base::Time at;
    std::int64_t order = 0;
    Deed deed = Deed::arrive;
    std::int64_t subject = 0;  // ticket, request, step or alert
    std::int64_t part = 0;     // assignment, order
    std::size_t unit = 0;      // of a body, by number
    bool operator>(const Plan& other) const { return at != other.at ? at > other.at : order > other.order; }
  };

  void plan(base::Time at, Deed deed, std::int64_t subject, std::int64_t part = 0, std::size_t unit = 0);
  std::uint64_t draw(std::uint64_t below) { return engine_() % below; }
  bool chance(std::uint64_t of_thousand) { return draw(1000) < of_thousand; }
  std::chrono::minutes between(int from, int to) {
    return std::chrono::minutes{from + static_cast<int>(draw(static_cast<std::uint64_t>(to - from + 1)))};
  }
  // After `wait` of the unit's worked time.
  base::Time worked(const std::string& unit, base::Duration wait) const;
  base::Time now() const { return town_.clock.now(); }

  intake::Submission submission();
  base::Status carry_out(store::WriteTx& tx, const Plan& plan);
  base::Status arrive(store::WriteTx& tx);
  base::Status settle(store::WriteTx& tx, ticket::Ticket& ticket);
  void plan_units(const ticket::Ticket& ticket);
  void plan_reply(const ticket::Ticket& ticket, const ticket::Assignment& part);
  // Carries out an action, after which `ticket` is as it left it; one that the state no longer allows is left
  // out.
  base::Result<bool> try_act(store::WriteTx& tx, ticket::Ticket& ticket,
                             const ticket::TicketBook::Decide& decide);
  base::Result<bool> reply(store::WriteTx& tx, ticket::Ticket& ticket, std::int64_t part);
  ticket::Rating rating();
  base::Status plan_links(store::WriteTx& tx, std::int64_t ticket);
  base::Status open_link(store::WriteTx& tx, std::int64_t request);
  base::Status work_again(store::WriteTx& tx, const ticket::Ticket& before);

  Town& town_;
  const SimulationSettings& settings_;
  SimulationReport& report_;
  ticket::CityDeadlines deadlines_;
  std::mt19937_64 engine_;
  std::priority_queue<Plan, std::vector<Plan>, std::greater<>> plans_;
  std::int64_t order_ = 0;
  std::vector<const city::Place*> places_;
  std::vector<std::string> units_;  // that may get a ticket by ruling
  std::int64_t last_step_ = 0, last_alert_ = 0;
};

}  // namespace hotline::app
