// Sealing, finding and erasing what citizens said.
#include "hotline/store/vault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/file_bytes.hpp"
#include "support/store_fixture.hpp"

namespace hotline::store {
namespace {

using test::TestStore;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;

Sealed seal(TestStore& store, std::string_view kind, std::string_view plain, std::string_view find_by = "") {
  return store.write([&](WriteTx& tx) { return tx.vault().seal(tx, kind, plain, find_by); });
}
base::Result<std::string> open(TestStore& store, std::int64_t id) {
  return store->read([id](ReadTx& tx) { return tx.vault().open(tx, id); });
}
std::vector<std::int64_t> find(TestStore& store, std::string_view kind, std::string_view value) {
  return store.read([&](ReadTx& tx) { return tx.vault().find(tx, kind, value, 10); });
}
std::string sealed_bytes(TestStore& store, std::int64_t id) {
  return store.read([id](ReadTx& tx) {
    Statement row = tx.query("SELECT sealed FROM vault WHERE id = ?");
    row.bind(id);
    row.step();
    const auto blob = row.blob(0);
    return std::string(blob.begin(), blob.end());
  });
}

TEST(Vault, OpensWhatItSealed) {
  TestStore store;
  const Sealed words = seal(store, "words", "小区门口路灯不亮");
  EXPECT_THAT(words.digest, MatchesRegex("[0-9a-f]{32}"));
  EXPECT_EQ(open(store, words.id).value(), "小区门口路灯不亮");
  store.reopen();
  EXPECT_EQ(open(store, words.id).value(), "小区门口路灯不亮");
}

TEST(Vault, SealsNothingAndMuch) {
  TestStore store;
  const std::string much(100000, 'x');
  EXPECT_EQ(open(store, seal(store, "note", "").id).value(), "");
  EXPECT_EQ(open(store, seal(store, "note", much).id).value(), much);
}

TEST(Vault, GivesEachRowItsOwnDigest) {
  TestStore store;
  EXPECT_NE(seal(store, "phone", "13800000000").digest, seal(store, "phone", "13800000000").digest);
}

TEST(Vault, FindsRowsByTheirExactValueNewestFirst) {
  TestStore store;
  const auto first = seal(store, "phone", "138 0000 0001", "+8613800000001");
  const auto second = seal(store, "phone", "13800000001", "+8613800000001");
  seal(store, "phone", "13800000002", "+8613800000002");
  seal(store, "phone", "13800000003");
  EXPECT_THAT(find(store, "phone", "+8613800000001"), ElementsAre(second.id, first.id));
  EXPECT_THAT(find(store, "name", "+8613800000001"), IsEmpty());
  EXPECT_THAT(find(store, "phone", ""), IsEmpty());
}

TEST(Vault, WritesNoPlainWordIntoTheFile) {
  TestStore store;
  seal(store, "phone", "13811112222", "+8613811112222");
  EXPECT_FALSE(test::database_holds(store.path(), "13811112222"));
}

TEST(Vault, ForgetsAnErasedRow) {
  TestStore store;
  const auto phone = seal(store, "phone", "13800000001", "+8613800000001");
  EXPECT_TRUE(store.write([&](WriteTx& tx) { return tx.vault().erase(tx, phone.id); }));
  EXPECT_EQ(open(store, phone.id).error().code, base::ErrorCode::not_found);
  EXPECT_THAT(find(store, "phone", "+8613800000001"), IsEmpty());
  EXPECT_FALSE(store.write([&](WriteTx& tx) { return tx.vault().erase(tx, phone.id); }));
}

TEST(Vault, KeepsARowWhoseErasureWasUndone) {
  TestStore store;
  const auto words = seal(store, "words", "停水");
  (void)store->write([&](WriteTx& tx) -> base::Status {
    tx.vault().erase(tx, words.id);
    return base::Error::of(base::ErrorCode::conflict, "冲突", "conflict");
  });
  EXPECT_EQ(open(store, words.id).value(), "停水");
}

TEST(Vault, AnswersNotFoundForARowThatNeverWas) {
  TestStore store;
  EXPECT_EQ(open(store, 4711).error().code, base::ErrorCode::not_found);
}

TEST(Vault, RefusesARowThatWasChangedOrMoved) {
  TestStore store;
  const auto a = seal(store, "words", "aaaa");
  const auto b = seal(store, "words", "bbbb");
  store.write([&](WriteTx& tx) {
    tx.execute("UPDATE vault SET sealed = zeroblob(20) WHERE id = ?", a.id);
    tx.execute("UPDATE vault SET kind = 'names' WHERE id = ?", b.id);
  });
  EXPECT_EQ(open(store, a.id).error().code, base::ErrorCode::corrupt);
  EXPECT_EQ(open(store, b.id).error().code, base::ErrorCode::corrupt);
}

// Many rows of many sizes, written in several transactions; every second one erased.
class VaultErasure : public testing::Test {
 protected:
  VaultErasure() {
    for (int batch = 0; batch < 4; ++batch) {
      store.write([&](WriteTx& tx) {
        for (int i = 0; i < 100; ++i) {
          const std::string text =
              "citizen-" + std::to_string(ids.size()) + std::string(ids.size() * 7 % 9000, 'w');
          ids.push_back(tx.vault().seal(tx, "words", text, text).id);
        }
      });
    }
    for (auto id : ids) sealed.push_back(sealed_bytes(store, id));
    store.write([&](WriteTx& tx) {
      for (std::size_t i = 0; i < ids.size(); i += 2) tx.vault().erase(tx, ids[i]);
    });
  }
  void expect_only_the_erased_gone() {
    const std::string file = test::file_bytes(store.path()) + test::file_bytes(store.path() + "-wal");
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const bool kept = i % 2 == 1;
      EXPECT_EQ(file.find(sealed[i].substr(0, 20)) != std::string::npos, kept) << i;
      EXPECT_EQ(file.find(sealed[i].substr(sealed[i].size() - 20)) != std::string::npos, kept) << i;
    }
  }

