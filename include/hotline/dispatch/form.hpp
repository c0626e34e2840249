// The form of a request, filled from the caller's words: who, when, where, what, what is wished for, and how
// the caller is. Each entry names the bytes it came from, so that an agent sees why it stands there.
//
// decide_form is pure and reads the words alone (and the decision made about them); it invents nothing: an
// entry without words behind it stays empty. Of each text the first `most_form_chars` characters are read.
// Cost: some 100 microseconds for a request of 300 characters.
//
// Thread rule: pure; its tables are built on first use and never change. No errors: any bytes are accepted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/dispatch/decision.hpp"
#include "hotline/dispatch/places.hpp"

namespace hotline::dispatch {

inline constexpr std::size_t most_form_chars = 20'000;

enum class FormField : std::uint8_t { title, words, place };
std::string_view name_of(FormField field);

// Bytes [begin, end) of one field of the request.
struct FormSpan {
  FormField field = FormField::words;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const FormSpan&) const = default;
};

struct Noted {
  std::string text;
  FormSpan from;
};

struct NotedTime {
  std::string text;
  FormSpan from;
  std::string date;       // ISO 8601 in the city's zone when the words give a day: "2026-03-01"; else ""
  std::string clock;      // "20:30" when they give an hour; else ""
  bool repeated = false;  // every day, every night
};

struct NotedPlace {
  std::string text;  // with the house number
  FormSpan from;
  PlaceKind kind = PlaceKind::landmark;
  PlaceRole role = PlaceRole::happened;
  std::string division;  // code; "" when the city's lists do not hold it
};

struct SpokenLanguage {
  std::string code = "zh";       // zh, en, ja, ko, other (too few letters, or another script)
  bool pinyin = false;           // Chinese in Latin letters
  std::string dialect;           // wuu, yue, southwestern, northeastern, min; "" for standard Chinese
  std::optional<FormSpan> from;  // the words that tell the dialect
};

enum class Mood : std::uint8_t { neutral, grateful, anxious, upset, angry };
std::string_view name_of(Mood mood);

// How the caller speaks, which needs no places and no decision.
struct Manner {
  SpokenLanguage language;
  Mood mood = Mood::neutral;
  double mood_strength = 0;  // 0 to 1
  std::vector<FormSpan> mood_from;
  std::vector<FormSpan> crowd_from;  // words that say that many people are touched
  // Why a person should look first, whatever the dispatch's confidence: mood, language, dialect, no_words.
  std::vector<std::string> person;
};

// `languages` are those that the city's desk speaks (Settings::languages).
Manner tell_manner(std::string_view title, std::string_view words, const std::vector<std::string>& languages);

struct Form {
  std::optional<Noted> name;  // the caller's, as said ("王" or "王小明")
  std::vector<Noted> phones;  // E.164, numbers of the city as said; at most 10
  std::vector<NotedTime> when;
  std::vector<NotedPlace> where;
  std::optional<Noted> what;         // the clause that says most of the matter
  std::vector<Noted> wishes;         // what is asked for, a clause each, at most 5
  std::optional<Noted> title;        // one line of at most 30 characters
  std::vector<Noted> special_needs;  // codes as in a request: elderly, disabled, pregnant, minor, ...
  Manner manner;
  std::string calming;  // code of a template of the city: calm_angry, calm_upset, calm_anxious; "" for none
  city::Importance importance = city::Importance::ordinary;
  city::Urgency urgency = city::Urgency::normal;
  std::vector<FormSpan> weight_from;  // the words behind importance and urgency
  int quadrant = 4;                   // 1 important and urgent, 2 important, 3 urgent, 4 neither
};

// `decision` is that of the same facts; its reasons say which words weighed.
Form decide_form(const Facts& facts, const Decision& decision, const PlaceBook& places);

}  // namespace hotline::dispatch
