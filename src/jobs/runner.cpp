#include "hotline/jobs/runner.hpp"

#include <algorithm>
#include <latch>
#include <stdexcept>

#include "hotline/base/log_context.hpp"
#include "hotline/jobs/reading.hpp"
#include "hotline/text/log_cause.hpp"

namespace hotline::jobs {
namespace {

struct Nothing {};

// On each line that is logged while the job runs, and about its end.
base::LogId log_id(const LeasedJob& job) {
  return base::LogId("job-" + std::to_string(job.job));
}

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace

base::Status OutsideAttempt::begin_call() {
  HOTLINE_CHECK(store_.write(
      [this](store::WriteTx& tx) { return scheduler_.begin_call(tx, job_.attempt, job_.token); }));
  begun_ = true;
  return {};
}

base::Status OutsideAttempt::heartbeat(base::Duration extend) {
  auto until = store_.write(
      [&](store::WriteTx& tx) { return scheduler_.heartbeat(tx, job_.attempt, job_.token, extend); });
  if (!until.ok()) return std::move(until).error();
  return {};
}

Runner::Runner(store::Store& store, Scheduler& scheduler, const base::Clock& clock, Waiter& waiter,
               base::Logger logger, RunnerSettings settings)
    : store_(store),
      scheduler_(scheduler),
      clock_(clock),
      waiter_(waiter),
      logger_(std::move(logger)),
      settings_(std::move(settings)) {}

Runner::~Runner() {
  stop();
}

void Runner::handle_inside(std::string kind, InsideHandler handler) {
  if (outside_.contains(kind) || !inside_.emplace(kind, std::move(handler)).second) {
    throw std::logic_error("jobs: a second handler for one kind of job");
  }
  inside_kinds_.push_back(std::move(kind));
}

void Runner::handle_outside(std::string kind, OutsideHandler handler) {
  if (inside_.contains(kind) || !outside_.emplace(kind, std::move(handler)).second) {
    throw std::logic_error("jobs: a second handler for one kind of job");
  }
  outside_kinds_.push_back(std::move(kind));
}

bool Runner::handles(std::string_view kind) const {
  return inside_.contains(kind) || outside_.contains(kind);
}

void Runner::start() {
  stopping_ = false;
  thread_ = std::thread([this] { work(); });
}

void Runner::stop() {
  stopping_ = true;
  waiter_.wake();
  if (thread_.joinable()) thread_.join();
}

void Runner::work() {
  recover_own();
  while (!stopping_) {
    if (run_due() == 0 && !stopping_) waiter_.wait(nap());
  }
}

void Runner::recover_own() {
  for (;;) {
    auto left = store_.write([this](store::WriteTx& tx) -> base::Result<int> {
      return scheduler_.recover_worker(tx, settings_.worker, kRecoverBatch);
    });
    if (!left.ok() || *left == 0) return;
    logger_->info("event=leases_recovered worker={} jobs={}", settings_.worker, *left);
  }
}

std::size_t Runner::run_due() {
  return run_inside() + run_outside();
}

std::vector<LeasedJob> Runner::lease(const std::vector<std::string>& kinds, int limit) {
  if (kinds.empty()) return {};
  auto leased = store_.write([&](store::WriteTx& tx) {
    return scheduler_.lease(tx, {kinds, settings_.worker, limit, settings_.lease_for});
  });
  if (!leased.ok()) {
    logger_->warn("event=lease_failed worker={} code={}", settings_.worker,
                  base::name_of(leased.error().code));
    return {};
  }
  return std::move(leased).value();
}

// All effects of a batch are queued at once, so that the store commits them together.
std::size_t Runner::run_inside() {
  const std::vector<LeasedJob> jobs = lease(inside_kinds_, settings_.inside_batch);
  if (jobs.empty()) return 0;
  std::vector<base::Status> ends(jobs.size());
  std::latch waiting(static_cast<std::ptrdiff_t>(jobs.size()));
  for (std::size_t n = 0; n < jobs.size(); ++n) {
    const base::LogScope scope(log_id(jobs[n]));
    store_.enqueue_write(
        [this, &job = jobs[n],
         &handler = inside_.find(jobs[n].kind)->second](store::WriteTx& tx) -> base::Status {
          HOTLINE_CHECK(scheduler_.complete(tx, job.attempt, job.token, {}));
          return handler(tx, job);
        },
        [&waiting, &end = ends[n]](base::Status status) {
          end = std::move(status);
          waiting.count_down();
        });
  }
  waiting.wait();
  std::vector<std::pair<const LeasedJob*, Failure>> failures;
  for (std::size_t n = 0; n < jobs.size(); ++n) {
    if (!ends[n].ok()) failures.emplace_back(&jobs[n], Failure{std::move(ends[n]).error(), {}, {}});
  }
  if (!failures.empty()) fail(failures);
  return jobs.size();
}

// A job whose lease was withdrawn or lost meanwhile is no longer this runner's: its failure goes nowhere.
void Runner::fail(const std::vector<std::pair<const LeasedJob*, Failure>>& failures) {
  auto written = store_.write([&](store::WriteTx& tx) -> base::Result<Nothing> {
    for (const auto& [job, failure] : failures) {
      auto state = scheduler_.fail(tx, job->attempt, job->token, failure);
      if (!state.ok()) continue;
      const base::LogScope scope(log_id(*job));
      logger_->warn("event=job_failed kind={} attempt={} code={} state={} cause=\"{}\"", job->kind,
                    job->attempt, base::name_of(failure.error.code), name_of(*state),
                    text::log_cause(failure.error.text.en));
    }
    return Nothing{};
  });
  if (written.ok()) return;
  for (const auto& [job, failure] : failures) {
    const base::LogScope scope(log_id(*job));
    logger_->error("event=job_failures_unwritten worker={} kind={} attempt={} code={}", settings_.worker,
                   job->kind, job->attempt, base::name_of(written.error().code));
  }
}

std::size_t Runner::run_outside() {
  const std::vector<LeasedJob> jobs = lease(outside_kinds_, settings_.outside_batch);
  for (std::size_t n = 0; n < jobs.size(); ++n) {
    if (stopping_) {
      give_back(jobs.data() + n, jobs.data() + jobs.size());
      break;
    }
    const base::LogScope scope(log_id(jobs[n]));
    OutsideAttempt attempt(store_, scheduler_, jobs[n]);
    finish(jobs[n], carry_out(attempt));
  }
  return jobs.size();
}

// A handler that throws has broken its contract; whether it reached the world is told by begin_call alone.
Report Runner::carry_out(OutsideAttempt& attempt) {
  try {
    return outside_.find(attempt.job().kind)->second(attempt);
  } catch (const std::exception& problem) {
    logger_->error("event=handler_threw kind={} attempt={} cause=\"{}\"", attempt.job().kind,
                   attempt.job().attempt, text::log_cause(problem.what()));
    if (attempt.call_has_begun()) return Uncertain{};
    return Failure{base::Error::of(base::ErrorCode::internal, "执行任务时发生内部错误，原因见日志。",
                                   "Carrying out the job failed inside. The log tells why."),
                   {},
                   {}};
  }
}

void Runner::finish(const LeasedJob& job, Report report) {
  auto write = [&](auto work) {
    base::Status status = store_.write(work);
    if (status.ok()) return;
    logger_->error("event=attempt_end_unwritten kind={} attempt={} code={}", job.kind, job.attempt,
                   base::name_of(status.error().code));
  };
  std::visit(
      Overloaded{
          [&](Done& done) {
            write([&](store::WriteTx& tx) -> base::Status {
              HOTLINE_CHECK(scheduler_.complete(tx, job.attempt, job.token, done.result));
              return done.effect ? done.effect(tx) : base::Status{};
            });
          },
          [&](Failure& failure) { fail({{&job, std::move(failure)}}); },
          [&](Postponed& postponed) {
            write([&](store::WriteTx& tx) {
              return scheduler_.postpone(tx, job.attempt, job.token, postponed.until);
            });
          },
          [&](Uncertain&) {
            write([&](store::WriteTx& tx) { return scheduler_.report_unknown(tx, job.attempt, job.token); });
          },
      },
      report);
}

void Runner::give_back(const LeasedJob* first, const LeasedJob* last) {
  auto given = store_.write([&](store::WriteTx& tx) -> base::Result<Nothing> {
    for (const LeasedJob* job = first; job != last; ++job) {
      // One that was withdrawn meanwhile needs nothing.
      (void)scheduler_.release(tx, job->attempt, job->token);
    }
    return Nothing{};
  });
  if (!given.ok()) {
    logger_->warn("event=leases_kept worker={} code={}", settings_.worker, base::name_of(given.error().code));
  }
}

base::Duration Runner::nap() {
  std::vector<std::string> kinds = inside_kinds_;
  kinds.insert(kinds.end(), outside_kinds_.begin(), outside_kinds_.end());
  auto due = store_.read(
      [&](store::ReadTx& tx) -> base::Result<std::optional<base::Time>> { return next_due(tx, kinds); });
  if (!due.ok() || !due->has_value()) return settings_.longest_nap;
  // At least a millisecond: a job that is due but could not be leased must not spin the processor.
  return std::clamp<base::Duration>(**due - clock_.now(), base::Duration{1}, settings_.longest_nap);
}

}  // namespace hotline::jobs
