// A process that carries out callbacks is killed at random moments, over and over. Citizens keep their own
// record of what they heard: a file that each call adds its attempt's id to.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <span>
#include <utility>

#include "jobs/job_desk.hpp"

namespace hotline::jobs {
namespace {

constexpr int kJobs = 10'000;
constexpr int kRounds = 200;
constexpr int kDueEachRound = kJobs / kRounds;
constexpr std::size_t kCallsAtOnce = 5;
constexpr const char* kWorker = "caller";

// The process is killed by the kernel's timer, in the midst of whatever it does then.
void kill_me_after(std::chrono::microseconds delay) {
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGKILL;
  timer_t timer{};
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) _exit(3);
  itimerspec when{};
  when.it_value.tv_sec = delay.count() / 1'000'000;
  when.it_value.tv_nsec = (delay.count() % 1'000'000) * 1000 + 1;
  if (timer_settime(timer, 0, &when, nullptr) != 0) _exit(3);
}

class Killed : public ::testing::Test {
 protected:
  std::string database() const { return dir.file("hotline.db"); }
  std::string heard_by_citizens() const { return dir.file("heard"); }

  std::map<std::string, int> heard() const {
    std::map<std::string, int> calls;
    std::ifstream file(heard_by_citizens());
    for (std::string attempt; std::getline(file, attempt);) ++calls[attempt];
    return calls;
  }

  std::unique_ptr<store::Store> open() {
    store::StoreSettings settings;
    settings.path = database();
    settings.readers = 1;
    return value_of(store::Store::open(settings, test::TestStore::key(), migrations(), clock, random,
                                       base::make_silent_logger()));
  }

  static void plan(store::Store& store, Scheduler& scheduler) {
    must(store.write([&](store::WriteTx& tx) -> base::Status {
      for (int n = 0; n < kJobs; ++n) {
        NewJob job;
        job.kind = "callback";
        job.stream = "request";
        job.subject = n;
        job.due = tx.now() + minutes(n / kDueEachRound);
        job.max_tries = 100;
        job.backoff = {milliseconds(1), milliseconds(1)};
        HOTLINE_TRY(auto id, scheduler.schedule(tx, job));
        (void)id;
      }
      return {};
    }));
  }

  // Asks the citizens about calls whose end was lost with the process that made them.
  void ask(store::Store& store, Scheduler& scheduler) {
    const auto calls = heard();
    must(store.write([&](store::WriteTx& tx) -> base::Status {
      while (scheduler.recover_worker(tx, kWorker, 1000) > 0) {
      }
      for (const Job& job : unknown_jobs(tx, "callback", 0, kJobs)) {
        const std::string attempt = attempt_id(job.id, job.attempts);
        const Answer answer = calls.contains(attempt) ? Answer::happened : Answer::not_happened;
        HOTLINE_TRY(auto state, scheduler.resolve_unknown(tx, attempt, answer, {}));
        (void)state;
      }
      return {};
    }));
  }

  static void call(store::Store& store, Scheduler& scheduler, int file, std::span<const LeasedJob> jobs) {
    must(store.write([&](store::WriteTx& tx) -> base::Status {
      for (const LeasedJob& job : jobs) HOTLINE_CHECK(scheduler.begin_call(tx, job.attempt, job.token));
      return {};
    }));
    for (const LeasedJob& job : jobs) {
      const std::string line = job.attempt + "\n";
      if (::write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(4);
    }
    must(store.write([&](store::WriteTx& tx) -> base::Status {
      for (const LeasedJob& job : jobs) HOTLINE_CHECK(scheduler.complete(tx, job.attempt, job.token, {}));
      return {};
    }));
  }

  // Calls citizens until nobody is left to call. `begun` is told once work is in hand.
  void call_everybody(store::Store& store, Scheduler& scheduler, const std::function<void()>& begun = {}) {
    bool told = false;
    const int file = ::open(heard_by_citizens().c_str(), O_WRONLY | O_APPEND | O_CREAT, 0600);
    for (;;) {
      clock.advance(milliseconds(2));
      const auto held = value_of(store.write(
          [&](store::WriteTx& tx) { return scheduler.lease(tx, {{"callback"}, kWorker, 20, minutes(5)}); }));
      if (held.empty()) break;
      if (begun && !std::exchange(told, true)) begun();
      for (std::size_t from = 0; from < held.size(); from += kCallsAtOnce) {
        call(store, scheduler, file,
             std::span(held).subspan(from, std::min(kCallsAtOnce, held.size() - from)));
      }
    }
    ::close(file);
  }

  // A life of the process, which ends by kill -9: so long after its start, or after it has work in hand. The
  // second does not hang on how fast the machine is.
  enum class From { start, work };
  void live_and_be_killed(From from, std::chrono::microseconds delay) {
    const pid_t child = fork();
    if (child == 0) {
      if (from == From::start) kill_me_after(delay);
      try {
        auto store = open();
        Scheduler scheduler(random);
        ask(*store, scheduler);
        call_everybody(*store, scheduler, [&] {
          if (from == From::work) kill_me_after(delay);
        });
        if (from == From::work) kill_me_after(delay);
        for (;;) pause();  // nothing is left to do; it is killed all the same
      } catch (...) {
        _exit(2);
      }
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "status " << status;
  }

  // Whether the last life ended with work in its hands.
  bool left_something() {
    auto store = open();
    return value_of(store->read([](store::ReadTx& tx) -> base::Result<bool> {
      for (const Count& each : counts(tx)) {
        if (each.state == State::leased && each.jobs > 0) return true;
      }
      return false;
    }));
  }

  test::TempDir dir;
  base::ManualClock clock{test::TestStore::start()};
  base::SystemRandom random;
};

TEST_F(Killed, LosesNobodyAndCallsNobodyTwice) {
  {
    auto store = open();
    Scheduler scheduler(random);
    plan(*store, scheduler);
  }
  std::mt19937 draw(20260302);
  std::uniform_int_distribution<int> moment(0, 5'000);
  int amid_work = 0;
  for (int n = 0; n < kRounds; ++n) {
    clock.advance(minutes(1));
    live_and_be_killed(n % 2 == 0 ? From::work : From::start, std::chrono::microseconds(moment(draw)));
    if (left_something()) ++amid_work;
  }
  clock.advance(minutes(1));
  auto store = open();
  Scheduler scheduler(random);
  ask(*store, scheduler);
  call_everybody(*store, scheduler);

  std::map<std::string, std::int64_t> by_state;
  for (const Count& each : value_of(
           store->read([](store::ReadTx& tx) -> base::Result<std::vector<Count>> { return counts(tx); }))) {
    by_state[std::string(name_of(each.state))] = each.jobs;
  }
  EXPECT_EQ(by_state, (std::map<std::string, std::int64_t>{{"done", kJobs}})) << "0 lost";
  std::set<std::int64_t> citizens;
  int twice = 0;
  for (const auto& [attempt, times] : heard()) {
    const bool first = citizens.insert(parse_attempt_id(attempt)->job).second;
    if (times > 1 || !first) ++twice;
  }
  EXPECT_EQ(twice, 0) << "0 heard twice";
  EXPECT_EQ(citizens.size(), static_cast<std::size_t>(kJobs));
  EXPECT_GT(amid_work, kRounds / 4) << "the test must interrupt to prove anything";
  std::cout << kRounds << " kills, " << amid_work << " of them amid leased work: " << kJobs - by_state["done"]
            << " of " << kJobs << " jobs lost, " << twice << " citizens called twice\n";
}

}  // namespace
}  // namespace hotline::jobs
