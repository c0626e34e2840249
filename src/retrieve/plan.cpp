#include "retrieve/plan.hpp"

#include <algorithm>

namespace hotline::retrieve {
namespace {

constexpr float single_weight = 0.25F;
constexpr float word_weight = 1;
constexpr float synonym_weight = 0.6F;

float weight_of(TermKind kind) {
  return kind == TermKind::single ? single_weight : kind == TermKind::bigram ? 1 : word_weight;
}

}  // namespace

Plan make_plan(const Collection& collection, const Synonyms* synonyms, std::string_view query) {
  Plan plan;
  plan.query = encode(query, max_query_chars);
  std::unordered_map<TermKey, QueryTerm> terms;
  const auto add = [&](const Codes& codes, float factor) {
    for_each_term(codes, [&](TermKey key, TermKind kind, std::size_t, std::size_t) {
      QueryTerm& term = terms[key];
      if (term.key == 0) {
        term = {key, kind, 0, collection.postings().find(key).size()};
      }
      term.weight = std::max(term.weight, factor * weight_of(kind) * collection.idf(term.documents));
    });
  };
  add(plan.query, 1);
  if (synonyms != nullptr) {
    for (const auto& alternative : synonyms->find_all(query))
      add(encode(alternative.other, max_query_chars), synonym_weight);
  }
  for (const auto& [key, term] : terms) plan.terms.push_back(term);
  std::sort(plan.terms.begin(), plan.terms.end(), [](const QueryTerm& a, const QueryTerm& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.key < b.key;
  });
  if (plan.terms.size() > max_query_terms) plan.terms.resize(max_query_terms);
  for (const QueryTerm& term : plan.terms) {
    plan.weights.emplace(term.key, term.weight);
    plan.total += term.weight;
  }
  return plan;
}

}  // namespace hotline::retrieve
