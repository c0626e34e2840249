// What the HTTP layer stands on. `app` fills it; everything in it outlives the server.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "hotline/access/authenticator.hpp"
#include "hotline/access/session.hpp"
#include "hotline/access/sign_in.hpp"
#include "hotline/base/clock.hpp"
#include "hotline/base/log.hpp"
#include "hotline/base/random.hpp"
#include "hotline/store/journal.hpp"
#include "hotline/store/store.hpp"

namespace hotline::api {

// A figure for /metrics, asked for at each scrape, from an I/O thread: it must not block.
struct Gauge {
  std::string name;  // "hotline_store_waiting_writes"
  std::string help;
  std::function<double()> value;
};

// A reason why the service may not be ready, asked for by /health/ready on a reader thread.
struct HealthCheck {
  std::string name;  // "city"
  std::function<base::Status(store::ReadTx&)> check;
};

struct Platform {
  store::Store& store;
  const base::Clock& clock;
  base::Random& random;
  base::Logger logger;
  access::Authenticator& authenticator;
  const access::SignIn& sign_in;
  const access::Sessions& sessions;
  std::vector<Gauge> gauges = {};
  std::vector<HealthCheck> checks = {};
  // Whether this asker may see this event live. On an I/O thread; must not block. Empty: events go to people
  // with the right audit_read only.
  std::function<bool(const access::Principal&, const store::Entry&)> may_see_event = {};
  // For tests, with ServerSettings::check_replies: told of each reply that breaks its specification.
  std::function<void(const std::string&)> on_breach = {};
};

}  // namespace hotline::api
