// The figures for /metrics that come from below the HTTP layer: store, archive, journal, jobs.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "app/hotline.hpp"
#include "app/keeper.hpp"
#include "hotline/api/platform.hpp"

namespace hotline::app {

// Jobs that wait for a person, as counted last. From any thread.
struct StuckJobs {
  std::atomic<std::int64_t> dead{0};     // given up
  std::atomic<std::int64_t> unknown{0};  // with an outcome that nobody knows

  // Counts anew; leaves the figures as they are when the store cannot be read.
  void count(store::Store& store);
};

// All three must outlive the server that asks.
std::vector<api::Gauge> gauges_of(Hotline& hotline, const Keeper& keeper, const StuckJobs& stuck);

}  // namespace hotline::app
