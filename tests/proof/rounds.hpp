// Rounds of destruction: what was acknowledged must be found afterwards, and the chain must be whole.
#pragma once

#include <cstdint>
#include <string>

namespace hotline::proof {

struct Plan {
  int rounds = 1000;
  std::uint64_t seed = 1;
};

struct Tally {
  std::string name;
  int rounds = 0;
  std::uint64_t acknowledged = 0;  // writes that were told to be durable
  std::uint64_t lost = 0;          // of these, not found afterwards
  std::uint64_t twice = 0;         // found more than once
  std::uint64_t broken = 0;        // rounds after which chain or database were not whole
  double longest_round = 0;        // seconds
  double seconds = 0;
  std::string more;  // what was destroyed

  std::string skipped;  // why there was nothing to do

  bool ok() const { return !skipped.empty() || (lost == 0 && twice == 0 && broken == 0 && acknowledged > 0); }
};

// The shipped program is killed (SIGKILL) while four clients send requests over HTTP.
Tally kill_rounds(const Plan& plan);
// The store's disk loses power at any operation: of writing, of checkpointing, of opening.
Tally power_rounds(const Plan& plan);
// Writes, reads and syncs of the store's disk fail at random; power is cut at the end of each round.
Tally failing_disk_rounds(const Plan& plan);

// The shipped program's disk fills up in the middle of a load run, and is freed again.
Tally full_disk(const Plan& plan);

// Prints a line of progress now and then.
void say_progress(const Tally& tally, int rounds);

}  // namespace hotline::proof
