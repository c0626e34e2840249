// From words to sparse numbers: character n-grams found by walking a dictionary.
//
// A text becomes one or more *blocks* (the title; the detail). In each block every run of 1 to `max_n`
// characters that the dictionary of that block knows is one feature, with the value (1 + ln tf) * weight of
// the feature, and the block is brought to length 1 and multiplied by its own weight. Characters beat words
// here: Chinese needs no segmentation, and misspelt words still share most of their n-grams.
//
// Folding (half width, lower case, simplified Chinese) is part of the alphabet's table and therefore costs
// nothing at prediction. Space and characters that the alphabet lacks (rare ones, and punctuation where the
// recipe says so) are breaks: no n-gram reaches across one.
//
// Thread rule: everything here is const after it was built and may be shared; a Scratch belongs to one
// thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::classify {

// The fields of one text in the order of the model's field names. Views: the caller keeps the text.
using Fields = std::span<const std::string_view>;

// Number of a character in the alphabet; 0 is the break.
using CharId = std::uint16_t;

// A code point after folding (text/normalize.hpp, char by char); 0 for white space, controls and what is no
// text.
char32_t fold(char32_t point);

// Code point to CharId by one table look-up. Code points beyond the basic plane are breaks.
class Alphabet {
 public:
  static constexpr std::size_t kPoints = 65536;

  Alphabet() : ids_(kPoints, 0) {}
  // `points` are folded code points, fewer than 65535; the n-th of them gets the id n + 1.
  explicit Alphabet(std::vector<char16_t> points);

  CharId id(char32_t point) const { return point < kPoints ? ids_[point] : CharId{0}; }
  // Number of ids, the break included.
  std::size_t size() const { return points_.size() + 1; }
  const std::vector<char16_t>& points() const { return points_; }

 private:
  std::vector<CharId> ids_;
  std::vector<char16_t> points_;
};

// Number of an n-gram within its dictionary; that of a single character is its CharId. 0 is no feature.
using FeatureId = std::uint32_t;

// The n-grams of one block as a trie: a longer n-gram is the child of its prefix by its last character. One
// hash table holds all the edges, in buckets of one cache line that are searched without a branch: a look-up
// that fails costs no more than one that succeeds.
class Dictionary {
 public:
  struct Edge {
    FeatureId parent;
    CharId last;
  };

  Dictionary() : Dictionary(1, {}) {}
  // `characters` is Alphabet::size(). `edges[i]` describes feature `characters + i`; a parent must come
  // before its children, and neither parent nor last may be 0.
  Dictionary(std::size_t characters, std::vector<Edge> edges);

  // The feature of `parent` followed by `last`, or 0; 0 whenever either is 0.
  FeatureId find_child(FeatureId parent, CharId last) const {
    const std::uint64_t hash = mix(parent, last);
    const auto tag = static_cast<std::uint32_t>(hash);
    for (std::size_t at = hash >> shift_;; at = (at + 1) & mask_) {
      const Bucket& bucket = buckets_[at];
      FeatureId found = 0;
      for (std::size_t i = 0; i < kSlots; ++i) found |= bucket.tags[i] == tag ? bucket.features[i] : 0;
      if (found != 0 || bucket.features[kSlots - 1] == 0) return found;  // only full buckets flow over
    }
  }
  // Features, the 0 included.
  std::size_t size() const { return characters_ + edges_.size(); }
  std::size_t characters() const { return characters_; }
  const std::vector<Edge>& edges() const { return edges_; }

 private:
  static constexpr std::size_t kSlots = 8;
  struct alignas(64) Bucket {
    std::array<std::uint32_t, kSlots> tags{};
    std::array<FeatureId, kSlots> features{};  // filled from the front; 0 is free
  };
  static std::uint64_t mix(FeatureId parent, CharId last) {
    const std::uint64_t key = ((std::uint64_t{parent} << 16) | last) * 0x9E3779B97F4A7C15ULL;
    return (key ^ (key >> 29)) * 0xBF58476D1CE4E5B9ULL;
  }

  std::size_t characters_;
  std::vector<Edge> edges_;
  std::vector<Bucket> buckets_;
  std::size_t mask_ = 0;
  int shift_ = 63;
};

// What one block reads and how.
struct BlockOptions {
  std::vector<std::uint32_t> fields;  // numbers of the fields, joined with a break between them
  std::uint32_t max_chars = 400;      // characters read of each field, below 60000
  std::uint32_t max_n = 2;            // longest n-gram, 1 to 8
  std::uint32_t min_df = 2;           // texts an n-gram must occur in to be kept
  float weight = 1.0F;                // length of the block's vector
};

// Number of a label within its corpus or model.
using LabelId = std::uint32_t;

// One label of a prediction.
struct Ranked {
  LabelId label = 0;
  float probability = 0;
};

// Room for the work on one text; grows once, then no more allocation. Its content means nothing to the
// caller.
struct Scratch {
  std::vector<CharId> chars;
  std::vector<std::uint16_t> counts;
  std::vector<FeatureId> nodes;
  std::vector<FeatureId> touched;
  std::vector<float> scores;
  std::vector<float> block_scores;
  std::vector<Ranked> ranked;
};

// Leaves in scratch.chars the characters of the block, fields separated by a break.
void encode_block(const Alphabet& alphabet, const BlockOptions& block, Fields fields, Scratch& scratch);

// Leaves in scratch.touched the features of scratch.chars, and in scratch.counts how often each occurs.
// scratch.counts is all zero before, but for the cell 0; the caller sets it back to zero while it reads.
void count_ngrams(const Dictionary& dictionary, std::uint32_t max_n, Scratch& scratch);

namespace detail {
extern const std::array<float, 64> damped_counts;
}

// 1 + ln(tf) for tf of 1 and more; counts above 63 are taken for 63.
inline float damped(std::uint32_t tf) {
  return detail::damped_counts[tf < 64 ? tf : 63];
}

}  // namespace hotline::classify
