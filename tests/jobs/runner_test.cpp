// The worker inside the process, on a clock and a waiter that the test moves.
#include "hotline/jobs/runner.hpp"

#include <future>
#include <set>

#include "jobs/job_desk.hpp"
#include "support/log_lines.hpp"

namespace hotline::jobs {
namespace {

// Counts what it is asked; its thread waits until it is woken, however long that takes.
class ManualWaiter final : public Waiter {
 public:
  void wait(base::Duration at_most) override {
    std::unique_lock lock(mutex_);
    naps_.push_back(at_most);
    changed_.notify_all();
    changed_.wait(lock, [this] { return awake_; });
    awake_ = false;
  }
  void wake() override {
    std::lock_guard lock(mutex_);
    awake_ = true;
    changed_.notify_all();
  }
  // Returns once the runner has gone to sleep for the n-th time.
  base::Duration nap(std::size_t n) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return naps_.size() >= n; });
    return naps_[n - 1];
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<base::Duration> naps_;
  bool awake_ = false;
};

class RunnerTest : public JobDesk {
 protected:
  RunnerTest() : runner(store, scheduler, store.clock, waiter, log.logger(), settings()) {}

  static RunnerSettings settings() {
    RunnerSettings chosen;
    chosen.worker = "runner.test";
    return chosen;
  }
  NewJob of_kind(std::string kind, base::Time due) const {
    NewJob job = callback(due);
    job.kind = std::move(kind);
    return job;
  }

  ManualWaiter waiter;
  test::LogLines log;
  Runner runner;
};

TEST_F(RunnerTest, AppliesAnInsideEffectTogetherWithTheEndOfTheJob) {
  std::int64_t follow_up = 0;
  runner.handle_inside("deadline", [&](store::WriteTx& tx, const LeasedJob& held) -> base::Status {
    EXPECT_EQ(held.subject, 7);
    HOTLINE_TRY(follow_up, scheduler.schedule(tx, of_kind("ladder", tx.now() + hours(1))));
    return {};
  });
  const auto id = planned(of_kind("deadline", now()));
  planned(of_kind("somebody.elses", now()));
  EXPECT_EQ(runner.run_due(), 1u);
  EXPECT_EQ(job(id).state, State::done);
  EXPECT_EQ(job(follow_up).state, State::ready);
  EXPECT_EQ(runner.run_due(), 0u);
}

TEST_F(RunnerTest, UndoesTheEffectOfAHandlerThatFailsAndTriesAgain) {
  int calls = 0;
  runner.handle_inside("deadline", [&](store::WriteTx& tx, const LeasedJob&) -> base::Status {
    HOTLINE_TRY(auto id, scheduler.schedule(tx, of_kind("ladder", tx.now())));
    (void)id;
    if (++calls == 1) return base::Error::of(base::ErrorCode::unavailable, "暂不可用。", "Not now.");
    return {};
  });
  const auto id = planned(of_kind("deadline", now()));
  runner.run_due();
  EXPECT_EQ(count(State::ready), 1) << "the deadline alone, without its ladder";
  EXPECT_EQ(attempts(id)[0].outcome, "failed");
  store.clock.advance(minutes(1));
  runner.run_due();
  EXPECT_EQ(job(id).state, State::done);
  EXPECT_EQ(count(State::ready), 1) << "the ladder, once";
}

TEST_F(RunnerTest, BuriesAJobWhoseHandlerThrows) {
  runner.handle_inside("deadline", [](store::WriteTx&, const LeasedJob&) -> base::Status {
    throw std::runtime_error("broken");
  });
  const auto id = planned(of_kind("deadline", now()));
  for (int n = 0; n < 3; ++n) {
    EXPECT_EQ(runner.run_due(), 1u);
    store.clock.advance(minutes(10));
  }
  EXPECT_EQ(job(id).state, State::dead);
}

