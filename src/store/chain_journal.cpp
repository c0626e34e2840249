#include "store/chain_journal.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "store/connection.hpp"
#include "store/entry_hash.hpp"
#include "store/entry_row.hpp"
#include "store/queries.hpp"

namespace hotline::store {

bool ChainJournal::load(Connection& connection) {
  ChainHead stored;
  {
    Statement row = connection.query(sql::read_head);
    if (!row.step()) throw SqlError(SQLITE_CORRUPT, "the journal's head is missing");
    stored.seq = row.integer(0);
    stored.hash = hash_from(row.blob(1));
  }
  const std::int64_t newest = connection.number(sql::newest_entry);
  head_ = {std::max(stored.seq, newest), stored.hash};
  return stored.seq == newest;
}

std::int64_t ChainJournal::append(WriteTx& tx, const NewEntry& entry) {
  const std::string payload = entry.payload.encode();
  const EntryContent content{.seq = head_.seq + 1,
                             .at = base::to_millis(tx.now()),
                             .stream = entry.stream,
                             .subject = entry.subject,
                             .kind = entry.kind,
                             .actor = entry.actor.id,
                             .origin = entry.actor.origin,
                             .reason = entry.reason,
                             .payload = payload};
  const Hash hash = hash_entry(head_.hash, content);
  tx.execute(sql::append_entry, content.seq, content.at, content.stream, content.subject, content.kind,
             content.actor, content.origin, content.reason, content.payload,
             std::span<const std::uint8_t>(hash));
  head_ = {content.seq, hash};
  tx.after_commit([this, appended = Appended{content.seq, std::string(content.stream), content.subject}] {
    const std::lock_guard lock(following_);
    if (follower_) follower_(appended);
  });
  return content.seq;
}

void ChainJournal::follow(std::function<void(const Appended&)> follower) {
  const std::lock_guard lock(following_);
  follower_ = std::move(follower);
}

void ChainJournal::save_head(Connection& connection, const ChainHead& before) const {
  if (head_ == before) return;
  Statement statement = connection.query(sql::save_head);
  statement.bind(head_.seq, std::span<const std::uint8_t>(head_.hash));
  statement.run();
}

}  // namespace hotline::store
