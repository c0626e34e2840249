// Plays requests through the HTTP API as live traffic.
//
// Rows are sent in the order in which citizens asked, each connection taking the next one; with several
// connections a row may be answered before one that was sent just before it. The spacing of the rows is
// divided by `speed`. Every row bears an Idempotency-Key made of its source and its number there, so that it
// may be sent again after a lost connection, and a whole replay may be run again: what the hotline has is
// counted as known. 503 and 429 are waited out as the server asks.
//
// play() blocks; it starts a thread for each connection and joins them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/intake/import_rows.hpp"

namespace hotline::app {

// Where the server is; from "http://host:port".
struct ServerAddress {
  std::string host;
  std::string port;
};
// Errors: invalid_input (no URL, or not http).
base::Result<ServerAddress> parse_server_url(const std::string& url);

struct ReplayOptions {
  ServerAddress server;
  std::string key;                    // API key of a program that may take requests
  double speed = 1;                   // 0: as fast as the server takes them
  unsigned connections = 1;           // 1 to 256
  std::chrono::seconds patience{60};  // how long an unreachable or busy server is waited for
  std::chrono::minutes zone_offset{480};
  // Called with the figures so far, from any connection's thread, one at a time.
  std::function<void(std::size_t done, std::size_t all)> progress = {};
  // Called for each request that the server has acknowledged, with its number; the same way.
  std::function<void(const std::string& number)> acknowledged = {};
};

struct ReplayReport {
  std::size_t sent = 0;                       // rows that were answered or given up
  std::size_t fresh = 0;                      // 201: taken now
  std::size_t known = 0;                      // taken before
  std::size_t repeats = 0;                    // sent again: a lost connection, 503, 429
  std::vector<intake::RejectedRow> rejected;  // by line
  std::size_t lost = 0;                       // never answered: the server could not be reached any more
  double p50_ms = 0, p99_ms = 0;              // from sending to the answer, without waiting and repeats
  double seconds = 0;
};

// In order of arrival, rows of equal time in the order of the file.
void sort_by_arrival(std::vector<intake::ImportRow>& rows);

// How far to move all rows, in whole weeks, so that weekday and time of day stay: at speed 1 the first row
// comes to lie within the week before `now`, and every row is sent no earlier than it says it was asked; at
// any other speed the last one does, so that no request comes from the future.
base::Duration whole_weeks_to(const std::vector<intake::ImportRow>& sorted, base::Time now, double speed);

// The body of POST /api/v1/requests; `shift` is added to the time of receipt.
std::string request_body(const intake::ImportRow& row, const std::string& source, base::Duration shift,
                         std::chrono::minutes zone_offset);
// 8 to 128 visible ASCII characters that name the row for ever.
std::string idempotency_key(const intake::ImportRow& row, const std::string& source);

// `sorted`: in order of arrival.
ReplayReport play(const std::vector<intake::ImportRow>& sorted, const std::string& source,
                  base::Duration shift, const ReplayOptions& options);

}  // namespace hotline::app