TEST_F(RunnerTest, NamesTheJobOnEachLineThatIsLoggedWhileItRunsAndWhenItFails) {
  runner.handle_inside("deadline", [&](store::WriteTx&, const LeasedJob& held) -> base::Status {
    log.logger()->info("event=inside");
    if (held.subject == 7) return base::Error::of(base::ErrorCode::unavailable, "暂不可用。", "Not now.");
    return {};
  });
  runner.handle_outside("callback", [&](OutsideAttempt&) -> Report {
    log.logger()->info("event=outside");
    throw std::runtime_error("broken");
  });
  NewJob quiet = of_kind("deadline", now());
  quiet.subject = 8;
  const std::string failing = "job-" + std::to_string(planned(of_kind("deadline", now())));
  const std::string well = "job-" + std::to_string(planned(quiet));
  const std::string thrown = "job-" + std::to_string(planned(callback(now())));
  EXPECT_EQ(runner.run_due(), 3u);
  const auto ids_of = [&](const std::string& text) {
    std::set<std::string> ids;
    for (const std::string& line : log.with(text)) ids.insert(test::id_of(line));
    return ids;
  };
  using Ids = std::set<std::string>;
  EXPECT_EQ(ids_of("event=inside"), (Ids{failing, well}));
  EXPECT_EQ(ids_of("event=outside"), Ids{thrown});
  EXPECT_EQ(ids_of("event=handler_threw"), Ids{thrown});
  EXPECT_EQ(ids_of("event=job_failed"), (Ids{failing, thrown})) << "not the one that went well";
  EXPECT_TRUE(base::current_log_id().empty()) << "and the runner's thread has none when it is done";
}

TEST_F(RunnerTest, DoesNotApplyTheEffectOfAJobThatWasMovedAway) {
  bool moved = false;
  int effects = 0;
  std::int64_t second = 0;
  runner.handle_inside("first", [&](store::WriteTx& tx, const LeasedJob&) -> base::Status {
    moved = true;
    return scheduler.reschedule(tx, second, tx.now() + hours(5));
  });
  runner.handle_inside("second", [&](store::WriteTx&, const LeasedJob&) -> base::Status {
    ++effects;
    return {};
  });
  planned(of_kind("first", now() - minutes(1)));
  second = planned(of_kind("second", now()));
  EXPECT_EQ(runner.run_due(), 2u);
  EXPECT_TRUE(moved);
  EXPECT_EQ(effects, 0) << "the extension came first";
  EXPECT_EQ(job(second).state, State::ready);
  EXPECT_EQ(job(second).due, now() + hours(5));
}

TEST_F(RunnerTest, CarriesOutOutsideWorkWithItsEffect) {
  std::vector<std::string> heard;
  runner.handle_outside("callback", [&](OutsideAttempt& attempt) -> Report {
    if (!attempt.begin_call().ok()) return Uncertain{};
    heard.push_back(attempt.job().attempt);
    return Done{{{"rating", std::int64_t{5}}}, [&](store::WriteTx& tx) -> base::Status {
                  HOTLINE_TRY(auto id, scheduler.schedule(tx, of_kind("thanks", tx.now())));
                  (void)id;
                  return {};
                }};
  });
  const auto id = planned(callback(now()));
  EXPECT_EQ(runner.run_due(), 1u);
  EXPECT_EQ(heard, std::vector<std::string>{attempt_id(id, 1)});
  EXPECT_EQ(job(id).state, State::done);
  EXPECT_TRUE(attempts(id)[0].call_began);
  EXPECT_EQ(count(State::ready), 1);
}

