// Whoever looks for the id of a request or a job in the log finds what the store has to say about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <latch>

#include "store/notes.hpp"
#include "support/faulty_disk.hpp"
#include "support/log_lines.hpp"
#include "support/store_fixture.hpp"

namespace hotline::store {
namespace {

using base::LogId;
using base::LogScope;
using test::id_of;
using test::LogLines;
using test::Notes;
using test::TestStore;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

class StoreLog : public testing::Test {
 protected:
  StoreLog() {
    StoreSettings settings;
    settings.path = dir_.file("hotline.db");
    store_ = test::value_of(
        Store::open(settings, TestStore::key(), Notes::migrations(), clock_, random_, log_.logger()));
  }

  static Store::WriteWork adding(const std::string& text) {
    return [text](WriteTx& tx) -> base::Status {
      Notes::add(tx, text);
      return {};
    };
  }
  base::Status write(const std::string& id, Store::WriteWork work) {
    const LogScope scope{LogId(id)};
    return store_->write(std::move(work));
  }
  // Ids of the lines about a failure, oldest first.
  std::vector<std::string> failures() const {
    std::vector<std::string> ids;
    for (const std::string& line : log_.with("event=store_failure")) ids.push_back(id_of(line));
    return ids;
  }

  test::FaultyDisk disk_{7};
  test::TempDir dir_;
  base::ManualClock clock_{TestStore::start()};
  base::SeededRandom random_{1};
  LogLines log_;
  std::unique_ptr<Store> store_;
};

Store::WriteWork broken() {
  return [](WriteTx& tx) -> base::Status {
    tx.execute("INSERT INTO no_such_table VALUES (1)");
    return {};
  };
}

TEST_F(StoreLog, NamesWhoseWriteTheDiskRefused) {
  disk_.set_space(0);
  EXPECT_FALSE(write("r-1", adding("lost")).ok());
  EXPECT_THAT(failures(), ElementsAre("r-1"));
  EXPECT_FALSE(store_->write(adding("nobody's")).ok());
  EXPECT_THAT(failures(), ElementsAre("r-1", "")) << "the next write has nothing of the one before";
  disk_.set_space(std::nullopt);
  EXPECT_TRUE(write("r-2", adding("kept")).ok());
  EXPECT_TRUE(log_.with("id=r-2").empty()) << "and what went well is not told of";
}

TEST_F(StoreLog, NamesWhoseStatementFailedWhileReadingAndWriting) {
  EXPECT_FALSE(write("r-3", broken()).ok());
  base::Status read;
  {
    const LogScope scope(LogId("r-4"));
    read = store_->read([](ReadTx& tx) -> base::Status {
      tx.query("SELECT 1 FROM no_such_table");
      return {};
    });
  }
  EXPECT_FALSE(read.ok());
  EXPECT_THAT(failures(), ElementsAre("r-3", "r-4"));
}

TEST_F(StoreLog, NamesEachWriteThatWasUndoneWithItsGroup) {
  std::latch held(1), go(1);
  store_->enqueue_write(
      [&](WriteTx&) -> base::Status {
        held.count_down();
        go.wait();
        return {};
      },
      nullptr);
  held.wait();
  std::vector<std::future<bool>> ends;
  const auto queue = [&](const std::string& id, Store::WriteWork work) {
    const LogScope scope{LogId(id)};
    auto end = std::make_shared<std::promise<bool>>();
    ends.push_back(end->get_future());
    store_->enqueue_write(std::move(work),
                          [end](const base::Status& status) { end->set_value(status.ok()); });
  };
  queue("r-5", adding("one"));
  queue("r-6", [](WriteTx&) -> base::Status {
    return base::Error::of(base::ErrorCode::conflict, "冲突", "conflict");
  });
  queue("r-7", adding("two"));
  disk_.set_failures(0, 1);  // the works go well, the commit does not
  go.count_down();
  for (auto& end : ends) EXPECT_FALSE(end.get());
  EXPECT_THAT(failures(), UnorderedElementsAre("r-5", "r-7"))
      << "not r-6, which was refused by its own rule and lost nothing";
  disk_.set_failures(0, 0);
}

TEST_F(StoreLog, CarriesTheIdIntoTheWorkItsEffectsAndItsDoneCallback) {
  const std::string text(1, 'x');
  std::promise<void> done;
  {
    const LogScope scope(LogId("job-12"));
    store_->enqueue_write(
        [&](WriteTx& tx) -> base::Status {
          log_.logger()->info("event=work");
          tx.after_commit([&] { log_.logger()->info("event=effect"); });
          return {};
        },
        [&](const base::Status&) {
          log_.logger()->info("event=done");
          done.set_value();
        });
  }
  done.get_future().wait();
  for (const std::string event : {"work", "effect", "done"}) {
    const auto lines = log_.with("event=" + event);
    ASSERT_EQ(lines.size(), 1U) << event;
    EXPECT_EQ(id_of(lines[0]), "job-12") << event;
  }
}

}  // namespace
}  // namespace hotline::store
