// The city's rules: conditions over words, matter, place, channel and kind.
#pragma once

#include <string>
#include <vector>

#include "hotline/city/city.hpp"
#include "hotline/dispatch/decision.hpp"
#include "hotline/text/phrase_matcher.hpp"

namespace hotline::dispatch {

// The phrases of all rules in one matcher.
class RuleBook {
 public:
  explicit RuleBook(const std::vector<city::Rule>& rules);
  // Which phrases stand in the text and are not negated; input of `holds`.
  std::vector<bool> phrases_in(std::string_view text) const;
  // What a rule is held against, beside the words.
  struct Given {
    const city::Matter* matter;  // nullptr: not known; a rule that asks for one does not hold
    const std::string& division;
    city::Kind kind;
    const Facts& facts;
  };
  // Whether all conditions of the rule hold.
  bool holds(const city::City& city, const city::Rule& rule, const std::vector<bool>& present,
             const Given& given) const;

 private:
  struct Compiled {
    std::vector<std::uint32_t> any, all, none;
  };
  std::vector<Compiled> compiled_;
  const std::vector<city::Rule>* rules_;
  std::size_t phrase_count_ = 0;
  text::PhraseMatcher matcher_;
};

}  // namespace hotline::dispatch
