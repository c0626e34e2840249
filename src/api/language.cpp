#include "api/language.hpp"

#include <charconv>

namespace hotline::api {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Thousandths, so that "0.8" and "0.85" compare exactly; 1000 when there is no weight.
int weight_of(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == std::string_view::npos) return 1000;
  double weight = 0;
  const std::string_view digits = trimmed(parameters.substr(at + 2));
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), weight);
  return read.ec == std::errc() ? static_cast<int>(weight * 1000) : 0;
}

}  // namespace

Language choose_language(std::string_view accept_language, Language fallback) {
  int best = 0;
  Language chosen = fallback;
  while (!accept_language.empty()) {
    const auto comma = accept_language.find(',');
    const std::string_view part = accept_language.substr(0, comma);
    accept_language = comma == std::string_view::npos ? "" : accept_language.substr(comma + 1);
    const auto semicolon = part.find(';');
    const std::string_view range = trimmed(part.substr(0, semicolon)).substr(0, 2);
    const int weight = semicolon == std::string_view::npos ? 1000 : weight_of(part.substr(semicolon));
    if (weight <= best) continue;
    if (range == "zh" || range == "en") {
      best = weight;
      chosen = range == "en" ? Language::en : Language::zh;
    }
  }
  return chosen;
}

}  // namespace hotline::api
