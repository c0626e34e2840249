// The archive: restore to any commit, go on after a restart, follow, take over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "store/archived_store.hpp"

namespace hotline::store {
namespace {

namespace fs = std::filesystem;
using test::ArchivedStore;
using test::Notes;
using test::TestStore;
using testing::ElementsAre;

class Archived : public testing::Test {
 protected:
  ArchiveSettings settings() const {
    ArchiveSettings own;
    own.directory = archive();
    return own;
  }
  std::string archive() const { return folder_.file("archive"); }
  std::string restored() const { return folder_.file("restored.db"); }

  static void write(ArchivedStore& store, std::string_view text) {
    test::must(test::write_note(*store, text));
  }
  // It goes on without its archive for a while, writing "unseen".
  void begin_another_stream(ArchivedStore& store) {
    store.close();
    {
      auto without = test::value_of(Store::open({.path = store.path()}, TestStore::key(), Notes::migrations(),
                                                clock_, random_, base::make_silent_logger()));
      test::must(test::write_note(*without, "unseen"));
    }
    store.clock.advance(std::chrono::hours{1});
    store.reopen();
  }
  // The notes of a database file that nobody has open; its chain must be whole.
  std::vector<std::string> notes_in(const std::string& path) {
    auto store = test::value_of(Store::open({.path = path}, TestStore::key(), Notes::migrations(), clock_,
                                            random_, base::make_silent_logger()));
    const auto report = keeping_of(*store).check();
    EXPECT_TRUE(report.ok() && report->ok());
    return test::value_of(
        store->read([](ReadTx& tx) -> base::Result<std::vector<std::string>> { return Notes::all(tx); }));
  }
  std::vector<fs::path> streams() const {
    std::vector<fs::path> all;
    for (const auto& entry : fs::directory_iterator(archive())) all.push_back(entry.path());
    return all;
  }
  std::vector<fs::path> segments() const {
    std::vector<fs::path> all;
    for (const auto& entry : fs::recursive_directory_iterator(archive())) {
      if (entry.path().extension() == ".seg") all.push_back(entry.path());
    }
    std::ranges::sort(all);
    return all;
  }

