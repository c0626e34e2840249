#include "api/metrics.hpp"

#include <algorithm>
#include <cstdio>

namespace hotline::api {
namespace {

std::string number_text(double value) {
  char buffer[32];
  const int length = std::snprintf(buffer, sizeof buffer, "%.9g", value);
  return std::string(buffer, static_cast<std::size_t>(length));
}

void family(std::string& out, const std::string& name, const std::string& type, const std::string& help) {
  out += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
}

void simple(std::string& out, const std::string& name, const std::string& type, const std::string& help,
            double value) {
  family(out, name, type, help);
  out += name + " " + number_text(value) + "\n";
}

}  // namespace

Metrics::Metrics(const std::vector<Route>& routes)
    : counters_(std::make_unique<Counters[]>(routes.size() + 1)) {
  for (const Route& route : routes) labels_.push_back({route.operation, std::string(name_of(route.method))});
  labels_.push_back({"other", "other"});
}

void Metrics::count(std::size_t route, unsigned status, std::chrono::nanoseconds took) {
  Counters& counters = counters_[std::min(route, labels_.size() - 1)];
  const auto known = std::find(kStatuses.begin(), kStatuses.end(), status);
  const auto place = static_cast<std::size_t>(known - kStatuses.begin());
  counters.by_status[place].fetch_add(1, std::memory_order_relaxed);
  const double seconds = std::chrono::duration<double>(took).count();
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), seconds);
  counters.buckets[static_cast<std::size_t>(bound - kBounds.begin())].fetch_add(1, std::memory_order_relaxed);
  counters.nanoseconds.fetch_add(static_cast<std::uint64_t>(took.count()), std::memory_order_relaxed);
}

void Metrics::write_counters(std::string& out) const {
  const std::string name = "hotline_http_requests_total";
  family(out, name, "counter", "Answered requests by operation and status.");
  for (std::size_t route = 0; route < labels_.size(); ++route) {
    for (std::size_t i = 0; i <= kStatuses.size(); ++i) {
      const auto count = counters_[route].by_status[i].load(std::memory_order_relaxed);
      if (count == 0) continue;
      const std::string status = i < kStatuses.size() ? std::to_string(kStatuses[i]) : "other";
      out += name + "{operation=\"" + labels_[route].operation + "\",method=\"" + labels_[route].method +
             "\",status=\"" + status + "\"} " + std::to_string(count) + "\n";
    }
  }
}

void Metrics::write_histograms(std::string& out) const {
  const std::string name = "hotline_http_request_seconds";
  family(out, name, "histogram", "Time from the end of a request's headers to its last written byte.");
  for (std::size_t route = 0; route < labels_.size(); ++route) {
    const std::string label = "{operation=\"" + labels_[route].operation + "\"";
    std::uint64_t sum = 0;
    std::string lines;
    for (std::size_t i = 0; i <= kBounds.size(); ++i) {
      sum += counters_[route].buckets[i].load(std::memory_order_relaxed);
      const std::string bound = i < kBounds.size() ? number_text(kBounds[i]) : "+Inf";
      lines += name + "_bucket" + label + ",le=\"" + bound + "\"} " + std::to_string(sum) + "\n";
    }
    if (sum == 0) continue;
    const double seconds =
        static_cast<double>(counters_[route].nanoseconds.load(std::memory_order_relaxed)) / 1e9;
    out += lines;
    out += name + "_sum" + label + "} " + number_text(seconds) + "\n";
    out += name + "_count" + label + "} " + std::to_string(sum) + "\n";
  }
}

std::string Metrics::page(const std::vector<Gauge>& gauges) const {
  std::string out;
  write_counters(out);
  write_histograms(out);
  const auto value = [](const std::atomic<std::int64_t>& counter) {
    return static_cast<double>(counter.load());
  };
  simple(out, "hotline_http_connections", "gauge", "Open connections.", value(connections));
  simple(out, "hotline_http_connections_refused_total", "counter",
         "Connections refused because there were too many.", value(connections_refused));
  simple(out, "hotline_http_event_clients", "gauge", "Clients of the live events.", value(event_clients));
  simple(out, "hotline_http_cache_hits_total", "counter", "Answers given from memory.", value(cache_hits));
  simple(out, "hotline_http_cache_misses_total", "counter", "Cacheable answers made anew.",
         value(cache_misses));
  for (const Gauge& gauge : gauges) simple(out, gauge.name, "gauge", gauge.help, gauge.value());
  return out;
}

}  // namespace hotline::api
