#include "retrieve/reading.hpp"

#include <algorithm>
#include <cmath>

namespace hotline::retrieve {
namespace {

constexpr std::size_t near_lead = 200, near_window = 80;
constexpr std::size_t wide_lead = 50, wide_window = 160;
constexpr std::size_t subject_lead = 120;

using Terms = std::vector<bool>;  // by number of the plan's terms

Terms terms_before(const std::vector<Occurrence>& found, std::size_t end, const Plan& plan) {
  Terms present(plan.terms.size(), false);
  for (const Occurrence& one : found)
    if (one.at < end) present[one.term] = true;
  return present;
}

float weight_of(const Terms& present, const Plan& plan) {
  float sum = 0;
  for (std::size_t i = 0; i < present.size(); ++i)
    if (present[i]) sum += plan.terms[i].reading;
  return sum;
}

// Weight of the terms that stand in the lead or in the best window.
float cover(const Plan& plan, const std::vector<Occurrence>& found, const Terms& lead, std::size_t window) {
  std::vector<std::uint32_t> counts(plan.terms.size(), 0);
  float now = 0;
  float best = 0;
  std::size_t oldest = 0;
  for (const Occurrence& one : found) {
    while (found[oldest].at + window <= one.at) {
      const std::uint16_t gone = found[oldest++].term;
      if (--counts[gone] == 0 && !lead[gone]) now -= plan.terms[gone].reading;
    }
    if (counts[one.term]++ == 0 && !lead[one.term]) now += plan.terms[one.term].reading;
    best = std::max(best, now);
  }
  return best + weight_of(lead, plan);
}

// Cuts the question from its end into the longest pieces that stand in the text; a bigram of a piece counts
// the more the longer the piece.
float runs(const Plan& plan, std::u16string_view text) {
  const Codes& query = plan.query;
  const std::size_t size = std::min(query.size(), max_run_chars);
  std::vector<std::uint32_t> length(size, 0);
  std::vector<std::uint32_t> longest(size, 0);     // of the pieces that end here
  std::vector<std::size_t> stamp(size, SIZE_MAX);  // text position of `length`
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const std::uint16_t place : plan.places_of(text[at])) {
      const bool goes_on = place > 0 && at > 0 && stamp[place - 1] == at - 1;
      length[place] = goes_on ? length[place - 1] + 1 : 1;
      stamp[place] = at;
      longest[place] = std::max(longest[place], length[place]);
    }
  }
  float sum = 0;
  for (std::size_t end = size; end > 0;) {
    const std::size_t piece = longest[end - 1];
    if (piece < 2) {
      --end;
      continue;
    }
    float weight = 0;
    for (std::size_t i = end - piece; i + 1 < end; ++i) {
      const int term = plan.find_term(bigram_key(query[i], query[i + 1]));
      if (term >= 0) weight += plan.terms[static_cast<std::size_t>(term)].reading;
    }
    sum += weight * std::sqrt(static_cast<float>(piece - 1));
    end -= piece;
  }
  return sum;
}

float subject(const Plan& plan, const Terms& lead, const Terms& whole) {
  float all = 0;
  float sum = 0;
  for (const std::uint16_t term : plan.subject) {
    const float weight = plan.terms[term].reading;
    all += 2 * weight;
    sum += (lead[term] ? weight : 0) + (whole[term] ? weight : 0);
  }
  return all > 0 ? sum / all : 0;
}

// What the places a document names say to the question's.
struct PlaceSigns {
  bool named = false, none = false, elsewhere = false, lead_elsewhere = false;
};
PlaceSigns compare_places(const Plan& plan, const Entry& entry) {
  PlaceSigns signs;
  if (plan.places.empty()) return signs;
  std::uint32_t own = 0;
  std::uint32_t most = 0;
  bool any_leads = false;
  bool own_leads = false;
  for (const PlaceCount& place : entry.places) {
    most = std::max<std::uint32_t>(most, place.count);
    any_leads = any_leads || place.in_lead;
    if (std::find(plan.places.begin(), plan.places.end(), place.province) == plan.places.end()) continue;
    own = std::max<std::uint32_t>(own, place.count);
    own_leads = own_leads || place.in_lead;
  }
  signs.named = own > 0;
  signs.none = most == 0;
  signs.elsewhere = most > own;
  signs.lead_elsewhere = any_leads && !own_leads;
  return signs;
}

}  // namespace

Signs read(const Plan& plan, const Entry& entry) {
  Signs signs{};
  if (plan.reading_total <= 0) return signs;
  const auto set = [&](Sign sign, float value) { signs[static_cast<std::size_t>(sign)] = value; };
  const std::u16string_view body = std::u16string_view(entry.body).substr(0, read_chars);
  const std::vector<Occurrence> found = find_occurrences(plan, body);
  const Terms titles = terms_before(find_occurrences(plan, entry.titles), SIZE_MAX, plan);
  const Terms tags = terms_before(find_occurrences(plan, entry.tags), SIZE_MAX, plan);
  const auto lead_of = [&](std::size_t chars) {
    Terms lead = terms_before(found, chars, plan);
    for (std::size_t i = 0; i < lead.size(); ++i) lead[i] = lead[i] || titles[i] || tags[i];
    return lead;
  };
  const Terms whole = lead_of(SIZE_MAX);
  // A word and another for it, both there, cover no more than what was asked.
  const auto share = [&](float weight) { return std::min(weight / plan.reading_total, 1.0F); };
  set(Sign::near_cover, share(cover(plan, found, lead_of(near_lead), near_window)));
  set(Sign::wide_cover, share(cover(plan, found, lead_of(wide_lead), wide_window)));
  set(Sign::whole_cover, share(weight_of(whole, plan)));
  set(Sign::title_cover, share(weight_of(titles, plan)));
  set(Sign::runs, std::max(runs(plan, body), runs(plan, entry.titles)) / plan.reading_total);
  set(Sign::subject, subject(plan, lead_of(subject_lead), whole));
  const PlaceSigns places = compare_places(plan, entry);
  set(Sign::place_named, places.named ? 1 : 0);
  set(Sign::no_place, places.none ? 1 : 0);
  set(Sign::elsewhere, places.elsewhere ? 1 : 0);
  set(Sign::lead_elsewhere, places.lead_elsewhere ? 1 : 0);
  set(Sign::length, std::log(static_cast<float>(body.size() + entry.titles.size() + 100)) / 10);
  return signs;
}

float score_of(const Signs& signs) {
  constexpr Signs weights{9.6F, 15.3F, 0, 3.5F, 3.6F, 0.7F, -7.5F, 4.3F, 3.0F, -1.6F, -3.6F};
  float sum = 0;
  for (std::size_t i = 0; i < sign_count; ++i) sum += weights[i] * signs[i];
  return sum;
}

}  // namespace hotline::retrieve
