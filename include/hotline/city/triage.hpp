// Tables for the first look at a request: what is refused, handed over, announced, risky; and why units
// return. All `words` are normalised (text::normalize) and stand for "this phrase occurs".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/city/kinds.hpp"

namespace hotline::city {

struct ReturnReason {
  std::string code;
  std::string name;
  bool needs_evidence = false;
  bool needs_target = false;  // the unit must say whose it is
  int line = 0;
};

struct Refusal {
  std::string code;
  std::string name;
  std::string lawful_channel;      // where the caller may turn instead
  std::string text;                // what the caller is told
  std::vector<std::string> words;  // what a request of this sort says; empty: only a person can tell
  int line = 0;
};

// An emergency line: 110, 119, 120, 122.
struct HandoverLine {
  std::string number;  // "110"
  std::string name;
  int ack_minutes = 0;  // within which it must acknowledge an order
  std::vector<std::string> words;
  int line = 0;
};

enum class RiskLevel { yellow, orange, red };
std::string_view name_of(RiskLevel level);
std::optional<RiskLevel> find_risk_level(std::string_view name);

struct RiskWord {
  RiskLevel level = RiskLevel::yellow;
  std::string word;
  std::string category;
  std::string context;  // advice for the person who looks: what would not count
  int line = 0;
};

// A planned outage or the like that callers may ask about.
struct Announcement {
  std::string id;
  std::string kind;
  std::string division;
  std::string place;
  base::Time from;
  base::Time to;
  std::string text;
  std::vector<std::string> words;
  int line = 0;
};

struct KindWords {
  Kind kind = Kind::help;
  std::vector<std::string> words;
  int line = 0;
};

}  // namespace hotline::city
