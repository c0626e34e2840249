#include "dispatch/rules.hpp"

#include <algorithm>
#include <unordered_map>

#include "hotline/text/negation.hpp"

namespace hotline::dispatch {

RuleBook::RuleBook(const std::vector<city::Rule>& rules) : rules_(&rules) {
  std::unordered_map<std::string, std::uint32_t> ids;
  std::vector<text::Phrase> phrases;
  const auto compile = [&](const std::vector<std::string>& words) {
    std::vector<std::uint32_t> out;
    for (const std::string& word : words) {
      const auto [at, fresh] = ids.try_emplace(word, static_cast<std::uint32_t>(ids.size()));
      if (fresh) phrases.push_back({word, at->second});
      out.push_back(at->second);
    }
    return out;
  };
  for (const city::Rule& rule : rules) {
    compiled_.push_back({compile(rule.when.any), compile(rule.when.all), compile(rule.when.none)});
  }
  phrase_count_ = ids.size();
  matcher_ = text::PhraseMatcher(phrases);
}

std::vector<bool> RuleBook::phrases_in(std::string_view text) const {
  std::vector<bool> present(phrase_count_, false);
  for (const text::PhraseMatch& match : matcher_.find_all(text)) {
    if (!present[match.id] && !text::is_negated(text, match.begin)) present[match.id] = true;
  }
  return present;
}

bool RuleBook::holds(const city::City& city, const city::Rule& rule, const std::vector<bool>& present,
                     const city::Matter* matter, const std::string& division, const std::string& channel,
                     city::Kind kind) const {
  const Compiled& compiled = compiled_[static_cast<std::size_t>(&rule - rules_->data())];
  const auto stands = [&](std::uint32_t id) { return present[id]; };
  const auto one_of = [](const auto& list, const auto& accepts) {
    return list.empty() || std::any_of(list.begin(), list.end(), accepts);
  };
  return one_of(compiled.any, stands) && std::all_of(compiled.all.begin(), compiled.all.end(), stands) &&
         std::none_of(compiled.none.begin(), compiled.none.end(), stands) &&
         one_of(rule.when.matter,
                [&](const std::string& prefix) {
                  return matter != nullptr && city::Matters::covers(prefix, *matter);
                }) &&
         one_of(rule.when.place,
                [&](const std::string& code) { return city.divisions.within(division, code); }) &&
         one_of(rule.when.channel, [&](const std::string& code) { return code == channel; }) &&
         one_of(rule.when.kind, [&](city::Kind one) { return one == kind; });
}

}  // namespace hotline::dispatch
