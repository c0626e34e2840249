// The second pass of a search: how well one document, read from beginning to end, covers the question.
//
// BM25 adds up terms wherever they stand. A document that answers has most of them in one stretch, once its
// title and beginning have said what it is about; repeats longer pieces of the question word by word; and is
// not about another place than the one asked for. Each of these is a number between 0 and about 1, and the
// score is their weighted sum; docs/adr/0012 and 0038 tell how the weights were found.
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
  length,       // logarithm of its characters
  // Where the question names a place, 1 or 0: the document
  place_named,     // names it
  no_place,        // names none at all: what holds for the whole country seldom does
  elsewhere,       // speaks more of another
  lead_elsewhere,  // begins with another, without it
};
inline constexpr std::size_t sign_count = 11;
using Signs = std::array<float, sign_count>;

// Characters of a document that are read.
inline constexpr std::size_t read_chars = 20'000;

Signs read(const Plan& plan, const Entry& entry);

float score_of(const Signs& signs);

}  // namespace hotline::retrieve
