#include "hotline/intake/triage.hpp"

#include <algorithm>

#include "hotline/intake/merging.hpp"
#include "hotline/text/negation.hpp"
#include "hotline/text/ngrams.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::intake {
namespace {

// Fewer characters than this say nothing that could be handled.
constexpr std::size_t fewest_chars = 2;

// Characters of words and numbers; signs and pictures say nothing.
std::size_t count_spoken(const std::string& text) {
  std::size_t chars = 0;
  text::for_each_token(text, text::TokenMode::index, [&](const text::Token& token) {
    if (!token.colocated) chars += text::count_chars(token.text);
  });
  return chars;
}

// The first of the words that stands in the normalised text and is not negated.
std::string found_phrase(const std::string& text, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
      if (!text::is_negated(text, at)) return word;
    }
  }
  return "";
}

}  // namespace

bool says_nothing(std::string_view words) {
  return count_spoken(text::normalize(words)) < fewest_chars;
}

std::string_view name_of(Way way) {
  switch (way) {
    case Way::in_scope:
      return "in_scope";
    case Way::urgent:
      return "urgent";
    case Way::lawful_channel:
      return "lawful_channel";
    case Way::in_progress:
      return "in_progress";
    case Way::announced:
      return "announced";
    case Way::nothing_to_take:
      return "nothing_to_take";
  }
  return "in_scope";
}

Triage triage(const dispatch::Facts& facts, const dispatch::Decision& decision, const CallerRecord& caller,
              const city::City& city) {
  const std::string text = text::normalize(facts.title + "\n" + facts.words);
  // Danger goes before everything: a repeated or odd call may still be a person in need.
  if (!decision.handover.empty()) return {Way::urgent, decision.handover, 0, ""};
  if (count_spoken(text) < fewest_chars) return {Way::nothing_to_take, "empty", 0, ""};
  for (const city::Refusal& refusal : city.refusals.rows()) {
    if (const std::string phrase = found_phrase(text, refusal.words); !phrase.empty()) {
      return {Way::lawful_channel, refusal.code, 0, phrase};
    }
  }
  if (caller.invalid_today > city.settings.triage.malicious_calls_per_day)
    return {Way::nothing_to_take, "abuse", 0, ""};
  for (const dispatch::Neighbour& own : caller.open_alike) {
    if (may_merge(own, true)) return {Way::in_progress, "", own.ticket, ""};
  }
  for (const city::Announcement& announcement : city.announcements) {
    if (facts.received_at < announcement.from || announcement.to <= facts.received_at) continue;
    const bool here = decision.division.empty() || announcement.division.empty() ||
                      city.divisions.within(decision.division, announcement.division) ||
                      city.divisions.within(announcement.division, decision.division);
    if (!here) continue;
    const std::string place = text::normalize(announcement.place);
    const bool named = text.find(place) != std::string::npos ||
                       text::normalize(facts.place).find(place) != std::string::npos;
    if (!named) continue;
    if (const std::string phrase = found_phrase(text, announcement.words); !phrase.empty()) {
      return {Way::announced, announcement.id, 0, phrase};
    }
  }
  if (decision.urgency != city::Urgency::normal) return {Way::urgent, "", 0, ""};
  return {Way::in_scope, "", 0, ""};
}

}  // namespace hotline::intake
