// Backup and scrubbing while service goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "hotline/store/fulltext.hpp"
#include "store/notes.hpp"
#include "support/file_bytes.hpp"
#include "support/store_fixture.hpp"

namespace hotline::store {
namespace {

using test::Notes;
using test::TestStore;
using testing::ElementsAre;

void write_note(TestStore& store, std::string_view text) {
  store.write([&](WriteTx& tx) {
    const auto note = Notes::add(tx, text);
    tx.journal().append(tx, {.stream = "note",
                             .subject = note,
                             .kind = "written",
                             .actor = {"system", ""},
                             .reason = "",
                             .payload = {}});
  });
}

base::Result<std::unique_ptr<Store>> open_copy(TestStore& store, const std::string& path) {
  return Store::open({.path = path}, TestStore::key(), Notes::migrations(), store.clock, store.random,
                     base::make_silent_logger());
}

TEST(Backup, IsAWholeDatabaseOfItsOwn) {
  TestStore store(Notes::migrations());
  write_note(store, "saved");
  const std::string copy = store.dir.file("copy.db");
  test::must(store->backup_to(copy));
  write_note(store, "later");
  auto opened = open_copy(store, copy);
  ASSERT_TRUE(opened.ok());
  const auto notes =
      (*opened)->read([](ReadTx& tx) -> base::Result<std::vector<std::string>> { return Notes::all(tx); });
  EXPECT_THAT(*notes, ElementsAre("saved"));
}

TEST(Backup, LeavesNoOtherFileBehind) {
  TestStore store(Notes::migrations());
  std::filesystem::create_directory(store.dir.file("backups"));
  test::must(store->backup_to(store.dir.file("backups/copy.db")));
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(store.dir.file("backups"))) {
    names.push_back(entry.path().filename());
  }
  EXPECT_THAT(names, ElementsAre("copy.db"));
}

TEST(Backup, IsOneConsistentStateWhileOthersWrite) {
  TestStore store(Notes::migrations());
  for (int i = 0; i < 50; ++i) write_note(store, std::string(20000, 'x'));
  std::atomic<bool> stop = false;
  std::atomic<int> written = 0;
  std::thread writing([&] {
    while (!stop) {
      write_note(store, "meanwhile");
      ++written;
    }
  });
  while (written == 0) std::this_thread::yield();
  for (int i = 0; i < 3; ++i) test::must(store->backup_to(store.dir.file("copy.db")));
  stop = true;
  writing.join();
  auto copy = open_copy(store, store.dir.file("copy.db"));
  ASSERT_TRUE(copy.ok());
  (void)(*copy)->read([](ReadTx& tx) -> base::Status {
    const auto notes = Notes::all(tx);
    const ChainReport report = verify_chain(tx);
    EXPECT_FALSE(report.first_broken) << report.problem;
    EXPECT_EQ(report.entries, static_cast<std::int64_t>(notes.size()));
    EXPECT_GE(notes.size(), 50u);
    return {};
  });
}

TEST(Backup, KeepsTheOlderCopyWhenTheDatabaseFailsItsCheck) {
  TestStore store(Notes::migrations());
  write_note(store, "good");
  test::must(store->backup_to(store.dir.file("copy.db")));
  store.write([](WriteTx& tx) {
    tx.execute("DROP TRIGGER journal_keeps_content");
    tx.execute("UPDATE journal SET kind = 'forged'");
  });
  EXPECT_EQ(store->backup_to(store.dir.file("copy.db")).error().code, base::ErrorCode::corrupt);
  auto copy = open_copy(store, store.dir.file("copy.db"));
  ASSERT_TRUE(copy.ok());
  (void)(*copy)->read([](ReadTx& tx) -> base::Status {
    EXPECT_FALSE(verify_chain(tx).first_broken);
    return {};
  });
}

TEST(Backup, SaysWhenThePlaceCannotBeWritten) {
  TestStore store;
  EXPECT_EQ(store->backup_to(store.dir.file("no/such/copy.db")).error().code, base::ErrorCode::unavailable);
}

std::vector<Migration> searchable_notes() {
  auto steps = Notes::migrations();
  steps.push_back({"search", 1, "01_search",
                   "CREATE VIRTUAL TABLE note_words USING fts5 (text, content='', tokenize='hotline_cjk')"});
  return steps;
}

TEST(Scrub, TakesErasedWordsOutOfTheFullTextIndexAndTheFile) {
  TestStore store(searchable_notes());
  const std::string secret = "wanglaoshi13811112222";
  const auto words_of = [&](int i) {
    return (i == 150 ? secret : "word" + std::to_string(i)) + " 停水 lamp" + std::to_string(i % 7);
  };
  for (int batch = 0; batch < 3; ++batch) {
    store.write([&](WriteTx& tx) {
      for (int i = batch * 100; i < batch * 100 + 100; ++i) {
        tx.execute("INSERT INTO note (id, text) VALUES (?, ?)", i + 1, words_of(i));
        tx.execute("INSERT INTO note_words (rowid, text) VALUES (?, ?)", i + 1, words_of(i));
      }
    });
  }
  ASSERT_TRUE(test::database_holds(store.path(), secret));
  store.write([&](WriteTx& tx) {
    tx.execute("INSERT INTO note_words (note_words, rowid, text) VALUES ('delete', ?, ?)", 151,
               words_of(150));
    tx.execute("DELETE FROM note WHERE id = 151");
  });
  test::must(store->scrub());
  EXPECT_FALSE(test::database_holds(store.path(), secret));
  EXPECT_FALSE(
      test::database_holds(store.path(), secret.substr(4)));  // the index leaves out shared beginnings
  EXPECT_EQ(store.read([](ReadTx& tx) {
    Statement row = tx.query("SELECT count(*) FROM note_words WHERE note_words MATCH ?");
    row.bind(*fulltext_query("停水"));
    row.step();
    return row.integer(0);
  }),
            299);
}

TEST(Scrub, GivesFreePagesBack) {
  TestStore store(Notes::migrations());
  store.write([](WriteTx& tx) {
    for (int i = 0; i < 100; ++i) Notes::add(tx, std::string(20000, 'x'));
  });
  test::must(store->scrub());
  const auto before = std::filesystem::file_size(store.path());
  store.write([](WriteTx& tx) { tx.execute("DELETE FROM note"); });
  test::must(store->scrub());
  EXPECT_LT(std::filesystem::file_size(store.path()), before / 4);
  EXPECT_EQ(test::file_bytes(store.path() + "-wal").size(), 0u);
  write_note(store, "goes on");
  EXPECT_THAT(store.read(Notes::all), ElementsAre("goes on"));
}

}  // namespace
}  // namespace hotline::store
