// The journal's chain, and how tampering shows.
#include "hotline/store/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "hotline/store/history.hpp"
#include "support/store_fixture.hpp"

namespace hotline::store {
namespace {

using test::TestStore;
using testing::HasSubstr;

const Actor agent{"account:17", "10.0.0.0/8"};

std::int64_t append(WriteTx& tx, std::int64_t ticket, std::string_view kind) {
  return tx.journal().append(tx, {.stream = "ticket",
                                  .subject = ticket,
                                  .kind = kind,
                                  .actor = agent,
                                  .reason = "按规定办理",
                                  .payload = {{"unit", std::string("U1")}, {"hours", std::int64_t{24}}}});
}

// Changes the closed file behind the store's back, as somebody with the file in hands would.
void tamper(TestStore& store, const std::string& sql) {
  store.close();
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(store.path().c_str(), &handle), SQLITE_OK);
  const std::string all = "DROP TRIGGER journal_keeps_entries; DROP TRIGGER journal_keeps_content; " + sql;
  char* problem = nullptr;
  EXPECT_EQ(sqlite3_exec(handle, all.c_str(), nullptr, nullptr, &problem), SQLITE_OK) << problem;
  sqlite3_close(handle);
  store.reopen();
}

class JournalChain : public testing::Test {
 protected:
  JournalChain() {
    for (int i = 1; i <= 5; ++i) {
      store.write([&](WriteTx& tx) { append(tx, i % 2, "signed"); });
    }
  }
  ChainReport verify() { return store.read(verify_chain); }
  void expect_broken_at(std::int64_t seq) {
    const ChainReport report = verify();
    ASSERT_TRUE(report.first_broken);
    EXPECT_EQ(*report.first_broken, seq);
    EXPECT_FALSE(report.problem.empty());
  }

  TestStore store;
};

TEST_F(JournalChain, IsWholeWhenNobodyTouchedIt) {
  const ChainReport report = verify();
  EXPECT_EQ(report.entries, 5);
  EXPECT_FALSE(report.first_broken);
}

TEST_F(JournalChain, GoesOnAfterARestart) {
  store.reopen();
  EXPECT_EQ(store.write([](WriteTx& tx) { return append(tx, 1, "returned"); }), 6);
  EXPECT_FALSE(verify().first_broken);
}

TEST_F(JournalChain, GivesEntriesBackAsTheyWereWritten) {
  store.clock.advance(std::chrono::hours(3));
  store.write([](WriteTx& tx) { append(tx, 9, "returned"); });
  const auto entries = store.read([](ReadTx& tx) { return entries_of(tx, "ticket", 9); });
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].seq, 6);
  EXPECT_EQ(entries[0].at, TestStore::start() + std::chrono::hours(3));
  EXPECT_EQ(entries[0].kind, "returned");
  EXPECT_EQ(entries[0].actor.id, "account:17");
  EXPECT_EQ(entries[0].reason, "按规定办理");
  EXPECT_EQ(entries[0].payload.integer("hours"), 24);
}

TEST_F(JournalChain, FeedsEntriesInOrderFromACursor) {
  const auto entries = store.read([](ReadTx& tx) { return entries_after(tx, 2, 2); });
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].seq, 3);
  EXPECT_EQ(entries[1].seq, 4);
  EXPECT_EQ(store.read(newest_seq), 5);
  EXPECT_TRUE(store.read([](ReadTx& tx) { return entries_after(tx, 5, 10); }).empty());
}

TEST_F(JournalChain, HasNoGapAfterAWorkWasUndone) {
  const auto undone = store->write([](WriteTx& tx) -> base::Status {
    append(tx, 1, "signed");
    return base::Error::of(base::ErrorCode::conflict, "冲突", "conflict");
  });
  EXPECT_FALSE(undone.ok());
  EXPECT_EQ(store.write([](WriteTx& tx) { return append(tx, 1, "signed"); }), 6);
  EXPECT_FALSE(verify().first_broken);
}

TEST_F(JournalChain, TellsWhatFollowedAKnownEntryOfASubject) {
  const KnownEntry known = store.read([](ReadTx& tx) { return known_entry(tx, 3); });
  const auto more = store.read([&](ReadTx& tx) { return entries_since(tx, "ticket", 1, known); });
  ASSERT_TRUE(more);
  ASSERT_EQ(more->size(), 1u);
  EXPECT_EQ(more->front().seq, 5);
  const KnownEntry newest{5, more->front().hash};
  const auto none = store.read([&](ReadTx& tx) { return entries_since(tx, "ticket", 1, newest); });
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->empty());
}

TEST_F(JournalChain, TellsWhenSomethingFirstHappened) {
  store.clock.advance(std::chrono::hours(3));
  store.write([](WriteTx& tx) { append(tx, 1, "returned"); });
  store.clock.advance(std::chrono::hours(1));
  store.write([](WriteTx& tx) { append(tx, 1, "returned"); });
  const auto first = [&](std::int64_t subject, std::string_view kind) {
    return store.read([&](ReadTx& tx) { return first_time_of(tx, "ticket", subject, kind); });
  };
  EXPECT_EQ(first(1, "returned"), TestStore::start() + std::chrono::hours(3));
  EXPECT_EQ(first(1, "signed"), TestStore::start());
  EXPECT_FALSE(first(0, "returned"));
  EXPECT_FALSE(first(9, "signed"));
}

