// The HTTP server: routes, sessions, live events, console files.
//
// Invariants
//   - A connection is one coroutine on a strand of its own; its requests are answered in order.
//   - Every wait has a deadline that is set anew for each request and each step of it.
//   - SQLite and slow computing never run on an I/O thread.
//   - Stopping has two phases: nothing new is accepted and running requests end (drain_timeout), then what
//     still runs is cut off. After stop() nothing of the server runs.
// Threads: every function may be called from any thread.
#pragma once

#include <memory>
#include <vector>

#include "hotline/api/platform.hpp"
#include "hotline/api/settings.hpp"
#include "hotline/base/result.hpp"
#include "hotline/store/migration.hpp"

namespace hotline::api {

struct Route;

// The routes that `app` puts together before the server starts. Each handler group has a function that adds
// its own, declared in a header of this folder.
class Routes {
 public:
  Routes();
  Routes(Routes&&) noexcept;
  Routes& operator=(Routes&&) noexcept;
  ~Routes();
  void add(std::vector<Route> routes);
  std::vector<Route> take();

 private:
  std::unique_ptr<std::vector<Route>> routes_;
};

class Server {
 public:
  // Listens and serves until stop(). `platform`'s parts must outlive the server. Throws std::logic_error when
  // routes contradict each other. Errors: unavailable (the address or port cannot be had; the console's
  // directory cannot be read).
  static base::Result<std::unique_ptr<Server>> start(ServerSettings settings, Platform platform,
                                                     Routes routes);
  // Calls stop().
  virtual ~Server() = default;

  // The port that it listens on.
  virtual unsigned short port() const = 0;
  // Stops in the two phases above; returns when nothing runs any more. The store must still be open.
  virtual void stop() = 0;
};

// Schema of this module: stored answers to Idempotency-Key.
std::vector<store::Migration> migrations();

}  // namespace hotline::api
