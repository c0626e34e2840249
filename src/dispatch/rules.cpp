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

namespace {

// Time of receipt: the hours of the day, and whether it is worked.
bool time_fits(const city::City& city, const city::Rule::When& when, base::Time at) {
  if (when.workday) {
    const city::DayKind kind = city.calendar.kind_of(city.calendar.local_date(at));
    const bool worked = kind == city::DayKind::weekday || kind == city::DayKind::make_up;
    if (worked != *when.workday) return false;
  }
  if (when.hours.empty()) return true;
  const auto minute = std::chrono::duration_cast<std::chrono::minutes>(
                          at - city.calendar.start_of(city.calendar.local_date(at)))
                          .count();
  return std::any_of(when.hours.begin(), when.hours.end(),
                     [&](const city::Hours& one) { return one.from <= minute && minute < one.to; });
}

}  // namespace

bool RuleBook::holds(const city::City& city, const city::Rule& rule, const std::vector<bool>& present,
                     const Given& given) const {
  const Compiled& compiled = compiled_[static_cast<std::size_t>(&rule - rules_->data())];
  const auto stands = [&](std::uint32_t id) { return present[id]; };
  const auto one_of = [](const auto& list, const auto& accepts) {
    return list.empty() || std::any_of(list.begin(), list.end(), accepts);
  };
  const Facts& facts = given.facts;
  return one_of(compiled.any, stands) && std::all_of(compiled.all.begin(), compiled.all.end(), stands) &&
         std::none_of(compiled.none.begin(), compiled.none.end(), stands) &&
         one_of(rule.when.matter,
                [&](const std::string& prefix) {
                  return given.matter != nullptr && city::Matters::covers(prefix, *given.matter);
                }) &&
         one_of(rule.when.place,
                [&](const std::string& code) { return city.divisions.within(given.division, code); }) &&
         one_of(rule.when.channel, [&](const std::string& code) { return code == facts.channel; }) &&
         one_of(rule.when.kind, [&](city::Kind one) { return one == given.kind; }) &&
         one_of(rule.when.caller,
                [&](const std::string& fact) {
                  return std::find(facts.caller.begin(), facts.caller.end(), fact) != facts.caller.end();
                }) &&
         time_fits(city, rule.when, facts.received_at);
}

}  // namespace hotline::dispatch
