// Copies of the data: backup, restore, and the look at the whole database.
#include <fmt/format.h>
#include <filesystem>
#include <iostream>

#include "app/commands/with_hotline.hpp"
#include "app/files_mirror.hpp"
#include "hotline/store/keeping.hpp"

namespace hotline::app {
namespace {

namespace fs = std::filesystem;

// While the hotline serves, its archive holds every commit; a stopped one is copied itself.
int back_up(const Environment& environment, const std::string& file) {
  auto settings = environment.settings();
  if (!settings) return 1;
  const std::string archive = settings->archive.directory;
  auto hotline = Hotline::open(std::move(*settings), base::make_logger("warn"));
  if (hotline.ok()) {
    const auto done = (*hotline)->store->backup_to(file);
    if (!done.ok()) return environment.fail(done.error());
  } else if (hotline.error().code == base::ErrorCode::unavailable && !archive.empty()) {
    const auto done = store::restore_archive(archive, file, std::nullopt);
    if (!done.ok()) return environment.fail(done.error());
    std::cout << fmt::format("state of {}\n", base::format_rfc3339(done->at));
  } else {
    return environment.fail(hotline.error());
  }
  std::cout << fmt::format("{} written and checked; keep the key file apart from it\n", file);
  return 0;
}

struct RestoreChoice {
  std::string archive, to;
};

int restore(const Environment& environment, const RestoreChoice& choice) {
  auto settings = environment.settings();
  if (!settings) return 1;
  std::optional<base::Time> at;
  if (!choice.to.empty()) {
    const auto time = base::parse_rfc3339(choice.to);
    if (!time.ok()) return environment.fail(time.error());
    at = *time;
  }
  const std::string archive = choice.archive.empty() ? settings->archive.directory : choice.archive;
  std::error_code failed;
  fs::create_directories(fs::path(settings->store.path).parent_path(), failed);
  const auto done = store::restore_archive(archive, settings->store.path, at);
  if (!done.ok()) return environment.fail(done.error());
  const std::size_t files = mirror_files(files_of_archive(archive), settings->attachment_directory,
                                         std::chrono::hours{24 * 36500}, failed);
  if (failed) std::cerr << fmt::format("attachments: {}\n", failed.message());
  // The key's file must be in its place by now: the whole program is the last check.
  return with_hotline(environment, [&](Hotline& hotline) {
    const auto chain = hotline.store->read(
        [](store::ReadTx& tx) -> base::Result<store::ChainReport> { return store::verify_chain(tx); });
    if (!chain.ok()) return environment.fail(chain.error());
    if (chain->first_broken) {
      std::cout << fmt::format("broken at entry {}: {}\n", *chain->first_broken, chain->problem);
      return 1;
    }
    std::cout << fmt::format(
        "restored to {}: base of {}, {} records, {} attachments; {} entries, chain whole\n",
        base::format_rfc3339(done->at), base::format_rfc3339(done->base_at), done->records, files,
        chain->entries);
    return 0;
  });
}

int check(const Environment& environment) {
  return with_hotline(environment, [&](Hotline& hotline) {
    const auto evidence = hotline.anchors->evidence();
    if (!evidence.ok()) return environment.fail(evidence.error());
    const auto report = store::keeping_of(*hotline.store).check(&*evidence);
    if (!report.ok()) return environment.fail(report.error());
    for (const std::uint32_t page : report->damaged) std::cout << fmt::format("page {} is damaged\n", page);
    if (!report->structure.empty()) std::cout << fmt::format("structure: {}\n", report->structure);
    if (report->chain.first_broken)
      std::cout << fmt::format("chain broken at entry {}: {}\n", *report->chain.first_broken,
                               report->chain.problem);
    std::cout << fmt::format("{} pages, {} entries: {}\n", report->pages, report->chain.entries,
                             report->ok() ? "whole" : "DAMAGED");
    return report->ok() ? 0 : 1;
  });
}

}  // namespace

void add_backup(Command& cli, Environment& environment) {
  auto path = std::make_shared<std::string>();
  Command* command = cli.add_subcommand(
      "backup",
      "把数据库备份为一个文件并核验（服务运行中取自归档） / copy the database into one checked file");
  command->add_option("--config", environment.config, "设置文件 / settings file");
  command->add_option("file", *path, "备份文件 / file to write")->required();
  command->callback([&environment, path] {
    environment.run = [&environment, path] { return back_up(environment, *path); };
  });
}

void add_restore(Command& cli, Environment& environment) {
  auto choice = std::make_shared<RestoreChoice>();
  Command* command = cli.add_subcommand(
      "restore", "从归档恢复数据库和附件（停机时） / restore database and attachments from the archive");
  command->add_option("--config", environment.config, "设置文件 / settings file");
  command->add_option("--archive", choice->archive,
                      "归档目录，默认取自设置 / archive, from the settings by default");
  command->add_option("--to", choice->to,
                      "恢复到的时刻（RFC 3339），默认最新 / time to restore to, the newest by default");
  command->callback([&environment, choice] {
    environment.run = [&environment, choice] { return restore(environment, *choice); };
  });
}

void add_check(Command& cli, Environment& environment) {
  Command* command = cli.add_subcommand("check",
                                        "核验整个数据库：每页校验和、结构、日志链（停机时） / look at the "
                                        "whole database: pages, structure, chain");
  command->add_option("--config", environment.config, "设置文件 / settings file");
  command->callback([&environment] { environment.run = [&environment] { return check(environment); }; });
}

}  // namespace hotline::app
