#include "hotline/dispatch/split.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "dispatch/split_view.hpp"
#include "hotline/base/logistic.hpp"
#include "hotline/dispatch/logistic.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {
namespace {

constexpr std::size_t least_chars = 10;  // of each side of a cut
constexpr std::size_t near_chars = 60;   // what counts as near the cut

constexpr std::array<std::string_view, cut_feature_count> names{
    "shared",         "shared_near",     "first_in_left",
    "first_in_right", "last_in_right",   "last_in_left",
    "greets",         "left_thanks",     "moves_on",
    "goes_on",        "places_shared",   "places_new",
    "left_length",    "right_length",    "above_lowest",
    "introduces",     "left_asks",       "line_break",
    "both_wish",      "both_trouble",    "heads",
    "left_ends_wish", "first_balance",   "last_balance",
    "sentences",      "single",          "single_balance",
    "second_in_left", "second_in_right", "new_place_first",
    "first_far",      "shared_top",      "bias"};

// Sums over the sentences of a text, for any cut of it.
class Cutting {
 public:
  Cutting(const SplitView& view, std::size_t first, std::size_t last)
      : view_(view), first_(first), last_(last) {
    const std::size_t pairs = view.weights.size();
    first_seen_.assign(pairs, none);
    last_seen_.assign(pairs, none);
    for (std::size_t i = first; i < last; ++i) {
      for (const std::uint32_t pair : view.sentences[i].pairs) {
        if (first_seen_[pair] == none) first_seen_[pair] = static_cast<std::uint32_t>(i);
        last_seen_[pair] = static_cast<std::uint32_t>(i);
      }
      for (const std::uint32_t place : view.sentences[i].places) {
        if (place >= first_place_.size()) {
          first_place_.resize(place + 1, none);
          last_place_.resize(place + 1, none);
        }
        if (first_place_[place] == none) first_place_[place] = static_cast<std::uint32_t>(i);
        last_place_[place] = static_cast<std::uint32_t>(i);
      }
    }
    sum_up();
  }

  // Features of the cut before sentence `at`, for all cuts; empty where a side would be too short.
  struct Cut {
    std::size_t at;
    CutFeatures features;
  };
  std::vector<Cut> cuts() const {
    std::vector<Cut> out;
    double lowest = std::numeric_limits<double>::max();
    for (std::size_t at = first_ + 1; at < last_; ++at) {
      if (chars_before(at) < least_chars || chars_total() - chars_before(at) < least_chars) continue;
      out.push_back({at, features(at)});
      lowest = std::min(lowest, out.back().features[0]);
    }
    for (Cut& one : out) one.features[14] = one.features[0] - lowest;
    return out;
  }

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  void sum_up() {
    const std::size_t count = last_ - first_ + 1;  // one more than there are sentences
    left_.assign(count, 0);
    gone_.assign(count, 0);
    chars_.assign(count, 0);
    for (std::size_t pair = 0; pair < first_seen_.size(); ++pair) {
      if (first_seen_[pair] == none) continue;
      left_[first_seen_[pair] - first_ + 1] += view_.weights[pair];
      gone_[last_seen_[pair] - first_ + 1] += view_.weights[pair];
    }
    for (std::size_t i = 1; i < count; ++i) {
      left_[i] += left_[i - 1];
      gone_[i] += gone_[i - 1];
      chars_[i] = chars_[i - 1] + view_.sentences[first_ + i - 1].chars;
    }
  }
  std::size_t chars_before(std::size_t at) const { return chars_[at - first_]; }
  std::size_t chars_total() const { return chars_.back(); }

  // Share of a sentence's pairs that occur among the sentences [begin, end).
  double share_in(std::size_t sentence, std::size_t begin, std::size_t end) const {
    const SplitSentence& one = view_.sentences[sentence];
    if (one.weight == 0 || begin >= end) return 0;
    double shared = 0;
    for (const std::uint32_t pair : one.pairs) {
      const bool before = end <= sentence && first_seen_[pair] < end;
      const bool behind = begin > sentence && last_seen_[pair] >= begin;
      if (before || behind) shared += view_.weights[pair];
    }
    return shared / one.weight;
  }

  double near(std::size_t at) const {
    std::size_t begin = at, end = at, chars = 0;
    while (begin > first_ && chars < near_chars) chars += view_.sentences[--begin].chars;
    chars = 0;
    while (end < last_ && chars < near_chars) chars += view_.sentences[end++].chars;
    double shared = 0, left = 0, right = 0;
    std::vector<std::uint32_t> pairs;
    for (std::size_t i = begin; i < at; ++i)
      pairs.insert(pairs.end(), view_.sentences[i].pairs.begin(), view_.sentences[i].pairs.end());
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    for (const std::uint32_t pair : pairs) left += view_.weights[pair];
    for (std::size_t i = at; i < end; ++i) {
      for (const std::uint32_t pair : view_.sentences[i].pairs) {
        right += view_.weights[pair];
        if (std::binary_search(pairs.begin(), pairs.end(), pair)) shared += view_.weights[pair];
      }
    }
    return left > 0 && right > 0 ? shared / std::sqrt(left * right) : 0;
  }

