#include <fmt/format.h>

#include <atomic>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "bench/measure.hpp"
#include "hotline/store/keeping.hpp"
#include "proof/rounds.hpp"
#include "support/faulty_disk.hpp"

namespace hotline::proof {
namespace {

namespace fs = std::filesystem;
using bench::seconds_since;
using bench::Steady;

constexpr int writers = 4;
constexpr int rounds_of_a_database = 25;
constexpr std::uint64_t longest_life = 1500;  // operations of the disk in one round
constexpr auto longest_load = std::chrono::milliseconds{1500};

std::vector<store::Migration> migrations() {
  return {{"proof", 1, "01_proof",
           "CREATE TABLE deed (id TEXT PRIMARY KEY, words INTEGER NOT NULL, filler TEXT NOT NULL) STRICT;"
           "CREATE TABLE total (one INTEGER PRIMARY KEY, deeds INTEGER NOT NULL) STRICT;"
           "INSERT INTO total VALUES (1, 0)"}};
}

base::Status add_deed(store::WriteTx& tx, const std::string& id, std::size_t size) {
  const store::Sealed words = tx.vault().seal(tx, "words", "words of " + id);
  tx.execute("INSERT INTO deed (id, words, filler) VALUES (?, ?, ?)", id, words.id, std::string(size, 'x'));
  tx.execute("UPDATE total SET deeds = deeds + 1");
  static const store::Actor nobody{"system", ""};
  tx.journal().append(tx, {.stream = "deed",
                           .subject = words.id,
                           .kind = "done",
                           .actor = nobody,
                           .reason = "",
                           .payload = {{"id", id}}});
  return {};
}

class Database {
 public:
  Database(const fs::path& folder, std::uint64_t seed) : folder_(folder), random_(seed) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~Database() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  base::Result<std::unique_ptr<store::Store>> open() {
    store::StoreSettings settings;
    settings.path = folder_ / "proof.db";
    settings.group = 8;
    settings.cache_mib = 1;  // pages leave the cache early
    return store::Store::open(settings, {std::string(32, 'k')}, migrations(), clock_, random_,
                              base::make_silent_logger());
  }

  // Writes from several threads until the disk no longer works; the ids that were acknowledged join `known`.
  void load(store::Store& store, int round, std::size_t most) {
    std::atomic<std::size_t> begun{0};
    std::vector<std::thread> threads;
    const auto began = Steady::now();
    for (int writer = 0; writer < writers; ++writer) {
      threads.emplace_back([&, writer] {
        for (int i = 0, failures = 0; failures < 3 && begun++ < most && Steady::now() - began < longest_load;
             ++i) {
          const std::string id = fmt::format("{}-{}-{}", round, writer, i);
          const base::Status done = store.write(
              [&](store::WriteTx& tx) { return add_deed(tx, id, static_cast<std::size_t>(i % 7) * 900); });
          failures = done.ok() ? 0 : failures + 1;
          if (!done.ok()) continue;
          const std::lock_guard lock(mutex_);
          known_.insert(id);
        }
      });
    }
    for (std::thread& one : threads) one.join();
  }

  // Looks for everything that was acknowledged since the database was made.
  void check(store::Store& store, Tally& tally) {
    const base::Status looked = store.read([&](store::ReadTx& tx) -> base::Status {
      for (const std::string& id : known_) {
        store::Statement row = tx.query("SELECT words FROM deed WHERE id = ?");
        row.bind(id);
        if (!row.step()) {
          ++tally.lost;
        } else if (const auto words = tx.vault().open(tx, row.integer(0));
                   !words.ok() || *words != "words of " + id) {
          ++tally.lost;
        }
      }
      store::Statement sums = tx.query(
          "SELECT (SELECT deeds FROM total), (SELECT count(*) FROM deed),"
          " (SELECT count(*) FROM journal WHERE stream = 'deed')");
      sums.step();
      const bool agree = sums.integer(0) == sums.integer(1) && sums.integer(1) == sums.integer(2);
      const store::ChainReport chain = store::verify_chain(tx);
      store::Statement whole = tx.query("PRAGMA integrity_check(1)");
      if (!agree || chain.first_broken || !whole.step() || whole.text(0) != "ok") ++tally.broken;
      return {};
    });
    if (!looked.ok()) ++tally.broken;
    // A page that a cut tore is found whole again once the log was replayed: no false alarm.
    const auto report = store::keeping_of(store).check();
    if (!report.ok() || !report->ok()) ++tally.broken;
  }

