// One CSV table of the city, read cell by cell, with every fault reported at its line.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "city/report.hpp"
#include "hotline/base/clock.hpp"
#include "hotline/city/calendar.hpp"

namespace hotline::city {

// A data row. Each function reads one column of the sheet; what is wrong is reported and reads as empty.
class SheetRow {
 public:
  SheetRow(const std::vector<std::string>& columns, std::vector<std::string> cells, Spot spot, Report& report)
      : columns_(&columns), cells_(std::move(cells)), spot_(std::move(spot)), report_(&report) {}

  int line() const { return spot_.line; }
  const Spot& spot() const { return spot_; }

  const std::string& text(std::string_view column) const;
  const std::string& required(std::string_view column) const;
  // Parts separated by '|', trimmed, empty ones left out.
  std::vector<std::string> list(std::string_view column) const;
  // The same, normalised for matching (text::normalize).
  std::vector<std::string> words(std::string_view column) const;
  int integer(std::string_view column, int least, int most) const;
  bool flag(std::string_view column) const;                          // true or false
  std::optional<Date> date(std::string_view column) const;           // "" reads as nothing
  std::optional<base::Time> instant(std::string_view column) const;  // RFC 3339

  // A member of a closed set; `find` is the set's find_ function, `known` its names.
  template <class Enum>
  std::optional<Enum> choice(std::string_view column, std::optional<Enum> (*find)(std::string_view),
                             std::initializer_list<std::string_view> known) const {
    const std::string& value = required(column);
    const auto found = find(value);
    if (!found && !value.empty()) not_a_choice(column, value, known);
    return found;
  }
  // The same for sets that are plain text.
  const std::string& one_of(std::string_view column, std::initializer_list<std::string_view> known) const;

 private:
  void not_a_choice(std::string_view column, std::string_view value,
                    std::initializer_list<std::string_view> known) const;

  const std::vector<std::string>* columns_;
  std::vector<std::string> cells_;
  Spot spot_;
  Report* report_;
};

class Sheet {
 public:
  // Reads `content`, which must have these columns in any order, may have the optional ones, and no others.
  // Rows of another width are reported and left out.
  Sheet(const std::string& file, const std::string& content, std::initializer_list<const char*> columns,
        Report& report, std::initializer_list<const char*> optional = {});
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;

  const std::vector<SheetRow>& rows() const { return rows_; }

 private:
  std::vector<std::string> columns_;  // in the order of the file
  std::vector<SheetRow> rows_;
};

// Keys seen so far in a table, to report those that stand twice.
class Seen {
 public:
  explicit Seen(Report& report) : report_(&report) {}
  // True when the key is new; an empty one counts as new and is not kept.
  bool add(const std::string& key, const Spot& spot);

 private:
  Report* report_;
  std::map<std::string, int> lines_;
};

}  // namespace hotline::city
