#include "hotline/call/missed.hpp"

#include "hotline/access/actor.hpp"
#include "hotline/call/agents.hpp"
#include "hotline/call/callbacks.hpp"
#include "hotline/call/calls.hpp"
#include "hotline/jobs/reading.hpp"
#include "hotline/store/vault.hpp"

namespace hotline::call {
namespace {

constexpr std::string_view stream = "call";
constexpr std::string_view sealed_kind = "call_phone";
constexpr std::size_t most_rings = 100;  // calls of one number looked at
constexpr int most_put_off = 50;         // stale ones put off in one take at night

MissedCallback callback_of(const jobs::Job& job) {
  return {job.id,
          job.state,
          job.subject,
          job.due,
          job.payload.integer("rang").value_or(1),
          job.payload.integer("tries").value_or(0)};
}

// The open callback of the call's number.
std::optional<jobs::Job> open_of_number(store::ReadTx& tx, const Call& call) {
  if (!call.phone) return std::nullopt;
  const auto number = tx.vault().open(tx, *call.phone);
  if (!number.ok()) return std::nullopt;
  for (const std::int64_t sealed : tx.vault().find(tx, sealed_kind, *number, most_rings)) {
    if (auto open = jobs::find_open(tx, kMissedCall, std::to_string(sealed))) return open;
  }
  return std::nullopt;
}

jobs::NewJob job_like(const jobs::Job& job) {
  jobs::NewJob same;
  same.kind = job.kind;
  same.stream = job.stream;
  same.subject = job.subject;
  same.key = job.key;
  same.due = job.due;
  same.priority = job.priority;
  same.payload = job.payload;
  same.max_tries = static_cast<int>(job.max_tries);
  same.backoff = job.backoff;
  return same;
}

// "Somebody is dialling this number now" is no failure of what is done here.
base::Status unless_dialling(base::Status done) {
  if (!done.ok() && done.error().code == base::ErrorCode::conflict) return {};
  return done;
}

}  // namespace

std::optional<MissedOutcome> find_missed_outcome(std::string_view name) {
  if (name == "reached") return MissedOutcome::reached;
  if (name == "no_answer") return MissedOutcome::no_answer;
  return std::nullopt;
}

std::vector<MissedCallback> missed_callbacks(store::ReadTx& tx, std::int64_t after, std::size_t limit) {
  std::vector<MissedCallback> all;
  for (const jobs::Job& job : jobs::open_jobs(tx, kMissedCall, after, static_cast<int>(limit)))
    all.push_back(callback_of(job));
  return all;
}

bool is_calling_back(store::ReadTx& tx, const Call& call, std::int64_t account) {
  if (!call.phone || account == 0) return false;
  const auto open = jobs::find_open(tx, kMissedCall, std::to_string(*call.phone));
  if (!open || open->subject != call.id || open->state != jobs::State::leased) return false;
  const std::vector<jobs::Attempt> attempts = jobs::attempts_of(tx, open->id);
  return !attempts.empty() && !attempts.back().ended &&
         attempts.back().worker == access::account_actor(account);
}

int free_for_missed(store::ReadTx& tx) {
  int free = 0;
  for (const AgentStatus& one : agents_on_duty(tx)) free += one.state == AgentState::available;
  for (const jobs::Count& one : jobs::counts(tx)) {
    if (one.kind == kMissedCall && one.state == jobs::State::leased) free -= static_cast<int>(one.jobs);
  }
  return std::max(0, free);
}

base::Status MissedCalls::missed(store::WriteTx& tx, const Call& call, const store::Actor& by) const {
  if (!call.phone) return {};
  jobs::NewJob job;
  std::int64_t rang = 1;
  if (const auto open = open_of_number(tx, call)) {
    job = job_like(*open);  // keeps its place
    rang = open->payload.integer("rang").value_or(1) + 1;
  } else {
    job.kind = kMissedCall;
    job.stream = stream;
    job.subject = call.id;
    job.key = std::to_string(*call.phone);
    job.due = call.ringing_at;
    job.priority = jobs::Priority::high;
  }
  job.payload.set("rang", rang);
  const auto put = scheduler_.put(tx, job);
  if (!put.ok()) return unless_dialling(put.error());
  tx.journal().append(tx, {stream, call.id, "missed", by, "", {{"rang", rang}, {"job", *put}}});
  return {};
}

base::Status MissedCalls::got_through(store::WriteTx& tx, const Call& call, const store::Actor& by) const {
  const auto open = open_of_number(tx, call);
  if (!open) return {};
  const base::Status settled = scheduler_.settle(tx, open->id, {{"merged", call.id}});
  if (!settled.ok()) return unless_dialling(settled);
  tx.journal().append(tx, {stream, open->subject, "merged", by, "", {{"into", call.id}}});
  return {};
}

base::Result<std::optional<TakenCallback>> MissedCalls::take(store::WriteTx& tx, std::int64_t account,
                                                             const city::City& city) const {
  if (agent_status(tx, account).state != AgentState::available) {
    return base::Error::of(base::ErrorCode::conflict, "请先将本人状态置为空闲，再领取漏接回拨。",
                           "Set yourself available before you take a missed call.");
  }
  if (free_for_missed(tx) == 0) {
    return base::Error::of(
        base::ErrorCode::conflict,
        "正在回拨的数量已达空闲话务员人数，请先登记本人已完成的回拨结果，或稍候再领取。",
        "As many are being called back as agents are free. Record how yours went, or wait a moment.");
  }
  const bool daytime = is_calling_time(city, tx.now());
  for (int n = 0; n < most_put_off; ++n) {
    HOTLINE_TRY(
        const auto leased,
        scheduler_.lease(tx, {{std::string(kMissedCall)}, access::account_actor(account), 1, kMissedLease}));
    if (leased.empty()) return std::optional<TakenCallback>();
    const jobs::LeasedJob& job = leased.front();
    if (!daytime && tx.now() - job.due > kFresh) {
      HOTLINE_CHECK(scheduler_.postpone(tx, job.attempt, job.token, next_calling_time(city, tx.now())));
      continue;
    }
    HOTLINE_CHECK(scheduler_.begin_call(tx, job.attempt, job.token));
    return std::optional(TakenCallback{job.attempt, job.token, callback_of(*jobs::find_job(tx, job.job))});
  }
  return std::optional<TakenCallback>();
}

base::Result<std::optional<base::Time>> MissedCalls::finish(store::WriteTx& tx, const std::string& attempt,
                                                            const std::string& token, MissedOutcome outcome,
                                                            const city::City& city,
                                                            const store::Actor& by) const {
  const auto key = jobs::parse_attempt_id(attempt);
  const auto job = key ? jobs::find_job(tx, key->job) : std::optional<jobs::Job>();
  if (!job || job->kind != kMissedCall) {
    return base::Error::of(base::ErrorCode::not_found, "没有这次回拨，请刷新列表。",
                           "There is no such callback. Reload the list.");
  }
  const bool reached = outcome == MissedOutcome::reached;
  const std::int64_t tries = job->payload.integer("tries").value_or(0) + 1;
  store::Payload result{{"outcome", std::string(reached ? "reached" : "no_answer")}, {"tries", tries}};
  HOTLINE_CHECK(scheduler_.complete(tx, attempt, token, result));
  tx.journal().append(tx, {stream, job->subject, "called_back", by, "", result});
  if (reached || tries >= kMissedAttempts) return std::optional<base::Time>();
  jobs::NewJob again = job_like(*job);
  again.due = next_calling_time(city, tx.now() + kMissedApart);
  again.payload.set("tries", tries);
  HOTLINE_CHECK(scheduler_.schedule(tx, again));
  return std::optional(again.due);
}

}  // namespace hotline::call
