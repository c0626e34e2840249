// What a question looks for: its terms with their weights, bounded in number.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "hotline/retrieve/synonyms.hpp"
#include "retrieve/collection.hpp"

namespace hotline::retrieve {

struct QueryTerm {
  TermKey key = 0;
  TermKind kind = TermKind::single;
  float weight = 0;           // idf, times what its kind and origin count
  std::size_t documents = 0;  // that hold it
};

struct Plan {
  Codes query;
  std::vector<QueryTerm> terms;        // heaviest first
  float total = 0;                     // sum of their weights
  std::vector<std::uint16_t> subject;  // terms of the first characters
  std::vector<std::uint8_t> places;    // provinces named

  // The place of a term in `terms`, or -1.
  int find_term(TermKey key) const {
    const auto found = numbers.find(key);
    return found == numbers.end() ? -1 : found->second;
  }
  // Whether a character begins any term: most characters of a text do not.
  bool begins_term(char16_t code) const { return (beginnings[code >> 3] >> (code & 7)) & 1; }
  // Where a character stands in the question (its first max_run_chars), from the last to the first.
  std::span<const std::uint16_t> places_of(char16_t code) const {
    if (!begins_term(code)) return {};
    const auto found = char_places.find(code);
    return found == char_places.end() ? std::span<const std::uint16_t>() : found->second;
  }

  std::unordered_map<TermKey, int> numbers;
  std::vector<std::uint8_t> beginnings = std::vector<std::uint8_t>(0x2000, 0);  // one bit a character
  std::unordered_map<char16_t, std::vector<std::uint16_t>> char_places;
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

Plan make_plan(const Collection& collection, const Synonyms* synonyms, std::string_view query);

}  // namespace hotline::retrieve
