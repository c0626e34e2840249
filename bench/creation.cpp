#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "bench/bare_writer.hpp"
#include "bench/sections.hpp"
#include "bench/service.hpp"
#include "bench/texts.hpp"

namespace hotline::bench {
namespace {

constexpr int rounds = 7;
constexpr int connections = 32;
constexpr auto round_time = std::chrono::milliseconds{2000};
constexpr double wanted_share = 0.40;
constexpr double wanted_p99_ms = 50;

struct Commits {
  double works = 0, commits = 0;
};

Commits commits_of(const Service& service) {
  return {service.metric("hotline_store_writes"), service.metric("hotline_store_commits")};
}

}  // namespace

void measure_creation(Report& report) {
  report.section(
      "Durable creation over HTTP",
      fmt::format(
          "POST /api/v1/requests with a key: triage, neighbours, decision, ticket, journal, full text. "
          "{} keep-alive connections on 1 client thread;\n   hotline: 1 I/O thread, 1 writer, 2 readers; "
          "bare: 1 thread writes the same rows, as many requests a commit; nothing pinned, 2 cores "
          "for all",
          connections));
  Service service("creation");
  service.open_parts();
  Texts texts(HOTLINE_SOURCE_DIR "/data/demo/requests.csv", 1);
  LoadPlan plan;
  plan.connections = connections;
  plan.time = round_time;
  plan.next = [&](std::string& request) {
    request = post_request("/api/v1/requests", service.key(), texts.next_body());
  };
  const auto load = [&] {
    LoadResult result = run_load(plan);
    if (result.refused > 0) throw std::runtime_error("bench: refused: " + result.first_refusal);
    return result;
  };

  // Warm: the day's number, the newest requests to compare with. The bare writer goes on from a copy.
  service.start();
  plan.port = service.port();
  load();
  service.wait_until_idle();
  service.stop();
  const std::string bare_database = service.path("bare.db");
  std::filesystem::copy_file(service.database(), bare_database);
  service.start();
  plan.port = service.port();
  RowSource source(service.database());
  BareWriter bare(bare_database);
  source.gained();

  std::vector<double> shares, speeds, bare_speeds, p50, p99, groups;
  double rows_each = 0;
  for (int round = 1; round <= rounds; ++round) {
    const Commits before = commits_of(service);
    const double cpu_before = service.process().cpu_seconds();
    const LoadResult result = load();
    const double cpu = service.process().cpu_seconds() - cpu_before;
    const Commits after = commits_of(service);
    const Gain gain = source.gained();
    // What the hotline still does about these requests must not disturb the bare writer.
    service.wait_until_idle();
    const auto commits = std::max(1.0, after.commits - before.commits);
    const double group = (after.works - before.works) / commits;
    const double bare_seconds = bare.write(gain, static_cast<std::size_t>(std::lround(group)));
    bare.write(source.gained(), 256);
    const double bare_speed = static_cast<double>(gain.requests()) / bare_seconds;
    speeds.push_back(result.per_second());
    bare_speeds.push_back(bare_speed);
    shares.push_back(result.per_second() / bare_speed);
    p50.push_back(percentile(result.micros, 0.5) / 1000);
    p99.push_back(percentile(result.micros, 0.99) / 1000);
    groups.push_back(group);
    rows_each = static_cast<double>(gain.all()) / static_cast<double>(gain.requests());
    report.say(
        fmt::format("   round {}: {:6.0f}/s, p50 {:5.1f} ms, p99 {:5.1f} ms, {:4.1f} writes a commit, "
                    "{:4.0f} us CPU a request | bare {:6.0f}/s | {:4.1f} %",
                    round, speeds.back(), p50.back(), p99.back(), group,
                    cpu * 1e6 / static_cast<double>(result.answered), bare_speed, 100 * shares.back()));
  }
  report.say(
      fmt::format("   median: {:.0f}/s, p50 {:.1f} ms, p99 {:.1f} ms; bare {:.0f}/s; {:.1f} rows a request "
                  "beside its full-text row",
                  median(speeds), median(p50), median(p99), median(bare_speeds), rows_each));
  report.verdict({"creation, share of the bare writer", fmt::format("{:.0f} %", 100 * median(shares)),
                  ">= 40 %", median(shares) >= wanted_share});
  report.verdict(
      {"creation, p99", fmt::format("{:.1f} ms", median(p99)), "< 50 ms", median(p99) < wanted_p99_ms});
}

}  // namespace hotline::bench
