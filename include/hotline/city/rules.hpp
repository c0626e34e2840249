// Rules of the city's operations (rules.toml) and message templates (templates.toml).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hotline/city/kinds.hpp"

namespace hotline::city {

// When all named conditions hold, the conclusions are drawn. Words are normalised (text::normalize).
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
  } when;
  struct Then {
    std::string matter;  // row key, "" leaves it
    std::string unit;    // code, "@street", "@district", "" leaves it
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
