#include "notify/post_desk.hpp"

namespace hotline::notify {
namespace {

class ConsoleInbox : public PostDesk {
 protected:
  std::vector<ConsoleMessage> read_by(const Reader& reader, InboxPage page = {}) {
    return store.read([&](store::ReadTx& tx) { return inbox(tx, reader, page); });
  }
  void told(Recipient to, const std::string& once_key) {
    queued(closed_note(std::move(to), once_key));
    delivered();
  }

  Reader wang{3, {"supervisor", "agent"}, "HZ-1"};
  Reader li{4, {"agent"}, ""};
};

TEST_F(ConsoleInbox, ShowsWhatIsToMeMyRolesAndMyUnit) {
  told(Recipient::account(3), "a");
  told(Recipient::role("supervisor"), "b");
  told(Recipient::unit("HZ-1"), "c");
  told(Recipient::unit("HZ-2"), "d");
  told(Recipient::account(33), "e");
  const auto mine = read_by(wang);
  ASSERT_EQ(mine.size(), 3u);
  EXPECT_EQ(mine[0].audience, Recipient::unit("HZ-1")) << "newest first";
  EXPECT_EQ(mine[2].audience, Recipient::account(3));
  EXPECT_EQ(mine[0].title, "办结");
  EXPECT_EQ(mine[0].body, "工单20260302000017已办结。");
  EXPECT_EQ(mine[0].stream, "ticket");
  EXPECT_EQ(mine[0].subject, 17);
  EXPECT_TRUE(read_by(li).empty());
}

TEST_F(ConsoleInbox, KeepsReadMarksForEachAccount) {
  told(Recipient::role("agent"), "a");
  told(Recipient::role("agent"), "b");
  const auto first = read_by(wang).back().id;
  EXPECT_EQ(store.read([&](store::ReadTx& tx) { return unread_count(tx, wang); }), 2);
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return mark_read(tx, wang, first); }), "ok");
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return mark_read(tx, wang, first); }), "ok");
  EXPECT_EQ(store.read([&](store::ReadTx& tx) { return unread_count(tx, wang); }), 1);
  EXPECT_EQ(store.read([&](store::ReadTx& tx) { return unread_count(tx, li); }), 2);
  const auto unread = read_by(wang, {0, 50, true});
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_NE(unread[0].id, first);
  EXPECT_EQ(read_by(wang).back().read, store.clock.now());
}

TEST_F(ConsoleInbox, MarksNothingThatIsNotToTheReader) {
  told(Recipient::unit("HZ-1"), "a");
  const auto id = read_by(wang).front().id;
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return mark_read(tx, li, id); }), "not_found");
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return mark_read(tx, li, 999); }), "not_found");
}

TEST_F(ConsoleInbox, MarksAllThatWasSeen) {
  told(Recipient::role("agent"), "a");
  told(Recipient::account(3), "b");
  const auto newest = read_by(wang).front().id;
  told(Recipient::account(3), "c");
  EXPECT_EQ(store.write([&](store::WriteTx& tx) { return mark_all_read(tx, wang, newest); }), 2);
  EXPECT_EQ(store.read([&](store::ReadTx& tx) { return unread_count(tx, wang); }), 1)
      << "what came since stays unread";
}

TEST_F(ConsoleInbox, IsReadPageByPage) {
  for (int n = 0; n < 5; ++n) {
    told(n % 2 == 0 ? Recipient::account(3) : Recipient::role("agent"), std::to_string(n));
  }
  const auto first = read_by(wang, {0, 2, false});
  ASSERT_EQ(first.size(), 2u);
  const auto rest = read_by(wang, {first.back().id, 50, false});
  ASSERT_EQ(rest.size(), 3u);
  EXPECT_LT(rest.front().id, first.back().id);
  auto none = store->read([&](store::ReadTx& tx) { return inbox(tx, wang, {0, 0, false}); });
  EXPECT_EQ(none.error().code, base::ErrorCode::invalid_input);
}

TEST_F(ConsoleInbox, ShowsAMessageWithTheActionThatSentIt) {
  const auto id = queued(closed_note(Recipient::account(3), "at-once")).id;
  EXPECT_EQ(read_by(wang).size(), 1u) << "nobody had to deliver it";
  EXPECT_EQ(message(id).state, MessageState::sent);
  EXPECT_EQ(message(id).ended, store.clock.now());
  delivered(hours(1));
  EXPECT_EQ(read_by(wang).size(), 1u);
  auto undone = store->write([&](store::WriteTx& tx) -> base::Status {
    HOTLINE_TRY(auto note, outbox.queue(tx, closed_note(Recipient::account(3), "undone")));
    (void)note;
    return base::Error::of(base::ErrorCode::conflict, "不成立。", "It did not come about.");
  });
  EXPECT_FALSE(undone.ok());
  EXPECT_EQ(read_by(wang).size(), 1u) << "what did not come about is not told";
}

TEST_F(ConsoleInbox, HoldsAMessageBackUntilItsTime) {
  auto note = closed_note(Recipient::account(3), "later");
  note.not_before = store.clock.now() + hours(2);
  const auto id = queued(note).id;
  delivered(hours(1));
  EXPECT_TRUE(read_by(wang).empty());
  EXPECT_EQ(message(id).state, MessageState::queued);
  delivered(hours(1));
  EXPECT_EQ(read_by(wang).size(), 1u);
  EXPECT_EQ(message(id).state, MessageState::sent);
}

TEST_F(ConsoleInbox, TakesALetterOnce) {
  ConsoleCarrier carrier(store);
  const Letter letter{"k", "ticket", 17, Recipient::account(3), "", {"办结", "已办结。"}, false};
  EXPECT_EQ(carrier.send(letter).kind, Delivery::Kind::sent);
  EXPECT_EQ(carrier.send(letter).kind, Delivery::Kind::sent);
  EXPECT_EQ(read_by(wang).size(), 1u);
}

}  // namespace
}  // namespace hotline::notify
