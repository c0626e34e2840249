#include "app/keeper.hpp"

#include <fmt/format.h>

#include "app/files_mirror.hpp"
#include "hotline/base/log_context.hpp"
#include "hotline/text/log_cause.hpp"

namespace hotline::app {
namespace {

constexpr auto step = std::chrono::milliseconds{500};
constexpr auto first_look_after = std::chrono::minutes{10};
constexpr auto mirror_every = std::chrono::seconds{30};
constexpr auto try_base_again_after = std::chrono::seconds{30};
constexpr std::size_t pages_named = 20;

base::Text damage_text(const std::vector<std::uint32_t>& pages) {
  std::string list;
  for (std::size_t i = 0; i < pages.size() && i < pages_named; ++i)
    list += (i > 0 ? ", " : "") + std::to_string(pages[i]);
  if (pages.size() > pages_named) list += ", ...";
  return {fmt::format("数据库文件有 {} 页已损坏：{}。请检查磁盘，并从归档恢复；损坏的页不会进入备份和归档。",
                      pages.size(), list),
          fmt::format(
              "{} pages of the database file are damaged: {}. Check the disk and restore from the archive; "
              "damaged pages get into no backup.",
              pages.size(), list)};
}

std::vector<base::Text> texts_of(const store::CheckReport& report) {
  std::vector<base::Text> found;
  if (!report.structure.empty()) {
    found.push_back(
        {"数据库结构有误：" + report.structure + "。请从归档恢复。",
         "The database's structure is wrong: " + report.structure + ". Restore from the archive."});
  }
  if (report.chain.first_broken) {
    const std::string at = std::to_string(*report.chain.first_broken);
    found.push_back(
        {fmt::format("日志链在第 {} 条断开，或与签名锚点不符（{}）。请报告审计人员，用另存的锚点文件"
                     "运行 hotline audit verify。",
                     at, report.chain.problem),
         fmt::format("The journal's chain breaks, or departs from its signed anchors, at entry {} "
                     "({}). Tell the auditors, and run hotline audit verify with the anchors kept "
                     "elsewhere.",
                     at, report.chain.problem)});
  }
  return found;
}

}  // namespace

void Keeper::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Keeper::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  if (!hotline_.settings.archive.directory.empty()) mirror();
}

void Keeper::mirror() {
  const auto& archive = hotline_.settings.archive;
  std::error_code failed;
  mirror_files(hotline_.settings.attachment_directory, files_of_archive(archive.directory),
               std::chrono::hours{24 * archive.keep_days}, failed);
  const std::lock_guard lock(mutex_);
  files_problem_ = failed ? base::Text{"附件未能归档：" + failed.message() + "。请检查归档目录。",
                                       "Attachments cannot be archived: " + failed.message() +
                                           ". Check the archive's folder."}
                          : base::Text{};
}

void Keeper::run(const std::stop_token& stop) {
  const base::LogScope scope(base::LogId("keeper"));
  using Steady = std::chrono::steady_clock;
  const auto every = std::chrono::hours{hotline_.settings.check_every_hours};
  auto next_look = Steady::now() + first_look_after;
  auto next_mirror = Steady::now();
  const auto& archive = hotline_.settings.archive;
  while (!stop.stop_requested()) {
    if (!archive.directory.empty()) keep_archive();
    if (!archive.directory.empty() && Steady::now() >= next_mirror) {
      mirror();
      next_mirror = Steady::now() + mirror_every;
    }
    if (Steady::now() >= next_look) {
      look();
      next_look = Steady::now() + every;
    }
    std::this_thread::sleep_for(step);
  }
}

void Keeper::keep_archive() {
  const store::ArchiveStatus status = store::keeping_of(*hotline_.store).archive_status();
  const base::Time now = hotline_.clock.now();
  const bool due = !status.streaming || status.base_at == base::Time{} ||
                   now - status.base_at >= std::chrono::hours{hotline_.settings.archive.base_every_hours};
  if (!due || now - base_tried_at_ < try_base_again_after) return;
  base_tried_at_ = now;
  const base::Status made = store::keeping_of(*hotline_.store).make_base();
  if (made.ok()) {
    hotline_.logger->info("event=archive_base_made");
  } else {
    hotline_.logger->error("event=archive_base_failed cause={}", base::name_of(made.error().code));
  }
  const std::lock_guard lock(mutex_);
  base_problem_ = made.ok() ? base::Text{} : made.error().text;
}

