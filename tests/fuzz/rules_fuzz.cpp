// The city's rules and what they say to a citizen's words: rules.toml, a NUL, the words. Where there is no
// NUL, the lines are phrases, and the last of them the text that they are sought in.
#include <algorithm>

#include "city/small_city.hpp"
#include "fuzz/fuzz_support.hpp"
#include "hotline/dispatch/dispatcher.hpp"
#include "hotline/text/phrase_matcher.hpp"

namespace {

using namespace hotline;

void decide(std::string_view rules, std::string_view words) {
  city::CityFiles files = city::test::small_city();
  files["rules.toml"] = rules;
  const city::CityLoad loaded = city::load_city_files(files);
  if (!loaded.city) return;
  const dispatch::Dispatcher dispatcher(loaded.city, nullptr);
  dispatch::Facts facts;
  facts.words = words;
  facts.place = words.substr(0, std::min<std::size_t>(words.size(), 60));
  facts.channel = "phone";
  facts.received_at = base::from_millis(1772424000000);
  facts.caller = {"elderly", "language:zh"};
  classify::Scratch scratch;
  const dispatch::Decision decision = dispatcher.decide(facts, {}, scratch);
  fuzz::must_hold(decision.lead.empty() || loaded.city->units.find(decision.lead) != nullptr);
  fuzz::must_hold(decision.matter.empty() || loaded.city->matters.find(decision.matter) != nullptr);
  const dispatch::Decision again = dispatcher.decide(facts, {}, scratch);
  fuzz::must_hold(again.lead == decision.lead && again.matter == decision.matter &&
                  again.flags == decision.flags && again.handover == decision.handover);
}

void seek(std::string_view input) {
  std::vector<text::Phrase> phrases;
  while (phrases.size() < 64 && input.find('\n') != std::string_view::npos) {
    const auto [phrase, rest] = fuzz::cut_at(input, '\n');
    phrases.push_back({std::string(phrase), static_cast<std::uint32_t>(phrases.size())});
    input = rest;
  }
  const text::PhraseMatcher matcher(phrases);
  const auto found = matcher.find_all(input);
  for (const text::PhraseMatch& one : found)
    fuzz::must_hold(one.id < phrases.size() && one.begin < one.end && one.end <= input.size());
  fuzz::must_hold(matcher.matches_any(text::normalize(input)) == !found.empty());
  const auto longest = text::longest_matches(found);
  for (std::size_t i = 1; i < longest.size(); ++i) {
    const text::PhraseMatch &before = longest[i - 1], &after = longest[i];
    const bool same_span = before.begin == after.begin && before.end == after.end;
    fuzz::must_hold(same_span ? before.id != after.id : before.end <= after.begin);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::view_of(data, size);
  if (input.find('\0') == std::string_view::npos) {
    seek(input);
  } else {
    const auto [rules, words] = fuzz::cut_at(input, '\0');
    decide(rules, words);
  }
  return 0;
}