  // First the share of the later side's places that the earlier side named, then whether it names new ones.
  std::pair<double, double> places(std::size_t at) const {
    double right = 0, shared = 0, left = 0;
    for (std::size_t place = 0; place < first_place_.size(); ++place) {
      if (first_place_[place] == none) continue;
      const bool in_left = first_place_[place] < at, in_right = last_place_[place] >= at;
      left += in_left ? 1 : 0;
      right += in_right ? 1 : 0;
      shared += in_left && in_right ? 1 : 0;
    }
    if (left == 0 || right == 0) return {0, 0};
    return {shared / std::min(left, right), shared == 0 ? 1.0 : 0.0};
  }

  bool names_new_place(std::size_t at) const {
    const auto& named = view_.sentences[at].places;
    return std::any_of(named.begin(), named.end(),
                       [&](std::uint32_t one) { return first_place_[one] == at; });
  }

  // How many weighty pairs cross the cut, damped.
  double strongest_shared(std::size_t at) const {
    double count = 0;
    for (std::size_t pair = 0; pair < first_seen_.size(); ++pair) {
      if (first_seen_[pair] != none && first_seen_[pair] < at && last_seen_[pair] >= at &&
          view_.weights[pair] > 0.9)
        count += 1;
    }
    return std::log1p(count);
  }

  template <class Test>
  bool any(std::size_t begin, std::size_t end, Test test) const {
    return std::any_of(view_.sentences.begin() + static_cast<std::ptrdiff_t>(begin),
                       view_.sentences.begin() + static_cast<std::ptrdiff_t>(end), test);
  }

  CutFeatures features(std::size_t at) const {
    const SplitSentence& before = view_.sentences[at - 1];
    const SplitSentence& behind = view_.sentences[at];
    const double left = left_[at - first_], gone = gone_[at - first_], all = left_.back();
    const double right = all - gone, shared = left - gone;
    const auto [places_shared, places_new] = places(at);
    const auto wish = [](const SplitSentence& one) { return one.wish; };
    const auto trouble = [](const SplitSentence& one) { return one.trouble; };
    const double first_left = share_in(at, first_, at), first_right = share_in(at, at + 1, last_);
    const double last_right = share_in(at - 1, at, last_), last_left = share_in(at - 1, first_, at - 1);
    return {left > 0 && right > 0 ? shared / std::sqrt(left * right) : 0,
            near(at),
            first_left,
            first_right,
            last_right,
            last_left,
            behind.greeting ? 1.0 : 0.0,
            before.thanks ? 1.0 : 0.0,
            behind.moves_on ? 1.0 : 0.0,
            behind.goes_on ? 1.0 : 0.0,
            places_shared,
            places_new,
            std::log(static_cast<double>(chars_before(at))) / 5,
            std::log(static_cast<double>(chars_total() - chars_before(at))) / 5,
            0.0,
            behind.introduces ? 1.0 : 0.0,
            before.question ? 1.0 : 0.0,
            behind.line_break ? 1.0 : 0.0,
            any(first_, at, wish) && any(at, last_, wish) ? 1.0 : 0.0,
            any(first_, at, trouble) && any(at, last_, trouble) ? 1.0 : 0.0,
            behind.heads ? 1.0 : 0.0,
            before.wish ? 1.0 : 0.0,
            first_right - first_left,
            last_left - last_right,
            std::log1p(static_cast<double>(last_ - first_)) / 3,
            behind.single ? 1.0 : 0.0,
            behind.single ? first_right - first_left : 0.0,
            at + 1 < last_ ? share_in(at + 1, first_, at) : 0.0,
            at + 2 < last_ ? share_in(at + 1, at + 2, last_) : 0.0,
            names_new_place(at) ? 1.0 : 0.0,
            at + 3 < last_ ? share_in(at, at + 2, last_) : 0.0,
            strongest_shared(at),
            1.0};
  }