  std::size_t known() const { return known_.size(); }

 private:
  fs::path folder_;
  base::SystemClock clock_;
  base::SeededRandom random_;
  std::mutex mutex_;
  std::set<std::string> known_;
};

using Break = std::function<void(Database&, test::FaultyDisk&, std::mt19937_64&, int round)>;

Tally run(const std::string& name, const Plan& plan, const Break& break_it) {
  Tally tally;
  tally.name = name;
  std::mt19937_64 random(plan.seed);
  test::FaultyDisk disk(plan.seed);
  const fs::path folder = fs::path(HOTLINE_BENCH_DIR) / name;
  std::unique_ptr<Database> database;
  const auto began = Steady::now();
  for (int round = 0; round < plan.rounds; ++round) {
    const auto round_began = Steady::now();
    if (round % rounds_of_a_database == 0) {
      database.reset();  // takes the folder with it
      database = std::make_unique<Database>(folder, random());
    }
    const std::size_t before = database->known();
    break_it(*database, disk, random, round);
    disk.restore_power();
    tally.acknowledged += database->known() - before;
    if (auto store = database->open(); store.ok()) {
      database->check(**store, tally);
    } else {
      std::cerr << "cannot be opened: " << store.error().text.en << '\n';
      ++tally.broken;
    }
    ++tally.rounds;
    tally.longest_round = std::max(tally.longest_round, seconds_since(round_began));
    say_progress(tally, plan.rounds);
  }
  tally.seconds = seconds_since(began);
  const test::PowerCuts cuts = disk.cuts();
  tally.more = fmt::format("; {} cuts, {} unsynced writes: {} dropped, {} torn, {} files", cuts.cuts,
                           cuts.unsynced, cuts.dropped, cuts.torn, cuts.files);
  if (disk.failures() > 0) tally.more += fmt::format("; {} failed operations", disk.failures());
  return tally;
}

std::uint64_t below(std::mt19937_64& random, std::uint64_t n) {
  return std::uniform_int_distribution<std::uint64_t>(0, n - 1)(random);
}

}  // namespace

Tally power_rounds(const Plan& plan) {
  return run("power cut", plan,
             [](Database& database, test::FaultyDisk& disk, std::mt19937_64& random, int round) {
               // One round in eight dies while it opens: recovering what the last one left.
               const bool while_opening = below(random, 8) == 0;
               disk.cut_power_after(below(random, while_opening ? 30 : longest_life));
               auto store = database.open();
               if (!store.ok()) return;
               database.load(**store, round, SIZE_MAX);
               disk.cut_power_now();
             });
}

Tally failing_disk_rounds(const Plan& plan) {
  return run("failing disk", plan,
             [](Database& database, test::FaultyDisk& disk, std::mt19937_64& random, int round) {
               auto store = database.open();
               if (!store.ok())
                 throw std::runtime_error("a healthy disk does not open: " + store.error().text.en);
               disk.set_failures(0.01, 0.02, 0.001);
               database.load(**store, round, 60 + below(random, 200));
               disk.set_failures(0, 0);
               // The disk is well again: so is the store, without being opened anew.
               database.load(**store, 1'000'000 + round, 8);
               disk.cut_power_now();
             });
}

void say_progress(const Tally& tally, int rounds) {
  if (tally.rounds % 50 != 0 || tally.rounds == rounds) return;
  std::cout << fmt::format("  {} {}/{}: acknowledged {}, lost {}, not whole {}\n", tally.name, tally.rounds,
                           rounds, tally.acknowledged, tally.lost, tally.broken)
            << std::flush;
}

}  // namespace hotline::proof
