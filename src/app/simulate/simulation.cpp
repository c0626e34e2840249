#include "app/simulate/simulation.hpp"

#include <fmt/format.h>

#include "app/simulate/people.hpp"
#include "hotline/table/table_reader.hpp"

namespace hotline::app {
namespace {

constexpr auto step = std::chrono::minutes{10};
constexpr int days_after = 45;  // open tickets run out

// Counted at the end from what the hotline holds.
constexpr std::string_view tickets_by_state =
    "SELECT state, count(*) FROM ticket WHERE merged_into = 0 GROUP BY state ORDER BY state";
constexpr std::string_view clocks_by_end =
    "SELECT what, count(*), coalesce(sum(CASE WHEN coalesce(stopped, ?1) <= due THEN 1 ELSE 0 END), 0) FROM "
    "ticket_clock WHERE stopped IS NOT NULL OR due < ?1 GROUP BY what ORDER BY what";
constexpr std::string_view ratings =
    "SELECT count(*), coalesce(sum(solved = 'yes'), 0), coalesce(sum(solved = 'not_due'), 0), "
    "coalesce(sum(result >= 3), 0) FROM request_rating";

std::string share(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "-";
  const std::int64_t points = (part * 100000 / whole + 5) / 10;
  return fmt::format("{}.{:02} % ({}/{})", points / 100, points % 100, part, whole);
}

void count_up(store::ReadTx& tx, base::Time now, SimulationReport& report) {
  {
    store::Statement row = tx.query(tickets_by_state);
    while (row.step()) report.counts["state." + row.text(0)] = row.integer(1);
  }
  {
    store::Statement row = tx.query(clocks_by_end);
    row.bind(now);
    while (row.step()) {
      report.counts["clock." + row.text(0)] = row.integer(1);
      report.counts["clock." + row.text(0) + ".in_time"] = row.integer(2);
    }
  }
  {
    store::Statement row = tx.query(ratings);
    row.step();
    report.counts["rated"] = row.integer(0);
    report.counts["rated.solved"] = row.integer(1);
    report.counts["rated.not_due"] = row.integer(2);
    report.counts["rated.satisfied"] = row.integer(3);
  }
  report.counts["journal"] = store::newest_seq(tx);
  report.counts["journal.whole"] = !store::verify_chain(tx).first_broken;
}

base::Status live(Town& town, People& people, const SimulationSettings& settings) {
  const base::Time end = settings.start + std::chrono::hours{24 * (settings.days + days_after)};
  int shown = -1;
  while (town.clock.now() < end) {
    HOTLINE_CHECK(town.store->write([&](store::WriteTx& tx) -> base::Status {
      HOTLINE_CHECK(people.act(tx));
      return people.call_citizens(tx);
    }));
    HOTLINE_CHECK(town.settle());
    HOTLINE_CHECK(town.store->read([&](store::ReadTx& tx) -> base::Status {
      people.hear(tx);
      return {};
    }));
    const base::Duration gone = town.clock.now() - settings.start;
    const auto day = static_cast<int>(gone / std::chrono::hours{24});
    if (settings.progress && day != shown) settings.progress(shown = day);
    if (!people.next() && gone > std::chrono::hours{24 * settings.days}) break;
    town.clock.advance(step);
  }
  return {};
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
  out += fmt::format("当场答复 / answered at the desk {}\n", share(n("answered.directly"), n("tickets")));
  out += fmt::format("响应率 / response               {}\n",
                     share(n("clock.first_contact.in_time"), n("clock.first_contact")));
  out += fmt::format("解决率 / solved                 {}\n",
                     share(n("rated.solved"), n("rated") - n("rated.not_due")));
  out += fmt::format("满意率 / satisfied              {}\n", share(n("rated.satisfied"), n("rated")));
  out += fmt::format("按时签收 / signed in time       {}\n", share(n("clock.sign.in_time"), n("clock.sign")));
  out += fmt::format("按时办结 / resolved in time     {}\n",
                     share(n("clock.resolve.in_time"), n("clock.resolve")));
  out += fmt::format("首次回访按时 / first calls      {}\n",
                     share(n("callbacks.first_in_time"), n("callbacks.first")));
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
  HOTLINE_CHECK(town->store->read([&](store::ReadTx& tx) -> base::Status {
    count_up(tx, town->clock.now(), report);
    return {};
  }));
  return report;
}

}  // namespace hotline::app
