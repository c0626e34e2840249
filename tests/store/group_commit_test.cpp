// Works that share a commit: isolation, order, overload.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <latch>
#include <thread>

#include "store/notes.hpp"
#include "support/store_fixture.hpp"

namespace hotline::store {
namespace {

using test::Notes;
using test::TestStore;
using testing::Each;
using testing::ElementsAre;

base::Error refused() {
  return base::Error::of(base::ErrorCode::conflict, "冲突", "conflict");
}

// Holds the writer while works pile up behind it, then lets them share one commit.
class Group {
 public:
  explicit Group(Store& store) : store_(store) {
    store_.enqueue_write(
        [this](WriteTx&) -> base::Status {
          held_.count_down();
          go_.wait();
          return {};
        },
        nullptr);
    held_.wait();
  }
  void add(Store::WriteWork work) {
    results_.push_back(std::make_shared<std::promise<base::Status>>());
    store_.enqueue_write(std::move(work), [result = results_.back()](base::Status status) {
      result->set_value(std::move(status));
    });
  }
  // "ok" or the name of the error, for each work in order.
  std::vector<std::string> commit() {
    go_.count_down();
    std::vector<std::string> names;
    for (auto& result : results_) {
      const base::Status status = result->get_future().get();
      names.emplace_back(status.ok() ? "ok" : base::name_of(status.error().code));
    }
    return names;
  }

 private:
  Store& store_;
  std::latch held_{1};
  std::latch go_{1};
  std::vector<std::shared_ptr<std::promise<base::Status>>> results_;
};

Store::WriteWork note(std::string text) {
  return [text](WriteTx& tx) -> base::Status {
    Notes::add(tx, text);
    return {};
  };
}

Store::WriteWork journal_entry() {
  return [](WriteTx& tx) -> base::Status {
    tx.journal().append(
        tx, {.stream = "s", .subject = 1, .kind = "k", .actor = {"system", ""}, .reason = "", .payload = {}});
    return {};
  };
}

TEST(GroupCommit, CountsWhatBecameDurableAndTheCommitsOfIt) {
  TestStore store(Notes::migrations());
  const WriteFigures before = static_cast<Store&>(store).write_figures();
  Group group(store);
  group.add(note("one"));
  group.add([](WriteTx&) -> base::Status { return refused(); });
  group.add(note("two"));
  group.commit();
  const WriteFigures after = static_cast<Store&>(store).write_figures();
  EXPECT_EQ(after.writes - before.writes, 3U) << "with the work that held the writer";
  EXPECT_EQ(after.commits - before.commits, 2U);
}

TEST(GroupCommit, TakesNothingOfTheNeighboursOfAWorkThatFails) {
  TestStore store(Notes::migrations());
  Group group(store);
  group.add(note("before"));
  group.add([](WriteTx& tx) -> base::Status {
    Notes::add(tx, "refused");
    return refused();
  });
  group.add([](WriteTx& tx) -> base::Status {
    Notes::add(tx, "thrown");
    throw std::runtime_error("a fault");
  });
  group.add([](WriteTx& tx) -> base::Status {
    Notes::add(tx, "broken");
    tx.execute("no such statement");
    return {};
  });
  group.add(note("after"));
  EXPECT_THAT(group.commit(), ElementsAre("ok", "conflict", "internal", "internal", "ok"));
  EXPECT_THAT(store.read(Notes::all), ElementsAre("before", "after"));
}

TEST(GroupCommit, KeepsNeighboursOfADanglingForeignKeyThatOnlyTheCommitWouldFind) {
  TestStore store(Notes::migrations());
  const auto dangling = [](WriteTx& tx) -> base::Status {
    tx.execute("INSERT INTO note (text, parent) VALUES ('orphan', 4711)");
    return {};
  };
  Group group(store);
  group.add(note("before"));
  group.add(dangling);
  group.add(note("after"));
  EXPECT_THAT(group.commit(), ElementsAre("ok", "internal", "ok"));
  EXPECT_FALSE(store->write(dangling).ok());
  EXPECT_THAT(store.read(Notes::all), ElementsAre("before", "after"));
}

TEST(GroupCommit, LeavesTheJournalWholeAroundWorksThatFail) {
  TestStore store;
  Group group(store);
  group.add(journal_entry());
  group.add([](WriteTx& tx) -> base::Status {
    (void)journal_entry()(tx);
    return refused();
  });
  group.add(journal_entry());
  EXPECT_THAT(group.commit(), ElementsAre("ok", "conflict", "ok"));
  const ChainReport report = store.read(verify_chain);
  EXPECT_EQ(report.entries, 2);
  EXPECT_FALSE(report.first_broken);
}

// max_page_count makes the database full at its present size.
void set_room(WriteTx& tx, bool full) {
  tx.query(full ? "PRAGMA max_page_count = 1" : "PRAGMA max_page_count = 1073741823").run();
}

TEST(GroupCommit, AnswersStorageFullAndGoesOnWhenThereIsRoomAgain) {
  TestStore store(Notes::migrations());
  Group group(store);
  group.add(journal_entry());
  group.add([](WriteTx& tx) -> base::Status {
    set_room(tx, true);
    Notes::add(tx, std::string(100000, 'x'));
    return {};
  });
  EXPECT_EQ(group.commit().back(), "storage_full");
  store.write([](WriteTx& tx) { set_room(tx, false); });
  store.write([](WriteTx& tx) {
    Notes::add(tx, "after");
    test::must(journal_entry()(tx));
  });
  EXPECT_THAT(store.read(Notes::all), ElementsAre("after"));
  EXPECT_FALSE(store.read(verify_chain).first_broken);
}

// No file of this process may grow: each write beyond its present size fails, as on a broken disk.
class NoFileMayGrow {
 public:
  NoFileMayGrow() {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &usual_);
    const rlimit none{0, usual_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
  }
  ~NoFileMayGrow() { ::setrlimit(RLIMIT_FSIZE, &usual_); }

