#include "hotline/dispatch/places.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "dispatch/place_roles.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {
namespace {

// "西湖区" is also written "西湖", but that is the lake; only suffixes of streets and towns may be left out,
// and only where three characters remain.
constexpr std::size_t shortest_street = 3;

std::string short_name(const city::Division& division) {
  static constexpr std::string_view suffix = "街道";
  const std::string& name = division.name;
  if (division.level != city::DivisionLevel::street || !name.ends_with(suffix)) return "";
  const std::string rest = name.substr(0, name.size() - suffix.size());
  return text::count_chars(rest) >= shortest_street ? rest : "";
}

PlaceKind kind_of(city::DivisionLevel level) {
  if (level == city::DivisionLevel::street) return PlaceKind::town;
  return level == city::DivisionLevel::community ? PlaceKind::village : PlaceKind::district;
}

PlaceKind kind_of(const city::Place& place) {
  if (place.kind == "road") return PlaceKind::road;
  return place.kind == "estate" ? PlaceKind::estate : PlaceKind::landmark;
}

city::Date date_of(const city::City& city, base::Time at) {
  const auto local = at + std::chrono::minutes{city.settings.zone_offset_minutes};
  return city::Date{std::chrono::floor<std::chrono::days>(local)};
}

// Names told by their form beside those of the lists; a listed one of the same stretch goes before.
void join(std::vector<PlaceMention>& mentions, const std::vector<PlaceName>& names) {
  const std::size_t listed = mentions.size();
  std::size_t from = 0;
  for (const PlaceName& name : names) {
    while (from < listed && mentions[from].end <= name.begin) ++from;
    bool known = false;
    for (std::size_t i = from; i < listed && mentions[i].begin < name.end; ++i) {
      PlaceMention& other = mentions[i];
      if (other.end == name.end) other.reach = std::max(other.reach, name.reach);
      known = known || other.end == name.end || (other.begin <= name.begin && name.end <= other.end);
    }
    if (!known) {
      mentions.push_back({name.kind,
                          PlaceRole::happened,
                          name.begin,
                          name.end,
                          name.reach,
                          nullptr,
                          {},
                          false,
                          false,
                          nullptr});
    }
  }
  std::stable_sort(mentions.begin(), mentions.end(),
                   [](const PlaceMention& a, const PlaceMention& b) { return a.begin < b.begin; });
}

}  // namespace

std::string_view name_of(PlaceRole role) {
  switch (role) {
    case PlaceRole::happened:
      return "happened";
    case PlaceRole::home:
      return "home";
    case PlaceRole::passing:
      return "passing";
  }
  return "happened";
}

void PlaceBook::add(std::string phrase, const city::Division* division, PlaceKind kind, bool nickname) {
  if (!phrase.empty() && division != nullptr)
    entries_.push_back({std::move(phrase), division, kind, nickname});
}

PlaceBook::PlaceBook(const city::City& city) : city_(&city) {
  for (const city::Division& one : city.divisions.rows()) {
    // Province and city say nothing within the city.
    if (one.level == city::DivisionLevel::province || one.level == city::DivisionLevel::city) continue;
    add(one.name, &one, kind_of(one.level), false);
    add(short_name(one), &one, kind_of(one.level), false);
  }
  for (const city::Place& one : city.places) {
    const city::Division* division = city.divisions.find(one.division);
    add(one.name, division, kind_of(one), one.kind == "nickname");
    for (const std::string& alias : one.aliases) add(alias, division, kind_of(one), true);
  }
  std::vector<text::Phrase> phrases;
  phrases.reserve(entries_.size());
  for (std::size_t i = 0; i < entries_.size(); ++i)
    phrases.push_back({entries_[i].phrase, static_cast<std::uint32_t>(i)});
  matcher_ = text::PhraseMatcher(phrases);
}

std::vector<PlaceMention> PlaceBook::listed(const text::NormalizedText& text, city::Date date) const {
  std::vector<PlaceMention> mentions;
  std::uint32_t covered = 0;
  for (const text::PhraseMatch& match : matcher_.find_all(text)) {
    // Several places may share a name: all of one stretch stand; what lies within an earlier one does not.
    const bool same =
        !mentions.empty() && mentions.back().begin == match.begin && mentions.back().end == match.end;
    if (match.begin < covered && !same) continue;
    covered = match.end;
    const Entry& entry = entries_[match.id];
    PlaceMention mention{entry.kind,     PlaceRole::happened, match.begin,    match.end, match.end,
                         entry.division, entry.phrase,        entry.nickname, false,     nullptr};
    if (!entry.division->valid_at(date)) {
      const auto now = city_->divisions.standing(entry.division->code, date);
      mention.abolished = now.size() != 1;
      if (!mention.abolished) mention.formerly = std::exchange(mention.division, now.front());
    }
    mentions.push_back(mention);
  }
  return mentions;
}

std::vector<PlaceMention> PlaceBook::find(std::string_view text, base::Time at) const {
  if (text.empty()) return {};
  const text::NormalizedText normalized = text::normalize_with_map(text);
  std::vector<PlaceMention> mentions = listed(normalized, date_of(*city_, at));
  for (PlaceMention& one : mentions) one.reach = house_number_end(text, one.end);
  join(mentions, find_place_names(normalized));
  tell_roles(text, mentions);
  return mentions;
}

}  // namespace hotline::dispatch
