// Sets of roles and rights as the database holds them: names separated by single blanks, as OAuth writes
// scopes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hotline/access/principal.hpp"

namespace hotline::access {

// Calls `take` with each name of `text`.
template <class Take>
void each_name(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    take(text.substr(0, blank));
    text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
  }
}

inline std::string join_names(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ' ';
    out += name;
  }
  return out;
}

inline std::vector<std::string> names_of(const std::vector<Role>& roles) {
  std::vector<std::string> names;
  for (Role role : roles) names.emplace_back(name_of(role));
  return names;
}

inline std::vector<std::string> names_of(const Rights& rights) {
  std::vector<std::string> names;
  for (Right right : all_rights()) {
    if (rights.has(right)) names.emplace_back(name_of(right));
  }
  return names;
}

// A name that is unknown carries nothing: a right that a newer release took away is gone.
inline std::vector<Role> roles_from(std::string_view text) {
  std::vector<Role> roles;
  each_name(text, [&](std::string_view name) {
    if (const auto role = find_role(name)) roles.push_back(*role);
  });
  return roles;
}

inline Rights rights_from(std::string_view text) {
  Rights rights;
  each_name(text, [&](std::string_view name) {
    if (const auto right = find_right(name)) rights.add(*right);
  });
  return rights;
}

}  // namespace hotline::access
