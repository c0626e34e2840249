// One byte of the database file changes: it is found, named, and gets into no copy.
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "store/archived_store.hpp"

namespace hotline::store {
namespace {

namespace fs = std::filesystem;
using test::ArchivedStore;
using test::Notes;
using test::TestStore;

constexpr std::int64_t page_size = 4096;

std::vector<Migration> migrations() {
  auto all = Notes::migrations();
  all.push_back({"words", 1, "01_words",
                 "CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'hotline_cjk');"
                 "CREATE TABLE keyed (name TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT, WITHOUT ROWID"});
  return all;
}

// Rows of all kinds that the hotline has: journal, sealed rows, full text, indexes, long texts over several
// pages.
void fill(TestStore& store, int rows) {
  for (int i = 0; i < rows; ++i) {
    store.write([&](WriteTx& tx) {
      const auto note =
          Notes::add(tx, std::string(static_cast<std::size_t>(i % 9) * 700, 'n') + std::to_string(i));
      const Sealed sealed = tx.vault().seal(tx, "words", std::string(static_cast<std::size_t>(i), 'w'));
      tx.execute("INSERT INTO words (text) VALUES (?)", "路灯不亮 " + std::to_string(i));
      tx.execute("INSERT INTO keyed (name, size) VALUES (?, ?)", "k" + std::to_string(i * 7919), i);
      tx.journal().append(tx, {.stream = "note",
                               .subject = note,
                               .kind = "written",
                               .actor = {"system", ""},
                               .reason = "",
                               .payload = {{"digest", sealed.digest}}});
    });
  }
}

void flip(const std::string& path, std::int64_t at, std::uint8_t mask) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(at);
  const char byte = static_cast<char>(file.get());
  file.seekp(at);
  file.put(static_cast<char>(byte ^ static_cast<char>(mask)));
}

TEST(DamagedPages, EachOfAHundredFlippedBytesIsFoundAndNoneEndsTheProgram) {
  TestStore store(migrations());
  fill(store, 120);
  store.close();
  const auto pages = static_cast<std::int64_t>(fs::file_size(store.path())) / page_size;
  ASSERT_GT(pages, 60);
  test::TempDir folder;
  std::mt19937_64 random(7);
  int named = 0, refused = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string copy = folder.file("copy" + std::to_string(i) + ".db");
    fs::copy_file(store.path(), copy);
    const auto at = std::uniform_int_distribution<std::int64_t>(0, pages * page_size - 1)(random);
    flip(copy, at, static_cast<std::uint8_t>(1u << (random() % 8)));
    const auto page = static_cast<std::uint32_t>(at / page_size + 1);
    auto opened = Store::open({.path = copy}, TestStore::key(), migrations(), store.clock, store.random,
                              base::make_silent_logger());
    if (!opened.ok()) {
      ++refused;
    } else {
      const auto report = keeping_of(**opened).check();
      ASSERT_TRUE(report.ok());
      EXPECT_EQ(report->damaged, std::vector<std::uint32_t>{page}) << "byte " << at;
      const auto backup = (*opened)->backup_to(folder.file("backup.db"));
      EXPECT_TRUE(!backup.ok() && backup.error().code == base::ErrorCode::corrupt) << "byte " << at;
      EXPECT_FALSE(fs::exists(folder.file("backup.db")));
      ++named;
    }
    opened = base::Error::of(base::ErrorCode::internal, "", "");
    fs::remove(copy);
  }
  EXPECT_EQ(named + refused, 100);
  EXPECT_GT(named, 90) << refused << " could not be opened at all";
  std::cout << "100 flipped bytes in " << pages << " pages: " << named << " named by the check, " << refused
            << " refused when opening\n";
}

TEST(DamagedPages, AWholeDatabaseIsFoundWhole) {
  TestStore store(migrations());
  fill(store, 50);
  auto report = test::value_of(keeping_of(store).check());
  EXPECT_TRUE(report.ok());
  store.reopen();
  fill(store, 0);
  report = test::value_of(keeping_of(store).check());
  EXPECT_TRUE(report.ok());
  EXPECT_GT(report.pages, 10);
  EXPECT_EQ(report.chain.entries, 50);
}

class OneDamagedPage : public testing::Test {
 protected:
  OneDamagedPage() {
    test::must(test::write_note(*store, "MARKER one"));
    test::must(store.keeping().make_base());
    store.close();
    std::ifstream in(store.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    at_ = static_cast<std::int64_t>(bytes.find("MARKER"));
  }
  std::uint32_t page() const { return static_cast<std::uint32_t>(at_ / page_size + 1); }
  void damage() {
    flip(store.path(), at_, 1);
    store.reopen();
  }
  std::string archive() const { return folder_.file("archive"); }

  test::TempDir folder_;
  ArchivedStore store{{.directory = folder_.file("archive")}};
  std::int64_t at_ = 0;
};

TEST_F(OneDamagedPage, IsKnownOnceItWasReadAndServiceGoesOn) {
  damage();
  EXPECT_TRUE(store.keeping().damaged().empty());
  EXPECT_EQ(store.notes().size(), 1u);
  EXPECT_EQ(store.keeping().damaged(), std::vector<std::uint32_t>{page()});
  EXPECT_TRUE(test::write_note(*store, "more").ok());
}

TEST_F(OneDamagedPage, DoesNotBecomeSoundByBeingWrittenAgain) {
  damage();
  test::must(test::write_note(*store, "another row of that page"));
  store.reopen();
  EXPECT_EQ(store.notes().size(), 2u);
  EXPECT_EQ(store.keeping().damaged(), std::vector<std::uint32_t>{page()});
}

TEST_F(OneDamagedPage, AStandByThatTakesOverIsObeyedAlthoughTheArchiveHasEnded) {
  damage();
  test::must(test::write_note(*store, "not archived any more"));
  ASSERT_FALSE(store.keeping().archive_status().streaming);
  auto follower = test::value_of(Follower::open(archive(), folder_.file("restored.db")));
  test::must(follower->take_over());
  EXPECT_EQ(store.keeping().make_base().error().code, base::ErrorCode::unavailable)
      << "the next try finds the fence";
  EXPECT_EQ(test::write_note(*store, "too late").error().code, base::ErrorCode::unavailable);
}

TEST_F(OneDamagedPage, EndsTheArchiveBeforeItGetsIn) {
  damage();
  test::must(test::write_note(*store, "another row of that page"));
  EXPECT_FALSE(store.keeping().archive_status().streaming);
  EXPECT_NE(store.keeping().archive_status().problem.en.find("Page"), std::string::npos);
  EXPECT_EQ(store.keeping().make_base().error().code, base::ErrorCode::corrupt);
  const std::string restored = folder_.file("restored.db");
  test::value_of(restore_archive(archive(), restored, std::nullopt));
  auto copy = test::value_of(Store::open({.path = restored}, TestStore::key(), Notes::migrations(),
                                         store.clock, store.random, base::make_silent_logger()));
  const auto notes =
      copy->read([](ReadTx& tx) -> base::Result<std::vector<std::string>> { return Notes::all(tx); });
  EXPECT_EQ(*notes, std::vector<std::string>{"MARKER one"});
}

}  // namespace
}  // namespace hotline::store
