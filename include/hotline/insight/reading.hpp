// Questions about figures: numbers by what one likes, and the tickets behind each number.
//
// A question narrowed by at most the thing that it groups by reads kept sums: its cost follows from days and
// keys, not from tickets. Any other question adds up facts of the period, found by an index. Days are local
// dates, both ends counted. Threads: from any ReadTx.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "hotline/city/city.hpp"
#include "hotline/insight/figures.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::insight {

enum class By { city, unit, matter, division, channel, kind, day, month };
std::string_view name_of(By by);
std::optional<By> find_by(std::string_view name);

// Absent ("") means any. All that are given must hold.
struct FigureFilter {
  city::Date from, to;
  std::string unit = {};      // that unit and those below it
  std::string matter = {};    // a row key or a prefix of 2, 4 or 6 digits
  std::string division = {};  // that division and what lies in it
  std::string channel = {};
  std::string kind = {};
};

struct FigureQuery {
  FigureFilter filter;
  By by = By::city;
  // How fine: matter 1 to 3 (levels of the catalogue); division 1 district, 2 as recorded; unit 1 the units
  // right below the one asked for (or the topmost), 2 each unit. 0: as fine as there is.
  int level = 0;
  std::vector<Figure> figures = {};  // empty: all
};

struct FigureRow {
  std::string key;  // "" for the city and for what has none; "20260302", "202603" for days and months
  std::map<Figure, Count> counts;
};

// Sorted by key. Errors: invalid_input (from after to; more than kMostDays).
base::Result<std::vector<FigureRow>> read_figures(store::ReadTx& tx, const FigureQuery& query,
                                                  const city::City& city);
inline constexpr int kMostDays = 1100;

// Facts of one figure by weekday (0 Sunday) and hour of the local clock.
using Heat = std::array<std::array<Count, 24>, 7>;
base::Result<Heat> read_heat(store::ReadTx& tx, const FigureFilter& filter, Figure figure,
                             const city::City& city);

enum class Side { whole, part, missed, excluded };  // missed: in the whole, not in the part
std::optional<Side> find_side(std::string_view name);
// The tickets behind a number, newest first, ids below `before` (0: from the newest), at most `limit`.
base::Result<std::vector<std::int64_t>> tickets_behind(store::ReadTx& tx, const FigureFilter& filter,
                                                       Figure figure, Side side, const city::City& city,
                                                       std::int64_t before, std::size_t limit);

}  // namespace hotline::insight
