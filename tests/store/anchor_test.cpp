// Signed anchors: what they show that the chain alone does not.
#include "hotline/store/anchor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include "hotline/store/evidence.hpp"
#include "hotline/store/keeping.hpp"
#include "support/forged_chain.hpp"
#include "support/store_fixture.hpp"

namespace hotline::store {
namespace {

using namespace std::chrono_literals;
using test::TestStore;
using test::value_of;
using testing::HasSubstr;

const Actor agent{"account:17", ""};

class Anchors : public testing::Test {
 protected:
  Anchors() { open(); }
  void open() {
    book.emplace(
        value_of(AnchorBook::open(store, store.dir.file("audit.key"), store.dir.file("anchors.log"))));
  }
  void append(int entries) {
    for (int i = 0; i < entries; ++i) {
      store.write([&](WriteTx& tx) { tx.journal().append(tx, {"ticket", 1, "signed", agent, "", {}}); });
    }
  }
  AuditReport verify() { return verify(value_of(book->evidence())); }
  AuditReport verify(const AnchorEvidence& evidence) {
    return store.read([&](ReadTx& tx) { return verify_audit(tx, evidence); });
  }
  // Works on the closed file, as somebody with the file in hands would, all triggers gone.
  void tamper(const std::function<void(sqlite3*)>& work) {
    book.reset();
    store.close();
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(store.path().c_str(), &handle), SQLITE_OK);
    test::drop_guards(handle);
    work(handle);
    sqlite3_close(handle);
    store.reopen();
  }
  TestStore store;
  std::optional<AnchorBook> book;
};

TEST_F(Anchors, AreDroppedOnceADayOfTheCity) {
  append(3);
  ASSERT_TRUE(value_of(book->drop_daily(store.clock.now(), 8h)));
  EXPECT_FALSE(value_of(book->drop_daily(store.clock.now(), 8h)));
  store.clock.advance(11h);  // 23:00 in Beijing
  EXPECT_FALSE(value_of(book->drop_daily(store.clock.now(), 8h)));
  store.clock.advance(1h);
  const auto next = value_of(book->drop_daily(store.clock.now(), 8h));
  ASSERT_TRUE(next);
  EXPECT_EQ(next->number, 2);
  const AuditReport report = verify();
  EXPECT_FALSE(report.chain.first_broken) << report.chain.problem;
  EXPECT_EQ(report.anchors, 2);
  EXPECT_EQ(report.newest, next->at);
}

TEST_F(Anchors, SurviveARestartAndKeepTheirKeyToThemselves) {
  append(2);
  const Anchor first = value_of(book->drop());
  store.reopen();
  open();
  EXPECT_EQ(book->key().public_key(), first.by);
  EXPECT_EQ(value_of(book->drop()).number, 2);
  EXPECT_FALSE(verify().chain.first_broken);
  const auto rights = std::filesystem::status(store.dir.file("audit.key")).permissions();
  EXPECT_EQ(rights, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(Anchors, LinesAreReadBackAsTheyWereWritten) {
  append(1);
  const Anchor anchor = value_of(book->drop());
  EXPECT_EQ(find_anchor(line_of(anchor)), anchor);
  EXPECT_EQ(value_of(load_anchors(store.dir.file("anchors.log"))), std::vector<Anchor>{anchor});
  for (const char* line :
       {"", "hotline-anchor 2 1 1 1 aa bb cc", "hotline-anchor 1 x", "hotline-anchor 1 1 1"})
    EXPECT_FALSE(find_anchor(line)) << line;
  EXPECT_FALSE(find_anchor(line_of(anchor) + " more"));
}

TEST_F(Anchors, ShowAChainThatWasMadeAnewFromAnEntryOn) {
  append(3);
  value_of(book->drop());  // over 4 entries: the key's, and three
  append(3);
  value_of(book->drop());  // over 8
  append(3);
  tamper([](sqlite3* handle) { test::rewrite_chain_from(handle, 6); });
  EXPECT_FALSE(store.read(verify_chain).first_broken) << "in itself the chain is whole again";
  open();
  const AuditReport report = verify();
  ASSERT_TRUE(report.chain.first_broken);
  EXPECT_EQ(*report.chain.first_broken, 5) << "the first that no anchor vouches for";
  EXPECT_THAT(report.chain.problem, HasSubstr("from 5 to 8"));
}

TEST_F(Anchors, ShowARewrittenChainToTheLookAtTheWholeDatabase) {
  append(3);
  value_of(book->drop());
  append(3);
  AnchorEvidence evidence = value_of(book->evidence());
  EXPECT_TRUE(value_of(keeping_of(store).check(&evidence)).ok());
  tamper([](sqlite3* handle) { test::rewrite_chain_from(handle, 1); });
  open();
  evidence = value_of(book->evidence());
  EXPECT_FALSE(value_of(keeping_of(store).check()).chain.first_broken) << "in itself the chain is whole";
  const CheckReport report = value_of(keeping_of(store).check(&evidence));
  EXPECT_FALSE(report.ok());
  ASSERT_TRUE(report.chain.first_broken);
  EXPECT_THAT(report.chain.problem, HasSubstr("anchor"));
}

TEST_F(Anchors, FileThatCannotBeWrittenIsTriedAgainTheSameDay) {
  const std::string folder = store.dir.file("mount");
  std::filesystem::create_directory(folder);
  AnchorBook mounted =
      value_of(AnchorBook::open(store, store.dir.file("audit.key"), folder + "/anchors.log"));
  std::filesystem::remove(folder);
  append(1);
  EXPECT_FALSE(mounted.drop_daily(store.clock.now(), 8h).ok());
  EXPECT_FALSE(mounted.drop_daily(store.clock.now(), 8h).ok()) << "still not in the file";
  std::filesystem::create_directory(folder);
  EXPECT_FALSE(value_of(mounted.drop_daily(store.clock.now(), 8h))) << "no second anchor of the day";
  EXPECT_EQ(value_of(load_anchors(folder + "/anchors.log")).size(), 1U);
  EXPECT_EQ(value_of(mounted.newest_at()), store.clock.now());
}

TEST_F(Anchors, ThatWereDroppedFromTheDatabaseStandInTheFile) {
  append(3);
  value_of(book->drop());
  append(3);
  tamper([](sqlite3* handle) {
    test::run(handle, "DELETE FROM journal_anchor");
    test::rewrite_chain_from(handle, 2);
  });
  EXPECT_FALSE(store.read(verify_chain).first_broken);
  open();
  const AuditReport report = verify();
  ASSERT_TRUE(report.chain.first_broken);
  EXPECT_EQ(*report.chain.first_broken, 1);
  EXPECT_THAT(report.chain.problem, HasSubstr("not in the database"));
}

TEST_F(Anchors, ShowATailThatWasCutOff) {
  append(3);
  value_of(book->drop());
  append(2);
  const Anchor last = value_of(book->drop());
  tamper([](sqlite3* handle) {
    test::run(handle,
              "DELETE FROM journal WHERE seq > 4; DELETE FROM journal_anchor WHERE number > 1;"
              "UPDATE journal_head SET seq = 4, hash = (SELECT hash FROM journal WHERE seq = 4)");
  });
  EXPECT_FALSE(store.read(verify_chain).first_broken);
  const AnchorEvidence evidence{{last.by}, value_of(load_anchors(store.dir.file("anchors.log")))};
  const AuditReport report = verify(evidence);
  ASSERT_TRUE(report.chain.first_broken);
  EXPECT_EQ(*report.chain.first_broken, 5);
}

TEST_F(Anchors, SignedByAStrangerCountForNothing) {
  append(3);
  value_of(book->drop());
  const SigningKey stranger(std::string(32, 's'));
  const AnchorEvidence evidence{{stranger.public_key()}, std::nullopt};
  const AuditReport report = verify(evidence);
  ASSERT_TRUE(report.chain.first_broken);
  EXPECT_THAT(report.chain.problem, HasSubstr("not trusted"));
  tamper([&](sqlite3* handle) {
    test::run(handle, "UPDATE journal_anchor SET signature = x'" + hex_of(Signature{}) + "'");
    std::filesystem::remove(store.dir.file("anchors.log"));
  });
  open();
  EXPECT_THAT(verify().chain.problem, HasSubstr("does not bear the signature"));
}

TEST_F(Anchors, FileThatWasTouchedIsNamedWithItsLine) {
  append(1);
  value_of(book->drop());
  std::ofstream(store.dir.file("anchors.log"), std::ios::app) << "something else\n";
  const auto evidence = book->evidence();
  ASSERT_FALSE(evidence.ok());
  EXPECT_THAT(evidence.error().fields.at(0).pointer, HasSubstr("anchors.log:2"));
}

TEST_F(Anchors, FileThatVanishedIsOnRecord) {
  append(1);
  value_of(book->drop());
  value_of(book->drop());
  std::filesystem::remove(store.dir.file("anchors.log"));
  store.reopen();
  open();
  const auto entries = store.read([](ReadTx& tx) { return entries_of(tx, "audit", 0); });
  EXPECT_EQ(entries.back().kind, "anchor_file_missing");
  EXPECT_EQ(value_of(load_anchors(store.dir.file("anchors.log"))).size(), 2u) << "it is made again";
}

TEST_F(Anchors, EntriesProveThemselvesWithoutTheDatabase) {
  append(2);
  auto entries = store.read([](ReadTx& tx) { return raw_entries_of(tx, "ticket", 1); });
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(hash_of(entries[1]), entries[1].hash);
  EXPECT_EQ(entries[1].before, entries[0].hash);
  entries[1].actor = "account:99";
  EXPECT_NE(hash_of(entries[1]), entries[1].hash);
}

}  // namespace
}  // namespace hotline::store
