// The first pass of a search: BM25F over the postings, within a budget.
#pragma once

#include <vector>

#include "retrieve/plan.hpp"

namespace hotline::retrieve {

struct Candidate {
  DocNumber number = 0;
  float score = 0;
};

// Postings read for one question, rarest terms first. The rest of the terms count in the second pass only.
inline constexpr std::size_t posting_budget = 700'000;

// The best `limit` documents that are alive and pass the filter, best first; ties by the smaller id.
std::vector<Candidate> find_candidates(const Collection& collection, const Plan& plan, const Filter& filter,
                                       std::size_t limit);

}  // namespace hotline::retrieve
