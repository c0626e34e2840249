// The ladder: nothing that is late or goes wrong stays unseen.
//
// catch_up() follows the journal with a cursor of its own and acts on what it finds, in the transaction that
// moves the cursor; what depends on time is a job that runs in the transaction that ends it:
//   supervise.yellow        a clock is short of time: yellow card to the unit
//   supervise.climb         nobody answered a step in time: the next rung
//   supervise.acknowledge   an emergency line has not acknowledged: a rung where the city sets one, else the
//                           supervisors and the line are told
// A kill between them loses nothing and doubles nothing: each cause is acted upon once (its once-only key),
// each message is queued once.
//
// A trigger leads to its rung. When the ticket has an open step at least as high, the cause joins that step;
// when such a step was answered before, the trouble has come back and goes one rung higher.
//
// Threads: catch_up() from one thread at a time; functions with a WriteTx on the writer's thread.
#pragma once

#include <cstdint>
#include <string>

#include "hotline/base/result.hpp"
#include "hotline/city/holder.hpp"
#include "hotline/jobs/feed.hpp"
#include "hotline/jobs/scheduler.hpp"
#include "hotline/notify/outbox.hpp"
#include "hotline/store/store.hpp"
#include "hotline/supervise/steps.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::supervise {

inline constexpr const char* kYellow = "supervise.yellow";
inline constexpr const char* kClimb = "supervise.climb";
inline constexpr const char* kAcknowledge = "supervise.acknowledge";

class Alerts;

// What a step is about.
struct Occasion {
  std::string stream = "ticket";
  std::int64_t subject = 0;
  std::int64_t assignment = 0;
  std::string unit;      // who is to answer
  std::string number;    // as people know it
  std::string evidence;  // makes the cause one of its own: "resolve:1:1769", "r17"
};

class Ladder : public jobs::FeedConsumer {
 public:
  Ladder(jobs::Scheduler& scheduler, ticket::TicketBook& tickets, notify::Outbox& outbox,
         const city::CityHolder& city, Alerts& alerts)
      : FeedConsumer("supervise.ladder"),
        scheduler_(scheduler),
        tickets_(tickets),
        outbox_(outbox),
        city_(city),
        alerts_(alerts) {}

  // Handlers of the three kinds of jobs.
  base::Status show_yellow(store::WriteTx& tx, const jobs::LeasedJob& job);
  base::Status climb(store::WriteTx& tx, const jobs::LeasedJob& job);
  base::Status check_acknowledged(store::WriteTx& tx, const jobs::LeasedJob& job);

  // `unit`: "" for the hotline's own people. Errors: not_found (no such step, or another unit's); conflict
  // (it has ended).
  base::Result<Step> answer(store::WriteTx& tx, std::int64_t step, const std::string& unit,
                            const std::string& words, const store::Actor& actor);

 private:
  base::Status follow(store::WriteTx& tx, const store::Entry& entry) override;
  base::Status handle_ticket(store::WriteTx& tx, const store::Entry& entry);
  base::Status handle_opened(store::WriteTx& tx, const store::Entry& entry, const ticket::Ticket& ticket);
  base::Status handle_rated(store::WriteTx& tx, const store::Entry& entry);
  base::Status handle_late(store::WriteTx& tx, const store::Entry& entry);
  base::Status plan_yellow(store::WriteTx& tx, const ticket::Ticket& ticket);
  base::Status watch_repeats(store::WriteTx& tx, const ticket::Ticket& ticket, bool opened);
  base::Status settle(store::WriteTx& tx, const ticket::Ticket& ticket, std::int64_t assignment);

  base::Status tell_unacknowledged(store::WriteTx& tx, const ticket::Ticket& ticket,
                                   const ticket::HandoverOrder& order);

  base::Status card(store::WriteTx& tx, city::Step kind, const Occasion& occasion);
  base::Status pull(store::WriteTx& tx, const city::TriggerRule& rule, const Occasion& occasion);
  base::Result<std::int64_t> take_step(store::WriteTx& tx, std::size_t rung, const std::string& cause,
                                       const Occasion& occasion);
  base::Status tell(store::WriteTx& tx, const Step& step, const city::Leader* leader,
                    const Occasion& occasion);
  base::Result<std::int64_t> insert(store::WriteTx& tx, const Step& step);
  void end(store::WriteTx& tx, const Step& step, const char* state, const store::Actor& actor,
           std::int64_t answer);

  jobs::Scheduler& scheduler_;
  ticket::TicketBook& tickets_;
  notify::Outbox& outbox_;
  const city::CityHolder& city_;
  Alerts& alerts_;
};

// Who answers for a post in a unit: the leader named for the unit or the nearest one above it, else the
// general one; nullptr when there is none.
const city::Leader* find_leader(const city::City& city, const std::string& post, const std::string& unit);

}  // namespace hotline::supervise
