// What the parts of one server share. Built by Server::start, outlives every connection.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <string>

#include "api/event_hub.hpp"
#include "api/http/body_budget.hpp"
#include "api/idempotency.hpp"
#include "api/metrics.hpp"
#include "api/rate_limiter.hpp"
#include "api/response_cache.hpp"
#include "api/route_table.hpp"
#include "api/shed_log.hpp"
#include "api/static_files.hpp"
#include "hotline/api/platform.hpp"
#include "hotline/api/settings.hpp"

namespace hotline::api {

struct Core {
  Core(ServerSettings settings_in, Platform platform_in)
      : settings(std::move(settings_in)),
        platform(std::move(platform_in)),
        per_key(settings.per_key),
        per_address(settings.per_address),
        sign_in(settings.sign_in),
        bodies(settings.body_memory),
        cache(settings.cached_answers),
        idempotency(settings.idempotency_retention),
        blocking_pool(static_cast<std::size_t>(std::max(1, settings.blocking_threads))),
        request_prefix(platform.random.token(4)) {}

  const ServerSettings settings;
  const Platform platform;
  RateLimiter per_key;
  RateLimiter per_address;
  RateLimiter sign_in;
  BodyBudget bodies;
  ResponseCache cache;
  Idempotency idempotency;
  ShedLog shed_log;
  boost::asio::thread_pool blocking_pool;
  StaticFiles files;
  // Set by Server::start once the routes are known.
  std::unique_ptr<RouteTable> routes;
  std::unique_ptr<Metrics> metrics;
  std::shared_ptr<EventHub> events;

  std::string request_prefix;  // of generated request ids, new with each start
  std::atomic<std::uint64_t> next_request{1};
  std::atomic<bool> stopping{false};

  boost::asio::thread_pool outside_pool{2};  // waits for servers outside, such as an identity provider
};

}  // namespace hotline::api
