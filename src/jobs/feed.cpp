#include "hotline/jobs/feed.hpp"

#include "jobs/queries.hpp"

namespace hotline::jobs {

std::int64_t FeedReader::cursor(store::ReadTx& tx) const {
  auto row = tx.query(queries::kCursor);
  row.bind(consumer_);
  return row.step() ? row.integer(0) : 0;
}

FeedBatch FeedReader::poll(store::ReadTx& tx, std::size_t limit) const {
  const std::int64_t from = cursor(tx);
  return {from, store::entries_after(tx, from, limit)};
}

base::Status FeedReader::advance(store::WriteTx& tx, const FeedBatch& batch) const {
  if (cursor(tx) != batch.from) {
    return base::Error::of(base::ErrorCode::conflict, "该批事件已由其他进程处理，请重新读取后再处理。",
                           "These events were applied by somebody else. Poll again and apply what is new.");
  }
  tx.execute(queries::kMoveCursor, consumer_, batch.to(), base::to_millis(tx.now()));
  return {};
}

bool FeedReader::start_after(store::WriteTx& tx, std::int64_t seq) const {
  tx.execute(queries::kStartCursor, consumer_, seq, base::to_millis(tx.now()));
  return tx.changes() > 0;
}

std::int64_t FeedReader::lag(store::ReadTx& tx) const {
  return store::newest_seq(tx) - cursor(tx);
}

}  // namespace hotline::jobs
