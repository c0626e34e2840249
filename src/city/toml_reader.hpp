// A TOML file read key by key, with every fault reported at its line. toml++ stays in toml_reader.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "city/report.hpp"
#include "hotline/city/calendar.hpp"

namespace hotline::city {

struct TomlMember;

// A parsed value with its line. Plain and free of the parser's types.
struct TomlNode {
  enum class Type { table, array, text, integer, real, boolean, other };
  Type type = Type::other;
  int line = 0;
  std::string text;
  std::int64_t integer = 0;
  double real = 0;
  bool boolean = false;
  std::vector<TomlMember> members;  // of a table, in file order
  std::vector<TomlNode> items;      // of an array
};

struct TomlMember {
  std::string name;
  TomlNode node;
};

// The top table; nothing, and an error in the report, when the text is no TOML.
std::optional<TomlNode> parse_toml(const std::string& file, const std::string& content, Report& report);

// Reads one table. Each reading function leaves `out` alone when the key is absent or wrong, reports what is
// wrong, and returns whether it was read. finish() reports the keys that nobody asked for: a warning for
// those of obsolete_keys.hpp, an error for all others.
class TomlReader {
 public:
  TomlReader(Report& report, std::string file, const TomlNode& table, std::string path = "");

  bool text(std::string_view key, std::string& out);
  bool required_text(std::string_view key, std::string& out);  // an absent or empty one is an error
  bool texts(std::string_view key, std::vector<std::string>& out);
  bool integer(std::string_view key, int& out, int least, int most);
  bool integers(std::string_view key, std::vector<int>& out);
  bool real(std::string_view key, double& out, double least, double most);
  bool flag(std::string_view key, bool& out);
  // ["08:30-12:00", ...]; with `over_midnight`, "21:00-08:00" becomes two spans.
  bool hours(std::string_view key, DayHours& out, bool over_midnight = false);
  std::optional<TomlReader> table(std::string_view key);
  // [[key]]
  std::vector<TomlReader> tables(std::string_view key);
  // Every member, which must be tables: [key.NAME]; their names with their readers.
  std::vector<std::pair<std::string, TomlReader>> named_tables();
  void finish();

  Spot spot() const { return {file_, node_->line}; }
  Spot spot_of(std::string_view key) const;

 private:
  const TomlNode* ask(std::string_view key);
  void wrong_type(const TomlNode& node, std::string_view key, std::string_view zh, std::string_view en);
  void out_of_range(const TomlNode& node, std::string_view key, const std::string& least,
                    const std::string& most);
  std::string full(std::string_view key) const;

  Report* report_;
  std::string file_;
  const TomlNode* node_;
  std::string path_;
  std::set<std::string, std::less<>> asked_;
};

// "08:30-12:00" -> minutes after midnight; nothing when it is none. `from` may lie after `to`.
std::optional<Hours> parse_hours(std::string_view text);

}  // namespace hotline::city
