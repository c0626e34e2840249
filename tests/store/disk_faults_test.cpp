// The disk loses power, fills up or fails: nothing acknowledged is lost, reads go on, and service recovers by
// itself.
#include <gtest/gtest.h>

#include <set>

#include "hotline/store/keeping.hpp"
#include "store/notes.hpp"
#include "support/faulty_disk.hpp"
#include "support/store_fixture.hpp"

namespace hotline::store {
namespace {

using test::FaultyDisk;
using test::Notes;
using test::TestStore;

class DiskFaults : public testing::Test {
 protected:
  base::Status write(std::size_t size = 100) {
    const std::string text = std::to_string(++written_) + std::string(size, 'x');
    base::Status done = store_->write([&](WriteTx& tx) -> base::Status {
      const auto note = Notes::add(tx, text);
      tx.journal().append(tx, {.stream = "note",
                               .subject = note,
                               .kind = "written",
                               .actor = {"system", ""},
                               .reason = "",
                               .payload = {}});
      return {};
    });
    if (done.ok()) acknowledged_.insert(text);
    return done;
  }
  // How many acknowledged notes are not there; fails when the chain is not whole.
  std::size_t lost() {
    const auto notes = store_.read(Notes::all);
    const std::set<std::string> there(notes.begin(), notes.end());
    EXPECT_FALSE(store_.read(verify_chain).first_broken);
    return static_cast<std::size_t>(
        std::ranges::count_if(acknowledged_, [&](const auto& one) { return !there.contains(one); }));
  }
  void lose_power_and_restart() {
    disk_.cut_power_now();
    store_.close();
    disk_.restore_power();
    store_.reopen();
  }

  FaultyDisk disk_{5};
  TestStore store_{Notes::migrations()};
  std::set<std::string> acknowledged_;
  int written_ = 0;
};

TEST_F(DiskFaults, APowerCutLosesNothingAcknowledged) {
  for (int round = 0; round < 15; ++round) {
    disk_.cut_power_after(static_cast<std::uint64_t>(7 * round + 3));
    for (int i = 0; i < 20; ++i) {
      if (!write(static_cast<std::size_t>(i * 500)).ok()) break;
    }
    lose_power_and_restart();
    ASSERT_EQ(lost(), 0u) << "round " << round;
    const auto report = test::value_of(keeping_of(store_).check());
    ASSERT_TRUE(report.ok()) << "a torn page that the log holds is no damage";
  }
  EXPECT_GT(acknowledged_.size(), 50u);
  EXPECT_GT(disk_.cuts().dropped + disk_.cuts().torn, 0u) << "the cuts had nothing to lose";
}

TEST_F(DiskFaults, ADiskThatOnlySaysItSyncedIsNoticedByThisVeryProof) {
  std::size_t lost_in_all = 0;
  disk_.set_lying(true);
  for (int round = 0; round < 10 && lost_in_all == 0; ++round) {
    for (int i = 0; i < 10; ++i) test::must(write());
    disk_.cut_power_now();
    store_.close();
    disk_.restore_power();
    try {
      store_.reopen();
      const auto notes = store_.read(Notes::all);
      lost_in_all += acknowledged_.size() - std::min(acknowledged_.size(), notes.size());
    } catch (const std::runtime_error&) {
      ++lost_in_all;  // not even a database any more
    }
  }
  EXPECT_GT(lost_in_all, 0u);
}

TEST_F(DiskFaults, AFullDiskRefusesWritesServesReadsAndRecoversWithoutARestart) {
  test::must(write());
  disk_.set_space(32 * 1024);
  base::Status refused;
  for (int i = 0; i < 50 && refused.ok(); ++i) refused = write(2000);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, base::ErrorCode::storage_full);
  EXPECT_EQ(lost(), 0u) << "and reads go on";
  for (int i = 0; i < 5; ++i) EXPECT_EQ(write(2000).error().code, base::ErrorCode::storage_full);
  disk_.set_space(std::nullopt);
  EXPECT_TRUE(write(2000).ok());
  EXPECT_EQ(lost(), 0u);
  lose_power_and_restart();
  EXPECT_EQ(lost(), 0u);
}

TEST_F(DiskFaults, FailingWritesAndSyncsLoseNothingAcknowledged) {
  disk_.set_failures(0.05, 0.1, 0.005);
  int refused = 0;
  for (int i = 0; i < 200; ++i) refused += write(static_cast<std::size_t>(i % 5) * 1000).ok() ? 0 : 1;
  EXPECT_GT(refused, 0);
  disk_.set_failures(0, 0);
  EXPECT_TRUE(write().ok()) << "the disk is well again";
  EXPECT_EQ(lost(), 0u);
  lose_power_and_restart();
  EXPECT_EQ(lost(), 0u);
}

}  // namespace
}  // namespace hotline::store
