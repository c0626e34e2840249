// How alike two texts are, for finding the same matter reported twice.
//
// Both measures look at the bigrams of the chars that carry meaning (words and CJK; white space and
// punctuation are left out) of normalised text. A text of one such char has that char as its only
// "bigram". SimHash finds candidates, Jaccard decides: short texts of different meaning can fall close
// in SimHash.
//
// Thread rule: pure functions, immutable values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hotline::text {

// 64-bit SimHash (Charikar 2002) of the bigrams, each weighted by how often it occurs; 0 for a text
// without any. Stable over releases and machines, so it may be stored. For web pages a distance of at
// most 3 is the customary sign of a near-duplicate; short requests need more and the check by Jaccard.
std::uint64_t simhash(std::string_view normalized);

// Number of bits that differ: 0 to 64.
int simhash_distance(std::uint64_t a, std::uint64_t b);

// The set of bigrams of a text, for exact comparing with many others.
class BigramSet {
 public:
  BigramSet() = default;
  explicit BigramSet(std::string_view normalized);

  std::size_t size() const { return bigrams_.size(); }
  bool empty() const { return bigrams_.empty(); }

  // Jaccard index: shared bigrams / bigrams of either; 0.0 to 1.0. Two empty sets give 0, since nothing
  // speaks for their being alike.
  double jaccard(const BigramSet& other) const;
  // The share of this set's bigrams that `other` holds too (0.0 to 1.0; 0 when empty): high when this text
  // is quoted within a longer one.
  double contained_in(const BigramSet& other) const;

 private:
  std::size_t shared_with(const BigramSet& other) const;

  std::vector<std::uint64_t> bigrams_;  // sorted, each once
};

}  // namespace hotline::text
