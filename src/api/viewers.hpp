// Who has a ticket before them now.
//
// A console says so every few seconds and hears of the others; who falls silent is forgotten. Nothing is
// written: this is of the moment, and gone with the process.
// Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "hotline/base/clock.hpp"

namespace hotline::api {

struct Viewer {
  std::string actor;  // "account:3"
  std::string name;   // to show
  bool editing = false;
  base::Time since;  // first seen, without a gap
  base::Time seen;   // last seen
};

class Viewers {
 public:
  // Silence after which somebody no longer counts; a console speaks up three times as often.
  static constexpr std::chrono::seconds kForgotten{35};
  static constexpr std::size_t kMostTickets = 20'000;

  // Notes that `actor` looks at the ticket. The others who do, longest there first.
  std::vector<Viewer> note(std::int64_t ticket, const std::string& actor, const std::string& name,
                           bool editing, base::Time now);
  void leave(std::int64_t ticket, const std::string& actor);

 private:
  void forget(std::vector<Viewer>& viewers, base::Time now) const;

  std::mutex mutex_;
  std::map<std::int64_t, std::vector<Viewer>> by_ticket_;
  base::Time swept_{};
};

}  // namespace hotline::api
