// Many connections, and more load than there is capacity for. The server has one processor, the load another.
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <thread>

#include "bench/crowd.hpp"
#include "bench/load.hpp"
#include "bench/open_load.hpp"
#include "bench/sections.hpp"
#include "bench/service.hpp"
#include "bench/texts.hpp"

namespace hotline::bench {
namespace {

constexpr int server_cpu = 0, load_cpu = 1;

constexpr int idle_connections = 10'000, slow_connections = 500, agents = 16;
constexpr std::chrono::seconds alone_time{5}, crowd_settles{3}, crowded_time{30};
constexpr double wanted_p99_ms = 200;
constexpr double wanted_crowd_mib = 150;  // all that the crowd may cost

constexpr double times_capacity = 3;
constexpr int capacity_connections = 64, flood_connections = 512, desk_connections = 16;
constexpr int intake_connections = 256;
// The speed of a machine that others share moves within minutes: what a spell took is held against the
// capacity just before and just after it.
constexpr std::chrono::seconds capacity_time{5}, spell_time{30}, lists_capacity_time{3}, lists_time{20};
constexpr double desk_per_second = 10;  // new requests of a desk that has no part in the flood
constexpr double wanted_goodput = 0.9;
constexpr double wanted_recovery_s = 5;
constexpr double wanted_desk_refused = 0.01;

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// Both sides on their own processors until it goes.
class Pinned {
 public:
  Pinned() { pin_to(load_cpu); }
  ~Pinned() { pin_to(-1); }
  Pinned(const Pinned&) = delete;
  Pinned& operator=(const Pinned&) = delete;
};

std::string milliseconds(const std::vector<double>& micros) {
  return fmt::format("p50 {:.1f} ms, p99 {:.1f} ms", percentile(micros, 0.5) / 1000,
                     percentile(micros, 0.99) / 1000);
}

struct Capacity {
  double per_second = 0;
  double cpu_micros = 0;  // of the server, for each request
};

Capacity capacity_of(Service& service, const OpenLoad::Next& next, std::chrono::milliseconds time) {
  LoadPlan plan;
  plan.port = service.port();
  plan.connections = capacity_connections;
  plan.time = time;
  plan.next = next;
  const double cpu_before = service.process().cpu_seconds();
  const LoadResult result = run_load(plan);
  const auto taken = static_cast<double>(result.answered - result.refused);
  return {taken / result.seconds, 1e6 * (service.process().cpu_seconds() - cpu_before) / taken};
}

std::string listed(const std::vector<Capacity>& capacities) {
  std::string text;
  for (const Capacity& one : capacities) text += fmt::format(" {:.0f}", one.per_second);
  return text + " a second";
}

// Seconds until half a second of eight callers passes without a refusal and as fast as ever; negative: not
// within twice the time that is wanted.
double recovery_of(const Service& service, const OpenLoad::Next& next) {
  const auto ended = Steady::now();
  LoadPlan plan;
  plan.port = service.port();
  plan.connections = 8;
  plan.time = std::chrono::milliseconds{500};
  plan.next = next;
  while (seconds_since(ended) < 2 * wanted_recovery_s) {
    const double before = seconds_since(ended);
    const LoadResult calm = run_load(plan);
    if (calm.refused == 0 && percentile(calm.micros, 0.99) < wanted_p99_ms * 1000) return before;
  }
  return -1;
}

}  // namespace

void measure_connections(Report& report) {
  report.section("Many connections",
                 fmt::format("{} idle and {} slow connections (a byte a second) beside {} connections of "
                             "agents who take requests without pause;\n   server on processor {}, agents and "
                             "crowd on processor {}",
                             idle_connections, slow_connections, agents, server_cpu, load_cpu));
  constexpr std::size_t all = idle_connections + slow_connections;
  if (allow_many_files() < all + 100)
    throw std::runtime_error("bench: the limit of open files is too low for so many connections");
  Service service("connections");
  service.open_parts();
  Texts texts(HOTLINE_SOURCE_DIR "/data/demo/requests.csv", 3);
  service.start(server_cpu);
  const Pinned pinned;
  LoadPlan plan;
  plan.port = service.port();
  plan.connections = agents;
  plan.next = [&](std::string& request) {
    request = post_request("/api/v1/requests", service.key(), texts.next_body());
  };
  plan.time = alone_time;
  const LoadResult alone = run_load(plan);
  service.wait_until_idle();
  const Memory before = service.process().memory();
  const Crowd crowd(service.port(), idle_connections, slow_connections);
  std::this_thread::sleep_for(crowd_settles);
  const double open = service.metric("hotline_http_connections");
  const double crowd_mib = service.process().memory().own_mib - before.own_mib;
  plan.time = crowded_time;
  const LoadResult crowded = run_load(plan);
  const double p99 = percentile(crowded.micros, 0.99) / 1000;
  report.say(fmt::format("   alone   {:5.0f}/s, {}; {:.0f} MiB", alone.per_second(),
                         milliseconds(alone.micros), before.own_mib));
  report.say(
      fmt::format("   crowded {:5.0f}/s, {}; {} refused; {:.0f} connections open, {} ended by the server",
                  crowded.per_second(), milliseconds(crowded.micros), crowded.refused, open, crowd.ended()));
  report.say(fmt::format("   the crowd costs {:.0f} MiB, {:.1f} KiB a connection; {:.0f} MiB at the end",
                         crowd_mib, crowd_mib * 1024 / static_cast<double>(all),
                         service.process().memory().own_mib));
  report.verdict({"10 500 idle and slow connections, agents' p99", fmt::format("{:.1f} ms", p99), "< 200 ms",
                  p99 < wanted_p99_ms && crowded.refused == 0 && open >= static_cast<double>(all)});
  report.verdict({"their memory", fmt::format("{:.0f} MiB", crowd_mib),
                  fmt::format("< {:.0f} MiB", wanted_crowd_mib), crowd_mib < wanted_crowd_mib});
}

void measure_overload(Report& report, std::chrono::seconds time) {
  report.section(
      "Overload",
      fmt::format(
          "capacity by {} connections, then {:.0f} times as many new requests a second for {} s on {} "
          "connections,\n   in spells of {} s, beside a desk that takes {:.0f} a second; server on processor "
          "{}, load on processor {}",
          capacity_connections, times_capacity, time.count(), flood_connections, spell_time.count(),
          desk_per_second, server_cpu, load_cpu));
  allow_many_files();
  Service service("overload");
  const std::string desk_key = service.issue_key(*service.open_parts(), "desk");
  Texts texts(HOTLINE_SOURCE_DIR "/data/demo/requests.csv", 4);
  service.start(server_cpu);
  const Pinned pinned;
  const auto taking = [&](const std::string& key) {
    return [&texts, key](std::string& request) {
      request = post_request("/api/v1/requests", key, texts.next_body());
    };
  };

  std::vector<Capacity> capacities{capacity_of(service, taking(service.key()), capacity_time)};
  {
    boost::asio::io_context io(1);
    OpenLoad flood(io, service.port(), flood_connections, taking(service.key()));
    OpenLoad desk(io, service.port(), desk_connections, taking(desk_key));
    double possible = 0, flooded_seconds = 0, cpu_seconds = 0, recovery = 0;
    for (auto left = time; left.count() > 0; left -= spell_time) {
      const auto spell = std::min(left, spell_time);
      const auto began = Steady::now();
      const double cpu_before = service.process().cpu_seconds();
      flood.start(spell, capacities.back().per_second * times_capacity);
      desk.start(spell, desk_per_second);
      io.restart();
      io.run();
      const double seconds = seconds_since(began);
      cpu_seconds += service.process().cpu_seconds() - cpu_before;
      const double recovered = recovery_of(service, taking(service.key()));
      recovery = recovered < 0 || recovery < 0 ? -1 : std::max(recovery, recovered);
      capacities.push_back(capacity_of(service, taking(service.key()), capacity_time));
      const auto around = std::span(capacities).last(2);
      possible += seconds * (around[0].per_second + around[1].per_second) / 2;
      flooded_seconds += seconds;
    }
    const auto all_taken = static_cast<double>(flood.taken() + desk.taken());
    const double desk_refused =
        share(desk.refused() + desk.other() + desk.unsent(), desk.sent() + desk.unsent());
    report.say("   capacity before, between and after the spells:" + listed(capacities));
    report.say(fmt::format("   sent {:.0f}/s, not sent {}: taken {:.0f}/s, {}; answers {}",
                           static_cast<double>(flood.sent()) / flooded_seconds, flood.unsent(),
                           all_taken / flooded_seconds, milliseconds(flood.micros()), flood.statuses()));
    report.say(fmt::format(
        "   the server's CPU for each request taken: {:.0f} us at first, {:.0f} us at last, {:.0f} us with "
        "its share of refusals",
        capacities.front().cpu_micros, capacities.back().cpu_micros, 1e6 * cpu_seconds / all_taken));
    report.say(fmt::format("   the desk: {} sent, {:.1f} % refused, {}; answers {}", desk.sent(),
                           100 * desk_refused, milliseconds(desk.micros()), desk.statuses()));
    report.say(fmt::format("   memory at the end {:.0f} MiB", service.process().memory().own_mib));
    report.verdict({"three times capacity, goodput", fmt::format("{:.0f} %", 100 * all_taken / possible),
                    ">= 90 %", all_taken >= wanted_goodput * possible});
    const std::size_t other = flood.other() + desk.other();
    report.verdict({"three times capacity, other failures", std::to_string(other), "0", other == 0});
    report.verdict({"three times capacity, back to normal",
                    recovery < 0 ? "not in 10 s" : fmt::format("{:.1f} s", recovery), "< 5 s",
                    recovery >= 0 && recovery < wanted_recovery_s});
    report.verdict({"three times capacity, another desk refused", fmt::format("{:.1f} %", 100 * desk_refused),
                    "< 1 %", desk_refused < wanted_desk_refused});
  }

  // Who goes first: the same program asks for lists beyond what can be answered, and takes requests.
  service.wait_until_idle();
  const OpenLoad::Next listing = [&](std::string& request) {
    request = get_request("/api/v1/tickets?limit=50&state=dispatched", service.key());
  };
  const double lists_capacity = capacity_of(service, listing, lists_capacity_time).per_second;
  boost::asio::io_context io(1);
  OpenLoad lists(io, service.port(), flood_connections, listing);
  OpenLoad intake(io, service.port(), intake_connections, taking(service.key()));
  lists.start(lists_time, lists_capacity * times_capacity);
  intake.start(lists_time, capacities.back().per_second / 4);
  io.run();
  const double lists_refused = share(lists.refused(), lists.sent());
  const double intake_refused = share(intake.refused() + intake.unsent(), intake.sent() + intake.unsent());
  report.say(fmt::format("   lists, capacity {:.0f}/s, three times as many for {} s: {:.0f} % refused, {}",
                         lists_capacity, lists_time.count(), 100 * lists_refused, lists.statuses()));
  report.say(fmt::format("   new requests of the same program beside them: {:.1f} % refused, {}; answers {}",
                         100 * intake_refused, milliseconds(intake.micros()), intake.statuses()));
  report.verdict({"intake refused while lists are", fmt::format("{:.1f} %", 100 * intake_refused), "< 1 %",
                  intake_refused < wanted_desk_refused && intake.other() == 0});
}

}  // namespace hotline::bench
