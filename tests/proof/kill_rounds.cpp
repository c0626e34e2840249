#include <fmt/format.h>

#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "bench/measure.hpp"
#include "bench/service.hpp"
#include "hotline/store/keeping.hpp"
#include "proof/acknowledged.hpp"
#include "support/http_client.hpp"

namespace hotline::proof {
namespace {

using bench::seconds_since;
using bench::Steady;

constexpr int clients = 4;
constexpr int rounds_of_a_database = 25;
constexpr int longest_life_ms = 400;

// Sends requests until the server is gone.
void send_until_killed(unsigned short port, const std::string& key, const std::string& prefix,
                       std::mutex& mutex, std::set<Acknowledged>& known) {
  test::HttpClient client(port);
  client.headers["Authorization"] = "Bearer " + key;
  try {
    for (int i = 0;; ++i) {
      const std::string id = prefix + std::to_string(i);
      const auto reply = client.post("/api/v1/requests", proof_request(id));
      if (reply.status != 201) continue;
      const std::string number = reply.json().value("number", "");
      const std::lock_guard lock(mutex);
      known.insert({number, id});
    }
  } catch (const std::exception&) {  // the process is gone: that is what this is about
  }
}

}  // namespace

void check_acknowledged(bench::Service& service, const std::set<Acknowledged>& known, Tally& tally) {
  base::SystemClock clock;
  base::SystemRandom random;
  const auto key = bench::must(store::load_master_key(service.path("hotline.key"), false));
  store::StoreSettings settings;
  settings.path = service.database();
  const auto store = bench::must(
      store::Store::open(settings, key, app::all_migrations(), clock, random, base::make_silent_logger()));
  const base::Status looked = store->read([&](store::ReadTx& tx) -> base::Status {
    for (const Acknowledged& one : known) {
      store::Statement row = tx.query("SELECT count(*) FROM request WHERE number = ? AND external_id = ?");
      row.bind(one.number, one.external_id);
      row.step();
      if (row.integer(0) == 0) ++tally.lost;
      if (row.integer(0) > 1) ++tally.twice;
    }
    return {};
  });
  const auto report = store::keeping_of(*store).check();
  if (!looked.ok() || !report.ok() || !report->ok()) ++tally.broken;
}

Tally kill_rounds(const Plan& plan) {
  Tally tally;
  tally.name = "kill -9 under load";
  std::mt19937_64 random(plan.seed);
  std::unique_ptr<bench::Service> service;
  std::set<Acknowledged> known;
  const auto began = Steady::now();
  for (int round = 0; round < plan.rounds; ++round) {
    const auto round_began = Steady::now();
    if (round % rounds_of_a_database == 0) {
      service.reset();
      service = std::make_unique<bench::Service>("kill");
      service->open_parts();
      known.clear();
    }
    const std::size_t before = known.size();
    service->start();
    std::mutex mutex;
    std::vector<std::thread> threads;
    for (int client = 0; client < clients; ++client) {
      threads.emplace_back([&, client] {
        send_until_killed(service->port(), service->key(), fmt::format("{}-{}-", round, client), mutex,
                          known);
      });
    }
    const auto life = std::uniform_int_distribution<int>(1, longest_life_ms)(random);
    std::this_thread::sleep_for(std::chrono::milliseconds{life});
    service->kill_now();
    for (std::thread& one : threads) one.join();
    tally.acknowledged += known.size() - before;
    check_acknowledged(*service, known, tally);
    ++tally.rounds;
    tally.longest_round = std::max(tally.longest_round, seconds_since(round_began));
    say_progress(tally, plan.rounds);
  }
  tally.seconds = seconds_since(began);
  return tally;
}

}  // namespace hotline::proof
