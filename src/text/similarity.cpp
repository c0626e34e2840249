#include "hotline/text/similarity.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "hotline/text/ngrams.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::text {
namespace {

// Calls visit(bigram) for each, both chars packed into one number.
template <class Visit>
void for_each_bigram(std::string_view normalized, Visit&& visit) {
  char32_t previous = 0;
  std::size_t chars = 0;
  for (std::size_t i = 0; i < normalized.size();) {
    const DecodedChar next = decode_char(normalized, i);
    i += next.length;
    if (char_kind(next.code) == CharKind::other) continue;
    if (chars++ > 0) visit(std::uint64_t{previous} << 32 | next.code);
    previous = next.code;
  }
  if (chars == 1) visit(std::uint64_t{previous});
}

// The finaliser of SplitMix64: spreads every bit over all.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ x >> 27) * 0x94D049BB133111EBULL;
  return x ^ x >> 31;
}

}  // namespace

std::uint64_t simhash(std::string_view normalized) {
  std::array<std::int32_t, 64> ones{};
  std::int32_t total = 0;
  for_each_bigram(normalized, [&](std::uint64_t bigram) {
    const std::uint64_t hash = mix(bigram);
    for (std::size_t bit = 0; bit < 64; ++bit) ones[bit] += static_cast<std::int32_t>(hash >> bit & 1);
    ++total;
  });
  std::uint64_t result = 0;
  for (std::size_t bit = 0; bit < 64; ++bit) {
    if (ones[bit] * 2 > total) result |= std::uint64_t{1} << bit;
  }
  return result;
}

int simhash_distance(std::uint64_t a, std::uint64_t b) {
  return std::popcount(a ^ b);
}

BigramSet::BigramSet(std::string_view normalized) {
  bigrams_.reserve(normalized.size() / 3);
  for_each_bigram(normalized, [&](std::uint64_t bigram) { bigrams_.push_back(bigram); });
  std::sort(bigrams_.begin(), bigrams_.end());
  bigrams_.erase(std::unique(bigrams_.begin(), bigrams_.end()), bigrams_.end());
}

std::size_t BigramSet::shared_with(const BigramSet& other) const {
  std::size_t shared = 0;
  auto a = bigrams_.begin();
  auto b = other.bigrams_.begin();
  while (a != bigrams_.end() && b != other.bigrams_.end()) {
    const bool same = *a == *b;
    const bool a_first = *a < *b;
    shared += same;
    a += same || a_first;
    b += same || !a_first;
  }
  return shared;
}

double BigramSet::jaccard(const BigramSet& other) const {
  const std::size_t shared = shared_with(other);
  const std::size_t either = size() + other.size() - shared;
  return either == 0 ? 0.0 : static_cast<double>(shared) / static_cast<double>(either);
}

double BigramSet::contained_in(const BigramSet& other) const {
  return empty() ? 0.0 : static_cast<double>(shared_with(other)) / static_cast<double>(size());
}

}  // namespace hotline::text
