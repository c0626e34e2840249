// Rules of the city's operations (rules.toml) and message templates (templates.toml).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hotline/city/calendar.hpp"
#include "hotline/city/kinds.hpp"

namespace hotline::city {

// When all named conditions hold, the conclusions are drawn. Words are normalised (text::normalize). Of two
// rules that conclude differently the one of higher priority wins; where both have the same priority and a
// request can fulfil both, loading reports a conflict.
struct Rule {
  std::string name;
  int priority = 0;  // higher goes first; equal priorities in file order
  struct When {
    std::vector<std::string> any;      // at least one occurs
    std::vector<std::string> all;      // each occurs
    std::vector<std::string> none;     // none occurs
    std::vector<std::string> matter;   // prefixes or row keys
    std::vector<std::string> place;    // codes of divisions
    std::vector<std::string> channel;  // codes
    std::vector<Kind> kind;
    // Facts about the caller, any one of them: a special need as requests name it ("elderly", "disabled",
    // "pregnant", ...), "anonymous", "secret", or "language:" and its code.
    std::vector<std::string> caller;
    DayHours hours;               // local time of receipt, half open; empty is any
    std::optional<bool> workday;  // whether it is received on a day that is worked
  } when;
  struct Then {
    std::string matter;                // row key, "" leaves it
    std::string unit;                  // code, "@street", "@district", "" leaves it
    std::vector<std::string> assists;  // units like `unit`, that help beside the duty table's
    std::optional<Urgency> urgency;
    std::optional<bool> secrecy;
    std::string handover;  // emergency line, "" for none
    std::vector<std::string> flags;
  } then;
  int line = 0;  // of rules.toml
};

// A message with {named} gaps.
struct Template {
  std::string code;
  std::string zh;
  std::string en;  // "" when there is none
  int line = 0;    // of templates.toml
};

}  // namespace hotline::city