TEST_F(RunnerTest, KeepsTheOtherReportsOfOutsideWork) {
  std::vector<Report> reports{
      Postponed{now() + hours(9)},
      Failure{base::Error::of(base::ErrorCode::unavailable, "忙。", "Busy."), {}, hours(1)}, Uncertain{}};
  std::size_t next = 0;
  runner.handle_outside("callback", [&](OutsideAttempt& attempt) -> Report {
    if (std::holds_alternative<Uncertain>(reports[next])) must(attempt.begin_call());
    return reports[next++];
  });
  const auto postponed = planned(callback(now()));
  const auto failed_once = planned(callback(now()));
  const auto uncertain = planned(callback(now()));
  EXPECT_EQ(runner.run_due(), 3u);
  EXPECT_EQ(job(postponed).due, now() + hours(9));
  EXPECT_EQ(job(failed_once).due, now() + hours(1));
  EXPECT_EQ(job(uncertain).state, State::unknown);
}

TEST_F(RunnerTest, AsksRatherThanRepeatsWhenAnOutsideHandlerThrowsAfterItBegan) {
  bool begin = false;
  runner.handle_outside("callback", [&](OutsideAttempt& attempt) -> Report {
    if (begin) must(attempt.begin_call());
    throw std::runtime_error("broken");
  });
  const auto before = planned(callback(now()));
  runner.run_due();
  EXPECT_EQ(job(before).state, State::ready);
  begin = true;
  const auto after = planned(callback(now()));
  runner.run_due();
  EXPECT_EQ(job(after).state, State::unknown);
}

TEST_F(RunnerTest, TakesBackItsOwnLeasesAfterARestart) {
  const auto untouched = planned(callback(now()));
  const auto ringing = planned(callback(now()));
  const auto foreign = planned(callback(now()));
  const auto held = leased(2, "runner.test");
  ASSERT_EQ(call_begun(held[1]), "ok");
  leased(1, "platform");
  runner.recover_own();
  EXPECT_EQ(job(untouched).state, State::ready);
  EXPECT_EQ(job(ringing).state, State::unknown);
  EXPECT_EQ(job(foreign).state, State::leased);
}

TEST_F(RunnerTest, RefusesASecondHandlerForAKind) {
  runner.handle_inside("deadline", {});
  EXPECT_THROW(runner.handle_inside("deadline", {}), std::logic_error);
  EXPECT_THROW(runner.handle_outside("deadline", {}), std::logic_error);
}

TEST_F(RunnerTest, SleepsUntilTheNextDueTimeAndWakesForNewWork) {
  std::promise<std::int64_t> done;
  scheduler.on_soon([&] { waiter.wake(); });
  runner.handle_inside("deadline", [&](store::WriteTx&, const LeasedJob& held) -> base::Status {
    done.set_value(held.job);
    return {};
  });
  runner.start();
  EXPECT_EQ(waiter.nap(1), seconds(1)) << "nothing is planned";
  const auto soon = planned(of_kind("deadline", now() + milliseconds(300)));
  EXPECT_EQ(waiter.nap(2), milliseconds(300));
  store.clock.advance(milliseconds(300));
  runner.notify();
  EXPECT_EQ(done.get_future().get(), soon);
  EXPECT_EQ(waiter.nap(3), seconds(1));
  runner.stop();
}

TEST_F(RunnerTest, GivesBackTheRestOfItsLeasesWhenItIsStopped) {
  std::promise<void> begun;
  std::promise<void> go_on;
  int calls = 0;
  runner.handle_outside("callback", [&](OutsideAttempt&) -> Report {
    if (++calls == 1) {
      begun.set_value();
      go_on.get_future().wait();
    }
    return Done{};
  });
  for (int n = 0; n < 5; ++n) planned(callback(now()));
  runner.start();
  begun.get_future().wait();
  auto stopped = std::async(std::launch::async, [&] { runner.stop(); });
  // stop() has no sign of its own; its first act wakes the waiter, which remembers it.
  waiter.wait(seconds(0));
  go_on.set_value();
  stopped.get();
  EXPECT_EQ(calls, 1) << "no new call begins after stop";
  EXPECT_EQ(count(State::done), 1);
  EXPECT_EQ(count(State::ready), 4);
  EXPECT_EQ(count(State::leased), 0);
}

}  // namespace
}  // namespace hotline::jobs
