// What a question looks for: its terms with their weights, bounded in number.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "hotline/retrieve/synonyms.hpp"
#include "retrieve/collection.hpp"

namespace hotline::retrieve {

struct QueryTerm {
  TermKey key = 0;
  TermKind kind = TermKind::single;
  float weight = 0;           // idf, times what its kind and origin count
  std::size_t documents = 0;  // that hold it
  bool instead = false;       // stands in for a word of the question: adds to what a document has, not to
                              // what is asked
  float reading = 0;          // its weight when documents are read: a place is a sign of its own
};

// A few keys with their numbers. Every character of a text that is read looks here, so no general table will
// do.
class SmallTable {
 public:
  // At most 128 keys.
  void add(TermKey key, int value) {
    std::size_t at = slot(key);
    while (slots_[at].value >= 0) at = (at + 1) % size;
    slots_[at] = {key, static_cast<std::int16_t>(value)};
  }
  int find(TermKey key) const {
    for (std::size_t at = slot(key); slots_[at].value >= 0; at = (at + 1) % size)
      if (slots_[at].key == key) return slots_[at].value;
    return -1;
  }

 private:
  static constexpr std::size_t size = 512;
  struct Slot {
    TermKey key = 0;
    std::int16_t value = -1;
  };
  static std::size_t slot(TermKey key) { return (key * 0x9E3779B97F4A7C15ULL) >> 55; }
  std::array<Slot, size> slots_{};
};

struct Plan {
  Codes query;
  std::vector<QueryTerm> terms;        // heaviest first
  float total = 0;                     // sum of their weights
  float reading_total = 0;             // the same when documents are read
  std::vector<std::uint16_t> subject;  // terms of the first characters
  std::vector<std::uint8_t> places;    // provinces named

  // The place of a term in `terms`, or -1.
  int find_term(TermKey key) const { return numbers.find(key); }
  // Whether a character begins any term: most characters of a text do not.
  bool begins_term(char16_t code) const { return (beginnings[code >> 3] >> (code & 7)) & 1; }
  // Where a character stands in the question (its first max_run_chars), from the last to the first.
  std::span<const std::uint16_t> places_of(char16_t code) const {
    if (!begins_term(code)) return {};
    const int group = char_groups.find(code);
    return group < 0 ? std::span<const std::uint16_t>() : char_places[static_cast<std::size_t>(group)];
  }

  SmallTable numbers;                                                           // of terms, by key
  std::vector<std::uint8_t> beginnings = std::vector<std::uint8_t>(0x2000, 0);  // one bit a character
  SmallTable char_groups;  // of char_places, by character
  std::vector<std::vector<std::uint16_t>> char_places;
};

// One place of a text where a term of the question stands.
struct Occurrence {
  std::uint32_t at = 0;
  std::uint16_t term = 0;
};
std::vector<Occurrence> find_occurrences(const Plan& plan, std::u16string_view text);

inline constexpr std::size_t max_query_chars = 2'000;
inline constexpr std::size_t max_query_terms = 96;
inline constexpr std::size_t max_run_chars = 120;

// Which characters only ask (怎么办, 请问): true where a phrase of a question stands.
std::vector<bool> asking_part(std::u16string_view codes);

Plan make_plan(const Collection& collection, const Synonyms* synonyms, std::string_view query);

}  // namespace hotline::retrieve
