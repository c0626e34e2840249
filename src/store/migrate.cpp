#include "store/migrate.hpp"

#include <set>
#include <utility>

#include "store/queries.hpp"

namespace hotline::store {
namespace {

using Step = std::pair<std::string, int>;

base::Error newer_database(const std::string& module, const std::string& name) {
  const std::string step = module + "/" + name;
  return base::Error::of(
      base::ErrorCode::corrupt,
      "数据库由更高版本的程序升级过（结构版本 " + step + "），本版本无法使用。请换用新版本程序。",
      "The database was upgraded by a newer release (schema step " + step +
          "), which this release does not know. Use the newer release.");
}

}  // namespace

base::Status migrate(Connection& connection, std::span<const Migration> known, base::Time now,
                     const base::Logger& logger) {
  std::set<Step> known_steps;
  for (const Migration& step : known) known_steps.emplace(step.module, step.number);
  connection.execute(std::string(sql::create_versions));
  std::set<Step> present;
  {
    Statement rows = connection.query(sql::list_versions);
    while (rows.step()) {
      Step step(rows.text(0), static_cast<int>(rows.integer(1)));
      if (!known_steps.contains(step)) return newer_database(step.first, rows.text(2));
      present.insert(std::move(step));
    }
  }
  for (const Migration& step : known) {
    if (present.contains({step.module, step.number})) continue;
    connection.execute(step.sql);
    Statement added = connection.query(sql::add_version);
    added.bind(step.module, step.number, step.name, now);
    added.run();
    logger->info("event=schema_step module={} name={}", step.module, step.name);
  }
  return {};
}

}  // namespace hotline::store