  test::TempDir folder_;
  base::ManualClock clock_{TestStore::start()};
  base::SeededRandom random_{9};
};

TEST_F(Archived, GivesBackTheLastCommit) {
  ArchivedStore store(settings());
  write(store, "before the base");
  test::must(store.keeping().make_base());
  write(store, "after the base");
  const auto done = test::value_of(restore_archive(archive(), restored(), std::nullopt));
  EXPECT_EQ(done.records, 1u);
  EXPECT_THAT(notes_in(restored()), ElementsAre("before the base", "after the base"));
}

TEST_F(Archived, GivesBackAnyMomentSinceTheBaseAndNoneBefore) {
  ArchivedStore store(settings());
  store.clock.advance(std::chrono::hours{1});
  test::must(store.keeping().make_base());
  std::vector<base::Time> after;
  for (const char* text : {"one", "two", "three"}) {
    store.clock.advance(std::chrono::minutes{1});
    write(store, text);
    after.push_back(store.clock.now());
  }
  test::value_of(restore_archive(archive(), restored(), after[1] + std::chrono::seconds{30}));
  EXPECT_THAT(notes_in(restored()), ElementsAre("one", "two"));
  test::value_of(restore_archive(archive(), restored(), after[0]));
  EXPECT_THAT(notes_in(restored()), ElementsAre("one"));
  EXPECT_EQ(restore_archive(archive(), restored(), TestStore::start()).error().code,
            base::ErrorCode::not_found);
  EXPECT_THAT(notes_in(restored()), ElementsAre("one")) << "a refused restore leaves what is there";
}

TEST_F(Archived, HoldsLargeCommitsRewritingAndErasing) {
  ArchivedStore store(settings());
  test::must(store.keeping().make_base());
  for (int i = 0; i < 30; ++i) write(store, std::string(40'000, static_cast<char>('a' + i % 26)));
  test::must(store->scrub());
  write(store, "last");
  test::value_of(restore_archive(archive(), restored(), std::nullopt));
  EXPECT_EQ(notes_in(restored()), store.notes());
}

TEST_F(Archived, GoesOnInTheSameStreamAfterARestart) {
  ArchivedStore store(settings());
  test::must(store.keeping().make_base());
  write(store, "first life");
  store.reopen();
  write(store, "second life");
  EXPECT_EQ(streams().size(), 1u);
  test::value_of(restore_archive(archive(), restored(), std::nullopt));
  EXPECT_THAT(notes_in(restored()), ElementsAre("first life", "second life"));
}

TEST_F(Archived, GoesOnAfterAKillWithWhatTheLogStillHolds) {
  test::TempDir killed;
  {
    ArchivedStore store(settings());
    test::must(store.keeping().make_base());
    write(store, "first life");
    // What a kill leaves behind: the files as they are while the store is open.
    fs::copy(store.dir.path(), killed.path(), fs::copy_options::recursive);
    fs::copy(archive(), killed.file("archive"), fs::copy_options::recursive);
  }
  ArchiveSettings own;
  own.directory = killed.file("archive");
  {
    auto store =
        test::value_of(open_archived({.path = killed.file("hotline.db")}, own, TestStore::key(),
                                     Notes::migrations(), clock_, random_, base::make_silent_logger()));
    EXPECT_TRUE(keeping_of(*store).archive_status().streaming);
    test::must(test::write_note(*store, "second life"));
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(own.directory), fs::directory_iterator()), 1);
  test::value_of(restore_archive(own.directory, restored(), std::nullopt));
  EXPECT_THAT(notes_in(restored()), ElementsAre("first life", "second life"));
}

TEST_F(Archived, BeginsAnewWhenTheDatabaseWasChangedWithoutIt) {
  ArchivedStore store(settings());
  test::must(store.keeping().make_base());
  begin_another_stream(store);
  EXPECT_EQ(streams().size(), 2u);
  test::must(store.keeping().make_base());
  write(store, "seen");
  test::value_of(restore_archive(archive(), restored(), std::nullopt));
  EXPECT_THAT(notes_in(restored()), ElementsAre("unseen", "seen"));
}

TEST_F(Archived, AnEndThatIsNotWholeIsLeftOut) {
  ArchivedStore store(settings());
  test::must(store.keeping().make_base());
  write(store, "whole");
  write(store, "torn");
  const fs::path last = segments().back();
  fs::resize_file(last, fs::file_size(last) - 100);
  test::value_of(restore_archive(archive(), restored(), std::nullopt));
  EXPECT_THAT(notes_in(restored()), ElementsAre("whole"));
}

TEST_F(Archived, DamageInTheMiddleIsNamedAndWhatIsBeforeItCanBeHad) {
  ArchivedStore store(settings());
  test::must(store.keeping().make_base());
  std::uintmax_t begin = 0;
  base::Time before_damage;
  for (const char* text : {"one", "two", "three", "four"}) {
    store.clock.advance(std::chrono::minutes{1});
    if (std::string_view(text) == "three") begin = fs::file_size(segments().back());
    write(store, text);
    if (std::string_view(text) == "two") before_damage = store.clock.now();
  }
  {
    std::fstream file(segments().back(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(begin + 500));
    file.put('\x7f');
  }
  EXPECT_EQ(restore_archive(archive(), restored(), std::nullopt).error().code, base::ErrorCode::corrupt);
  EXPECT_FALSE(fs::exists(restored()));
  test::value_of(restore_archive(archive(), restored(), before_damage));
  EXPECT_THAT(notes_in(restored()), ElementsAre("one", "two"));
}

TEST_F(Archived, AHeadThatClaimsGigabytesOfFramesIsDamageAndCostsNoMemory) {
  ArchivedStore store(settings());
  test::must(store.keeping().make_base());
  const auto begin = fs::file_size(segments().back());
  write(store, "one");
  write(store, "two");
  {
    // Frames: three million; size of a page: 64 KiB.
    std::fstream file(segments().back(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(begin + 24));
    file.write("\xc0\xc6\x2d\x00\x00\x00\x01\x00", 8);
  }
  EXPECT_EQ(restore_archive(archive(), restored(), std::nullopt).error().code, base::ErrorCode::corrupt);
  EXPECT_FALSE(fs::exists(restored()));
}

TEST_F(Archived, AFollowerTakesOverEverythingAcknowledgedAndTheOtherOneStops) {
  ArchivedStore store(settings());
  write(store, "before");
  test::must(store.keeping().make_base());
  auto follower = test::value_of(Follower::open(archive(), restored()));
  for (int i = 0; i < 5; ++i) {
    write(store, std::to_string(i));
    if (i % 2 == 0) {
      EXPECT_GT(test::value_of(follower->catch_up()), 0u);
    }
  }
  test::must(follower->take_over());
  follower.reset();
  EXPECT_EQ(store
                ->write([](WriteTx& tx) -> base::Status {
                  Notes::add(tx, "too late");
                  return {};
                })
                .error()
                .code,
            base::ErrorCode::unavailable);
  EXPECT_THAT(notes_in(restored()), ElementsAre("before", "0", "1", "2", "3", "4"));
  {
    auto successor =
        test::value_of(open_archived({.path = restored()}, settings(), TestStore::key(), Notes::migrations(),
                                     store.clock, random_, base::make_silent_logger()));
    EXPECT_TRUE(keeping_of(*successor).archive_status().streaming) << "in a stream of its own";
    EXPECT_TRUE(test::write_note(*successor, "after").ok());
  }
  store.close();
  EXPECT_THROW(store.reopen(), std::runtime_error) << "it must not serve again beside the other one";
}

TEST_F(Archived, AFencedHostAndItsSuccessorAreToldApartAlthoughTheirFilesLookAlike) {
  ArchivedStore store(settings());
  test::must(store.keeping().make_base());
  auto follower = test::value_of(Follower::open(archive(), restored()));
  test::must(follower->take_over());
  follower.reset();
  store.close();
  const auto open_successor = [&] {
    return open_archived({.path = restored()}, settings(), TestStore::key(), Notes::migrations(), store.clock,
                         random_, base::make_silent_logger());
  };
  for (int start = 0; start < 2; ++start) {
    fs::last_write_time(restored(), fs::last_write_time(store.path()));
    ASSERT_EQ(fs::file_size(store.path()), fs::file_size(restored()));
    EXPECT_TRUE(open_successor().ok()) << start;
  }
  fs::last_write_time(store.path(), fs::last_write_time(restored()));
  EXPECT_THROW(store.reopen(), std::runtime_error);
}

TEST_F(Archived, NobodyTakesOverWhoseFenceNobodyCanSee) {
  ArchivedStore store(settings());
  test::must(store.keeping().make_base());
  auto follower = test::value_of(Follower::open(archive(), restored()));
  fs::rename(archive(), folder_.file("unmounted"));
  EXPECT_FALSE(follower->take_over().ok());
  follower.reset();
  EXPECT_FALSE(Store::open({.path = restored()}, TestStore::key(), Notes::migrations(), clock_, random_,
                           base::make_silent_logger())
                   .ok())
      << "still a stand-by's copy";
}

TEST_F(Archived, AFenceOnAFormerStreamStopsAHostThatHasBegunAnotherElsewhere) {
  ArchivedStore store(settings());
  test::must(store.keeping().make_base());
  auto follower = test::value_of(Follower::open(archive(), restored()));
  test::must(follower->take_over());
  follower.reset();
  store.close();
  const fs::path fenced = streams().front();
  const fs::path away = folder_.file("unmounted") / fenced.filename();
  fs::create_directories(away.parent_path());
  fs::rename(fenced, away);
  store.clock.advance(std::chrono::hours{1});
  store.reopen();  // nothing tells it
  store.close();
  fs::rename(away, fenced);
  EXPECT_THROW(store.reopen(), std::runtime_error);
}

TEST_F(Archived, TakingOverStopsAlsoAHostWhoseNewStreamHasNoBaseYet) {
  ArchivedStore store(settings());
  test::must(store.keeping().make_base());
  auto follower = test::value_of(Follower::open(archive(), restored()));
  begin_another_stream(store);
  ASSERT_EQ(streams().size(), 2u);
  test::must(follower->take_over());
  EXPECT_EQ(test::write_note(*store, "too late").error().code, base::ErrorCode::unavailable);
  store.close();
  EXPECT_THROW(store.reopen(), std::runtime_error);
}

TEST_F(Archived, AFenceOutlivesWhatItFenced) {
  ArchiveSettings own = settings();
  own.keep_days = 2;
  ArchivedStore store(own);
  test::must(store.keeping().make_base());
  auto follower = test::value_of(Follower::open(archive(), restored()));
  test::must(follower->take_over());
  follower.reset();
  store.close();
  base::ManualClock later{TestStore::start() + std::chrono::hours{1}};
  auto successor =
      test::value_of(open_archived({.path = restored()}, own, TestStore::key(), Notes::migrations(), later,
                                   random_, base::make_silent_logger()));
  for (int day = 0; day < 6; ++day) {
    test::must(keeping_of(*successor).make_base());
    test::must(test::write_note(*successor, "day"));
    later.advance(std::chrono::hours{24});
  }
  const auto fenced = std::ranges::min(streams());
  EXPECT_TRUE(fs::exists(fenced / "fenced"));
  EXPECT_EQ(std::distance(fs::directory_iterator(fenced), {}), 1) << "what was archived there is too old";
  EXPECT_THROW(store.reopen(), std::runtime_error) << "even after a week";
}

TEST_F(Archived, AStandbysCopyIsNotServedBeforeItHasTakenOver) {
  ArchivedStore store(settings());
  test::must(store.keeping().make_base());
  const auto open = [&] {
    return Store::open({.path = restored()}, TestStore::key(), Notes::migrations(), clock_, random_,
                       base::make_silent_logger());
  };
  auto follower = test::value_of(Follower::open(archive(), restored()));
  follower.reset();
  EXPECT_EQ(open().error().code, base::ErrorCode::unavailable);
  follower = test::value_of(Follower::open(archive(), restored()));
  test::must(follower->take_over());
  follower.reset();
  EXPECT_TRUE(open().ok());
}

TEST_F(Archived, AFollowerGoesOverToANewStream) {
  ArchivedStore store(settings());
  test::must(store.keeping().make_base());
  auto follower = test::value_of(Follower::open(archive(), restored()));
  begin_another_stream(store);
  test::must(store.keeping().make_base());
  write(store, "seen");
  while (test::value_of(follower->catch_up()) > 0) {
  }
  test::must(follower->take_over());
  follower.reset();
  EXPECT_THAT(notes_in(restored()), ElementsAre("unseen", "seen"));
}

TEST_F(Archived, KeepsWhatARestoreWithinTheLimitNeedsAndNoMore) {
  ArchiveSettings own = settings();
  own.keep_days = 2;
  ArchivedStore store(own);
  for (int day = 0; day < 6; ++day) {
    test::must(store.keeping().make_base());
    write(store, "day " + std::to_string(day));
    store.clock.advance(std::chrono::hours{24});
  }
  const auto bases = [&] {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(streams().front()))
      count += entry.path().extension() == ".info";
    return count;
  };
  EXPECT_EQ(bases(), 3);
  test::value_of(restore_archive(archive(), restored(), store.clock.now() - std::chrono::hours{24 * 3}));
  EXPECT_EQ(notes_in(restored()).size(), 4u) << "days 0 to 3";
}

TEST_F(Archived, ARestoreIsRefusedWhileTheDatabaseIsInUse) {
  ArchivedStore store(settings());
  test::must(store.keeping().make_base());
  EXPECT_EQ(restore_archive(archive(), store.path(), std::nullopt).error().code,
            base::ErrorCode::unavailable);
}

}  // namespace
}  // namespace hotline::store
