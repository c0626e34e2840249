#include "hotline/dispatch/form.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "dispatch/form_field.hpp"
#include "dispatch/form_manner.hpp"
#include "dispatch/form_when.hpp"
#include "dispatch/form_who.hpp"
#include "dispatch/form_words.hpp"
#include "dispatch/wishes.hpp"
#include "hotline/text/negation.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {
namespace {

constexpr std::size_t least_told = 4;  // chars
constexpr std::size_t most_wishes = 5;
constexpr std::size_t most_title = 30;  // chars
constexpr std::size_t most_weight_spans = 20;
constexpr std::array needs{std::pair{Cue::elderly, "elderly"},   std::pair{Cue::disabled, "disabled"},
                           std::pair{Cue::pregnant, "pregnant"}, std::pair{Cue::minor, "minor"},
                           std::pair{Cue::illness, "illness"},   std::pair{Cue::low_income, "low_income"},
                           std::pair{Cue::veteran, "veteran"}};

class Filling {
 public:
  Filling(const Facts& facts, const Decision& decision, const PlaceBook& places)
      : facts_(facts),
        decision_(decision),
        places_(places),
        title_(FormField::title, facts.title),
        words_(FormField::words, facts.words),
        place_(FormField::place, facts.place) {}

  Form run() {
    fill_who();
    fill_when();
    fill_where();
    fill_what();
    fill_wishes();
    fill_title();
    fill_needs();
    form_.manner = tell_manner(title_, words_, places_.city().settings.languages);
    find_calming_words();
    fill_weight();
    return std::move(form_);
  }

 private:
  void fill_who() {
    form_.name = find_name(words_.text, words_.cues, FormField::words);
    for (const FormText* one : {&words_, &title_}) find_phones(one->text, one->field, form_.phones);
  }

  void fill_when() {
    const auto local = facts_.received_at + std::chrono::minutes{places_.city().settings.zone_offset_minutes};
    const city::Date today{std::chrono::floor<std::chrono::days>(local)};
    for (const FormText* one : {&words_, &title_}) {
      for (NotedTime& time : find_times(one->text, one->normalized, one->field, today))
        form_.when.push_back(std::move(time));
    }
  }

  void fill_where() {
    for (const FormText* one : {&place_, &words_, &title_}) {
      for (const PlaceMention& mention : places_.find(one->text, facts_.received_at)) {
        NotedPlace noted;
        noted.text = std::string(one->words(mention.begin, mention.reach));
        noted.from = one->span(mention.begin, mention.reach);
        noted.kind = mention.kind;
        noted.role = mention.role;
        if (mention.division != nullptr && !mention.abolished) noted.division = mention.division->code;
        const bool known = std::any_of(form_.where.begin(), form_.where.end(), [&](const NotedPlace& other) {
          return other.text == noted.text && other.role == noted.role && other.from.field != noted.from.field;
        });
        if (!known) form_.where.push_back(std::move(noted));
      }
    }
  }

  // How much of the matter a clause says.
  double weight_of(const FormText& field, const Clause& clause) const {
    const std::string_view text = field.words(clause.begin, clause.end);
    double weight = count_chars_beside_places(field, clause) < least_told ? -2.0 : 0.0;
    for (const Reason& reason : decision_.reasons) {
      const std::string phrase = reason.source == "risk" || reason.source == "handover" ? reason.detail
                                 : reason.source == "duty" ? reason.detail.substr(0, reason.detail.find(" ("))
                                                           : "";
      if (!phrase.empty() && text.find(phrase) != std::string_view::npos) weight += 2.0;
    }
    for (const CueHit& hit : field.cues) {
      if (hit.begin < clause.begin || hit.end > clause.end) continue;
      if (hit.cue == Cue::trouble && !text::is_negated(field.text, hit.begin)) weight += 1.0;
      if (hit.cue == Cue::greeting) weight -= 1.5;
      if (hit.cue == Cue::wish) weight -= 0.5;
      if (hit.cue == Cue::name) weight -= 2.0;
    }
    for (const NotedPlace& place : form_.where) {
      const bool inside =
          place.from.field == field.field && place.from.begin >= clause.begin && place.from.end <= clause.end;
      if (inside) weight += place.role == PlaceRole::happened ? 0.5 : -1.0;
    }
    return weight;
  }