void Keeper::look() {
  const auto evidence = hotline_.anchors->evidence();
  const auto report = store::keeping_of(*hotline_.store).check(evidence.ok() ? &*evidence : nullptr);
  std::vector<base::Text> found;
  if (!evidence.ok()) {
    const base::Error& error = evidence.error();
    hotline_.logger->error("event=anchors_unreadable cause={}", base::name_of(error.code));
    found.push_back(error.fields.empty() ? error.text : error.fields.front().text);
  }
  if (!report.ok()) {
    found.push_back(report.error().text);
    hotline_.logger->error("event=check_failed cause={}", base::name_of(report.error().code));
  } else {
    for (base::Text& one : texts_of(*report)) found.push_back(std::move(one));
    if (report->ok()) {
      hotline_.logger->info("event=check_passed pages={} entries={}", report->pages, report->chain.entries);
    } else {
      hotline_.logger->error(
          "event=check_found_damage pages={} damaged={} structure=\"{}\" chain_broken_at={} problem=\"{}\"",
          report->pages, report->damaged.size(), text::log_cause(report->structure),
          report->chain.first_broken.value_or(0), report->chain.problem);
    }
  }
  const std::lock_guard lock(mutex_);
  chain_whole_ = evidence.ok() && report.ok() && !report->chain.first_broken ? 1 : 0;
  check_passed_ = evidence.ok() && report.ok() && report->ok() ? 1 : 0;
  found_ = std::move(found);
  checked_at_ = hotline_.clock.now();
}

void Keeper::note_anchor(const base::Result<base::Time>& newest) {
  const std::lock_guard lock(mutex_);
  if (newest.ok()) {
    anchored_at_ = *newest;
    anchor_problem_ = {};
    return;
  }
  const base::Text& cause = newest.error().text;
  anchor_problem_ = {"今日锚点未能签署：" + cause.zh + "请检查锚点文件所在目录；恢复后自动补签。",
                     "Today's anchor could not be written: " + cause.en +
                         " Check the folder of the anchor file; it is tried again by itself."};
}

std::vector<base::Text> Keeper::concerns() const {
  std::vector<base::Text> all;
  if (const auto pages = store::keeping_of(*hotline_.store).damaged(); !pages.empty())
    all.push_back(damage_text(pages));
  const store::ArchiveStatus archive = store::keeping_of(*hotline_.store).archive_status();
  const std::lock_guard lock(mutex_);
  all.insert(all.end(), found_.begin(), found_.end());
  if (archive.enabled && !archive.streaming) {
    all.push_back({"归档已中断：" + archive.problem.zh, "The archive has stopped: " + archive.problem.en});
  } else if (!base_problem_.en.empty()) {
    all.push_back(
        {"基准副本未能生成：" + base_problem_.zh, "No base copy could be made: " + base_problem_.en});
  }
  if (!files_problem_.en.empty()) all.push_back(files_problem_);
  if (!anchor_problem_.en.empty()) all.push_back(anchor_problem_);
  return all;
}

base::Status Keeper::concern() const {
  base::Text all;
  for (const base::Text& one : concerns()) {
    all.zh += (all.zh.empty() ? "" : " ") + one.zh;
    all.en += (all.en.empty() ? "" : " ") + one.en;
  }
  if (all.en.empty()) return {};
  return base::Error::of(base::ErrorCode::corrupt, all.zh, all.en);
}

double Keeper::last_check_seconds() const {
  const std::lock_guard lock(mutex_);
  return static_cast<double>(base::to_millis(checked_at_)) / 1000;
}

double Keeper::check_passed() const {
  const std::lock_guard lock(mutex_);
  return check_passed_;
}

double Keeper::chain_whole() const {
  const std::lock_guard lock(mutex_);
  return chain_whole_;
}

double Keeper::last_anchor_seconds() const {
  const std::lock_guard lock(mutex_);
  return static_cast<double>(base::to_millis(anchored_at_)) / 1000;
}

}  // namespace hotline::app