  const SplitView& view_;
  std::size_t first_, last_;
  std::vector<std::uint32_t> first_seen_, last_seen_, first_place_, last_place_;
  std::vector<double> left_, gone_;  // weight of pairs first seen, last seen before each cut
  std::vector<std::size_t> chars_;
};

double log_odds(double probability) {
  const double held = std::clamp(probability, 1e-6, 1 - 1e-6);
  return std::log(held / (1 - held));
}

using WholeFeatures = std::array<double, whole_feature_count>;
struct Best {
  std::size_t at = 0;  // sentence; 0: there is no place to cut
  WholeFeatures features{};
};

// The likeliest cut among the sentences [first, last), and what it is decided by.
Best best_cut(const SplitView& view, std::size_t first, std::size_t last, const CutFeatures& weights) {
  Best best;
  double most = 0, next = 0, sum = 0;
  for (const auto& cut : Cutting(view, first, last).cuts()) {
    const double likely = base::logistic(cut.features, weights);
    sum += likely;
    if (likely > most) {
      next = most;
      most = likely;
      best.at = cut.at;
      std::copy(cut.features.begin(), cut.features.end(), best.features.begin() + 3);
    } else {
      next = std::max(next, likely);
    }
  }
  best.features[0] = log_odds(most) / 3;
  best.features[1] = (log_odds(most) - log_odds(next)) / 3;
  best.features[2] = std::log1p(sum);
  return best;
}

struct Found {
  std::size_t at;  // sentence
  double confidence;
};

class Splitting {
 public:
  Splitting(const SplitView& view, double threshold, const SplitWeights& weights)
      : view_(view), threshold_(threshold), weights_(weights) {}

  std::vector<Found> run() {
    look(0, view_.sentences.size());
    std::sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) { return a.at < b.at; });
    return std::move(found_);
  }

 private:
  void look(std::size_t first, std::size_t last) {
    if (found_.size() + 1 >= most_parts || last - first < 2) return;
    if (cut_where_announced(first, last)) return;
    const Best best = best_cut(view_, first, last, weights_.cut);
    if (best.at == 0) return;
    const double confidence = base::logistic(best.features, weights_.whole);
    if (confidence >= threshold_) cut(first, best.at, last, confidence);
  }

  bool cut_where_announced(std::size_t first, std::size_t last) {
    for (std::size_t at = first + 1; at < last; ++at) {
      if (!view_.sentences[at].announces) continue;
      cut(first, at, last, announced);
      return true;
    }
    return false;
  }

  void cut(std::size_t first, std::size_t at, std::size_t last, double confidence) {
    found_.push_back({at, confidence});
    look(first, at);
    look(at, last);
  }

  static constexpr double announced = 0.8;  // confidence where the caller says that another matter follows

  const SplitView& view_;
  double threshold_;
  const SplitWeights& weights_;
  std::vector<Found> found_;
};

SplitView view_of(std::string_view text) {
  return SplitView(text::truncate_chars(text, most_split_chars));
}

}  // namespace

std::span<const std::string_view> cut_feature_names() {
  return names;
}

std::vector<MatterPart> split_matters(std::string_view text, double threshold, const SplitWeights& weights) {
  const SplitView view = view_of(text);
  std::vector<MatterPart> parts{{0, static_cast<std::uint32_t>(text.size()), 1}};
  for (const Found& one : Splitting(view, threshold, weights).run()) {
    const std::uint32_t begin = view.sentences[one.at].begin;
    parts.back().end = begin;
    parts.push_back({begin, static_cast<std::uint32_t>(text.size()), one.confidence});
  }
  return parts;
}

SplitWeights fit_split_weights(std::span<const JoinedText> texts) {
  SplitWeights weights;
  std::vector<double> rows;
  std::vector<std::uint8_t> labels;
  for (std::size_t i = 0; i < texts.size(); i += 2) {
    const SplitView view = view_of(texts[i].text);
    for (const auto& cut : Cutting(view, 0, view.sentences.size()).cuts()) {
      rows.insert(rows.end(), cut.features.begin(), cut.features.end());
      const bool is_boundary = texts[i].boundary != 0 && view.sentences[cut.at].begin == texts[i].boundary;
      labels.push_back(is_boundary ? 1 : 0);
    }
  }
  const std::vector<double> cut = fit_logistic(rows, cut_feature_count, labels);
  std::copy(cut.begin(), cut.end(), weights.cut.begin());
  rows.clear();
  labels.clear();
  for (std::size_t i = 1; i < texts.size(); i += 2) {
    const SplitView view = view_of(texts[i].text);
    const Best best = best_cut(view, 0, view.sentences.size(), weights.cut);
    if (best.at == 0) continue;
    rows.insert(rows.end(), best.features.begin(), best.features.end());
    labels.push_back(texts[i].boundary != 0 ? 1 : 0);
  }
  const std::vector<double> whole = fit_logistic(rows, whole_feature_count, labels);
  std::copy(whole.begin(), whole.end(), weights.whole.begin());
  return weights;
}

}  // namespace hotline::dispatch
