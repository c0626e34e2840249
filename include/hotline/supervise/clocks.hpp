// Changed rules and open clocks: which due times would move, and moving them.
//
// A ticket's due times are fixed on the day they start. When limits, hours or the calendar change, nothing
// moves by itself: preview() says what would, start() plans the move, and the job walks over the tickets in
// batches while the hotline works. Each moved ticket gets one `replanned` event; in the journal the whole is
// stream "clocks": recompute_started, recomputed (payload city_version, tickets, clocks).
// Threads: functions with a WriteTx on the writer's thread, with a ReadTx on any reader.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/city/city.hpp"
#include "hotline/jobs/scheduler.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::supervise {

inline constexpr const char* kRecompute = "supervise.recompute";

struct MovedTicket {
  std::int64_t ticket = 0;
  std::string number;
  bool secret = false;
  std::vector<ticket::ClockMove> moves;  // never empty
};

struct ClockPreview {
  std::vector<MovedTicket> tickets;
  std::int64_t looked_at = 0;  // tickets with open clocks on this page
  std::int64_t last = 0;       // the last one's id; ask again after it
  bool more = false;
};

// Looks at no more than `limit` tickets with open clocks, ids above `after`. Errors: unavailable (a due time
// would lie outside the calendar).
base::Result<ClockPreview> preview_clocks(store::ReadTx& tx, const city::City& city, std::int64_t after,
                                          int limit);

class ClockReview {
 public:
  ClockReview(jobs::Scheduler& scheduler, ticket::TicketBook& tickets)
      : scheduler_(scheduler), tickets_(tickets) {}

  // Plans the move to the rules of `city`. `reason`: in the actor's words, masked for the journal. Errors:
  // conflict (one is under way).
  base::Result<std::int64_t> start(store::WriteTx& tx, const city::City& city, const store::Actor& actor,
                                   const std::string& reason);
  // The handler of kRecompute: one batch; plans the next one in the same transaction.
  base::Status run(store::WriteTx& tx, const jobs::LeasedJob& job, const city::City& city);

 private:
  jobs::Scheduler& scheduler_;
  ticket::TicketBook& tickets_;
};

}  // namespace hotline::supervise
