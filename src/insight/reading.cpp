#include "hotline/insight/reading.hpp"

#include <algorithm>

#include "hotline/base/names.hpp"
#include "insight/days.hpp"
#include "insight/narrow.hpp"
#include "insight/queries.hpp"

namespace hotline::insight {
namespace {

constexpr std::array<std::string_view, 8> by_names{"city",    "unit", "matter", "division",
                                                   "channel", "kind", "day",    "month"};
constexpr std::array<std::string_view, 4> side_names{"whole", "part", "missed", "excluded"};

std::optional<std::string> given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

Dimension dimension_of(By by) {
  switch (by) {
    case By::unit:
      return Dimension::unit;
    case By::matter:
      return Dimension::matter;
    case By::division:
      return Dimension::division;
    case By::channel:
      return Dimension::channel;
    case By::kind:
      return Dimension::kind;
    default:
      return Dimension::city;
  }
}

const queries::FactSums& sums_by(By by) {
  switch (by) {
    case By::unit:
      return queries::sums_by_unit;
    case By::matter:
      return queries::sums_by_matter;
    case By::division:
      return queries::sums_by_division;
    case By::channel:
      return queries::sums_by_channel;
    case By::kind:
      return queries::sums_by_kind;
    case By::day:
    case By::month:
      return queries::sums_by_day;
    case By::city:
      break;
  }
  return queries::sums_by_city;
}

// The dimension whose kept sums answer the question; nothing when facts must be added up.
std::optional<Dimension> kept_sums(const FigureFilter& filter, Dimension by) {
  const std::vector<Dimension> by_filter = narrowed(filter);
  if (by_filter.empty()) return by;
  if (by_filter.size() > 1) return std::nullopt;
  if (by == Dimension::city || by == by_filter.front()) return by_filter.front();
  return std::nullopt;
}

std::vector<Figure> figures_of(const std::vector<Figure>& asked) {
  return asked.empty() ? std::vector<Figure>(all_figures.begin(), all_figures.end()) : asked;
}

// Adds facts of the period up; `take` gets each key (without the division before it), figure and count.
template <class Take>
void add_up_facts(store::ReadTx& tx, const FigureFilter& f, const std::vector<Figure>& figures,
                  const queries::FactSums& sql, const city::City& city, const Take& take) {
  for (const auto& unit : units_of(f, city)) {
    for (const Figure figure : figures) {
      store::Statement row = tx.query(unit ? sql.of_unit : sql.all);
      row.bind(static_cast<int>(figure), day_number(f.from), day_number(f.to), given(f.channel),
               given(f.kind), given(f.matter), unit);
      while (row.step()) {
        const std::string_view both = row.view(0);
        const std::size_t cut = both.find('|');
        if (!passes(Dimension::division, std::string(both.substr(0, cut)), f, city)) continue;
        take(std::string(both.substr(cut + 1)), figure,
             Count{row.integer(2), row.integer(3), row.integer(4)});
      }
    }
  }
}

}  // namespace

std::string_view name_of(By by) {
  return by_names[static_cast<std::size_t>(by)];
}
std::optional<By> find_by(std::string_view name) {
  return base::find_in<By>(by_names, name);
}
std::optional<Side> find_side(std::string_view name) {
  return base::find_in<Side>(side_names, name);
}

base::Result<std::vector<FigureRow>> read_figures(store::ReadTx& tx, const FigureQuery& query,
                                                  const city::City& city) {
  const FigureFilter& f = query.filter;
  HOTLINE_CHECK(check_days(f));
  std::map<std::string, std::map<Figure, Count>> rows;
  const auto wanted = [&](Figure figure) {
    return query.figures.empty() ||
           std::find(query.figures.begin(), query.figures.end(), figure) != query.figures.end();
  };
  const auto take = [&](const std::string& key, Figure figure, const Count& count) {
    if (wanted(figure) && !count.empty()) rows[rolled_up(query, key, city)][figure] += count;
  };
  const bool by_time = query.by == By::day || query.by == By::month;
  const auto kept = kept_sums(f, dimension_of(query.by));
  if (!kept) {
    add_up_facts(tx, f, figures_of(query.figures), sums_by(query.by), city, take);
  } else if (by_time) {
    store::Statement row = tx.query(queries::counts_by_day);
    row.bind(static_cast<int>(*kept), day_number(f.from), day_number(f.to));
    while (row.step()) {
      if (!passes(*kept, row.text(1), f, city)) continue;
      take(std::to_string(row.integer(0)), static_cast<Figure>(row.integer(2)),
           {row.integer(3), row.integer(4), row.integer(5)});
    }
  } else {
    store::Statement row = tx.query(queries::counts_by_key);
    row.bind(static_cast<int>(*kept), day_number(f.from), day_number(f.to));
    while (row.step()) {
      if (!passes(*kept, row.text(0), f, city)) continue;
      take(row.text(0), static_cast<Figure>(row.integer(1)),
           {row.integer(2), row.integer(3), row.integer(4)});
    }
  }
  std::vector<FigureRow> out;
  for (auto& [key, counts] : rows) out.push_back({key, std::move(counts)});
  return out;
}

base::Result<Heat> read_heat(store::ReadTx& tx, const FigureFilter& f, Figure figure,
                             const city::City& city) {
  HOTLINE_CHECK(check_days(f));
  Heat heat{};
  const auto take = [&](std::int64_t day, std::int64_t hour, const Count& count) {
    const std::chrono::weekday weekday{std::chrono::sys_days(date_of(day))};
    heat[weekday.c_encoding()][static_cast<std::size_t>(hour)] += count;
  };
  if (narrowed(f).empty()) {
    store::Statement row = tx.query(queries::counts_by_day);
    row.bind(static_cast<int>(Dimension::hour), day_number(f.from), day_number(f.to));
    while (row.step()) {
      if (static_cast<Figure>(row.integer(2)) != figure) continue;
      take(row.integer(0), std::stoll(row.text(1)), {row.integer(3), row.integer(4), row.integer(5)});
    }
    return heat;
  }
  add_up_facts(tx, f, {figure}, queries::sums_by_day_and_hour, city,
               [&](const std::string& key, Figure, const Count& count) {
                 const std::int64_t both = std::stoll(key);
                 take(both / 100, both % 100, count);
               });
  return heat;
}

base::Result<std::vector<std::int64_t>> tickets_behind(store::ReadTx& tx, const FigureFilter& f,
                                                       Figure figure, Side side, const city::City& city,
                                                       std::int64_t before, std::size_t limit) {
  HOTLINE_CHECK(check_days(f));
  const int hit = side == Side::part ? 1 : side == Side::missed ? 0 : -1;  // -1: either
  std::vector<std::int64_t> ids;
  for (const auto& unit : units_of(f, city)) {
    store::Statement row = tx.query(unit ? queries::behind_unit : queries::behind_all);
    row.bind(static_cast<int>(figure), day_number(f.from), day_number(f.to), given(f.channel), given(f.kind),
             given(f.matter), unit, before, side == Side::excluded, hit);
    std::size_t taken = 0;
    while (taken < limit && row.step()) {
      if (!passes(Dimension::division, row.text(1), f, city)) continue;
      ids.push_back(row.integer(0));
      ++taken;
    }
  }
  std::sort(ids.begin(), ids.end(), std::greater<>());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.size() > limit) ids.resize(limit);
  return ids;
}

}  // namespace hotline::insight
