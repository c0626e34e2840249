#include "dispatch/form_manner.hpp"

#include <algorithm>
#include <array>

#include "dispatch/form_language.hpp"
#include "hotline/text/negation.hpp"

namespace hotline::dispatch {
namespace {

constexpr std::size_t most_mood_spans = 8, most_crowd_spans = 8;
constexpr double felt = 1.5;             // weight of cues from which a mood is named
constexpr double full = 4.0;             // weight of strength 1
constexpr double person_strength = 0.5;  // an upset or angry caller beyond it is for a person
constexpr double exclamation_weight = 0.25, most_exclamations = 1.0;

class Telling {
 public:
  Telling(const FormText& title, const FormText& words, const std::vector<std::string>& languages)
      : title_(title), words_(words), languages_(languages) {}

  Manner run() {
    manner_.language =
        tell_language(title_.normalized.text + " " + words_.normalized.text, words_.cues, FormField::words);
    tell_mood();
    tell_crowd();
    tell_person();
    return std::move(manner_);
  }

 private:
  void tell_mood() {
    static constexpr std::array moods{std::pair{Cue::angry, Mood::angry}, std::pair{Cue::upset, Mood::upset},
                                      std::pair{Cue::anxious, Mood::anxious},
                                      std::pair{Cue::grateful, Mood::grateful}};
    std::array<double, 4> weights{};
    for (const FormText* field : {&title_, &words_}) {
      for (const CueHit& hit : field->cues) {
        for (std::size_t i = 0; i < moods.size(); ++i) {
          if (hit.cue == moods[i].first && !text::is_negated(field->text, hit.begin))
            weights[i] += hit.strength;
        }
      }
    }
    const auto most =
        static_cast<std::size_t>(std::max_element(weights.begin(), weights.end()) - weights.begin());
    // Thanks beside distress are politeness.
    const double distress = std::max({weights[0], weights[1], weights[2]});
    const std::size_t chosen = most == 3 && distress >= felt ? most_distressed(weights) : most;
    if (weights[chosen] < felt) return;
    manner_.mood = moods[chosen].second;
    double weight = weights[chosen];
    if (manner_.mood != Mood::grateful) weight += exclamations();
    manner_.mood_strength = std::min(1.0, weight / full);
    for (const FormText* field : {&title_, &words_}) {
      for (const CueHit& hit : field->cues) {
        if (hit.cue == moods[chosen].first && manner_.mood_from.size() < most_mood_spans)
          manner_.mood_from.push_back(field->span(hit.begin, hit.end));
      }
    }
  }

  static std::size_t most_distressed(const std::array<double, 4>& weights) {
    return static_cast<std::size_t>(std::max_element(weights.begin(), weights.begin() + 3) - weights.begin());
  }

  double exclamations() const {
    const auto marks = std::count_if(words_.clauses.begin(), words_.clauses.end(),
                                     [](const Clause& one) { return one.exclaims; });
    return std::min(most_exclamations, exclamation_weight * static_cast<double>(marks));
  }

  void tell_crowd() {
    for (const FormText* field : {&title_, &words_}) {
      for (const CueHit& hit : field->cues) {
        if (hit.cue == Cue::crowd && manner_.crowd_from.size() < most_crowd_spans)
          manner_.crowd_from.push_back(field->span(hit.begin, hit.end));
      }
    }
  }

  void tell_person() {
    const bool distressed = manner_.mood == Mood::angry || manner_.mood == Mood::upset;
    if (distressed && manner_.mood_strength >= person_strength) manner_.person.emplace_back("mood");
    const bool spoken =
        std::find(languages_.begin(), languages_.end(), manner_.language.code) != languages_.end();
    if (words_.clauses.empty() && title_.clauses.empty()) {
      manner_.person.emplace_back("no_words");
    } else if (!spoken || manner_.language.pinyin) {
      manner_.person.emplace_back("language");
    }
    if (!manner_.language.dialect.empty()) manner_.person.emplace_back("dialect");
  }

  const FormText& title_;
  const FormText& words_;
  const std::vector<std::string>& languages_;
  Manner manner_;
};

}  // namespace

std::string_view name_of(Mood mood) {
  switch (mood) {
    case Mood::neutral:
      return "neutral";
    case Mood::grateful:
      return "grateful";
    case Mood::anxious:
      return "anxious";
    case Mood::upset:
      return "upset";
    case Mood::angry:
      return "angry";
  }
  return "neutral";
}

Manner tell_manner(const FormText& title, const FormText& words, const std::vector<std::string>& languages) {
  return Telling(title, words, languages).run();
}

Manner tell_manner(std::string_view title, std::string_view words,
                   const std::vector<std::string>& languages) {
  return tell_manner(FormText(FormField::title, title), FormText(FormField::words, words), languages);
}

}  // namespace hotline::dispatch
