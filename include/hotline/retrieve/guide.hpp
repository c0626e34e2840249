// Answers that take more than one step: two matters in one question, and one matter narrowed by asking back.
//
// Thread rule: pure functions; `decide` is called on the caller's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::retrieve {

// What answers a part of a question, with how sure that is.
struct Decision {
  std::int64_t id = 0;
  double confidence = 0;
};
// Nothing where the part is not answered for certain.
using Decide = std::function<std::optional<Decision>(const std::string& part)>;

struct GuidePart {
  std::string question;
  Decision decision;
};

// One part for each matter a question names (社保转移和公积金提取怎么办), in its order. Empty where it names
// one, or more than most_parts, or where a part is not decided, or two by the same document: then the
// question is to be answered whole.
std::vector<GuidePart> make_guide(std::string_view question, const Decide& decide);
inline constexpr std::size_t most_parts = 4;

// Where a question could be cut: between 和, 以及, 还有, 同时, 另外, + and the like, and at punctuation. The
// pieces in order, each of at least two characters and more than words that only ask (怎么办); one piece, the
// question, where nothing cuts.
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

// The leaves whose path has `value`, in their order.
std::vector<Leaf> narrow(std::span<const Leaf> leaves, std::string_view value);

}  // namespace hotline::retrieve