TEST_F(JournalChain, TellsNothingAfterAnEntryThatIsNotThereAsItWasKnown) {
  const auto since = [&](const KnownEntry& known, std::int64_t subject) {
    return store.read([&](ReadTx& tx) { return entries_since(tx, "ticket", subject, known); });
  };
  const KnownEntry known = store.read([](ReadTx& tx) { return known_entry(tx, 3); });
  EXPECT_FALSE(since({known.seq, Hash{}}, 1));          // another content
  EXPECT_FALSE(since(known, 0));                        // another subject's
  EXPECT_FALSE(since({known.seq + 7, known.hash}, 1));  // not there
  KnownEntry undone;
  EXPECT_FALSE(store
                   ->write([&](WriteTx& tx) -> base::Status {
                     undone = known_entry(tx, append(tx, 1, "signed"));
                     return base::Error::of(base::ErrorCode::conflict, "冲突", "conflict");
                   })
                   .ok());
  store.write([](WriteTx& tx) { return append(tx, 1, "returned"); });
  EXPECT_EQ(undone.seq, 6);
  EXPECT_FALSE(since(undone, 1));
}

TEST_F(JournalChain, RefusesToChangeOrDeleteByOrdinarySql) {
  for (const char* sql :
       {"DELETE FROM journal WHERE seq = 2", "UPDATE journal SET kind = 'x' WHERE seq = 2"}) {
    EXPECT_FALSE(store
                     ->write([&](WriteTx& tx) -> base::Status {
                       tx.execute(sql);
                       return {};
                     })
                     .ok());
  }
  EXPECT_FALSE(verify().first_broken);
}

TEST_F(JournalChain, ShowsAChangedEntryWhateverTheField) {
  const std::pair<const char*, const char*> changes[] = {
      {"at", "at + 1"},          {"stream", "'tickets'"}, {"subject", "77"},           {"kind", "'closed'"},
      {"actor", "'account:18'"}, {"origin", "''"},        {"reason", "reason || ' '"}, {"payload", "'{}'"},
      {"hash", "zeroblob(32)"}};
  for (const auto& [field, value] : changes) {
    TestStore own;
    for (int i = 0; i < 3; ++i) own.write([](WriteTx& tx) { append(tx, 1, "signed"); });
    tamper(own, std::string("UPDATE journal SET ") + field + " = " + value + " WHERE seq = 2");
    EXPECT_EQ(own.read(verify_chain).first_broken, 2) << field;
  }
}

TEST_F(JournalChain, TellsWhereOneFieldEndsAndTheNextBegins) {
  tamper(store, "UPDATE journal SET kind = kind || 'a', actor = 'ccount:17' WHERE seq = 3");
  expect_broken_at(3);
}

TEST_F(JournalChain, ShowsAMissingEntry) {
  tamper(store, "DELETE FROM journal WHERE seq = 3");
  expect_broken_at(4);
}

TEST_F(JournalChain, ShowsAMissingBeginning) {
  tamper(store, "DELETE FROM journal WHERE seq = 1");
  expect_broken_at(2);
}

TEST_F(JournalChain, ShowsAnInsertedEntry) {
  tamper(store,
         "UPDATE journal SET seq = seq + 100 WHERE seq >= 3;"
         "UPDATE journal SET seq = seq - 99 WHERE seq >= 100;"
         "INSERT INTO journal SELECT 3, at, stream, subject, kind, actor, origin, reason, payload, hash FROM "
         "journal"
         " WHERE seq = 2");
  expect_broken_at(3);
}

TEST_F(JournalChain, ShowsEntriesThatChangedPlaces) {
  tamper(store,
         "UPDATE journal SET seq = 100 WHERE seq = 2; UPDATE journal SET seq = 2 WHERE seq = 3;"
         "UPDATE journal SET seq = 3 WHERE seq = 100");
  expect_broken_at(2);
}

TEST_F(JournalChain, ShowsACutOffEndForEverEvenAfterMoreWasWritten) {
  tamper(store, "DELETE FROM journal WHERE seq > 3");
  expect_broken_at(4);
  store.write([](WriteTx& tx) { append(tx, 1, "signed"); });
  expect_broken_at(6);
}

TEST_F(JournalChain, ShowsAnEntryAddedBehindTheEndForEver) {
  tamper(store,
         "INSERT INTO journal SELECT 6, at, stream, subject, kind, actor, origin, reason, payload, hash FROM "
         "journal"
         " WHERE seq = 5");
  expect_broken_at(6);
  EXPECT_EQ(store.write([](WriteTx& tx) { return append(tx, 1, "signed"); }), 7);
  expect_broken_at(6);
}

TEST_F(JournalChain, ShowsAStoredEndThatWasMovedBack) {
  tamper(store, "UPDATE journal_head SET seq = 4, hash = (SELECT hash FROM journal WHERE seq = 4)");
  expect_broken_at(5);
}

}  // namespace
}  // namespace hotline::store
