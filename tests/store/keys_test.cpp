// The master key's change while the store serves, and the national cipher suite.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "hotline/store/journal.hpp"
#include "hotline/store/key_change.hpp"
#include "hotline/store/signing.hpp"
#include "hotline/store/store.hpp"
#include "hotline/store/vault.hpp"
#include "store/cipher_suite.hpp"
#include "store/gm_suite.hpp"
#include "support/file_bytes.hpp"
#include "support/store_fixture.hpp"

namespace hotline::store {
namespace {

using test::must;
using test::value_of;

std::vector<std::uint8_t> bytes(const std::string& hex) {
  std::vector<std::uint8_t> out(hex.size() / 2);
  EXPECT_TRUE(from_hex(hex, out));
  return out;
}

TEST(GmSuite, EncryptsAsTheStandardSays) {
  // GB/T 32907-2016, appendix A.1: the key stream of CTR is the block cipher of its counter.
  const auto key = bytes("0123456789abcdeffedcba9876543210");
  std::vector<std::uint8_t> out(16);
  sm4_ctr(out.data(), std::vector<std::uint8_t>(16), key.data(), key.data());
  EXPECT_EQ(hex_of(out), "681edf34d206965e86b3e94f536e4246");
}

TEST(GmSuite, HashesAsTheStandardSays) {
  // GB/T 32905-2016, appendix A.1 is SM3("abc"); HMAC (RFC 2104) is made of it here by hand.
  const std::string text = "abc";
  const std::span<const std::uint8_t> message(reinterpret_cast<const std::uint8_t*>(text.data()),
                                              text.size());
  const Sm3Hash one = hmac_sm3(bytes("6b6579"), {message});
  const Sm3Hash same = hmac_sm3(bytes("6b6579"), {message.first(1), message.subspan(1)});
  EXPECT_EQ(one, same) << "pieces are one text";
  EXPECT_NE(one, hmac_sm3(bytes("6b657a"), {message}));
}

class EachSuite : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Suites, EachSuite, testing::Values("sodium", "gm"));

TEST_P(EachSuite, OpensWhatItSealedAndNothingThatWasTouched) {
  const CipherSuite& suite = *find_cipher_suite(GetParam());
  const std::vector<std::uint8_t> key(32, 7), another(32, 8), nonce(24, 9), plain(1000, 42);
  std::vector<std::uint8_t> sealed(plain.size() + suite.tag_bytes()), opened(plain.size());
  suite.encrypt(sealed.data(), "row 1", plain, nonce.data(), key.data());
  EXPECT_TRUE(suite.decrypt(opened.data(), "row 1", sealed, nonce.data(), key.data()));
  EXPECT_EQ(opened, plain);
  EXPECT_FALSE(suite.decrypt(opened.data(), "row 2", sealed, nonce.data(), key.data()));
  EXPECT_FALSE(suite.decrypt(opened.data(), "row 1", sealed, key.data(), key.data()));
  EXPECT_FALSE(suite.decrypt(opened.data(), "row 1", sealed, nonce.data(), another.data()));
  for (const std::size_t at : {std::size_t{0}, plain.size(), sealed.size() - 1}) {
    sealed[at] ^= 1U;
    EXPECT_FALSE(suite.decrypt(opened.data(), "row 1", sealed, nonce.data(), key.data())) << at;
    sealed[at] ^= 1U;
  }
  EXPECT_FALSE(suite.decrypt(opened.data(), "row 1", std::span(sealed).first(3), nonce.data(), key.data()));
}

class Keys : public testing::TestWithParam<const char*> {
 protected:
  static std::string key(char c) { return std::string(32, c); }
  MasterKey master(char today, std::vector<std::string> earlier = {}) {
    return master_key_of(key(today), earlier, GetParam());
  }
  base::Status open(const MasterKey& key) {
    store.reset();
    StoreSettings settings;
    settings.path = dir.file("hotline.db");
    auto opened = Store::open(settings, key, {}, clock, random, base::make_silent_logger());
    if (!opened.ok()) return opened.error();
    store = std::move(*opened);
    return {};
  }
  std::int64_t seal(const std::string& plain) {
    return value_of(store->write([&](WriteTx& tx) -> base::Result<std::int64_t> {
      return tx.vault().seal(tx, "phone", plain, plain).id;
    }));
  }
  std::string plain(std::int64_t id) {
    return value_of(store->read([&](ReadTx& tx) { return tx.vault().open(tx, id); }));
  }
  std::size_t found(const std::string& value) {
    return value_of(store->read([&](ReadTx& tx) -> base::Result<std::size_t> {
      return tx.vault().find(tx, "phone", value, 10).size();
    }));
  }
  std::vector<std::string> journal() {
    return value_of(store->read([](ReadTx& tx) -> base::Result<std::vector<std::string>> {
      std::vector<std::string> kinds;
      for (const Entry& one : entries_after(tx, 0, 100)) kinds.push_back(one.kind);
      return kinds;
    }));
  }

