// The check of a unit's reply before it goes to the caller (智能审单): does it answer each wish, say what was
// done, when, by whom and whom to call, without empty phrases?
//
// The score is the calibrated probability that a person would say the reply explains the matter: a logistic
// model over the features below, whose weights stand in src/dispatch/reply_weights.cpp (fitted with
// `hotline eval reply --fit`; docs/adr/0010-reading-calls.md). Findings are rules and say what to mend.
//
// Thread rule: pure. No errors: any bytes are accepted. Cost: some 200 microseconds.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/error.hpp"

namespace hotline::dispatch {

struct ReplyFinding {
  // too_short, only_received, only_passed_on, wish_unanswered, no_action, no_time, no_unit, no_contact,
  // empty_phrases
  std::string code;
  base::Text text;  // what to mend, for the unit
  // The bytes that it speaks of: of the request's words for wish_unanswered, else of the reply.
  std::optional<std::pair<std::uint32_t, std::uint32_t>> span;
};

struct ReplyCheck {
  double score = 0;     // 0 to 1
  bool passes = false;  // score of at least `passing_score`
  std::size_t wishes = 0, answered = 0;
  std::vector<ReplyFinding> findings;  // gravest first
};
inline constexpr double passing_score = 0.5;

struct ReplyToCheck {
  std::string_view title, words;  // of the request
  std::string_view reply;
};

ReplyCheck check_reply(const ReplyToCheck& in);

// What the score is made of; the last entry is 1 (bias). For fitting.
inline constexpr std::size_t reply_feature_count = 26;
using ReplyFeatures = std::array<double, reply_feature_count>;
ReplyFeatures reply_features(const ReplyToCheck& in);
std::span<const std::string_view> reply_feature_names();

// Weights for rows and labels (0 or 1) of one length, see logistic.hpp; those of reply_weights.cpp are its
// result.
ReplyFeatures fit_reply_weights(std::span<const ReplyFeatures> rows, std::span<const std::uint8_t> explains);
double score_reply(const ReplyFeatures& features, const ReplyFeatures& weights);
const ReplyFeatures& shipped_reply_weights();

}  // namespace hotline::dispatch