  // A clause that names places and hardly anything else says where somebody lives or was, not what the matter
  // is.
  std::size_t count_chars_beside_places(const FormText& field, const Clause& clause) const {
    std::string told(field.words(clause.begin, clause.end));
    for (const NotedPlace& place : form_.where) {
      if (place.from.field != field.field) continue;
      const std::uint32_t begin = std::max(place.from.begin, clause.begin);
      const std::uint32_t end = std::min(place.from.end, clause.end);
      for (std::uint32_t at = begin; at < end; ++at) told[at - clause.begin] = '\0';
    }
    std::erase(told, '\0');
    return text::count_chars(told);
  }

  void fill_what() {
    const FormText* from = nullptr;
    const Clause* best = nullptr;
    double most = -1e9;
    for (const FormText* field : {&words_, &title_}) {
      for (const Clause& clause : field->clauses) {
        const double weight = weight_of(*field, clause);
        if (weight > most) {
          most = weight;
          best = &clause;
          from = field;
        }
      }
      if (best != nullptr && field == &words_) break;
    }
    if (best != nullptr) form_.what = from->note(best->begin, best->end);
  }

  void fill_wishes() {
    for (const Wish& wish : find_wishes(words_.text, words_.clauses, words_.cues, most_wishes))
      form_.wishes.push_back(words_.note(wish.begin, wish.end));
  }

  // The title as given; else what it is about, with the place before it when that fits.
  void fill_title() {
    if (!title_.clauses.empty()) {
      form_.title = title_.note(title_.clauses.front().begin, title_.clauses.back().end);
    } else if (form_.what) {
      form_.title = form_.what;
      put_place_before();
    }
    if (form_.title) {
      std::string& text = form_.title->text;
      std::replace(text.begin(), text.end(), '\n', ' ');
      text = std::string(text::truncate_chars(text, most_title));
    }
  }

  void put_place_before() {
    const NotedPlace* place = nullptr;
    for (const NotedPlace& one : form_.where) {
      if (one.role != PlaceRole::happened) continue;
      if (place == nullptr || (one.from.field == place->from.field && one.from.begin == place->from.end)) {
        if (place == nullptr) place = &one;
      }
      if (form_.what->text.find(one.text) != std::string::npos) return;
    }
    if (place == nullptr) return;
    if (text::count_chars(place->text) + text::count_chars(form_.what->text) > most_title) return;
    form_.title->text = place->text + form_.what->text;
  }

  void fill_needs() {
    for (const auto& [cue, code] : needs) {
      for (const CueHit& hit : words_.cues) {
        if (hit.cue != cue || text::is_negated(words_.text, hit.begin)) continue;
        form_.special_needs.push_back({code, words_.span(hit.begin, hit.end)});
        break;
      }
    }
  }

  void find_calming_words() {
    if (form_.manner.mood == Mood::grateful) return;
    const std::string code = "calm_" + std::string(name_of(form_.manner.mood));
    if (places_.city().templates.find(code) != nullptr) form_.calming = code;
  }

  void fill_weight() {
    form_.importance = decision_.importance;
    form_.urgency = decision_.urgency;
    form_.weight_from = form_.manner.crowd_from;
    if (!form_.weight_from.empty()) form_.importance = city::Importance::important;
    for (const FormText* field : {&title_, &words_}) {
      for (const Reason& reason : decision_.reasons) {
        if (reason.source != "risk" && reason.source != "handover") continue;
        const std::size_t at =
            reason.detail.empty() ? std::string_view::npos : field->text.find(reason.detail);
        if (at == std::string_view::npos) continue;
        form_.weight_from.push_back(field->span(static_cast<std::uint32_t>(at),
                                                static_cast<std::uint32_t>(at + reason.detail.size())));
      }
    }
    if (form_.weight_from.size() > most_weight_spans) form_.weight_from.resize(most_weight_spans);
    const bool important = form_.importance != city::Importance::ordinary;
    const bool urgent = form_.urgency != city::Urgency::normal;
    form_.quadrant = important ? (urgent ? 1 : 2) : (urgent ? 3 : 4);
  }

  const Facts& facts_;
  const Decision& decision_;
  const PlaceBook& places_;
  FormText title_, words_, place_;
  Form form_;
};

}  // namespace

std::string_view name_of(FormField field) {
  switch (field) {
    case FormField::title:
      return "title";
    case FormField::words:
      return "words";
    case FormField::place:
      return "place";
  }
  return "words";
}

Form decide_form(const Facts& facts, const Decision& decision, const PlaceBook& places) {
  return Filling(facts, decision, places).run();
}

}  // namespace hotline::dispatch
