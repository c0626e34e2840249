// What: the catalogue of matters (诉求事项) and crosswalks from other catalogues to it.
//
// The catalogue is DB44/T 2479-2024, appendix A: 515 rows with 514 codes (090499 stands twice), so the key is
// the row ("0904.090499"), never the code. A row without a level-3 name goes by its level-2 name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hotline/city/keyed.hpp"

namespace hotline::city {

struct Matter {
  std::string row;  // "0904.090499"
  std::string code;
  std::string level1_code, level1;
  std::string level2_code, level2;
  std::string level3;  // "" for a row that goes by its level-2 name
  std::string remark;  // what belongs here, in the words of the standard
  int line = 0;        // of matters.csv
  const std::string& name() const { return level3.empty() ? level2 : level3; }
  // "科教文体/科技事务/科研工作"
  std::string path() const;
};

class Matters {
 public:
  Matters() = default;
  Matters(Matters&&) = default;
  Matters& operator=(Matters&&) = default;
  explicit Matters(std::vector<Matter> rows);

  const Matter* find(std::string_view row) const { return table_.find(row); }
  const std::vector<Matter>& rows() const { return table_.rows(); }
  // Rows below a prefix of 2, 4 or 6 digits, or the one row of a row key; empty for an unknown prefix.
  const std::vector<const Matter*>& below(std::string_view prefix) const;
  // Whether `prefix` (2, 4, 6 digits or a row key; "" is everything) covers the matter.
  static bool covers(std::string_view prefix, const Matter& matter);
  // How narrow a prefix is: 0 everything, 1 two digits, 2 four, 3 six, 4 a row key.
  static int narrowness(std::string_view prefix);
  // Rows with this name on their last level.
  const std::vector<const Matter*>& named(std::string_view name) const;

 private:
  Keyed<Matter, &Matter::row> table_;
  TextMap<std::vector<const Matter*>> prefixes_;
  TextMap<std::vector<const Matter*>> names_;
};

// One row of another catalogue and where it belongs in ours.
struct Crossing {
  std::string catalogue;  // name of the other catalogue
  std::string path1, path2, path3;
  std::string matter_row;
  std::string how;  // exact, broader, narrower, ...: how sure the match is
  int line = 0;     // of crosswalk.csv
};

class Crosswalk {
 public:
  Crosswalk() = default;
  explicit Crosswalk(std::vector<Crossing> rows);
  // nullptr when the path is unknown. Parts that a source does not give are "".
  const Crossing* find(std::string_view catalogue, std::string_view path1, std::string_view path2,
                       std::string_view path3) const;
  const std::vector<Crossing>& rows() const { return rows_; }

 private:
  std::vector<Crossing> rows_;
  TextMap<std::size_t> index_;
};

}  // namespace hotline::city
