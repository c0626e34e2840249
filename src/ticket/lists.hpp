// Short lists of codes in one text column, separated by commas. Codes never contain a comma.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hotline::ticket {

inline std::string join_list(const std::vector<std::string>& items) {
  std::string joined;
  for (const std::string& item : items) {
    if (!joined.empty()) joined += ',';
    joined += item;
  }
  return joined;
}

inline std::vector<std::string> split_list(std::string_view joined) {
  std::vector<std::string> items;
  while (!joined.empty()) {
    const std::size_t end = joined.find(',');
    items.emplace_back(joined.substr(0, end));
    if (end == std::string_view::npos) break;
    joined.remove_prefix(end + 1);
  }
  return items;
}

}  // namespace hotline::ticket
