// The life of an entry: drafts, review, versions, what readers see.
#include "hotline/jobs/reading.hpp"
#include "knowledge/knowledge_fixture.hpp"

namespace hotline::knowledge {
namespace {

using namespace std::chrono_literals;
using test::plain;

class Book : public test::KnowledgeTest {
 protected:
  Book() {
    book.on_published([this](const Published& one) { told.push_back(one); });
  }
  std::vector<Published> told;
};

TEST_F(Book, AnEntryIsSeenByNobodyBeforeItsReview) {
  const Entry draft = given_draft(plain("居住证怎么办理？", "到街道便民服务中心办理。"));
  EXPECT_EQ(draft.state, State::draft);
  EXPECT_TRUE(told.empty());
  const Entry sent = store.write([&](store::WriteTx& tx) { return book.submit(tx, draft.id, 1, editor); });
  EXPECT_EQ(sent.state, State::review);
  EXPECT_TRUE(told.empty());
  const Entry out = store.write([&](store::WriteTx& tx) { return book.publish(tx, draft.id, 2, reviewer); });
  EXPECT_EQ(out.published, 3);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].content->answer, "到街道便民服务中心办理。");
}

TEST_F(Book, AnEditOfAPublishedEntryLeavesThePublishedVersionInForce) {
  const Entry entry = given_published(plain("公交卡丢了怎么办？", "拨打客服挂失。"));
  const Entry edited = store.write([&](store::WriteTx& tx) {
    return book.edit(tx, entry.id, entry.version, plain("公交卡丢了怎么办？", "到任一网点挂失。"), editor);
  });
  EXPECT_EQ(edited.state, State::draft);
  EXPECT_EQ(edited.published, entry.published);
  const Content seen =
      store.read([&](store::ReadTx& tx) { return EntryBook::content_at(tx, entry.id, entry.published); });
  EXPECT_EQ(seen.answer, "拨打客服挂失。");
  EXPECT_EQ(told.size(), 1u) << "the edit must not reach readers";
}

TEST_F(Book, OfTwoWhoEditTheSameVersionTheSecondIsRefusedAndChangesNothing) {
  const Entry entry = given_draft(plain("甲", "一"));
  store.write([&](store::WriteTx& tx) { return book.edit(tx, entry.id, 1, plain("甲", "二"), editor); });
  EXPECT_EQ(
      refused([&](store::WriteTx& tx) { return book.edit(tx, entry.id, 1, plain("甲", "三"), reviewer); }),
      base::ErrorCode::stale_version);
  const Entry now = store.read([&](store::ReadTx& tx) { return EntryBook::load(tx, entry.id); });
  EXPECT_EQ(now.content.answer, "二");
  EXPECT_EQ(now.version, 2);
}

TEST_F(Book, EveryVersionIsKeptAndAnyTwoCompared) {
  Content first = plain("积分落户需要什么条件？", "须有居住证。");
  first.facts = {{FactKind::phone, "0571-12345"}};
  const Entry entry = given_draft(first);
  Content second = first;
  second.facts[0].text = "0571-54321";
  store.write([&](store::WriteTx& tx) { return book.edit(tx, entry.id, 1, second, editor); });
  Content third = second;
  third.valid_to = store.clock.now() + 24h;
  store.write([&](store::WriteTx& tx) { return book.edit(tx, entry.id, 2, third, editor); });
  const auto at = [&](std::int64_t version) {
    return store.read([&](store::ReadTx& tx) { return EntryBook::content_at(tx, entry.id, version); });
  };
  EXPECT_EQ(at(1), first);
  EXPECT_EQ(at(2), second);
  const auto changes = compare(at(1), at(3));
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].field, "facts");
  EXPECT_NE(changes[0].before.find("0571-12345"), std::string::npos);
  EXPECT_NE(changes[0].after.find("0571-54321"), std::string::npos);
  EXPECT_EQ(changes[1].field, "valid_to");
  EXPECT_TRUE(compare(at(2), at(2)).empty());
}

TEST_F(Book, EachChangeIsALinkOfTheChainWithTheDigestOfItsContent) {
  const Entry entry = given_published(plain("甲", "一"));
  const auto versions = store.read([&](store::ReadTx& tx) { return EntryBook::history(tx, entry.id); });
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].kind, "drafted");
  EXPECT_EQ(versions[1].kind, "published");
  EXPECT_EQ(versions[1].actor, "account:2");
  EXPECT_EQ(versions[1].digest, digest_of(plain("甲", "一")));
  const auto chain = store.read([](store::ReadTx& tx) { return store::verify_chain(tx); });
  EXPECT_FALSE(chain.first_broken.has_value());
}

