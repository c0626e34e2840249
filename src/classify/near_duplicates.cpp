#include "classify/near_duplicates.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_map>

namespace hotline::classify {
namespace {

constexpr std::size_t kShingle = 18;  // bytes: six Chinese characters
constexpr std::size_t kBands = 8;
constexpr std::size_t kRowsOfBand = 3;
constexpr std::size_t kHashes = kBands * kRowsOfBand;
using Signature = std::array<std::uint64_t, kHashes>;

std::uint64_t scramble(std::uint64_t value) {
  value = (value ^ (value >> 31)) * 0xBF58476D1CE4E5B9ULL;
  return value ^ (value >> 29);
}

Signature signature_of(Fields fields) {
  Signature lowest;
  lowest.fill(~0ULL);
  std::uint64_t rolling = 0;
  constexpr std::uint64_t kBase = 0x100000001B3ULL;
  std::uint64_t leaving = 1;
  for (std::size_t i = 0; i < kShingle; ++i) leaving *= kBase;
  for (const std::string_view field : fields) {
    for (std::size_t at = 0; at < field.size(); ++at) {
      rolling = rolling * kBase + static_cast<unsigned char>(field[at]) + 1;
      if (at >= kShingle) rolling -= leaving * (static_cast<unsigned char>(field[at - kShingle]) + 1ULL);
      // Only shingles that end a character, so that equal words give equal shingles.
      if (at + 1 < kShingle && at + 1 < field.size()) continue;
      for (std::size_t hash = 0; hash < kHashes; ++hash)
        lowest[hash] = std::min(lowest[hash], scramble(rolling + hash * 0x9E3779B97F4A7C15ULL));
    }
    rolling = 0;
  }
  return lowest;
}

class Groups {
 public:
  explicit Groups(std::size_t rows) : parents_(rows) { std::iota(parents_.begin(), parents_.end(), 0U); }
  std::uint32_t find(std::uint32_t row) {
    while (parents_[row] != row) row = parents_[row] = parents_[parents_[row]];
    return row;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = find(a);
    b = find(b);
    parents_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> parents_;
};

}  // namespace

std::vector<std::uint32_t> find_near_duplicates(const Corpus& corpus) {
  Groups groups(corpus.size());
  std::unordered_map<std::uint64_t, std::uint32_t> first_of_band;
  for (std::uint32_t row = 0; row < corpus.size(); ++row) {
    const Signature signature = signature_of(corpus.fields(row));
    for (std::size_t band = 0; band < kBands; ++band) {
      std::uint64_t key = band + 1;
      for (std::size_t i = 0; i < kRowsOfBand; ++i)
        key = scramble(key * 31 + signature[band * kRowsOfBand + i]);
      const auto [found, is_new] = first_of_band.try_emplace(key, row);
      if (!is_new) groups.join(row, found->second);
    }
  }
  std::vector<std::uint32_t> result(corpus.size());
  for (std::uint32_t row = 0; row < corpus.size(); ++row) result[row] = groups.find(row);
  return result;
}

}  // namespace hotline::classify
