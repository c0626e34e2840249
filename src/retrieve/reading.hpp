// The second pass of a search: how well one document, read from beginning to end, covers the question.
//
// BM25 adds up terms wherever they stand. A document that answers has most of them in one stretch, once its
// title and beginning have said what it is about; repeats longer pieces of the question word by word; and is
// not about another place than the one asked for. Each of these is a number between 0 and about 1, and the
// score is their weighted sum; docs/adr/0012 tells how the weights were found.
#pragma once

#include <array>
#include <cstdint>

#include "retrieve/collection.hpp"
#include "retrieve/plan.hpp"

namespace hotline::retrieve {

enum class Sign : std::uint8_t {
  near_cover,   // weight of the question's terms in the lead (title, 200 chars) and the best 80 chars
  wide_cover,   // the same of a lead of 50 and the best 160
  whole_cover,  // in all of the document
  title_cover,  // in its titles
  runs,         // pieces of the question found word by word, long ones more
  subject,      // the question's first characters, which name whom it is about
  elsewhere,    // 1 where the question names a place and the document speaks more of another
  length,       // logarithm of its characters
};
inline constexpr std::size_t sign_count = 8;
using Signs = std::array<float, sign_count>;

// Characters of a document that are read.
inline constexpr std::size_t read_chars = 20'000;

Signs read(const Plan& plan, const Entry& entry);

float score_of(const Signs& signs);

}  // namespace hotline::retrieve
