// The whole hotline against a plain model of it, operation by operation, drawn at random from a seed.
//
//   HOTLINE_RANDOM_SEED=17    only this seed        HOTLINE_RANDOM_SEEDS=200   so many, from 1 on
//   HOTLINE_RANDOM_STEPS=2000 operations of each
#include "api/random_operations.hpp"

#include <cstdlib>

namespace hotline::api {
namespace {

std::int64_t chosen(const char* name, std::int64_t otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::atoll(given);
}

TEST_F(RandomOperations, LeaveTheHotlineAsThePlainModelSays) {
  const std::int64_t one = chosen("HOTLINE_RANDOM_SEED", 0);
  const std::int64_t first = one > 0 ? one : 1, last = one > 0 ? one : chosen("HOTLINE_RANDOM_SEEDS", 6);
  const int steps = static_cast<int>(chosen("HOTLINE_RANDOM_STEPS", 200));
  std::size_t tried = 0;
  for (std::int64_t seed = first; seed <= last; ++seed) {
    std::vector<plain::Operation> done;
    const auto fault = wander(static_cast<std::uint64_t>(seed), steps, done);
    tried += done.size();
    if (!fault) continue;
    const auto fewer = shortest(done);
    const auto left = replay(fewer);
    FAIL() << "HOTLINE_RANDOM_SEED=" << seed << " after " << done.size() << " operations:\n"
           << *fault << "\nIt takes these:\n"
           << text_of(fewer) << "and then: " << left.value_or("nothing any more");
  }
  std::printf("[ random   ] %lld seeds, %zu operations, %zu of them accepted, no difference\n",
              static_cast<long long>(last - first + 1), tried, accepted());
  EXPECT_GT(accepted(), tried / 3) << "what is refused anyway tries little";
}

}  // namespace
}  // namespace hotline::api
