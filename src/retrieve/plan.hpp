// What a question looks for: its terms with their weights, bounded in number.
#pragma once

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
  std::vector<QueryTerm> terms;                // heaviest first
  std::unordered_map<TermKey, float> weights;  // the same by key
  float total = 0;                             // sum of weights
};

inline constexpr std::size_t max_query_chars = 2'000;
inline constexpr std::size_t max_query_terms = 96;

Plan make_plan(const Collection& collection, const Synonyms* synonyms, std::string_view query);

}  // namespace hotline::retrieve
