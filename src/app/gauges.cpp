#include "app/gauges.hpp"

#include "hotline/jobs/reading.hpp"

namespace hotline::app {

void StuckJobs::count(store::Store& store) {
  const auto counted = store.read(
      [](store::ReadTx& tx) -> base::Result<std::vector<jobs::Count>> { return jobs::counts(tx); });
  if (!counted.ok()) return;
  std::int64_t given_up = 0, not_known = 0;
  for (const jobs::Count& one : *counted) {
    if (one.state == jobs::State::dead) given_up += one.jobs;
    if (one.state == jobs::State::unknown) not_known += one.jobs;
  }
  dead = given_up;
  unknown = not_known;
}

std::vector<api::Gauge> gauges_of(Hotline& hotline, const Keeper& keeper, const StuckJobs& stuck) {
  std::vector<api::Gauge> gauges;
  gauges.push_back({"hotline_store_waiting_writes", "Writes that wait for the writer.",
                    [&hotline] { return static_cast<double>(hotline.store->waiting_writes()); }});
  gauges.push_back({"hotline_store_writes", "Writes that became durable since the start.",
                    [&hotline] { return static_cast<double>(hotline.store->write_figures().writes); }});
  gauges.push_back({"hotline_store_commits", "Commits that they shared.",
                    [&hotline] { return static_cast<double>(hotline.store->write_figures().commits); }});
  gauges.push_back({"hotline_neighbours", "Requests that new ones are compared with.",
                    [&hotline] { return static_cast<double>(hotline.neighbours.size()); }});
  gauges.push_back(
      {"hotline_store_damaged_pages", "Pages of the database whose checksum is wrong.",
       [&hotline] { return static_cast<double>(store::keeping_of(*hotline.store).damaged().size()); }});
  gauges.push_back({"hotline_store_last_check_seconds",
                    "When the whole database was last checked, Unix time.",
                    [&keeper] { return keeper.last_check_seconds(); }});
  gauges.push_back({"hotline_store_check_passed",
                    "1 when the last look at the whole database found nothing wrong; -1 before it.",
                    [&keeper] { return keeper.check_passed(); }});
  gauges.push_back({"hotline_audit_chain_whole",
                    "1 when that look found the journal whole and true to its anchors; -1 before it.",
                    [&keeper] { return keeper.chain_whole(); }});
  gauges.push_back({"hotline_audit_anchor_seconds", "When the newest anchor was signed, Unix time.",
                    [&keeper] { return keeper.last_anchor_seconds(); }});
  gauges.push_back({"hotline_jobs_dead", "Jobs given up, webhooks and messages among them.",
                    [&stuck] { return static_cast<double>(stuck.dead.load()); }});
  gauges.push_back({"hotline_jobs_unknown", "Jobs with an outcome that nobody knows.",
                    [&stuck] { return static_cast<double>(stuck.unknown.load()); }});
  gauges.push_back(
      {"hotline_archive_streaming", "1 while each commit is archived; -1 without an archive.", [&hotline] {
         const auto archive = store::keeping_of(*hotline.store).archive_status();
         return !archive.enabled ? -1.0 : archive.streaming ? 1.0 : 0.0;
       }});
  gauges.push_back({"hotline_archive_record", "Newest record of the archive's stream.", [&hotline] {
                      return static_cast<double>(store::keeping_of(*hotline.store).archive_status().record);
                    }});
  gauges.push_back(
      {"hotline_archive_base_seconds", "When the newest base copy was made, Unix time.", [&hotline] {
         return static_cast<double>(
                    base::to_millis(store::keeping_of(*hotline.store).archive_status().base_at)) /
                1000;
       }});
  return gauges;
}

}  // namespace hotline::app
