#include "retrieve/candidates.hpp"

#include <algorithm>
#include <queue>

namespace hotline::retrieve {
namespace {

// One sum for each document; kept by the thread between questions.
std::vector<float>& cleared_sums(std::size_t documents) {
  thread_local std::vector<float> sums;
  sums.assign(documents, 0);
  return sums;
}

void add_scores(const Collection& collection, const Plan& plan, std::vector<float>& sums) {
  std::vector<const QueryTerm*> terms;
  for (const QueryTerm& term : plan.terms)
    if (term.documents > 0) terms.push_back(&term);
  std::stable_sort(terms.begin(), terms.end(),
                   [](const QueryTerm* a, const QueryTerm* b) { return a->documents < b->documents; });
  const float k1 = collection.options().k1;
  std::size_t read = 0;
  for (const QueryTerm* term : terms) {
    read += term->documents;
    if (read > posting_budget && term != terms.front()) break;
    const float top = term->weight * (k1 + 1);
    for (const Posting posting : collection.postings().find(term->key)) {
      const float tf = collection.weight(posting);
      sums[posting.document()] += top * tf / (k1 + tf);
    }
  }
}

}  // namespace

std::vector<Candidate> find_candidates(const Collection& collection, const Plan& plan, const Filter& filter,
                                       std::size_t limit) {
  const std::vector<Entry>& entries = collection.entries();
  std::vector<float>& sums = cleared_sums(entries.size());
  add_scores(collection, plan, sums);
  const auto better = [&](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : entries[a.number].id < entries[b.number].id;
  };
  std::priority_queue<Candidate, std::vector<Candidate>, decltype(better)> worst_first(better);
  for (DocNumber number = 0; number < sums.size(); ++number) {
    if (sums[number] <= 0) continue;
    const Candidate candidate{number, sums[number]};
    if (worst_first.size() == limit && !better(candidate, worst_first.top())) continue;
    const Entry& entry = entries[number];
    if (!entry.alive || (filter && !filter(entry.id, entry.attributes))) continue;
    if (worst_first.size() == limit) worst_first.pop();
    worst_first.push(candidate);
  }
  std::vector<Candidate> best(worst_first.size());
  for (auto at = best.rbegin(); at != best.rend(); ++at) {
    *at = worst_first.top();
    worst_first.pop();
  }
  return best;
}

}  // namespace hotline::retrieve
