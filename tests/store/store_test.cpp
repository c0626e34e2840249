// Opening, writing, reading and migrating a database.
#include "hotline/store/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/notes.hpp"
#include "support/store_fixture.hpp"

namespace hotline::store {
namespace {

using test::Notes;
using test::TestStore;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Store, ReadsWhatWasWritten) {
  TestStore store(Notes::migrations());
  store.write([](WriteTx& tx) { Notes::add(tx, "街面积水"); });
  EXPECT_THAT(store.read(Notes::all), ElementsAre("街面积水"));
}

TEST(Store, KeepsWhatWasWrittenOverARestart) {
  TestStore store(Notes::migrations());
  store.write([](WriteTx& tx) { Notes::add(tx, "first"); });
  store.reopen();
  EXPECT_THAT(store.read(Notes::all), ElementsAre("first"));
}

TEST(Store, KeepsEmptyTextAndZeroBytesApartFromNull) {
  TestStore store(Notes::migrations());
  store.write([](WriteTx& tx) {
    Notes::add(tx, std::string_view{});
    Notes::add(tx, std::string_view("a\0b", 3));
  });
  EXPECT_THAT(store.read(Notes::all), ElementsAre("", std::string("a\0b", 3)));
}

TEST(Store, UndoesAWorkThatReturnsAnError) {
  TestStore store(Notes::migrations());
  const base::Status status = store->write([](WriteTx& tx) -> base::Status {
    Notes::add(tx, "half done");
    return base::Error::of(base::ErrorCode::conflict, "冲突", "conflict");
  });
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, base::ErrorCode::conflict);
  EXPECT_THAT(store.read(Notes::all), ElementsAre());
}

TEST(Store, AnswersInternalForABrokenConstraintAndSaysNoSql) {
  TestStore store(Notes::migrations());
  const base::Status status = store->write([](WriteTx& tx) -> base::Status {
    tx.execute("INSERT INTO note (id, text) VALUES (7, 'a'), (7, 'b')");
    return {};
  });
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, base::ErrorCode::internal);
  EXPECT_THAT(status.error().text.en, testing::Not(HasSubstr("note")));
}

TEST(Store, AnswersInternalForAWorkThatThrows) {
  TestStore store(Notes::migrations());
  const base::Status status = store->write([](WriteTx& tx) -> base::Status {
    Notes::add(tx, "half done");
    throw std::logic_error("a fault");
  });
  EXPECT_EQ(status.error().code, base::ErrorCode::internal);
  EXPECT_THAT(store.read(Notes::all), ElementsAre());
}

TEST(Store, KeepsReadersFromWriting) {
  TestStore store(Notes::migrations());
  const auto result = store->read([](ReadTx& tx) -> base::Status {
    tx.query("INSERT INTO note (text) VALUES ('by a reader')").run();
    return {};
  });
  EXPECT_FALSE(result.ok());
  EXPECT_THAT(store.read(Notes::all), ElementsAre());
}

TEST(Store, UsesTheSameStatementTwiceAtOnce) {
  TestStore store(Notes::migrations());
  store.write([](WriteTx& tx) {
    Notes::add(tx, "a");
    Notes::add(tx, "b");
  });
  const int pairs = store.read([](ReadTx& tx) {
    int count = 0;
    Statement outer = tx.query(Notes::list);
    while (outer.step()) {
      Statement inner = tx.query(Notes::list);
      while (inner.step()) ++count;
    }
    return count;
  });
  EXPECT_EQ(pairs, 4);
}

TEST(Store, RefusesASecondProcess) {
  TestStore store(Notes::migrations());
  base::SeededRandom random(1);
  const auto second = Store::open({.path = store.path()}, TestStore::key(), Notes::migrations(), store.clock,
                                  random, base::make_silent_logger());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, base::ErrorCode::unavailable);
}

TEST(Store, RefusesADirectoryThatIsNotThere) {
  test::TempDir dir;
  base::ManualClock clock(TestStore::start());
  base::SeededRandom random(1);
  const auto store = Store::open({.path = dir.file("no/such/hotline.db")}, TestStore::key(), {}, clock,
                                 random, base::make_silent_logger());
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().code, base::ErrorCode::unavailable);
}

TEST(Store, RefusesAFileThatIsNoDatabase) {
  test::TempDir dir;
  std::ofstream(dir.file("hotline.db")) << std::string(10000, 'x');
  base::ManualClock clock(TestStore::start());
  base::SeededRandom random(1);
  const auto store = Store::open({.path = dir.file("hotline.db")}, TestStore::key(), {}, clock, random,
                                 base::make_silent_logger());
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().code, base::ErrorCode::corrupt);
}

TEST(Store, RefusesTheMasterKeyOfAnotherDatabase) {
  TestStore store;
  store.close();
  const auto other = Store::open({.path = store.path()}, {std::string(32, 'x')}, {}, store.clock,
                                 store.random, base::make_silent_logger());
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, base::ErrorCode::corrupt);
  EXPECT_THAT(other.error().text.en, HasSubstr("key"));
}

TEST(Migrations, RunOnlyTheStepsThatAreMissing) {
  TestStore store(Notes::migrations());
  store.write([](WriteTx& tx) { Notes::add(tx, "kept"); });
  store.close();
  auto newer = Notes::migrations();
  newer.push_back(
      {"notes", 2, "02_colour", "ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'"});
  auto opened = Store::open({.path = store.path()}, TestStore::key(), newer, store.clock, store.random,
                            base::make_silent_logger());
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ((*opened)
                ->read([](ReadTx& tx) -> base::Result<std::string> {
                  Statement row = tx.query("SELECT text || ' ' || colour FROM note");
                  row.step();
                  return row.text(0);
                })
                .value(),
            "kept red");
}

TEST(Migrations, RefuseADatabaseOfANewerReleaseAndNameItsStep) {
  auto newer = Notes::migrations();
  newer.push_back({"notes", 2, "02_colour", "ALTER TABLE note ADD COLUMN colour TEXT"});
  TestStore store(newer);
  store.close();
  const auto older = Store::open({.path = store.path()}, TestStore::key(), Notes::migrations(), store.clock,
                                 store.random, base::make_silent_logger());
  ASSERT_FALSE(older.ok());
  EXPECT_EQ(older.error().code, base::ErrorCode::corrupt);
  EXPECT_THAT(older.error().text.zh, HasSubstr("notes/02_colour"));
  EXPECT_THAT(older.error().text.en, HasSubstr("notes/02_colour"));
}

TEST(Migrations, ChangeNothingWhenOneStepFails) {
  TestStore store(Notes::migrations());
  store.close();
  auto broken = Notes::migrations();
  broken.push_back({"notes", 2, "02_extra", "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT"});
  broken.push_back({"notes", 3, "03_broken", "CREATE TABLE note (id INTEGER)"});
  EXPECT_FALSE(Store::open({.path = store.path()}, TestStore::key(), broken, store.clock, store.random,
                           base::make_silent_logger())
                   .ok());
  store.reopen();
  EXPECT_EQ(store.read([](ReadTx& tx) {
    Statement row = tx.query("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'");
    row.step();
    return row.integer(0);
  }),
            0);
}

}  // namespace
}  // namespace hotline::store