  TestStore store;
  std::vector<std::int64_t> ids;
  std::vector<std::string> sealed;
};

TEST_F(VaultErasure, LeavesNoByteAfterScrubbing) {
  test::must(store->scrub());
  expect_only_the_erased_gone();
  EXPECT_EQ(open(store, ids[0]).error().code, base::ErrorCode::not_found);
  EXPECT_TRUE(open(store, ids[1]).ok());
}

TEST_F(VaultErasure, OverwritesInPlaceSoThatNoRewritingOfTheFileIsNeeded) {
  store.close();  // moves the log into the file
  expect_only_the_erased_gone();
}

TEST(MasterKeyFile, IsMadeOnceAndReadAgain) {
  test::TempDir dir;
  const auto made = load_master_key(dir.file("key"), true);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->bytes.size(), 32u);
  EXPECT_EQ(load_master_key(dir.file("key"), true)->bytes, made->bytes);
  struct stat about{};
  ASSERT_EQ(::stat(dir.file("key").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
}

TEST(MasterKeyFile, IsNotMadeUnasked) {
  test::TempDir dir;
  EXPECT_FALSE(load_master_key(dir.file("key"), false).ok());
  EXPECT_EQ(::access(dir.file("key").c_str(), F_OK), -1);
}

TEST(MasterKeyFile, IsRefusedWhenOthersMayReadItOrItsFormIsWrong) {
  test::TempDir dir;
  const auto write = [&](const std::string& text, mode_t mode) {
    std::ofstream(dir.file("key"), std::ios::trunc) << text;
    ::chmod(dir.file("key").c_str(), mode);
    return load_master_key(dir.file("key"), false);
  };
  EXPECT_TRUE(write(std::string(64, 'a') + "\n", 0600).ok());
  EXPECT_EQ(write(std::string(64, 'a'), 0640).error().fields.at(0).rule, "private");
  for (const std::string& text : {std::string(), std::string(63, 'a'), std::string(65, 'a'),
                                  std::string(64, 'g'), std::string(63, 'a') + " ", std::string(500, 'a')}) {
    EXPECT_EQ(write(text, 0600).error().fields.at(0).rule, "key_form") << text;
  }
}

}  // namespace
}  // namespace hotline::store
