// Figures of the HTTP layer in Prometheus text format. Counting is lock-free, from any thread.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "api/route.hpp"
#include "hotline/api/platform.hpp"

namespace hotline::api {

class Metrics {
 public:
  explicit Metrics(const std::vector<Route>& routes);

  // `route` is the index in the table; kOther for what no route answered.
  static constexpr std::size_t kOther = static_cast<std::size_t>(-1);
  void count(std::size_t route, unsigned status, std::chrono::nanoseconds took);

  std::atomic<std::int64_t> connections{0};
  std::atomic<std::int64_t> connections_refused{0};
  std::atomic<std::int64_t> event_clients{0};
  std::atomic<std::int64_t> cache_hits{0};
  std::atomic<std::int64_t> cache_misses{0};

  // The whole page, with the gauges of other modules.
  std::string page(const std::vector<Gauge>& gauges) const;

 private:
  static constexpr std::array<double, 12> kBounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                  0.05,   0.1,   0.25,   0.5,   1,    5};  // seconds
  static constexpr std::array<unsigned, 24> kStatuses{200, 201, 202, 204, 206, 301, 304, 400,
                                                      401, 403, 404, 405, 408, 409, 412, 413,
                                                      415, 422, 428, 429, 431, 500, 503, 507};
  struct Counters {
    std::array<std::atomic<std::uint64_t>, kStatuses.size() + 1> by_status{};
    std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets{};
    std::atomic<std::uint64_t> nanoseconds{0};
  };
  struct Label {
    std::string operation;
    std::string method;
  };

  void write_counters(std::string& out) const;
  void write_histograms(std::string& out) const;

  std::vector<Label> labels_;             // one for each route, one more for kOther
  std::unique_ptr<Counters[]> counters_;  // the same
};

}  // namespace hotline::api
