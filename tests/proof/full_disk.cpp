#include <fmt/format.h>
#include <sys/mount.h>

#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>
#include <vector>

#include "bench/measure.hpp"
#include "bench/service.hpp"
#include "proof/acknowledged.hpp"
#include "proof/rounds.hpp"
#include "support/http_client.hpp"

namespace hotline::proof {
namespace {

using bench::seconds_since;
using bench::Steady;

constexpr int clients = 4;
constexpr auto phase = std::chrono::seconds{4};

// A folder that is a small disk of its own, while it can be mounted.
class SmallDisk {
 public:
  explicit SmallDisk(std::string folder) : folder_(std::move(folder)) {
    mounted_ = ::mount("tmpfs", folder_.c_str(), "tmpfs", 0, "size=192m,mode=0700") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mounted() const { return mounted_; }
  // Takes all the space that is left, and gives it back.
  void fill() const {
    std::ofstream out(folder_ + "/filler", std::ios::binary);
    const std::string block(4096, 'f');
    while (out.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  void clear() const { std::remove((folder_ + "/filler").c_str()); }

 private:
  std::string folder_;
  bool mounted_ = false;
};

struct Counts {
  std::atomic<int> created{0}, full{0}, shed{0}, other{0};
};

void send(unsigned short port, const std::string& key, const std::string& prefix,
          const std::atomic<bool>& stop, Counts& counts, std::mutex& mutex, std::set<Acknowledged>& known) {
  test::HttpClient client(port);
  client.headers["Authorization"] = "Bearer " + key;
  for (int i = 0; !stop; ++i) {
    const std::string id = prefix + std::to_string(i);
    const auto reply = client.post("/api/v1/requests", proof_request(id));
    if (reply.status == 201) {
      ++counts.created;
      const std::lock_guard lock(mutex);
      known.insert({reply.json().value("number", ""), id});
    } else if (reply.status == 507 && reply.problem() == "storage_full") {
      ++counts.full;
    } else if (reply.status == 503) {
      ++counts.shed;
    } else {
      ++counts.other;
    }
  }
}

}  // namespace

Tally full_disk(const Plan& plan) {
  Tally tally;
  tally.name = "full disk (tmpfs)";
  const auto began = Steady::now();
  bench::Service service("full-disk");
  {
    SmallDisk disk(service.path("."));
    if (!disk.mounted()) {
      tally.skipped = "no tmpfs may be mounted here; the same is shown by the tests through a failing VFS";
      return tally;
    }
    service.open_parts();
    service.start();
    std::mutex mutex;
    std::set<Acknowledged> known;
    Counts counts;
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (int client = 0; client < clients; ++client) {
      threads.emplace_back([&, client] {
        send(service.port(), service.key(), fmt::format("full-{}-{}-", plan.seed, client), stop, counts,
             mutex, known);
      });
    }
    std::this_thread::sleep_for(phase);
    disk.fill();
    const int full_before = counts.full;
    int reads = 0, reads_failed = 0;
    std::string number;
    {
      const std::lock_guard lock(mutex);
      if (!known.empty()) number = known.begin()->number;
    }
    test::HttpClient reader(service.port());
    reader.headers["Authorization"] = "Bearer " + service.key();
    for (const auto until = Steady::now() + phase; Steady::now() < until; ++reads) {
      reads_failed += reader.get("/api/v1/requests/" + number).status == 200 ? 0 : 1;
    }
    const int refused = counts.full - full_before;
    disk.clear();
    const auto cleared = Steady::now();
    const int created_before = counts.created, full_after = counts.full, shed_after = counts.shed;
    while (counts.created == created_before && seconds_since(cleared) < 30) std::this_thread::yield();
    const double recovered = seconds_since(cleared);
    std::this_thread::sleep_for(phase);
    stop = true;
    for (std::thread& one : threads) one.join();
    service.stop();
    tally.acknowledged = known.size();
    check_acknowledged(service, known, tally);
    ++tally.rounds;
    if (refused == 0 || reads_failed > 0 || recovered >= 30 || counts.other > 0) ++tally.broken;
    tally.more = fmt::format(
        "; 507 {} times while full, {} reads then ({} failed), other failures {}, taken again after {:.2f} s "
        "without a restart (507 {}, 503 {} after space was there)",
        refused, reads, reads_failed, counts.other.load(), recovered, counts.full - full_after,
        counts.shed - shed_after);
  }
  tally.seconds = tally.longest_round = seconds_since(began);
  return tally;
}

}  // namespace hotline::proof
