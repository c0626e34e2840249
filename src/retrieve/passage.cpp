#include "retrieve/passage.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "retrieve/asked.hpp"

namespace hotline::retrieve {
namespace {

// First parts of a stretch that are looked at, and what is before it, as shares of its length (of 200: 40,
// 80, 130 and 120).
constexpr float first_share = 0.2F, near_share = 0.4F, wide_share = 0.65F, before_share = 0.6F;
constexpr std::size_t part_chars = 100;  // parts of the text a term's rarity is counted in

// What a stretch's score adds up: of the terms in a part of it, by their rarity in this text ("local") and
// among documents ("common"). The two are weighed against each other, so signs differ.
constexpr float first_local = 2.52F, first_common = -3.45F;
constexpr float near_local = 2.61F;
constexpr float wide_local = 2.35F, wide_common = 0.20F;
constexpr float whole_local = 1.01F, whole_common = -1.50F;
constexpr float before_local = -0.74F;
constexpr float around_local = 3.64F;    // of all that stands in it and in as much before it
constexpr float distance = -2.77F;       // to its first term, of the wide part
constexpr float beginning = -2.72F;      // it begins the text: a title repeats the question, not the answer
constexpr float sentence_start = 1.79F;  // and not only a clause
constexpr float enumeration = 3.15F;     // it begins with 一是, （二） or 3.
constexpr float length_weight = 1.39F;
constexpr float kind_weight(Asked asked) {
  switch (asked) {
    case Asked::list:
      return 0.92F;
    case Asked::phone:
      return 1.68F;
    case Asked::date:
      return 3.14F;
    case Asked::number:
      return 0.28F;
    case Asked::other:
      return 0;
  }
  return 0;
}

// Terms of the question in a text, and what each weighs there.
class Field {
 public:
  Field(const Plan& plan, const Codes& text)
      : plan_(plan),
        found_(find_occurrences(plan, text)),
        local_(plan.terms.size(), 0),
        seen_(plan.terms.size(), 0) {
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
    float common = 0;  // share of the question's weight
    float local = 0;   // share of the local weight
  };
  // Of the terms that begin in [begin, end), each once.
  Sum sum(std::size_t begin, std::size_t end) const {
    std::array<Sum, 1> sums;
    sum_parts(begin, std::array{end}, sums);
    return sums[0];
  }
  // The same for several ends, which rise, in one walk.
  template <std::size_t N>
  void sum_parts(std::size_t begin, const std::array<std::size_t, N>& ends, std::array<Sum, N>& sums) const {
    ++turn_;
    Sum sum;
    auto at = first_from(begin);
    for (std::size_t i = 0; i < N; ++i) {
      for (; at != found_.end() && at->at < ends[i]; ++at) {
        if (seen_[at->term] == turn_) continue;
        seen_[at->term] = turn_;
        sum.common += plan_.terms[at->term].weight;
        sum.local += local_[at->term];
      }
      if (local_total_ > 0) sums[i] = {sum.common / plan_.total, sum.local / local_total_};
    }
  }
  // Where the first term stands from `begin` on; `none` where there is none.
  std::size_t first_term(std::size_t begin, std::size_t none) const {
    const auto at = first_from(begin);
    return at == found_.end() ? none : at->at;
  }
  bool empty() const { return found_.empty(); }

 private:
  std::vector<Occurrence>::const_iterator first_from(std::size_t begin) const {
    return std::lower_bound(found_.begin(), found_.end(), begin,
                            [](const Occurrence& one, std::size_t place) { return one.at < place; });
  }

  const Plan& plan_;
  std::vector<Occurrence> found_;
  std::vector<float> local_;  // by term
  float local_total_ = 0;
  mutable std::vector<std::uint32_t> seen_;  // by term: the turn that saw it
  mutable std::uint32_t turn_ = 0;
};

bool begins_sentence(const Codes& text, std::size_t at) {
  if (at == 0 || ends_sentence(text[at - 1])) return true;
  return at > 1 && is_break(text[at - 2]) && ends_sentence(text[at - 2]);
}

bool begins_enumeration(std::u16string_view text) {
  constexpr std::u16string_view numerals = u"一二三四五六七八九十";
  const auto is_numeral = [&](std::size_t at) {
    return at < text.size() && numerals.find(text[at]) != numerals.npos;
  };
  const auto is_digit = [&](std::size_t at) {
    return at < text.size() && text[at] >= u'0' && text[at] <= u'9';
  };
  const auto is_end = [&](std::size_t at) { return at < text.size() && is_break(text[at]); };
  if (text.empty()) return false;
  if (text[0] == u'第') return is_numeral(1);
  if (is_numeral(0))
    return is_end(1) || is_numeral(1) || (text.size() > 1 && (text[1] == u'是' || text[1] == u'要'));
  if (!is_digit(0) || text[0] == u'0') return false;
  return is_end(1) || (is_digit(1) && is_end(2));
}

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
    return std::max(static_cast<std::size_t>(share * static_cast<float>(max_chars)), std::size_t{1});
  };
  const std::size_t first_chars = part(first_share), near_chars = part(near_share),
                    wide_chars = part(wide_share), before_chars = part(before_share);
  float highest = -1e9F;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (is_break(text[begin]) || (begin > 0 && !is_break(text[begin - 1]))) continue;
    const std::size_t end = std::min(text.size(), begin + max_chars);
    std::array<Field::Sum, 4> sums;  // first, near, wide, whole
    field.sum_parts(begin,
                    std::array{std::min(end, begin + first_chars), std::min(end, begin + near_chars),
                               std::min(end, begin + wide_chars), end},
                    sums);
    const auto& [first, near, wide, whole] = sums;
    if (whole.common <= 0) continue;
    const Field::Sum before = field.sum(begin - std::min(begin, before_chars), begin);
    const Field::Sum around = field.sum(begin - std::min(begin, max_chars), end);
    const std::size_t far = std::min(field.first_term(begin, end) - begin, wide_chars);
    const std::u16string_view stretch = std::u16string_view(text).substr(begin, end - begin);
    const float score = first_local * first.local + first_common * first.common + near_local * near.local +
                        wide_local * wide.local + wide_common * wide.common + whole_local * whole.local +
                        whole_common * whole.common + before_local * before.local +
                        around_local * around.local +
                        distance * static_cast<float>(far) / static_cast<float>(wide_chars) +
                        (begin == 0 ? beginning : 0) + (begins_sentence(text, begin) ? sentence_start : 0) +
                        (begins_enumeration(stretch) ? enumeration : 0) +
                        length_weight * static_cast<float>(end - begin) / static_cast<float>(max_chars) +
                        kind_weight(asked) * holds(asked, stretch);
    if (score <= highest) continue;
    highest = score;
    best = {begin, end, begin, end, first.common + whole.local};
  }
  if (best.end == 0) return best;
  best.end = rounded_end(text, best.begin, best.end);
  choose_sentence(field, text, asked, best);
  return best;
}

}  // namespace hotline::retrieve
