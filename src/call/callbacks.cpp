#include "hotline/call/callbacks.hpp"

#include <array>

#include "hotline/base/names.hpp"
#include "hotline/call/mood.hpp"
#include "hotline/call/planner.hpp"
#include "hotline/intake/lenient_deadlines.hpp"
#include "hotline/jobs/reading.hpp"

namespace hotline::call {
namespace {

constexpr std::array<std::string_view, 4> outcome_names{"answered", "no_answer", "refused", "wrong_number"};
constexpr std::array<std::string_view, 5> end_names{"rated", "rated_before", "again", "declined",
                                                    "not_reached"};

base::Error no_open_callback() {
  return base::Error::of(base::ErrorCode::not_found, "该诉求没有待办的回访，请刷新回访列表。",
                         "No callback of this request is open. Reload the list.");
}

CallbackStep decide_step(const jobs::Job& job, const CallbackResult& result, bool rated_before,
                         const city::City& city, base::Time now) {
  CallbackStep step;
  step.calls = job.payload.integer("calls").value_or(0) + 1;
  if (rated_before) {
    step.end = CallbackEnd::rated_before;
  } else if (result.outcome == CallbackOutcome::answered) {
    step.end = CallbackEnd::rated;
  } else if (result.outcome != CallbackOutcome::no_answer) {
    step.end = CallbackEnd::declined;
  } else if (step.calls >= city.settings.callback.attempts) {
    step.end = CallbackEnd::not_reached;
  } else {
    step.end = CallbackEnd::again;
    step.next = next_calling_time(city, now + std::chrono::hours{city.settings.callback.hours_apart});
  }
  return step;
}

store::Payload result_of(const CallbackResult& result, const CallbackStep& step) {
  store::Payload payload{{"outcome", std::string(name_of(result.outcome))},
                         {"end", std::string(name_of(step.end))},
                         {"calls", step.calls}};
  if (!result.rating.words.empty()) payload.set("mood", std::string(name_of(mood_of(result.rating.words))));
  return payload;
}

}  // namespace

std::string_view name_of(CallbackOutcome outcome) {
  return outcome_names[static_cast<std::size_t>(outcome)];
}
std::string_view name_of(CallbackEnd end) {
  return end_names[static_cast<std::size_t>(end)];
}
std::optional<CallbackOutcome> find_callback_outcome(std::string_view name) {
  return base::find_in<CallbackOutcome>(outcome_names, name);
}

std::vector<OpenCallback> open_callbacks(store::ReadTx& tx, std::int64_t after, std::size_t limit) {
  std::vector<OpenCallback> open;
  for (const jobs::Job& job : jobs::open_jobs(tx, ticket::job::callback, after, static_cast<int>(limit))) {
    auto request = ticket::RequestBook::find(tx, job.subject);
    if (!request || request->erased_at) continue;
    open.push_back(
        {job.id, job.state, job.due, job.payload.integer("calls").value_or(0), std::move(*request)});
  }
  return open;
}

base::Status Callbacks::begin(store::WriteTx& tx, const CallbackLease& lease, const city::City& city,
                              const store::Actor& by) {
  const auto key = jobs::parse_attempt_id(lease.attempt);
  const auto job = key ? jobs::find_job(tx, key->job) : std::optional<jobs::Job>();
  if (!job || job->kind != ticket::job::callback) return no_open_callback();
  if (!is_calling_time(city, tx.now())) {
    return base::Error::of(
        base::ErrorCode::conflict, "现在不在回访时段，不得外呼；请让领取到期失效，时段开始后会再次派出。",
        "Citizens may not be called now. Let the lease run out; it is offered again in time.");
  }
  HOTLINE_CHECK(scheduler_.begin_call(tx, lease.attempt, lease.token));
  note_begin(tx, job->subject, job->payload.integer("calls").value_or(0) == 0, "voice", by);
  return {};
}

base::Result<CallbackStep> Callbacks::record(store::WriteTx& tx, std::int64_t request,
                                             const CallbackResult& result, const city::City& city,
                                             const ticket::Deed& deed) {
  const auto job = jobs::find_open(tx, ticket::job::callback, std::to_string(request));
  if (!job) return no_open_callback();
  const bool rated = ticket::RequestBook::rating_of(tx, request).has_value();
  const CallbackStep step = decide_step(*job, result, rated, city, tx.now());
  HOTLINE_CHECK(scheduler_.settle(tx, job->id, result_of(result, step)));
  return follow_up(tx, *job, step, result, city, deed);
}

base::Result<CallbackStep> Callbacks::record(store::WriteTx& tx, const CallbackLease& lease,
                                             const CallbackResult& result, const city::City& city,
                                             const ticket::Deed& deed) {
  const auto key = jobs::parse_attempt_id(lease.attempt);
  const auto job = key ? jobs::find_job(tx, key->job) : std::optional<jobs::Job>();
  if (!job || job->kind != ticket::job::callback) return no_open_callback();
  const bool rated = ticket::RequestBook::rating_of(tx, job->subject).has_value();
  const CallbackStep step = decide_step(*job, result, rated, city, tx.now());
  HOTLINE_CHECK(scheduler_.complete(tx, lease.attempt, lease.token, result_of(result, step)));
  return follow_up(tx, *job, step, result, city, deed);
}

base::Result<CallbackStep> Callbacks::follow_up(store::WriteTx& tx, const jobs::Job& job,
                                                const CallbackStep& step, const CallbackResult& result,
                                                const city::City& city, const ticket::Deed& deed) {
  const auto request = ticket::RequestBook::find(tx, job.subject);
  if (!request) return no_open_callback();
  store::Payload payload = result_of(result, step);
  if (step.next) payload.set("next", base::to_millis(*step.next));
  tx.journal().append(tx, {"request", request->id, "called_back", deed.actor, "", payload});
  if (step.end == CallbackEnd::rated) {
    const intake::LenientDeadlines deadlines(city);
    HOTLINE_CHECK(tickets_.rate(tx, *request, result.rating, deadlines, deed));
  }
  if (step.end == CallbackEnd::again) {
    jobs::NewJob next;
    next.kind = ticket::job::callback;
    next.stream = job.stream;
    next.subject = job.subject;
    next.key = job.key;
    next.due = *step.next;
    next.priority = job.priority;
    next.payload = job.payload;
    next.payload.set("calls", step.calls);
    next.max_tries = static_cast<int>(job.max_tries);
    next.backoff = job.backoff;
    HOTLINE_CHECK(scheduler_.schedule(tx, next));
  }
  return step;
}

}  // namespace hotline::call
