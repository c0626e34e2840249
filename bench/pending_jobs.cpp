#include <fmt/format.h>

#include <atomic>
#include <random>
#include <thread>

#include "bench/sections.hpp"
#include "bench/service.hpp"
#include "bench/texts.hpp"

namespace hotline::bench {
namespace {

constexpr std::int64_t pending = 1'000'000;
constexpr std::int64_t due_each_second = 5500;
constexpr int seconds = 10;
constexpr int jobs_at_once = 500;  // of one lease
constexpr int schedule_at_once = 10'000;
constexpr double wanted_leased = 5000;
constexpr double wanted_late_ms = 1000;
constexpr double wanted_start_s = 3;
constexpr double wanted_due_us = 1;
constexpr int dues = 3'000'000;
constexpr const char* kind = "bench.pending";

// `count` jobs, the first due at `first` and `each` after one another.
void plan_jobs(app::Hotline& parts, std::int64_t count, base::Time first, double each_ms) {
  for (std::int64_t planned = 0; planned < count;) {
    must(parts.store->write([&](store::WriteTx& tx) -> base::Status {
      for (int i = 0; i < schedule_at_once && planned < count; ++i, ++planned) {
        jobs::NewJob job;
        job.kind = kind;
        job.stream = "ticket";
        job.subject = planned + 1;
        job.due = first + base::Duration{static_cast<std::int64_t>(static_cast<double>(planned) * each_ms)};
        HOTLINE_CHECK(parts.scheduler.schedule(tx, job));
      }
      return {};
    }));
  }
}

// What one due time costs: any start of a year and a half, allowances up to thirty working days.
void measure_due(const city::City& city, Report& report) {
  const auto [first, last] = city.calendar.covered();
  const auto start = static_cast<std::uint64_t>(base::to_millis(first));
  std::mt19937_64 draw(5);
  std::vector<std::pair<base::Time, base::Duration>> asked;
  for (int i = 0; i < 4096; ++i) {
    asked.emplace_back(base::from_millis(static_cast<std::int64_t>(start + draw() % 47'000'000'000ULL)),
                       std::chrono::minutes{static_cast<int>(draw() % 13'500)});
  }
  double worst = 0;
  for (const city::Timetable& one : city.calendar.timetables()) {
    const city::WorkClock clock = city.calendar.timetable(one.code);
    std::int64_t sum = 0;  // keeps the work from being left out
    const auto began = Steady::now();
    for (std::size_t i = 0; i < dues; ++i) {
      const auto& [at, allowance] = asked[i % asked.size()];
      const auto due = clock.due(at, allowance);
      sum += due.ok() ? base::to_millis(*due) & 1 : 1;
    }
    const double each = seconds_since(began) * 1e6 / dues;
    worst = std::max(worst, each);
    report.say(fmt::format("   due, timetable {}: {:.3f} us each ({})", one.code, each, sum));
  }
  report.verdict(
      {"one due time, slowest timetable", fmt::format("{:.3f} us", worst), "< 1 us", worst < wanted_due_us});
}

}  // namespace

void measure_pending_jobs(Report& report) {
  report.section("A million pending jobs",
                 fmt::format("{} fall due each second for {} s and are leased {} at a time, one durable "
                             "commit each, while another thread takes requests; nothing pinned",
                             due_each_second, seconds, jobs_at_once));
  Service service("jobs");
  Texts texts(HOTLINE_SOURCE_DIR "/data/demo/requests.csv", 4);
  std::vector<double> late;
  double took = 0;
  std::int64_t taken = 0;
  {
    const auto parts = service.open_parts();
    measure_due(*parts->city.get(), report);
    auto began = Steady::now();
    constexpr std::int64_t soon = due_each_second * seconds;
    plan_jobs(*parts, pending - soon, parts->clock.now() + std::chrono::hours{24}, 1000);
    const base::Time zero = parts->clock.now() + std::chrono::seconds{20};
    plan_jobs(*parts, soon, zero, 1000.0 / due_each_second);
    report.say(fmt::format("   {} jobs planned in {:.1f} s", pending, seconds_since(began)));
    intake::Submission submission;
    submission.request = texts.next(parts->clock.now());
    const intake::Assessment assessment = parts->intake.assess(submission);
    std::atomic<bool> stop{false};
    std::thread writing([&] {
      while (!stop.load()) {
        submission.request = texts.next(parts->clock.now());
        must(parts->store->write([&](store::WriteTx& tx) {
          return parts->intake.take(tx, submission, assessment, {app::system_actor(), ""});
        }));
        ++taken;
      }
    });
    std::this_thread::sleep_for(zero - parts->clock.now());
    began = Steady::now();
    const base::Time end = zero + std::chrono::seconds{seconds};
    while (static_cast<std::int64_t>(late.size()) < due_each_second * seconds) {
      const auto some = must(parts->store->write([&](store::WriteTx& tx) {
        return parts->scheduler.lease(tx, {{kind}, "bench", jobs_at_once, std::chrono::minutes{5}});
      }));
      for (const jobs::LeasedJob& one : some)
        late.push_back(static_cast<double>((one.started - one.due).count()));
      if (some.empty() && parts->clock.now() > end + std::chrono::seconds{5}) break;
    }
    took = seconds_since(began);
    stop = true;
    writing.join();
  }
  const double speed = static_cast<double>(late.size()) / took;
  report.say(
      fmt::format("   leased {} in {:.1f} s while {} requests were taken; late p50 {:.0f} ms, p99 {:.0f} ms",
                  late.size(), took, taken, percentile(late, 0.5), percentile(late, 0.99)));
  const double start = service.start();
  service.stop();
  report.verdict({"jobs leased while requests are taken", fmt::format("{:.0f}/s", speed), ">= 5000/s",
                  speed >= wanted_leased});
  report.verdict({"lateness of jobs at that load, p99", fmt::format("{:.0f} ms", percentile(late, 0.99)),
                  "< 1 s", percentile(late, 0.99) < wanted_late_ms});
  report.verdict({"start-up with a million pending jobs", fmt::format("{:.2f} s", start), "< 3 s",
                  start < wanted_start_s});
}

}  // namespace hotline::bench
