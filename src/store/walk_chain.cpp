#include "store/walk_chain.hpp"

#include "store/entry_row.hpp"
#include "store/queries.hpp"

namespace hotline::store {
namespace {

ChainReport broken(ChainReport report, std::int64_t seq, std::string problem) {
  report.first_broken = seq;
  report.problem = std::move(problem);
  return report;
}

std::string rewritten(const Anchor& anchor, std::int64_t from) {
  return "the entries from " + std::to_string(from) + " to " + std::to_string(anchor.seq) +
         " are not those that anchor " + std::to_string(anchor.number) + " of " +
         base::format_rfc3339(anchor.at) + " was signed over";
}

}  // namespace

ChainReport walk_chain(ReadTx& tx, std::span<const Anchor> anchors) {
  ChainReport report;
  Hash before{};
  std::int64_t last = 0;
  std::int64_t anchored = 0;  // the newest entry that an anchor vouches for
  auto next = anchors.begin();
  {
    Statement rows = tx.query(sql::all_entries);
    while (rows.step()) {
      const EntryContent content = content_from(rows);
      if (content.seq != last + 1) {
        return broken(report, content.seq,
                      "entries before it are missing, from " + std::to_string(last + 1) + " on");
      }
      const Hash hash = hash_entry(before, content);
      if (hash != hash_from(rows.blob(9))) {
        return broken(report, content.seq,
                      "its hash does not follow from its content and the entry before it");
      }
      before = hash;
      last = content.seq;
      ++report.entries;
      for (; next != anchors.end() && next->seq <= last; ++next) {
        if (next->hash != before) return broken(report, anchored + 1, rewritten(*next, anchored + 1));
        anchored = last;
      }
    }
  }
  Statement head = tx.query(sql::read_head);
  if (!head.step()) return broken(report, last + 1, "the stored end of the chain is missing");
  if (head.integer(0) > last) {
    return broken(report, last + 1,
                  "entries are missing at the end: the stored end is " + std::to_string(head.integer(0)));
  }
  if (head.integer(0) < last) {
    return broken(report, head.integer(0) + 1, "it stands behind the stored end of the chain");
  }
  if (hash_from(head.blob(1)) != before)
    return broken(report, last, "its hash is not that of the stored end");
  if (next != anchors.end()) {
    return broken(report, last + 1,
                  "entries are missing at the end: anchor " + std::to_string(next->number) + " knows " +
                      std::to_string(next->seq));
  }
  return report;
}

ChainReport verify_chain(ReadTx& tx) {
  return walk_chain(tx, {});
}

}  // namespace hotline::store
