#include <fmt/format.h>

#include <random>

#include "bench/bare_server.hpp"
#include "bench/sections.hpp"
#include "bench/service.hpp"
#include "bench/texts.hpp"

namespace hotline::bench {
namespace {

constexpr int rounds = 7;
constexpr int connections = 32;
constexpr auto round_time = std::chrono::milliseconds{1200};
constexpr std::size_t tickets = 2000;
constexpr int client_cpu = 0;
constexpr int server_cpu = 1;
constexpr double wanted_share = 0.50;

// In the order in which this client happens to ask.
std::string target_of(std::size_t ticket) {
  return fmt::format("/api/v1/tickets/{}", ticket + 1);
}

LoadResult read_all(unsigned short port, const std::vector<std::string>& requests, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  LoadPlan plan;
  plan.port = port;
  plan.connections = connections;
  plan.time = round_time;
  plan.next = [&](std::string& request) { request = requests[random() % requests.size()]; };
  LoadResult result = run_load(plan);
  if (result.refused > 0) throw std::runtime_error("bench: refused: " + result.first_refusal);
  return result;
}

}  // namespace

void measure_reading(Report& report) {
  report.section(
      "Ticket read by id over HTTP",
      fmt::format("GET /api/v1/tickets/ID with a key, {} tickets in random order, {} keep-alive "
                  "connections on 1 client thread pinned to CPU {};\n   hotline: 1 I/O thread, 1 writer, 2 "
                  "readers, all pinned to CPU {}; bare: 1 thread, pinned to CPU {}",
                  tickets, connections, client_cpu, server_cpu, server_cpu));
  Service service("reading");
  service.open_parts();
  Texts texts(HOTLINE_SOURCE_DIR "/data/demo/requests.csv", 2);
  service.start();
  LoadPlan fill;
  fill.port = service.port();
  fill.connections = connections;
  fill.time = std::chrono::minutes{1};
  fill.most = tickets;
  fill.next = [&](std::string& request) {
    request = post_request("/api/v1/requests", service.key(), texts.next_body());
  };
  run_load(fill);
  service.wait_until_idle();
  service.stop();

  service.start(server_cpu);
  pin_to(client_cpu);
  std::vector<std::string> requests;
  for (std::size_t i = 0; i < tickets; ++i) requests.push_back(get_request(target_of(i), service.key()));
  // Each ticket once: nothing is in memory yet.
  std::size_t next = 0;
  LoadPlan first_plan;
  first_plan.port = service.port();
  first_plan.connections = connections;
  first_plan.time = std::chrono::minutes{1};
  first_plan.most = tickets;
  first_plan.next = [&](std::string& request) { request = requests[next++]; };
  const LoadResult cold = run_load(first_plan);

  const std::string answers = service.path("answers");
  double bytes = 0;
  for (std::size_t i = 0; i < tickets; ++i) {
    const std::string answer = fetch(service.port(), requests[i]);
    bytes += static_cast<double>(answer.size());
    save_answer(answers, target_of(i), answer);
  }
  const unsigned short bare_port = free_port();
  Process bare({"/proc/self/exe", "--bare-server", std::to_string(bare_port), answers},
               service.path("bare.log"), server_cpu);
  for (bool up = false; !up;) {
    try {
      up = bare.is_running() && !fetch(bare_port, requests[0]).empty();
    } catch (const std::exception&) {  // not yet
    }
  }

  std::vector<double> shares, speeds, bare_speeds, p99, bare_p99;
  for (int round = 1; round <= rounds; ++round) {
    const auto seed = static_cast<std::uint64_t>(round);
    const LoadResult ours = read_all(service.port(), requests, seed);
    const LoadResult theirs = read_all(bare_port, requests, seed);
    speeds.push_back(ours.per_second());
    bare_speeds.push_back(theirs.per_second());
    shares.push_back(ours.per_second() / theirs.per_second());
    p99.push_back(percentile(ours.micros, 0.99) / 1000);
    bare_p99.push_back(percentile(theirs.micros, 0.99) / 1000);
    report.say(fmt::format(
        "   round {}: {:6.0f}/s, p99 {:5.2f} ms | bare {:6.0f}/s, p99 {:5.2f} ms | {:4.1f} %", round,
        speeds.back(), p99.back(), bare_speeds.back(), bare_p99.back(), 100 * shares.back()));
  }
  pin_to(-1);
  report.say(fmt::format(
      "   median: {:.0f}/s, p99 {:.2f} ms; bare {:.0f}/s, p99 {:.2f} ms; {:.0f} bytes an answer; "
      "first reads, from the database: {:.0f}/s, p99 {:.2f} ms",
      median(speeds), median(p99), median(bare_speeds), median(bare_p99),
      bytes / static_cast<double>(tickets), cold.per_second(), percentile(cold.micros, 0.99) / 1000));
  report.verdict({"read by id, share of the bare server", fmt::format("{:.0f} %", 100 * median(shares)),
                  ">= 50 %", median(shares) >= wanted_share});
}

}  // namespace hotline::bench