TEST_F(Book, WhatAUnitOwnsIsNotPublishedByItsOwnAuthor) {
  Content content = plain("甲", "一");
  content.owner = "XH-CG";
  const Entry entry =
      store.write([&](store::WriteTx& tx) { return book.create(tx, content, {}, true, editor); });
  EXPECT_EQ(refused([&](store::WriteTx& tx) { return book.publish(tx, entry.id, 1, editor); }),
            base::ErrorCode::conflict);
  EXPECT_TRUE(told.empty());
  store.write([&](store::WriteTx& tx) { return book.publish(tx, entry.id, 1, reviewer); });
  EXPECT_EQ(told.size(), 1u);
}

TEST_F(Book, AnActionThatTheStateDoesNotAllowIsRefused) {
  const Entry draft = given_draft(plain("甲", "一"));
  EXPECT_EQ(refused([&](store::WriteTx& tx) { return book.publish(tx, draft.id, 1, reviewer); }),
            base::ErrorCode::illegal_transition);
  store.write([&](store::WriteTx& tx) { return book.withdraw(tx, draft.id, 1, editor); });
  EXPECT_EQ(refused([&](store::WriteTx& tx) { return book.withdraw(tx, draft.id, 2, editor); }),
            base::ErrorCode::illegal_transition);
  EXPECT_EQ(refused([&](store::WriteTx& tx) { return book.submit(tx, 999, {}, editor); }),
            base::ErrorCode::not_found);
}

TEST_F(Book, AWithdrawnEntryLeavesReadersAndItsReviewIsCalledOff) {
  Content content = plain("甲", "一");
  content.review_by = store.clock.now() + 24h * 90;
  const Entry entry = given_published(content);
  const auto job = [&] {
    return store.read([&](store::ReadTx& tx) -> base::Result<std::optional<jobs::Job>> {
      return jobs::find_open(tx, review_job, std::to_string(entry.id));
    });
  };
  ASSERT_TRUE(job().has_value());
  EXPECT_EQ(job()->due, *content.review_by - 24h * 14);
  store.write([&](store::WriteTx& tx) { return book.withdraw(tx, entry.id, entry.version, editor); });
  ASSERT_EQ(told.size(), 2u);
  EXPECT_FALSE(told[1].content.has_value());
  EXPECT_FALSE(job().has_value());
  int published = 0;
  store.read([&](store::ReadTx& tx) {
    EntryBook::each_published(tx, [&](const Published&) { ++published; });
    return 0;
  });
  EXPECT_EQ(published, 0);
}

TEST_F(Book, ContentThatBreaksARuleNamesEveryFieldAndIsNotStored) {
  Content bad;
  bad.valid_from = store.clock.now();
  bad.valid_to = store.clock.now();
  const auto result =
      store.get().write([&](store::WriteTx& tx) { return book.create(tx, bad, {}, false, editor); });
  ASSERT_FALSE(result.ok());
  std::vector<std::string> pointers;
  for (const auto& one : result.error().fields) pointers.push_back(one.pointer);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/questions", "/answer", "/valid_to"}));
}

TEST_F(Book, ListsShowNobodyWhatIsNotForHim) {
  given_published(plain("公开", "答"));
  given_published(plain("内部", "答", Visibility::internal));
  Content secret = plain("机密", "答", Visibility::confidential);
  secret.owner = "ENV";
  given_published(secret);
  given_draft(plain("草稿", "答"));
  const auto titles = [&](const access::Principal& who) {
    std::string out;
    store.read([&](store::ReadTx& tx) {
      for (const EntryRow& row : EntryBook::list(tx, {}, who, 0, 50)) out += row.title + " ";
      return 0;
    });
    return out;
  };
  access::Principal who;
  EXPECT_EQ(titles(who), "公开 ");
  who.rights = {access::Right::knowledge_read};
  EXPECT_EQ(titles(who), "内部 公开 ");
  who.rights = {access::Right::knowledge_read, access::Right::assignment_handle};
  who.unit = "ENV";
  EXPECT_EQ(titles(who), "机密 内部 公开 ");
  who.unit = "WATER";
  EXPECT_EQ(titles(who), "内部 公开 ");
  who.unit = "";
  who.rights = {access::Right::knowledge_read, access::Right::knowledge_edit};
  EXPECT_EQ(titles(who), "草稿 机密 内部 公开 ");
}

}  // namespace
}  // namespace hotline::knowledge
