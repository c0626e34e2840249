#include "hotline/jobs/feed.hpp"

#include <algorithm>

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

base::Status FeedReader::advance(store::WriteTx& tx, std::int64_t from, std::int64_t to) const {
  if (cursor(tx) != from) {
    return base::Error::of(base::ErrorCode::conflict, "该批事件已由其他进程处理，请重新读取后再处理。",
                           "These events were applied by somebody else. Poll again and apply what is new.");
  }
  tx.execute(queries::kMoveCursor, consumer_, to, base::to_millis(tx.now()));
  return {};
}

bool FeedReader::start_after(store::WriteTx& tx, std::int64_t seq) const {
  tx.execute(queries::kStartCursor, consumer_, seq, base::to_millis(tx.now()));
  return tx.changes() > 0;
}

std::int64_t FeedReader::lag(store::ReadTx& tx) const {
  return store::newest_seq(tx) - cursor(tx);
}

base::Status FeedConsumer::start_with_the_next(store::Store& store) {
  return store.write([this](store::WriteTx& tx) -> base::Status {
    feed_.start_after(tx, store::newest_seq(tx));
    return {};
  });
}

base::Result<std::size_t> FeedConsumer::catch_up(store::Store& store, std::size_t limit) {
  FeedConsumer* const alone[] = {this};
  return jobs::catch_up(store, alone, limit);
}

base::Result<std::size_t> catch_up(store::Store& store, std::span<FeedConsumer* const> consumers,
                                   std::size_t limit) {
  if (consumers.empty()) return std::size_t{0};
  std::vector<std::int64_t> cursors;
  HOTLINE_TRY(const std::vector<store::Entry> entries,
              store.read([&](store::ReadTx& tx) -> base::Result<std::vector<store::Entry>> {
                for (const FeedConsumer* one : consumers) cursors.push_back(one->feed().cursor(tx));
                return store::entries_after(tx, *std::min_element(cursors.begin(), cursors.end()), limit);
              }));
  if (entries.empty()) return std::size_t{0};
  HOTLINE_CHECK(store.write([&](store::WriteTx& tx) -> base::Status {
    for (std::size_t i = 0; i < consumers.size(); ++i) {
      const auto next = std::partition_point(entries.begin(), entries.end(),
                                             [&](const store::Entry& one) { return one.seq <= cursors[i]; });
      if (next == entries.end()) continue;
      for (const store::Entry& entry : std::span(next, entries.end())) {
        HOTLINE_CHECK(consumers[i]->follow(tx, entry));
      }
      HOTLINE_CHECK(consumers[i]->feed().advance(tx, cursors[i], entries.back().seq));
    }
    return {};
  }));
  return entries.size();
}

}  // namespace hotline::jobs
