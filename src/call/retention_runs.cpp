#include <algorithm>

#include "hotline/call/retention.hpp"
#include "hotline/store/history.hpp"

namespace hotline::call {
namespace {

constexpr std::size_t kMostRead = 5'000;            // entries
constexpr auto kSameRun = std::chrono::minutes{5};  // at most between two batches

void count(RetentionRun& run, const store::Entry& entry) {
  const std::string rule = entry.payload.text_or_empty("rule");
  for (std::size_t i = 0; i < kRetentionRules.size(); ++i) {
    if (name_of(kRetentionRules[i]) == rule) run.items[i] += entry.payload.integer("items").value_or(0);
  }
}

}  // namespace

std::vector<RetentionRun> retention_runs(store::ReadTx& tx, std::size_t limit) {
  std::vector<store::Entry> entries = store::newest_entries_of(tx, "retention", 0, kMostRead);
  std::reverse(entries.begin(), entries.end());
  std::vector<RetentionRun> runs;
  for (const store::Entry& entry : entries) {
    if (entry.kind == "asked") {
      runs.push_back({entry.at, entry.at, entry.actor.id, entry.reason});
      continue;
    }
    if (entry.kind != "applied") continue;
    const bool goes_on =
        !runs.empty() && runs.back().actor == entry.actor.id && entry.at - runs.back().ended <= kSameRun;
    if (!goes_on) runs.push_back({entry.at, entry.at, entry.actor.id, ""});
    runs.back().ended = entry.at;
    count(runs.back(), entry);
  }
  std::reverse(runs.begin(), runs.end());
  if (runs.size() > limit) runs.resize(limit);
  return runs;
}

}  // namespace hotline::call
