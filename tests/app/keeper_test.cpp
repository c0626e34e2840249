// What looks after the data while the hotline serves: the look at everything, anchors, the attachments' copy.
#include "app/keeper.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include "app/files_mirror.hpp"
#include "support/forged_chain.hpp"
#include "support/store_fixture.hpp"

namespace hotline::app {
namespace {

namespace fs = std::filesystem;
using test::value_of;

class KeptData : public testing::Test {
 protected:
  KeptData() { open(); }
  void open() {
    Settings settings;
    settings.store.path = dir_.file("hotline.db");
    settings.key_file = dir_.file("hotline.key");
    settings.city_directory = HOTLINE_SOURCE_DIR "/config/hangzhou";
    settings.model_directory = dir_.file("models");
    settings.attachment_directory = dir_.file("attachments");
    hotline_ = value_of(Hotline::open(settings, base::make_silent_logger()));
    keeper_.emplace(*hotline_);
  }
  void close() {
    keeper_.reset();
    hotline_.reset();
  }

  test::TempDir dir_;
  std::unique_ptr<Hotline> hotline_;
  std::optional<Keeper> keeper_;
};

TEST_F(KeptData, AnUntouchedDatabasePassesTheLookAndRaisesNothing) {
  value_of(hotline_->anchors->drop());
  EXPECT_EQ(keeper_->chain_whole(), -1);
  EXPECT_EQ(keeper_->check_passed(), -1);
  keeper_->look();
  EXPECT_EQ(keeper_->chain_whole(), 1);
  EXPECT_EQ(keeper_->check_passed(), 1);
  EXPECT_TRUE(keeper_->concern().ok());
}

TEST_F(KeptData, AChainThatWasWhollyMadeAnewIsFoundByTheDailyLook) {
  value_of(hotline_->anchors->drop());
  close();
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(dir_.file("hotline.db").c_str(), &handle), SQLITE_OK);
  test::drop_guards(handle);
  test::rewrite_chain_from(handle, 1);
  sqlite3_close(handle);
  open();
  EXPECT_FALSE(hotline_->store
                   ->read([](store::ReadTx& tx) -> base::Result<store::ChainReport> {
                     return store::verify_chain(tx);
                   })
                   ->first_broken)
      << "in itself the chain is whole";
  keeper_->look();
  EXPECT_EQ(keeper_->chain_whole(), 0);
  EXPECT_EQ(keeper_->check_passed(), 0);
  const base::Status concern = keeper_->concern();
  ASSERT_FALSE(concern.ok());
  EXPECT_NE(concern.error().text.en.find("hotline audit verify"), std::string::npos)
      << concern.error().text.en;
}

TEST_F(KeptData, AnAnchorFileThatWasTouchedIsAConcern) {
  value_of(hotline_->anchors->drop());
  std::ofstream(dir_.file("anchors.log"), std::ios::app) << "something else\n";
  keeper_->look();
  EXPECT_EQ(keeper_->chain_whole(), 0);
  ASSERT_FALSE(keeper_->concern().ok());
  EXPECT_NE(keeper_->concern().error().text.en.find("no anchor"), std::string::npos);
}

TEST_F(KeptData, AnAnchorThatCouldNotBeWrittenIsAConcernUntilOneIs) {
  EXPECT_EQ(keeper_->last_anchor_seconds(), 0);
  keeper_->note_anchor(base::Error::of(base::ErrorCode::unavailable, "磁盘只读。", "The disk is read-only."));
  ASSERT_FALSE(keeper_->concern().ok());
  EXPECT_NE(keeper_->concern().error().text.en.find("The disk is read-only. Check the folder"),
            std::string::npos);
  EXPECT_EQ(keeper_->last_anchor_seconds(), 0);
  keeper_->note_anchor(base::from_millis(5000));
  EXPECT_TRUE(keeper_->concern().ok());
  EXPECT_EQ(keeper_->last_anchor_seconds(), 5);
}

TEST(FilesMirror, TakesWhatIsWholeAndLeavesWhatIsBeingWritten) {
  const test::TempDir dir;
  fs::create_directories(dir.path() / "from/aa/bb");
  std::ofstream(dir.path() / "from/aa/bb/whole") << "1";
  std::ofstream(dir.path() / "from/aa/bb/.whole.x1") << "2";
  std::ofstream(dir.path() / "from/aa/bb/other.partial") << "3";
  std::error_code failed;
  EXPECT_EQ(mirror_files(dir.path() / "from", dir.path() / "to", std::chrono::hours{1}, failed), 1U);
  EXPECT_FALSE(failed);
  EXPECT_TRUE(fs::exists(dir.path() / "to/aa/bb/whole"));
  EXPECT_FALSE(fs::exists(dir.path() / "to/aa/bb/.whole.x1"));
  EXPECT_EQ(mirror_files(dir.path() / "from", dir.path() / "to", std::chrono::hours{1}, failed), 0U);
}

}  // namespace
}  // namespace hotline::app
