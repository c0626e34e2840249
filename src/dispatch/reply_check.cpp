#include "hotline/dispatch/reply_check.hpp"

#include <algorithm>
#include <cmath>

#include "dispatch/reply_view.hpp"
#include "hotline/base/logistic.hpp"
#include "hotline/dispatch/logistic.hpp"

namespace hotline::dispatch {
namespace {

constexpr std::size_t shortest_answer = 25;  // chars that say something
constexpr double taken_up = 0.2;             // share of a wish's bigrams from which it counts as answered
constexpr std::size_t whole_answer = 120;    // an answer of this length may use other words than the wish
constexpr double taken_up_at_length = 0.08;

constexpr std::array<std::string_view, reply_feature_count> names{"length",        "core",
                                                                  "core_below_15", "core_below_40",
                                                                  "passed_on",     "passed_on_alone",
                                                                  "received",      "received_alone",
                                                                  "empty",         "done",
                                                                  "rule",          "because",
                                                                  "plan",          "contact",
                                                                  "talked",        "unit",
                                                                  "point",         "ask_more",
                                                                  "elsewhere",     "outside",
                                                                  "later",         "link",
                                                                  "times",         "request_overlap",
                                                                  "wish_overlap",  "bias"};

double damp(std::size_t count) {
  return std::log1p(static_cast<double>(count));
}

double mean_cover(const ReplyView& view) {
  if (view.wishes.empty()) return view.request_overlap;
  double sum = 0;
  for (const WishSeen& one : view.wishes) sum += one.covered;
  return sum / static_cast<double>(view.wishes.size());
}

ReplyFeatures features_of(const ReplyView& v) {
  const bool short_core = v.core_chars < 60;
  return {damp(v.chars),
          damp(v.core_chars),
          v.core_chars < 15 ? 1.0 : 0.0,
          v.core_chars < 40 ? 1.0 : 0.0,
          damp(v.count(Said::passed_on)),
          short_core && v.count(Said::passed_on) > 0 ? 1.0 : 0.0,
          damp(v.count(Said::received)),
          short_core && v.count(Said::received) > 0 ? 1.0 : 0.0,
          damp(v.count(Said::empty)),
          damp(v.count(Said::done)),
          damp(v.count(Said::rule)),
          damp(v.count(Said::because)),
          damp(v.count(Said::plan)),
          v.phone || v.count(Said::contact) > 0 ? 1.0 : 0.0,
          damp(v.count(Said::talked)),
          damp(v.count(Said::unit)),
          damp(v.count(Said::point)),
          damp(v.count(Said::ask_more)),
          damp(v.count(Said::elsewhere)),
          damp(v.count(Said::outside)),
          damp(v.count(Said::later)),
          damp(v.count(Said::link)),
          damp(v.times),
          v.request_overlap,
          mean_cover(v),
          1.0};
}

bool is_answered(const ReplyView& view, const WishSeen& wish) {
  return wish.covered >= taken_up || (view.core_chars >= whole_answer && wish.covered >= taken_up_at_length);
}

class Findings {
 public:
  explicit Findings(const ReplyView& view) : view_(view) {}

  std::vector<ReplyFinding> run() {
    hollow();
    wishes();
    facts();
    phrases();
    return std::move(list_);
  }

 private:
  void add(std::string code, std::string zh, std::string en) {
    list_.push_back({std::move(code), {std::move(zh), std::move(en)}, std::nullopt});
  }

  void hollow() {
    const bool brief = view_.core_chars < 60;
    if (view_.core_chars < shortest_answer)
      add("too_short", "答复过于简短，请写明调查情况、处理结果和依据。",
          "The reply is too short. State what was found, what was done and on what ground.");
    if (brief && view_.count(Said::passed_on) > 0)
      add("only_passed_on", "答复只说明已转办，没有办理结果，请在办结后写明结果再答复。",
          "It only says that the matter was passed on. Reply once there is a result, and state it.");
    else if (brief && view_.count(Said::received) > 0)
      add("only_received", "答复只说明已收悉，请写明如何处理。",
          "It only says that the request was received. State what was done about it.");
  }

  void wishes() {
    for (const WishSeen& one : view_.wishes) {
      if (is_answered(view_, one)) continue;
      list_.push_back({"wish_unanswered",
                       {"来电人的这项诉求没有答复到，请逐条回应。",
                        "This wish of the caller is not answered. Answer each wish."},
                       std::pair{one.wish.begin, one.wish.end}});
    }
  }

  void facts() {
    if (view_.count(Said::done) == 0 && view_.count(Said::rule) == 0 && view_.count(Said::plan) == 0)
      add("no_action", "没有写明做了什么或依据什么，请补充核查和处理情况。",
          "It does not say what was done or on what rule. Add what was checked and done.");
    if (view_.times == 0)
      add("no_time", "没有写明时间，请补充何时核查、何时办结。",
          "It names no time. Add when it was checked and when it was, or will be, done.");
    if (view_.count(Said::unit) == 0)
      add("no_unit", "没有写明由哪个单位办理，请补充。", "It does not say which office acted. Name it.");
    if (!view_.phone)
      add("no_contact", "没有留下联系电话，请补充承办人或科室电话。",
          "It gives no number to call. Add that of the person or section in charge.");
  }

  void phrases() {
    const std::size_t empty = view_.count(Said::empty);
    if (empty < 2 || view_.core_chars > 40 * empty) return;
    for (const SaidHit& hit : view_.said) {
      if (hit.said != Said::empty) continue;
      list_.push_back({"empty_phrases",
                       {"套话偏多，请删去与诉求无关的客套话，说明具体情况。",
                        "It holds many empty phrases. Leave them out and state the facts."},
                       std::pair{hit.begin, hit.end}});
      return;
    }
  }

  const ReplyView& view_;
  std::vector<ReplyFinding> list_;
};

}  // namespace

ReplyFeatures reply_features(const ReplyToCheck& in) {
  return features_of(ReplyView(in));
}

std::span<const std::string_view> reply_feature_names() {
  return names;
}

double score_reply(const ReplyFeatures& features, const ReplyFeatures& weights) {
  return base::logistic(features, weights);
}

ReplyFeatures fit_reply_weights(std::span<const ReplyFeatures> rows, std::span<const std::uint8_t> explains) {
  std::vector<double> flat;
  for (const ReplyFeatures& row : rows) flat.insert(flat.end(), row.begin(), row.end());
  const std::vector<double> fitted = fit_logistic(flat, reply_feature_count, explains);
  ReplyFeatures weights{};
  std::copy(fitted.begin(), fitted.end(), weights.begin());
  return weights;
}

ReplyCheck check_reply(const ReplyToCheck& in) {
  const ReplyView view(in);
  ReplyCheck check;
  check.score = score_reply(features_of(view), shipped_reply_weights());
  check.passes = check.score >= passing_score;
  check.wishes = view.wishes.size();
  check.answered = static_cast<std::size_t>(std::count_if(
      view.wishes.begin(), view.wishes.end(), [&](const WishSeen& one) { return is_answered(view, one); }));
  check.findings = Findings(view).run();
  return check;
}

}  // namespace hotline::dispatch
