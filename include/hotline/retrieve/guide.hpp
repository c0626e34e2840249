// Answers that take more than one step: two matters in one question, and one matter narrowed by asking back.
//
// Thread rule: pure functions; Index as it says itself.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/retrieve/index.hpp"

namespace hotline::retrieve {

// A part of a question with what was found for it.
struct GuidePart {
  std::string question;
  Found found;
};

// One part for each matter a question names (社保转移和公积金提取怎么办), in its order. The question stays
// whole, as the only part, where it names one, or where a part of it would not be answered with a precision
// of 0.8, or two parts by the same document. At most four parts.
std::vector<GuidePart> search_guide(const Index& index, std::string_view question,
                                    const SearchOptions& options = {});

// Where a question could be cut: between 和, 以及, 还有, 同时, 另外, + and the like, and at punctuation. The
// pieces in order, each of at least two characters; one piece where nothing cuts.
std::vector<std::string> split_matters(std::string_view question);

// An entry among those found, and where it stands in the tree: matter, situation, materials or the like, from
// the root down. Paths may differ in length.
struct Leaf {
  std::int64_t id = 0;
  float score = 0;
  std::vector<std::string> path;
};

struct Choice {
  std::string value;
  std::size_t leaves = 0;  // that stand below it
  float score = 0;         // the best of them
};

// What to ask back next: the first level at which the leaves differ, and what can be chosen there, best
// first. Nothing where they do not differ: then the first leaf answers.
struct Narrowing {
  std::size_t level = 0;
  std::vector<Choice> choices;
};
std::optional<Narrowing> next_choice(std::span<const Leaf> leaves);

// The leaves whose path has `value` at `level`, in their order.
std::vector<Leaf> narrow(std::span<const Leaf> leaves, std::size_t level, std::string_view value);

}  // namespace hotline::retrieve
