#include "app/commands/past_choice.hpp"

#include <iterator>

#include "app/hotline.hpp"
#include "app/past_rows.hpp"

namespace hotline::app {
namespace {

constexpr std::size_t page = 2000;

base::Result<std::vector<dispatch::PastTicket>> read_all(store::Store& store) {
  std::vector<dispatch::PastTicket> all;
  for (;;) {
    const std::int64_t after = all.empty() ? 0 : all.back().id;
    HOTLINE_TRY(auto some,
                store.read([&](store::ReadTx& tx) -> base::Result<std::vector<dispatch::PastTicket>> {
                  return dispatch::past_tickets(tx, after, page);
                }));
    if (some.empty()) return all;
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
}

base::Result<std::vector<dispatch::PastTicket>> from_database(const Environment& environment,
                                                              const std::string& database) {
  auto settings = environment.settings();
  if (!settings) {
    return base::Error::of(base::ErrorCode::invalid_input, "设置文件有误，请先改正。",
                           "The settings are wrong. Correct them first.");
  }
  if (!database.empty()) settings->store.path = database;
  settings->neighbours = 1;  // nothing is compared here, so there is nothing to warm up
  HOTLINE_TRY(const auto hotline, Hotline::open(std::move(*settings), base::make_logger("warn")));
  return read_all(*hotline->store);
}

}  // namespace

base::Result<std::vector<dispatch::PastTicket>> load_past(const Environment& environment,
                                                          const PastChoice& choice, const city::City& city,
                                                          std::size_t& left_out) {
  if (choice.table == "db" || choice.table.empty()) return from_database(environment, choice.database);
  HOTLINE_TRY(PastRows rows, load_past_rows(choice.table, choice.map, city, base::SystemClock().now()));
  left_out = rows.left_out;
  return std::move(rows.tickets);
}

void add_past_options(Command& command, PastChoice& choice, Environment& environment,
                      const std::string& table_option) {
  command.add_option(table_option, choice.table,
                     "历史工单：表格文件，或 db 表示数据库 / past tickets: a table, or db for the database");
  command.add_option("--map", choice.map, "表格的映射文件，见 config/maps / map of the table's columns");
  command.add_option("--db", choice.database, "数据库文件（服务须停止） / database file, no server running");
  command.add_option("--settings", environment.config, "设置文件 / settings file");
}

}  // namespace hotline::app
