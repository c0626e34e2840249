#include "app/simulate/simulation.hpp"

#include <fmt/format.h>

#include "app/simulate/people.hpp"
#include "hotline/insight/months.hpp"
#include "hotline/insight/reading.hpp"
#include "hotline/jobs/reading.hpp"
#include "hotline/supervise/topics.hpp"
#include "hotline/table/table_reader.hpp"

namespace hotline::app {
namespace {

constexpr auto step = std::chrono::minutes{10};
constexpr int days_after = 45;  // open tickets run out

// Counted at the end from what the hotline holds.
constexpr std::string_view tickets_by_state =
    "SELECT state, count(*) FROM ticket WHERE merged_into = 0 GROUP BY state ORDER BY state";

std::string share(std::int64_t part, std::int64_t whole) {
  const auto points = insight::basis_points({whole, part, 0});
  if (!points) return "-";
  return fmt::format("{}.{:02} % ({}/{})", *points / 100, *points % 100, part, whole);
}

std::string name_of(insight::Figure figure, const char* side) {
  return fmt::format("figure.{}.{}", insight::code_of(figure), side);
}

base::Status count_up(store::ReadTx& tx, const Town& town, const SimulationSettings& settings,
                      SimulationReport& report) {
  {
    store::Statement row = tx.query(tickets_by_state);
    while (row.step()) report.counts["state." + row.text(0)] = row.integer(1);
  }
  for (const supervise::Topic& topic : supervise::list_topics(tx, std::nullopt, 0, 100000))
    ++report.counts[topic.division.empty() ? "topics.month" : "topics.week"];
  insight::FigureQuery all;
  all.filter.from = town.city->calendar.local_date(settings.start);
  all.filter.to = town.city->calendar.local_date(town.clock.now());
  HOTLINE_TRY(const auto rows, insight::read_figures(tx, all, *town.city));
  for (const insight::FigureRow& row : rows) {
    for (const auto& [figure, count] : row.counts) {
      report.counts[name_of(figure, "whole")] += count.whole;
      report.counts[name_of(figure, "part")] += count.part;
    }
  }
  report.counts["journal"] = store::newest_seq(tx);
  report.counts["journal.whole"] = !store::verify_chain(tx).first_broken;
  return {};
}

// The first month that is over, frozen as it is published: its digest stands for every number in it.
base::Status freeze(Town& town, const SimulationSettings& settings, SimulationReport& report) {
  const city::Date first = town.city->calendar.local_date(settings.start);
  const std::chrono::year_month month{first.year(), first.month()};
  if (town.city->calendar.start_of((month + std::chrono::months{1}) / 1) > town.clock.now()) return {};
  HOTLINE_TRY(const insight::FrozenMonth frozen, town.store->write([&](store::WriteTx& tx) {
    return insight::freeze_month(tx, month, *town.city, {"account:9", "simulation"});
  }));
  report.month_digest = frozen.digest;
  return {};
}

// Nobody has anything left to do, and no citizen waits for a call.
base::Result<bool> is_over(Town& town, const People& people) {
  if (people.next()) return false;
  return town.store->read([](store::ReadTx& tx) -> base::Result<bool> {
    return !jobs::next_due(tx, {std::string(ticket::job::callback)});
  });
}

base::Status live(Town& town, People& people, const SimulationSettings& settings) {
  const base::Time end = settings.start + std::chrono::hours{24 * (settings.days + days_after)};
  int shown = -1;
  while (town.clock.now() < end) {
    HOTLINE_CHECK(town.store->write([&](store::WriteTx& tx) { return people.act(tx); }));
    // Callbacks are planned before the workers look for them.
    HOTLINE_CHECK(town.settle());
    HOTLINE_CHECK(town.store->write([&](store::WriteTx& tx) { return people.call_citizens(tx); }));
    HOTLINE_CHECK(town.store->read([&](store::ReadTx& tx) -> base::Status {
      people.hear(tx);
      return {};
    }));
    const base::Duration gone = town.clock.now() - settings.start;
    if (const auto day = static_cast<int>(gone / std::chrono::hours{24}); day != shown) {
      HOTLINE_CHECK(town.count());
      if (settings.progress) settings.progress(day);
      shown = day;
      HOTLINE_TRY(const bool over, is_over(town, people));
      if (over && day > settings.days) break;
    }
    town.clock.advance(step);
  }
  HOTLINE_CHECK(town.settle());
  return town.count();
}

}  // namespace

std::int64_t SimulationReport::count(const std::string& name) const {
  const auto found = counts.find(name);
  return found == counts.end() ? 0 : found->second;
}

std::string SimulationReport::text() const {
  const auto n = [&](const char* name) { return count(name); };
  std::string out;
  out += fmt::format("诉求 / requests                 {}\n", n("tickets"));
  out +=
      fmt::format("自动派单 / sent automatically   {}\n", share(n("dispatched.automatically"), n("tickets")));
  out += fmt::format("当场答复 / answered at the desk {}\n\n", share(n("answered.directly"), n("tickets")));
  for (const insight::Figure figure : insight::all_figures) {
    const insight::FigureInfo& info = insight::info_of(figure);
    if (!info.has_part) continue;
    out += fmt::format("{} / {}: {}\n", info.name.zh, info.name.en,
                       share(count(name_of(figure, "part")), count(name_of(figure, "whole"))));
  }
  if (!month_digest.empty())
    out += fmt::format("\n首月封存摘要 / digest of the frozen month {}\n", month_digest);
  out += '\n';
  for (const auto& [name, number] : counts) out += fmt::format("  {:<28} {}\n", name, number);
  return out;
}

base::Result<std::vector<SimulatedText>> read_simulated_texts(const std::string& file) {
  HOTLINE_TRY(const auto reader, table::open_table(file));
  std::string column;
  for (const char* name : {"text", "detail", "words"}) {
    if (column.empty() && reader->header().find(name)) column = name;
  }
  if (column.empty()) {
    return base::Error::of(base::ErrorCode::invalid_input, "表格须有 text、detail 或 words 列，请改正表头。",
                           "The table needs a column text, detail or words. Correct its header.");
  }
  std::vector<SimulatedText> texts;
  while (auto row = reader->next()) {
    if (!row->ok()) return std::move(*row).error();
    SimulatedText one{std::string((*row)->get("title")), std::string((*row)->get(column))};
    if (!one.words.empty()) texts.push_back(std::move(one));
  }
  if (texts.empty()) {
    return base::Error::of(base::ErrorCode::invalid_input, "表格中没有可用的诉求，请换一份表格。",
                           "The table holds no words to draw from. Give another one.");
  }
  return texts;
}

base::Result<SimulationReport> simulate(const SimulationSettings& settings) {
  HOTLINE_TRY(const std::unique_ptr<Town> town, Town::open(settings));
  SimulationReport report;
  People people(*town, settings, report);
  HOTLINE_CHECK(live(*town, people, settings));
  HOTLINE_CHECK(freeze(*town, settings, report));
  HOTLINE_CHECK(town->store->read([&](store::ReadTx& tx) { return count_up(tx, *town, settings, report); }));
  return report;
}

}  // namespace hotline::app
