#include "hotline/city/kinds.hpp"

#include "hotline/base/names.hpp"

namespace hotline::city {
namespace {

constexpr std::array<std::string_view, 6> kind_names{"consult", "help",       "complaint",
                                                     "report",  "suggestion", "praise"};
constexpr std::array<std::string_view, 3> urgency_names{"normal", "urgent", "critical"};
constexpr std::array<std::string_view, 2> importance_names{"ordinary", "important"};
constexpr std::array<std::string_view, 7> limited_names{"sign",   "first_contact", "return",   "resolve",
                                                        "review", "callback",      "extension"};

}  // namespace

std::string_view name_of(Kind kind) {
  return kind_names.at(static_cast<std::size_t>(kind));
}
std::string_view name_of(Urgency urgency) {
  return urgency_names.at(static_cast<std::size_t>(urgency));
}
std::string_view name_of(Importance importance) {
  return importance_names.at(static_cast<std::size_t>(importance));
}
std::string_view name_of(Limited limited) {
  return limited_names.at(static_cast<std::size_t>(limited));
}

std::optional<Kind> find_kind(std::string_view name) {
  return base::find_in<Kind>(kind_names, name);
}
std::optional<Urgency> find_urgency(std::string_view name) {
  return base::find_in<Urgency>(urgency_names, name);
}
std::optional<Importance> find_importance(std::string_view name) {
  return base::find_in<Importance>(importance_names, name);
}
std::optional<Limited> find_limited(std::string_view name) {
  return base::find_in<Limited>(limited_names, name);
}

}  // namespace hotline::city
