// Satisfaction callbacks: asking each caller of a resolved ticket whether it is solved.
//
// TicketBook plans one job (ticket::job::callback, key = request) for each request of a ticket that becomes
// resolved. Each job is one call to the citizen, by a person or by a worker that leased it, and record() is
// the one place that says what follows from how the call went:
//
//   answered      the rating is stored, which closes or reopens the ticket (TicketBook::rate); job done
//   refused       the citizen will not be asked; job done
//   wrong_number  nobody to ask; job done
//   no_answer     job done, and another is planned hours_apart later within the calling hours, until
//                 `attempts` calls were made; then it ends as not reached
//
// Whoever has rated meanwhile by himself is not rated again. In the journal: stream "request", kind
// "called_back" (payload outcome, calls, next). Threads: functions with a WriteTx on the writer, with a
// ReadTx on any reader; the rest anywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/city/city.hpp"
#include "hotline/jobs/job.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::call {

enum class CallbackOutcome { answered, no_answer, refused, wrong_number };
std::string_view name_of(CallbackOutcome outcome);
std::optional<CallbackOutcome> find_callback_outcome(std::string_view name);

struct CallbackResult {
  CallbackOutcome outcome = CallbackOutcome::answered;
  ticket::Rating rating;  // of answered; `solved` must be yes, no or not_due
};

enum class CallbackEnd { rated, rated_before, again, declined, not_reached };
std::string_view name_of(CallbackEnd end);

struct CallbackStep {
  CallbackEnd end = CallbackEnd::rated;
  std::int64_t calls = 1;          // made so far, this one included
  std::optional<base::Time> next;  // of again
};

// What a worker holds; see jobs::LeasedJob.
struct CallbackLease {
  std::string attempt, token;
};

struct OpenCallback {
  std::int64_t job = 0;
  jobs::State state = jobs::State::ready;  // leased: a worker has it; unknown: nobody knows how its call went
  base::Time due;
  std::int64_t calls = 0;  // made before
  ticket::Request request;
};

// Whether citizens may be called now: city.toml [callback] hours, on days that are not worked without
// holiday_pause.
bool is_calling_time(const city::City& city, base::Time time);
// The first instant at or after `earliest` that is calling time.
base::Time next_calling_time(const city::City& city, base::Time earliest);

// By job, ids above `after`, at most `limit`. Erased requests are left out.
std::vector<OpenCallback> open_callbacks(store::ReadTx& tx, std::int64_t after, std::size_t limit);

class Callbacks {
 public:
  Callbacks(jobs::Scheduler& scheduler, ticket::TicketBook& tickets)
      : scheduler_(scheduler), tickets_(tickets) {}

  // The citizen is dialled now; commit this before dialling. Errors: those of Scheduler::begin_call;
  // not_found (the attempt is no callback); conflict (citizens may not be called at this time).
  base::Status begin(store::WriteTx& tx, const CallbackLease& lease, const city::City& city,
                     const store::Actor& by);
  // By a person. Errors: not_found (no callback of this request is open); conflict (a worker is calling this
  // citizen right now); invalid_input (scores).
  base::Result<CallbackStep> record(store::WriteTx& tx, std::int64_t request, const CallbackResult& result,
                                    const city::City& city, const ticket::Deed& deed);
  // By a worker. Errors: those of Scheduler::complete; invalid_input (scores; the attempt is no callback).
  base::Result<CallbackStep> record(store::WriteTx& tx, const CallbackLease& lease,
                                    const CallbackResult& result, const city::City& city,
                                    const ticket::Deed& deed);

 private:
  base::Result<CallbackStep> follow_up(store::WriteTx& tx, const jobs::Job& job, const CallbackStep& step,
                                       const CallbackResult& result, const city::City& city,
                                       const ticket::Deed& deed);

  jobs::Scheduler& scheduler_;
  ticket::TicketBook& tickets_;
};

}  // namespace hotline::call
