// Many connections, and more load than there is capacity for. The server has core 0, the load core 1.
#include <fmt/format.h>
#include <sys/resource.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <thread>

#include "bench/load.hpp"
#include "bench/sections.hpp"
#include "bench/service.hpp"
#include "bench/texts.hpp"

namespace hotline::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr int server_cpu = 0, load_cpu = 1;
constexpr int idle_connections = 10'000, slow_connections = 500, agents = 16;
constexpr double times_capacity = 3;
constexpr int overload_connections = 512;
constexpr double wanted_p99_ms = 200;
constexpr double wanted_goodput = 0.9;
constexpr double wanted_recovery_s = 5;

// HOTLINE_BENCH_OVERLOAD_SECONDS shortens or lengthens the run; the goal speaks of five minutes.
std::chrono::seconds overload_time() {
  const char* chosen = std::getenv("HOTLINE_BENCH_OVERLOAD_SECONDS");
  return std::chrono::seconds{chosen ? std::atoi(chosen) : 300};
}

void allow_many_files() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Connections that say nothing, and connections that say one byte at a time.
class Crowd {
 public:
  Crowd(unsigned short port, int idle, int slow) : work_(asio::make_work_guard(io_)) {
    const tcp::endpoint server{asio::ip::address_v4::loopback(), port};
    for (int i = 0; i < idle + slow; ++i) {
      auto socket = std::make_unique<tcp::socket>(io_);
      // Loopback addresses in turn: one has too few ports for all.
      socket->open(tcp::v4());
      socket->bind({asio::ip::address_v4(0x7f000002u + static_cast<unsigned>(i % 16)), 0});
      socket->connect(server);
      (i < idle ? idle_ : slow_).push_back(std::move(socket));
    }
    thread_ = std::thread([this] { io_.run(); });
    tick();
  }
  ~Crowd() {
    asio::post(io_, [this] { timer_.cancel(); });
    work_.reset();
    io_.stop();
    thread_.join();
  }

 private:
  // The whole of a request's head, a byte of it each second and connection.
  void tick() {
    timer_.expires_after(std::chrono::seconds{1});
    timer_.async_wait([this](boost::system::error_code failed) {
      if (failed) return;
      static const std::string head =
          "GET /api/v1/tickets HTTP/1.1\r\nHost: a\r\nX-Filler: aaaaaaaaaaaaaaaaaaaaaaaa";
      boost::system::error_code ignored;
      for (auto& socket : slow_) socket->write_some(asio::buffer(&head[at_ % head.size()], 1), ignored);
      ++at_;
      tick();
    });
  }

  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  asio::steady_timer timer_{io_};
  std::vector<std::unique_ptr<tcp::socket>> idle_, slow_;
  std::size_t at_ = 0;
  std::thread thread_;
};

// Requests at a fixed pace, whether answers come or not.
class OpenLoad {
 public:
  OpenLoad(unsigned short port, double per_second, std::function<void(std::string&)> next)
      : port_(port),
        interval_(
            std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(1 / per_second))),
        next_(std::move(next)) {}

  void run(std::chrono::milliseconds time, int connections) {
    for (int i = 0; i < connections; ++i) {
      auto caller = std::make_unique<Caller>(io_);
      caller->socket.connect({asio::ip::address_v4::loopback(), port_});
      caller->socket.set_option(tcp::no_delay(true));
      free_.push_back(caller.get());
      callers_.push_back(std::move(caller));
    }
    began_ = due_ = Steady::now();
    until_ = began_ + time;
    pace();
    io_.run();
    seconds_ = seconds_since(began_);
  }

  std::map<int, std::size_t> by_status;
  std::vector<double> good_micros;
  std::size_t unsent = 0;  // every connection still waited
  double seconds() const { return seconds_; }
  double goodput() const {
    const auto found = by_status.find(201);
    return found == by_status.end() ? 0 : static_cast<double>(found->second) / seconds_;
  }

 private:
  struct Caller {
    explicit Caller(asio::io_context& io) : socket(io) {}
    tcp::socket socket;
    std::string request, answer;
    Steady::time_point asked;
    char piece[8192];
  };

  void pace() {
    const auto now = Steady::now();
    for (; due_ <= now && due_ < until_; due_ += interval_) {
      if (free_.empty()) {
        ++unsent;
        continue;
      }
      Caller* caller = free_.front();
      free_.pop_front();
      send(*caller);
    }
    if (due_ >= until_) return;
    timer_.expires_at(due_);
    timer_.async_wait([this](boost::system::error_code) { pace(); });
  }
  void send(Caller& caller) {
    next_(caller.request);
    caller.answer.clear();
    caller.asked = Steady::now();
    asio::async_write(caller.socket, asio::buffer(caller.request), [this, &caller](auto failed, std::size_t) {
      if (failed) return fault();
      read(caller);
    });
  }
  void read(Caller& caller) {
    caller.socket.async_read_some(asio::buffer(caller.piece), [this, &caller](auto failed, std::size_t size) {
      if (failed) return fault();
      caller.answer.append(caller.piece, size);
      if (!is_whole_answer(caller.answer)) return read(caller);
      const int status = std::atoi(caller.answer.c_str() + 9);
      ++by_status[status];
      if (status == 201) good_micros.push_back(micros_since(caller.asked));
      free_.push_back(&caller);
    });
  }
  void fault() { ++by_status[0]; }

  asio::io_context io_{1};
  asio::steady_timer timer_{io_};
  const unsigned short port_;
  const Steady::duration interval_;
  std::function<void(std::string&)> next_;
  std::vector<std::unique_ptr<Caller>> callers_;
  std::deque<Caller*> free_;
  Steady::time_point began_, due_, until_;
  double seconds_ = 0;
};

}  // namespace

