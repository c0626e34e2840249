// What a city may tune about the HTTP server. Plain values, read at start.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace hotline::api {

using Seconds = std::chrono::seconds;
using Millis = std::chrono::milliseconds;

// A token bucket: `per_second` tokens come in, at most `burst` are kept. 0 per second: no limit.
struct RateLimit {
  double per_second = 0;
  double burst = 0;
};

enum class AccessLog { all, errors, off };

struct ServerSettings {
  std::string address = "127.0.0.1";  // to listen on
  unsigned short port = 8345;         // 0: any free one, see Server::port()
  int io_threads = 1;                 // 1 to 16; on two cores one is faster than two
  int blocking_threads = 1;           // for slow computing such as password hashing, 1 to 16

  std::size_t max_connections = 4096;           // more get 503
  std::size_t max_header = 16 * 1024;           // bytes of start line and headers; more get 431
  std::size_t max_url = 8 * 1024;               // bytes; more get 414
  std::size_t max_body = 1024 * 1024;           // bytes, where a route sets no other; more get 413
  std::size_t body_memory = 256 * 1024 * 1024;  // bytes of all large bodies together; more get 503

  Millis idle_timeout = Seconds{75};    // between two requests of a connection
  Millis header_timeout = Seconds{10};  // from the first byte of a request to the end of its headers
  Millis body_timeout = Seconds{30};    // for a body, and one second more for each 32 KiB of it
  Millis answer_timeout = Seconds{60};  // for the work; then the connection is closed
  Millis write_timeout = Seconds{30};   // for the answer, or one piece of a streamed one
  Millis drain_timeout = Seconds{10};   // for running requests when the server stops

  RateLimit per_key{200, 400};               // each account or program
  RateLimit per_address{100, 400};           // each address that nobody is signed in from
  RateLimit sign_in{0.2, 10};                // attempts to sign in, for each address
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For is believed

  std::size_t cached_answers = 20'000;           // answers kept in memory, 0 for none
  std::chrono::hours idempotency_retention{48};  // at least 24
  std::size_t event_ring = 4096;                 // newest events kept in memory for live clients
  std::size_t max_event_clients = 1024;          // more get 503
  Millis event_heartbeat = Seconds{15};

  std::string console_dir;  // built console files; "" for none
  AccessLog access_log = AccessLog::all;
  bool secure_cookies = false;  // set the Secure attribute: behind TLS only
  bool check_replies = false;   // hold every reply against its specification (tests)
};

}  // namespace hotline::api
