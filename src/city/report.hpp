// Collects the findings of one load, and words the common ones.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hotline/city/load.hpp"

namespace hotline::city {

// The known name that is nearest to a mistyped one by edit distance, "" when none is near.
std::string nearest_name(std::string_view wrong, const std::vector<std::string>& known);

// Where in the files something stands.
struct Spot {
  std::string file;
  int line = 0;
};

class Report {
 public:
  void error(const Spot& spot, std::string code, std::string zh, std::string en);
  void warning(const Spot& spot, std::string code, std::string zh, std::string en);

  // `what` is the key, column or file that is not known; adds the nearest known one.
  void unknown(const Spot& spot, std::string code, std::string_view what_zh, std::string_view what_en,
               std::string_view wrong, const std::vector<std::string>& known);
  // A value that names a row of another table which is not there. `table` is that table's file.
  void unknown_reference(const Spot& spot, std::string_view field, std::string_view wrong,
                         std::string_view table, const std::vector<std::string>& known);
  void duplicate(const Spot& spot, std::string_view key, int first_line);

  bool has_errors() const { return errors_ > 0; }
  // All findings, by file, line and order of discovery.
  std::vector<Diagnostic> take();

 private:
  std::vector<Diagnostic> findings_;
  std::size_t errors_ = 0;
};

}  // namespace hotline::city
