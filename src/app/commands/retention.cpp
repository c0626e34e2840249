// hotline retention: what has run out by the rules, shown or let go, while no server runs.
#include <fmt/format.h>

#include <iostream>

#include "app/commands/with_hotline.hpp"
#include "hotline/call/retention.hpp"

namespace hotline::app {
namespace {

constexpr std::size_t kMostRead = 1'000'000;

void print(const std::vector<call::RetentionView>& views) {
  std::cout << fmt::format("{:<12} {:>6} {:>21} {:>10}  {}\n", "rule", "days", "until", "items", "first");
  for (const call::RetentionView& view : views) {
    std::string first;
    for (const std::string& one : view.first) first += (first.empty() ? "" : " ") + one;
    std::cout << fmt::format("{:<12} {:>6} {:>21} {:>9}{}  {}\n", call::name_of(view.rule), view.days,
                             view.until ? base::format_rfc3339(*view.until).substr(0, 19) + "Z" : "-",
                             view.items, view.more ? "+" : " ", first);
  }
  std::cout << "audit log: kept for ever, whatever the rules\n";
}

int run(const Environment& environment, bool dry) {
  return with_hotline(environment, [&](Hotline& hotline) {
    const call::RetentionTerms& terms = hotline.settings.retention;
    if (const auto checked = call::check(terms); !checked.ok()) return environment.fail(checked.error());
    std::vector<call::RetentionView> views;
    const auto read = hotline.store->read([&](store::ReadTx& tx) -> base::Status {
      views = call::preview_retention(tx, terms, hotline.clock.now(), kMostRead);
      return {};
    });
    if (!read.ok()) return environment.fail(read.error());
    print(views);
    if (dry) return 0;
    auto attachments =
        intake::Attachments::open({.directory = hotline.settings.attachment_directory}, hotline.random);
    if (!attachments.ok()) return environment.fail(attachments.error());
    call::Retention retention(terms, hotline.tickets, **attachments, hotline.scheduler);
    std::int64_t items = 0;
    for (bool more = true; more;) {
      const auto done =
          hotline.store->write([&](store::WriteTx& tx) { return retention.apply(tx, system_actor()); });
      if (!done.ok()) return environment.fail(done.error());
      items += done->items;
      more = done->more;
    }
    if (items > 0) {
      if (const auto scrubbed = hotline.store->scrub(); !scrubbed.ok())
        return environment.fail(scrubbed.error());
    }
    std::cout << fmt::format("{} items let go\n", items);
    return 0;
  });
}

}  // namespace

void add_retention(Command& cli, Environment& environment) {
  auto dry = std::make_shared<bool>(false);
  Command* command = cli.add_subcommand(
      "retention", "清理保存期满的内容（停机时） / let go what has run out, while no server runs");
  command->add_option("--config", environment.config, "设置文件 / settings file");
  command->add_flag("--dry-run", *dry, "只列出将清理的内容 / only show what would go");
  command->callback(
      [&environment, dry] { environment.run = [&environment, dry] { return run(environment, *dry); }; });
}

}  // namespace hotline::app
