#include "hotline/intake/merging.hpp"

#include <algorithm>

#include "hotline/dispatch/place_names.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::intake {
namespace {

constexpr std::size_t read_bytes = 900;  // some 300 characters

std::string_view beginning_of(std::string_view text) {
  if (text.size() <= read_bytes) return text;
  std::size_t end = read_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

}  // namespace

std::vector<std::string> named_places(std::string_view text) {
  text = beginning_of(text);
  std::vector<std::string> names;
  for (const dispatch::PlaceName& one : dispatch::find_place_names(text)) {
    if (one.kind == dispatch::PlaceKind::district) continue;
    names.push_back(text::normalize(text.substr(one.begin, one.end - one.begin)));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

dispatch::NamedPlaces compare_places(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return dispatch::NamedPlaces::unknown;
  const auto named_in = [](const std::vector<std::string>& names) {
    return [&names](const std::string& one) {
      return std::any_of(names.begin(), names.end(), [&](const std::string& other) {
        return one.ends_with(other) || other.ends_with(one);
      });
    };
  };
  const bool a_in_b = std::all_of(a.begin(), a.end(), named_in(b));
  const bool b_in_a = std::all_of(b.begin(), b.end(), named_in(a));
  return a_in_b || b_in_a ? dispatch::NamedPlaces::shared : dispatch::NamedPlaces::others;
}

bool may_merge(const dispatch::Neighbour& neighbour, bool one_caller) {
  if (neighbour.similarity < same_matter_similarity) return false;
  return neighbour.places == dispatch::NamedPlaces::shared ||
         (one_caller && neighbour.places == dispatch::NamedPlaces::unknown);
}

}  // namespace hotline::intake