void measure_connections(Report& report) {
  report.section("Many connections",
                 fmt::format("{} idle and {} slow connections (a byte a second) beside {} agents who "
                             "take requests; server on core {}, load on core {}",
                             idle_connections, slow_connections, agents, server_cpu, load_cpu));
  allow_many_files();
  Service service("connections");
  service.open_parts();
  Texts texts(HOTLINE_SOURCE_DIR "/data/demo/requests.csv", 3);
  service.start(server_cpu);
  pin_to(load_cpu);
  LoadPlan plan;
  plan.port = service.port();
  plan.connections = agents;
  plan.time = std::chrono::seconds{3};
  plan.next = [&](std::string& request) {
    request = post_request("/api/v1/requests", service.key(), texts.next_body());
  };
  const LoadResult alone = run_load(plan);
  const Memory before = service.process().memory();
  LoadResult crowded;
  Memory during;
  {
    const Crowd crowd(service.port(), idle_connections, slow_connections);
    std::this_thread::sleep_for(std::chrono::seconds{2});
    plan.time = std::chrono::seconds{10};
    crowded = run_load(plan);
    during = service.process().memory();
  }
  pin_to(-1);
  const double p99 = percentile(crowded.micros, 0.99) / 1000;
  report.say(fmt::format("   alone   {:6.0f}/s, p50 {:5.1f} ms, p99 {:6.1f} ms; {:.0f} MiB",
                         alone.per_second(), percentile(alone.micros, 0.5) / 1000,
                         percentile(alone.micros, 0.99) / 1000, before.own_mib));
  report.say(fmt::format(
      "   crowded {:6.0f}/s, p50 {:5.1f} ms, p99 {:6.1f} ms; {:.0f} MiB ({:.1f} KiB a connection); {} "
      "refused",
      crowded.per_second(), percentile(crowded.micros, 0.5) / 1000, p99, during.own_mib,
      (during.own_mib - before.own_mib) * 1024 / (idle_connections + slow_connections), crowded.refused));
  report.verdict({"10 500 idle and slow connections, agents' p99", fmt::format("{:.1f} ms", p99), "< 200 ms",
                  p99 < wanted_p99_ms && crowded.refused == 0});
}

void measure_overload(Report& report) {
  const auto time = overload_time();
  report.section(
      "Overload",
      fmt::format(
          "capacity by 64 connections, then {:.0f} times as many requests a second for {} s; server on "
          "core {}, load on core {}",
          times_capacity, time.count(), server_cpu, load_cpu));
  Service service("overload");
  service.open_parts();
  Texts texts(HOTLINE_SOURCE_DIR "/data/demo/requests.csv", 4);
  service.start(server_cpu);
  pin_to(load_cpu);
  const auto next = [&](std::string& request) {
    request = post_request("/api/v1/requests", service.key(), texts.next_body());
  };
  LoadPlan plan;
  plan.port = service.port();
  plan.connections = 64;
  plan.time = std::chrono::seconds{10};
  plan.next = next;
  const double capacity = run_load(plan).per_second();
  OpenLoad load(service.port(), capacity * times_capacity, next);
  load.run(time, overload_connections);
  // Back to normal: how long until a second's worth of requests is taken without a refusal and as fast as
  // ever.
  const auto ended = Steady::now();
  double recovery = -1;
  plan.connections = 8;
  plan.time = std::chrono::milliseconds{500};
  while (seconds_since(ended) < 2 * wanted_recovery_s) {
    const LoadResult calm = run_load(plan);
    if (calm.refused > 0 || percentile(calm.micros, 0.99) > wanted_p99_ms * 1000) continue;
    recovery = seconds_since(ended) - 0.5;
    break;
  }
  pin_to(-1);
  std::string statuses;
  std::size_t other = 0;
  for (const auto& [status, count] : load.by_status) {
    statuses += fmt::format(" {}: {}", status, count);
    if (status != 201 && status != 503 && status != 429) other += count;
  }
  report.say(fmt::format(
      "   capacity {:.0f}/s; at {:.0f}/s: taken {:.0f}/s (p50 {:.0f} ms, p99 {:.0f} ms);{}; not sent {}",
      capacity, capacity * times_capacity, load.goodput(), percentile(load.good_micros, 0.5) / 1000,
      percentile(load.good_micros, 0.99) / 1000, statuses, load.unsent));
  report.verdict({"three times capacity, goodput", fmt::format("{:.0f} %", 100 * load.goodput() / capacity),
                  ">= 90 %", load.goodput() >= wanted_goodput * capacity});
  report.verdict({"three times capacity, other failures", std::to_string(other), "0", other == 0});
  report.verdict({"three times capacity, back to normal", fmt::format("{:.1f} s", recovery), "< 5 s",
                  recovery >= 0 && recovery < wanted_recovery_s});
}

}  // namespace hotline::bench