  test::TempDir dir;
  base::ManualClock clock{test::TestStore::start()};
  base::SeededRandom random{7};
  std::unique_ptr<Store> store;
};
INSTANTIATE_TEST_SUITE_P(Suites, Keys, testing::Values("sodium", "gm"));

TEST_P(Keys, ChangeWhileTheStoreServesAndTheOldOneMayGoOnceAllRowsAreOver) {
  must(open(master('a')));
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 25; ++i) ids.push_back(seal("+8613800000" + std::to_string(100 + i)));
  must(use_master_key(*store, master('b', {key('a')})));
  ids.push_back(seal("+8613900000000"));
  for (const std::int64_t id : ids) EXPECT_FALSE(plain(id).empty()) << "read under both keys";
  EXPECT_EQ(found("+8613800000100"), 1U) << "the index stays the same";
  EXPECT_EQ(value_of(rewrap(*store, 10)), 10U);
  must(open(master('b', {key('a')})));
  EXPECT_EQ(value_of(rewrap(*store, 10)), 10U) << "goes on after a restart";
  EXPECT_EQ(value_of(rewrap(*store, 10)), 5U);
  EXPECT_EQ(value_of(rewrap(*store, 10)), 0U);
  EXPECT_THAT(journal(), testing::ElementsAre("master_key_changed", "rows_rewrapped"));
  must(open(master('b')));
  for (const std::int64_t id : ids) EXPECT_FALSE(plain(id).empty());
  EXPECT_EQ(found("+8613800000124"), 1U);
  EXPECT_EQ(found("+8613900000000"), 1U);
  EXPECT_FALSE(open(master('a')).ok()) << "the old key opens nothing any more";
}

TEST_P(Keys, ThatAreStillNeededAreNotDropped) {
  must(open(master('a')));
  const std::int64_t id = seal("+8613800000001");
  EXPECT_FALSE(use_master_key(*store, master('b')).ok());
  EXPECT_EQ(plain(id), "+8613800000001") << "the keys in force stay";
  must(use_master_key(*store, master('b', {key('a')})));
  EXPECT_FALSE(open(master('b')).ok()) << "a row is wrapped under the old key yet";
  must(open(master('b', {key('a')})));
  EXPECT_EQ(plain(id), "+8613800000001");
}

TEST_P(Keys, ChangeAtAStartToo) {
  must(open(master('a')));
  const std::int64_t id = seal("+8613800000001");
  must(open(master('b', {key('a')})));
  EXPECT_EQ(value_of(rewrap(*store, 100)), 1U);
  must(open(master('c', {key('b')})));
  EXPECT_EQ(value_of(rewrap(*store, 100)), 1U);
  must(open(master('c')));
  EXPECT_EQ(plain(id), "+8613800000001");
  EXPECT_EQ(found("+8613800000001"), 1U);
}

TEST_P(Keys, ErasedRowsStayErasedThroughAChange) {
  must(open(master('a')));
  const std::int64_t id = seal("+8613800000001");
  must(store->write([&](WriteTx& tx) -> base::Status {
    tx.vault().erase(tx, id);
    return {};
  }));
  must(use_master_key(*store, master('b', {key('a')})));
  EXPECT_EQ(value_of(rewrap(*store, 100)), 0U);
  must(open(master('b')));
  EXPECT_FALSE(store->read([&](ReadTx& tx) { return tx.vault().open(tx, id); }).ok());
}

TEST_P(Keys, SuiteIsThatOfTheDatabase) {
  must(open(master('a')));
  const std::string other = std::string(GetParam()) == "gm" ? "sodium" : "gm";
  EXPECT_EQ(open(master_key_of(key('a'), {}, other)).error().code, base::ErrorCode::corrupt);
}

TEST_P(Keys, LeaveNothingReadableInTheFile) {
  must(open(master('a')));
  seal("13812345678 citizen");
  store.reset();
  EXPECT_EQ(test::file_bytes(dir.file("hotline.db")).find("13812345678"), std::string::npos);
}

TEST(KeyFile, HoldsEarlierKeysBelowTodays) {
  test::TempDir dir;
  const std::string path = dir.file("hotline.key");
  std::ofstream(path) << std::string(64, 'b') << "\n" << std::string(64, 'a') << "\r\n";
  ::chmod(path.c_str(), 0600);
  const MasterKey key = value_of(load_master_key(path, false));
  EXPECT_EQ(key.bytes, std::string(32, '\xbb') + std::string(32, '\xaa'));
  EXPECT_FALSE(load_signing_key(path, false).ok()) << "a signing key is one";
  ::setenv("HOTLINE_TEST_KEY", std::string(64, 'c').c_str(), 1);
  EXPECT_EQ(value_of(load_master_key("env:HOTLINE_TEST_KEY", false)).bytes, std::string(32, '\xcc'));
  EXPECT_FALSE(load_master_key("env:HOTLINE_TEST_NONE", true).ok());
}

}  // namespace
}  // namespace hotline::store
