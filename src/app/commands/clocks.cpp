// hotline clocks: what changed rules would do to the clocks that run.
#include <fmt/format.h>

#include <iostream>

#include "app/commands/with_hotline.hpp"
#include "hotline/city/load.hpp"
#include "hotline/supervise/clocks.hpp"

namespace hotline::app {
namespace {

constexpr int batch = 500;

struct Totals {
  std::int64_t looked_at = 0, tickets = 0, clocks = 0, overdue = 0;
};

void print(const supervise::MovedTicket& one, const city::City& city, base::Time now, Totals& totals) {
  const std::chrono::minutes zone{city.settings.zone_offset_minutes};
  ++totals.tickets;
  for (const ticket::ClockMove& move : one.moves) {
    const bool late = move.after < now;
    ++totals.clocks;
    totals.overdue += late;
    std::cout << fmt::format("{} {} {} {} -> {}{}\n", one.number, city::name_of(move.what),
                             move.unit.empty() ? "-" : move.unit, base::format_rfc3339(move.before, zone),
                             base::format_rfc3339(move.after, zone), late ? " !" : "");
  }
}

int preview(const Environment& environment, const std::string& directory) {
  return with_hotline(environment, [&](Hotline& hotline) {
    std::shared_ptr<const city::City> city = hotline.city.get();
    if (!directory.empty()) {
      city = city::load_city(directory).city;
      if (!city) {
        return environment.fail(base::Error::of(
            base::ErrorCode::invalid_input, "城市配置有误，请运行 hotline config check 逐条改正。",
            "The city's files are wrong. Run 'hotline config check' and correct each."));
      }
    }
    Totals totals;
    std::int64_t after = 0;
    for (bool more = true; more;) {
      const auto page = hotline.store->read(
          [&](store::ReadTx& tx) { return supervise::preview_clocks(tx, *city, after, batch); });
      if (!page.ok()) return environment.fail(page.error());
      for (const supervise::MovedTicket& one : page->tickets) print(one, *city, hotline.clock.now(), totals);
      totals.looked_at += page->looked_at;
      after = page->last;
      more = page->more;
    }
    std::cout << environment.say(
        {fmt::format("查看在办工单 {} 件，{} 件的 {} 个时限将变动，其中 {} 个立即逾期（标 !）。\n",
                     totals.looked_at, totals.tickets, totals.clocks, totals.overdue),
         fmt::format(
             "{} open tickets looked at: {} of them with {} clocks would move, {} late at once (!).\n",
             totals.looked_at, totals.tickets, totals.clocks, totals.overdue)});
    return 0;
  });
}

}  // namespace

void add_clocks(Command& cli, Environment& environment) {
  Command* clocks = cli.add_subcommand("clocks", "时限 / clocks");
  clocks->require_subcommand(1);
  auto directory = std::make_shared<std::string>();
  Command* command = clocks->add_subcommand(
      "preview", "规则变动前，预览在办时限如何变动 / what other rules would move, before they are in force");
  command->add_option("--config", environment.config, "设置文件 / settings file");
  command->add_option("--city", *directory, "拟用的城市配置目录，不写则用现行的 / the rules to try");
  command->callback([&environment, directory] {
    environment.run = [&environment, directory] { return preview(environment, *directory); };
  });
}

}  // namespace hotline::app
