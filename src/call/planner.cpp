#include "hotline/call/planner.hpp"

#include <fmt/format.h>

#include "hotline/call/callbacks.hpp"
#include "hotline/call/calls.hpp"
#include "hotline/jobs/reading.hpp"
#include "hotline/ticket/events.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::call {
namespace {

const store::Actor system_actor{"system", ""};

std::string key_of(std::int64_t request) {
  return std::to_string(request);
}

// Whether an attempt has begun since the callback was last planned.
bool has_begun(store::ReadTx& tx, std::int64_t request) {
  bool begun = false;
  for (const store::Entry& one : store::entries_of(tx, "request", request)) {
    if (one.kind == "callback_planned") begun = false;
    if (one.kind == "callback_begun" || one.kind == "called_back") begun = true;
  }
  return begun;
}

jobs::NewJob call_job(std::int64_t request, std::int64_t ticket, base::Time due, std::int64_t calls) {
  jobs::NewJob job;
  job.kind = ticket::job::callback;
  job.stream = "request";
  job.subject = request;
  job.key = key_of(request);
  job.due = due;
  job.payload.set("ticket", ticket).set("calls", calls);
  return job;
}

}  // namespace

base::Time first_attempt_due(const city::City& city, base::Time first) {
  const std::chrono::hours within{city.settings.callback.start_within_hours};
  const base::Time due = next_calling_time(city, first) + within;
  if (is_calling_time(city, due)) return due;
  return next_calling_time(city, due) + within;
}

void note_begin(store::WriteTx& tx, std::int64_t request, bool first, std::string_view channel,
                const store::Actor& by) {
  tx.journal().append(
      tx,
      {"request", request, "callback_begun", by, "", {{"first", first}, {"channel", std::string(channel)}}});
}

base::Status CallbackPlanner::follow(store::WriteTx& tx, const store::Entry& entry) {
  if (entry.stream == "ticket") {
    return entry.kind == ticket::event::resolved ? plan(tx, entry) : base::Status{};
  }
  if (entry.stream == "request") {
    if (entry.kind == "rated") return tell_redo(tx, entry);
    const bool given_up = entry.kind == "called_back" && entry.payload.text_or_empty("end") == "not_reached";
    if (!given_up || !city_.get()->settings.callback.sms_after_attempts) return {};
    const auto request = ticket::RequestBook::find(tx, entry.subject);
    if (!request) return {};
    HOTLINE_CHECK(text_link(tx, *request, fmt::format("rating_link.{}", entry.seq), tx.now()));
    return {};
  }
  if (entry.stream != "call" || (entry.kind != "abandoned" && entry.kind != "answered")) return {};
  const auto call = find_call(tx, entry.subject);
  if (!call) return {};
  return entry.kind == "abandoned" ? missed_.missed(tx, *call, system_actor)
                                   : missed_.got_through(tx, *call, system_actor);
}

base::Status CallbackPlanner::plan(store::WriteTx& tx, const store::Entry& resolved) {
  for (const ticket::Request& one : ticket::RequestBook::of_ticket(tx, resolved.subject))
    HOTLINE_CHECK(plan_one(tx, one, resolved.at));
  return {};
}

base::Status CallbackPlanner::plan_one(store::WriteTx& tx, const ticket::Request& request,
                                       base::Time resolved_at) {
  const auto open = jobs::find_open(tx, ticket::job::callback, key_of(request.id));
  // Rated, reopened or being called already.
  if (!open || open->state != jobs::State::ready || request.erased_at) return {};
  const auto city = city_.get();
  const base::Time first = next_calling_time(*city, resolved_at);
  const base::Time last = first_attempt_due(*city, first);
  tx.journal().append(tx, {"request",
                           request.id,
                           "callback_planned",
                           system_actor,
                           "",
                           {{"due", base::to_millis(first)}, {"last", base::to_millis(last)}}});
  if (request.reply_by == "sms" || request.reply_by == "web") {
    HOTLINE_TRY(const bool sent, text_link(tx, request, fmt::format("rating_link.{}", open->id), first));
    if (sent) {
      note_begin(tx, request.id, true, "sms", system_actor);
      const base::Time later = next_calling_time(*city, first + kLinkWaits);
      HOTLINE_CHECK(scheduler_.put(tx, call_job(request.id, request.ticket, later, 1)));
      return {};
    }
  }
  if (first > open->due) HOTLINE_CHECK(scheduler_.reschedule(tx, open->id, first));
  return plan_guard(tx, request.id, std::max(first, base::Time{last - kGuardBefore}), last);
}

base::Status CallbackPlanner::plan_guard(store::WriteTx& tx, std::int64_t request, base::Time due,
                                         base::Time last) {
  jobs::NewJob job;
  job.kind = kCallbackGuard;
  job.stream = "request";
  job.subject = request;
  job.key = fmt::format("{}:{}", request, base::to_millis(due));
  job.due = due;
  job.max_tries = 100;
  job.payload.set("last", base::to_millis(last));
  HOTLINE_CHECK(scheduler_.put(tx, job));
  return {};
}

base::Status CallbackPlanner::guard(store::WriteTx& tx, const jobs::LeasedJob& job) {
  const auto open = jobs::find_open(tx, ticket::job::callback, key_of(job.subject));
  if (!open || has_begun(tx, job.subject)) return {};
  const auto request = ticket::RequestBook::find(tx, job.subject);
  if (!request || request->erased_at) return {};
  const base::Time last = base::from_millis(job.payload.integer("last").value_or(0));
  if (tx.now() > last) {
    tx.journal().append(tx, {"request", job.subject, "callback_late", system_actor, "", {}});
    return {};
  }
  HOTLINE_CHECK(warn(tx, *request));
  HOTLINE_TRY(const bool sent, text_link(tx, *request, fmt::format("rating_link.{}", open->id), tx.now()));
  if (!sent) return plan_guard(tx, job.subject, last + std::chrono::milliseconds{1}, last);
  note_begin(tx, job.subject, true, "sms", system_actor);
  return {};
}

}  // namespace hotline::call
