// The same order on every machine for the same seed; std::shuffle leaves its order to the library.
#pragma once

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace hotline::classify {

class Shuffler {
 public:
  explicit Shuffler(std::uint64_t seed) : engine_(seed) {}

  // Below `bound`, which is above 0. The bias of the remainder is below 2^-32 for the sizes used here.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }

  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace hotline::classify
