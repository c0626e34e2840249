#include "dispatch/point_words.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace hotline::dispatch {
namespace {

constexpr std::size_t fewest_decimals = 3;
constexpr std::size_t most_digits = 18;
constexpr std::size_t most_between = 24;  // bytes between the two: ", " or "度，北纬"
constexpr double least_longitude = 60;    // above every latitude that counts here

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct Degrees {
  double value = 0;
  std::size_t begin = 0, end = 0;
};

// The next number with enough decimals from `from` on; a number with further dots is a version or an address.
std::optional<Degrees> next_degrees(std::string_view text, std::size_t from) {
  for (std::size_t begin = from; begin < text.size();) {
    if (!is_digit(text[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin, dots = 0, dot = 0;
    for (; end < text.size() && (is_digit(text[end]) || text[end] == '.'); ++end) {
      if (text[end] == '.') {
        ++dots;
        dot = end;
      }
    }
    const bool fits = dots == 1 && end - dot > fewest_decimals && end - begin <= most_digits;
    const bool minus = begin > 0 && text[begin - 1] == '-';
    if (fits && !minus)
      return Degrees{std::strtod(std::string(text.substr(begin, end - begin)).c_str(), nullptr), begin, end};
    begin = end;
  }
  return std::nullopt;
}

}  // namespace

std::optional<city::Point> find_point(std::string_view text) {
  for (auto first = next_degrees(text, 0); first;) {
    const auto second = next_degrees(text, first->end);
    if (!second) return std::nullopt;
    const double larger = std::max(first->value, second->value),
                 smaller = std::min(first->value, second->value);
    const std::string_view between = text.substr(first->end, second->begin - first->end);
    if (between.size() <= most_between && between.find('\n') == std::string_view::npos &&
        larger >= least_longitude && larger <= 180 && smaller < least_longitude)
      return city::Point{larger, smaller};
    first = second;
  }
  return std::nullopt;
}

}  // namespace hotline::dispatch
