#include "retrieve/passage.hpp"

#include <algorithm>
#include <cmath>

#include "retrieve/asked.hpp"

namespace hotline::retrieve {
namespace {

constexpr float near_share = 0.4F, wide_share = 0.65F;  // first parts of a stretch: 80 and 130 of 200
constexpr std::size_t part_chars = 100;                 // parts of the text a term's rarity is counted in

// What a stretch's score adds up.
constexpr float local_weight = 7.0F;  // of the terms in its first 65 %, by rarity in this text
constexpr float near_weight = 2.0F;   // of those in its first 40 %, by rarity among documents
constexpr float wide_weight = -2.4F;  // of those in its first 65 %: takes back what is common in this text
constexpr float beginning_weight = -1.0F;  // it begins the text: a title repeats the question, not the answer
constexpr float paragraph_weight = 1.0F;   // it begins a paragraph
constexpr float length_weight = 0.3F;
constexpr float kind_weight(Asked asked) {
  switch (asked) {
    case Asked::list:
      return 2.3F;
    case Asked::phone:
      return 1.0F;
    case Asked::date:
      return 0.8F;
    case Asked::number:
      return 0.2F;
    case Asked::other:
      return 0;
  }
  return 0;
}

// Terms of the question in a text, and what each weighs there.
class Field {
 public:
  Field(const Plan& plan, const Codes& text)
      : plan_(plan), found_(find_occurrences(plan, text)), local_(plan.terms.size(), 0) {
    const auto parts = static_cast<float>(text.size() / part_chars + 1);
    std::vector<std::uint32_t> last(local_.size(), UINT32_MAX);
    std::vector<float> held(local_.size(), 0);
    for (const Occurrence& one : found_) {
      const std::uint32_t part = one.at / part_chars;
      if (last[one.term] != part) held[one.term] += 1;
      last[one.term] = part;
    }
    for (std::size_t i = 0; i < local_.size(); ++i) {
      if (held[i] > 0) local_[i] = plan.terms[i].weight * std::log(1 + parts / held[i]);
      local_total_ += local_[i];
    }
  }

  struct Sum {
    float weight = 0;  // share of the question's weight
    float local = 0;   // share of the local weight
  };
  // Of the terms that begin in [begin, end), each once.
  Sum sum(std::size_t begin, std::size_t end) const {
    Sum sum;
    std::vector<bool> seen(local_.size(), false);
    auto at = std::lower_bound(found_.begin(), found_.end(), begin,
                               [](const Occurrence& one, std::size_t place) { return one.at < place; });
    for (; at != found_.end() && at->at < end; ++at) {
      if (seen[at->term]) continue;
      seen[at->term] = true;
      sum.weight += plan_.terms[at->term].weight;
      sum.local += local_[at->term];
    }
    if (sum.local > 0) {
      sum.weight /= plan_.total;
      sum.local /= local_total_;
    }
    return sum;
  }
  bool empty() const { return found_.empty(); }

 private:
  const Plan& plan_;
  std::vector<Occurrence> found_;
  std::vector<float> local_;  // by term
  float local_total_ = 0;
};

// The sentence of the stretch that holds most of the question, and the kind of answer asked for.
void choose_sentence(const Field& field, const Codes& text, Asked asked, Stretch& stretch) {
  float best = -1;
  for (std::size_t begin = stretch.begin; begin < stretch.end;) {
    std::size_t end = begin;
    while (end < stretch.end && !ends_sentence(text[end])) ++end;
    const float kind = holds(asked, std::u16string_view(text).substr(begin, end - begin));
    const float score = field.sum(begin, end).local + (asked == Asked::list ? 0 : 0.3F * kind);
    if (end > begin && score > best) {
      best = score;
      stretch.sentence_begin = begin;
      stretch.sentence_end = std::min(end + 1, stretch.end);
    }
    begin = end + 1;
  }
}

// Where text after the last break would be cut off, the stretch ends with that break if it costs little.
std::size_t rounded_end(const Codes& text, std::size_t begin, std::size_t end) {
  if (end == text.size() || is_break(text[end])) return end;
  for (std::size_t at = end; at > begin && end - at < (end - begin) / 20; --at)
    if (is_break(text[at - 1])) return at;
  return end;
}

}  // namespace

Stretch find_passage(const Plan& plan, const Codes& text, std::size_t max_chars) {
  Stretch best;
  const Field field(plan, text);
  if (field.empty() || max_chars == 0) return best;
  const Asked asked = what_is_asked(plan.query);
  const auto part = [&](float share) {
    return static_cast<std::size_t>(share * static_cast<float>(max_chars));
  };
  const std::size_t near_chars = std::max(part(near_share), std::size_t{1});
  const std::size_t wide_chars = std::max(part(wide_share), std::size_t{1});
  float highest = -1e9F;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (is_break(text[begin]) || (begin > 0 && !is_break(text[begin - 1]))) continue;
    const std::size_t end = std::min(text.size(), begin + max_chars);
    const Field::Sum near = field.sum(begin, std::min(end, begin + near_chars));
    const Field::Sum wide = field.sum(begin, std::min(end, begin + wide_chars));
    if (wide.weight <= 0) continue;
    const bool paragraph = begin > 0 && (text[begin - 1] == blank || text[begin - 1] == line_end);
    const std::u16string_view stretch = std::u16string_view(text).substr(begin, end - begin);
    const float score = local_weight * wide.local + near_weight * near.weight + wide_weight * wide.weight +
                        (begin == 0 ? beginning_weight : 0) + (paragraph ? paragraph_weight : 0) +
                        length_weight * static_cast<float>(end - begin) / static_cast<float>(max_chars) +
                        kind_weight(asked) * holds(asked, stretch);
    if (score <= highest) continue;
    highest = score;
    best = {begin, end, begin, end, near.weight + wide.local};
  }
  if (best.end == 0) return best;
  best.end = rounded_end(text, best.begin, best.end);
  choose_sentence(field, text, asked, best);
  return best;
}

}  // namespace hotline::retrieve