 private:
  rlimit usual_{};
};

TEST(GroupCommit, FailsAsAWholeWhenTheCommitFailsAndGoesOnAfterwards) {
  TestStore store(Notes::migrations());
  store.write([](WriteTx& tx) { Notes::add(tx, "before"); });
  {
    Group group(store);
    group.add(note("lost"));
    group.add(journal_entry());
    group.add([](WriteTx&) -> base::Status { return refused(); });
    const NoFileMayGrow broken_disk;
    EXPECT_THAT(group.commit(), ElementsAre("internal", "internal", "conflict"));
    EXPECT_THAT(store.read(Notes::all), ElementsAre("before")) << "reading must go on";
  }
  EXPECT_TRUE(store->write(journal_entry()).ok());
  EXPECT_THAT(store.read(Notes::all), ElementsAre("before"));
  const ChainReport report = store.read(verify_chain);
  EXPECT_EQ(report.entries, 1);
  EXPECT_FALSE(report.first_broken) << report.problem;
}

TEST(GroupCommit, AnswersOverloadedAtOnceWhenTheQueueIsFull) {
  TestStore store(Notes::migrations(), {.write_queue = 2});
  Group group(store);
  group.add(note("1"));
  group.add(note("2"));
  EXPECT_EQ(store->waiting_writes(), 2u);
  std::string answer;
  store->enqueue_write(note("3"), [&](base::Status status) { answer = base::name_of(status.error().code); });
  EXPECT_EQ(answer, "overloaded") << "the answer must not wait for the writer";
  EXPECT_THAT(group.commit(), Each("ok"));
  EXPECT_THAT(store.read(Notes::all), ElementsAre("1", "2"));
}

TEST(GroupCommit, RunsMoreWorksThanOneGroupHoldsInTheirOrder) {
  TestStore store(Notes::migrations(), {.group = 3});
  Group group(store);
  std::vector<std::string> expected;
  for (int i = 0; i < 10; ++i) {
    expected.push_back(std::to_string(i));
    group.add(note(expected.back()));
  }
  EXPECT_THAT(group.commit(), Each("ok"));
  EXPECT_EQ(store.read(Notes::all), expected);
}

TEST(GroupCommit, BearsOneInstantInEachWork) {
  TestStore store(Notes::migrations());
  EXPECT_TRUE(store.write([&](WriteTx& tx) {
    const auto began = tx.now();
    store.clock.advance(std::chrono::seconds(5));
    return tx.now() == began;
  }));
}

TEST(GroupCommit, FinishesWhatIsQueuedBeforeClosingAndRefusesTheRest) {
  TestStore store(Notes::migrations());
  Group group(store);
  group.add(note("queued"));
  std::thread closing([&] { store->close(); });
  EXPECT_THAT(group.commit(), ElementsAre("ok"));
  closing.join();
  EXPECT_EQ(store->write([](WriteTx&) -> base::Status { return {}; }).error().code,
            base::ErrorCode::unavailable);
  EXPECT_EQ(store->read([](ReadTx&) -> base::Status { return {}; }).error().code,
            base::ErrorCode::unavailable);
  store.reopen();
  EXPECT_THAT(store.read(Notes::all), ElementsAre("queued"));
}

TEST(AfterCommit, CallsTheEffectsOfWorksThatStayInOrderAndBeforeTheirAnswer) {
  TestStore store(Notes::migrations());
  std::vector<std::string> called;
  const auto work = [&](std::string name, bool stays) -> Store::WriteWork {
    return [&called, name, stays](WriteTx& tx) -> base::Status {
      tx.after_commit([&called, name] { called.push_back(name); });
      return stays ? base::Status{} : base::Status{refused()};
    };
  };
  Group group(store);
  group.add(work("first", true));
  group.add(work("undone", false));
  group.add(work("second", true));
  group.commit();
  EXPECT_THAT(called, ElementsAre("first", "second"));
}

TEST(AfterCommit, AnswersThoughAnEffectThrows) {
  TestStore store(Notes::migrations());
  EXPECT_TRUE(store
                  ->write([](WriteTx& tx) -> base::Status {
                    tx.after_commit([] { throw std::runtime_error("a fault"); });
                    Notes::add(tx, "kept");
                    return {};
                  })
                  .ok());
  EXPECT_THAT(store.read(Notes::all), ElementsAre("kept"));
}

TEST(FollowJournal, TellsOfEntriesThatStayAndOfNoOthers) {
  TestStore store;
  std::vector<std::int64_t> told;
  store->follow_journal([&](const Appended& entry) { told.push_back(entry.seq); });
  test::must(store->write(journal_entry()));
  (void)store->write([](WriteTx& tx) -> base::Status {
    test::must(journal_entry()(tx));
    return refused();
  });
  test::must(store->write(journal_entry()));
  store->follow_journal({});
  test::must(store->write(journal_entry()));
  EXPECT_THAT(told, ElementsAre(1, 2));
}

TEST(Readers, DoNotHoldTheWriterAndSeeOneState) {
  TestStore store(Notes::migrations(), {.readers = 2});
  store.write([](WriteTx& tx) { Notes::add(tx, "before"); });
  std::latch begun{1};
  std::latch written{1};
  std::vector<std::string> first;
  std::vector<std::string> second;
  std::promise<void> finished;
  store->enqueue_read(
      [&](ReadTx& tx) {
        first = Notes::all(tx);
        begun.count_down();
        written.wait();
        second = Notes::all(tx);
      },
      [&](base::Status) { finished.set_value(); });
  begun.wait();
  store.write([](WriteTx& tx) { Notes::add(tx, "meanwhile"); });  // would never return if the reader held it
  EXPECT_THAT(store.read(Notes::all), ElementsAre("before", "meanwhile"));
  written.count_down();
  finished.get_future().wait();
  EXPECT_EQ(first, second);
}

TEST(Readers, AnswerOverloadedAtOnceWhenTheQueueIsFull) {
  TestStore store({}, {.readers = 1, .read_queue = 1});
  std::latch begun{1};
  std::latch go{1};
  std::latch finished{2};
  store->enqueue_read(
      [&](ReadTx&) {
        begun.count_down();
        go.wait();
      },
      [&](base::Status) { finished.count_down(); });
  begun.wait();
  store->enqueue_read([](ReadTx&) {}, [&](base::Status) { finished.count_down(); });
  std::string answer;
  store->enqueue_read([](ReadTx&) {},
                      [&](base::Status status) { answer = base::name_of(status.error().code); });
  EXPECT_EQ(answer, "overloaded");
  go.count_down();
  finished.wait();
}

TEST(Readers, TakeWhatAWriteHangsOnFirstYetNeverForgetTheOthers) {
  TestStore store({}, {.readers = 1});
  std::latch begun{1};
  std::latch go{1};
  std::latch finished{10};
  const auto done = [&](base::Status) { finished.count_down(); };
  store->enqueue_read(
      [&](ReadTx&) {
        begun.count_down();
        go.wait();
      },
      done);
  begun.wait();
  std::string order;
  for (int i = 0; i < 4; ++i) store->enqueue_read([&](ReadTx&) { order += 'o'; }, done);
  for (int i = 0; i < 5; ++i) store->enqueue_read([&](ReadTx&) { order += 'A'; }, done, Lane::ahead);
  go.count_down();
  finished.wait();
  EXPECT_EQ(order, "AAAoAAooo");
}

}  // namespace
}  // namespace hotline::store
