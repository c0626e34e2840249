// From queueing a message to its end, over carriers that keep what they are given.
#include "hotline/notify/sent_text.hpp"
#include "notify/post_desk.hpp"

namespace hotline::notify {
namespace {

class OutboxTest : public PostDesk {};

TEST_F(OutboxTest, SendsWhatWasQueued) {
  const auto phone = sealed("phone", "+8613800138000");
  const auto id = queued(closed_note(Recipient::phone(phone))).id;
  EXPECT_EQ(message(id).state, MessageState::queued);
  EXPECT_TRUE(sms.letters.empty()) << "nothing leaves inside the transaction";
  delivered();
  ASSERT_EQ(sms.letters.size(), 1u);
  EXPECT_EQ(sms.letters[0].address, "+8613800138000");
  EXPECT_EQ(sms.letters[0].text.body, "工单20260302000017已办结。");
  EXPECT_EQ(sms.letters[0].once_key, "ticket:17:closed");
  EXPECT_EQ(message(id).state, MessageState::sent);
  EXPECT_EQ(message(id).ended, store.clock.now());
  const auto told = store.read([](store::ReadTx& tx) { return messages_about(tx, "ticket", 17); });
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].id, id);
}

TEST_F(OutboxTest, SendsAMessageOnceHoweverOftenItIsQueued) {
  const auto phone = sealed("phone", "+8613800138000");
  const auto first = queued(closed_note(Recipient::phone(phone)));
  const auto second = queued(closed_note(Recipient::phone(phone)));
  EXPECT_FALSE(first.repeated);
  EXPECT_TRUE(second.repeated);
  EXPECT_EQ(first.id, second.id);
  delivered();
  EXPECT_TRUE(queued(closed_note(Recipient::phone(phone))).repeated) << "after it was sent, too";
  delivered();
  EXPECT_EQ(sms.letters.size(), 1u);
}

TEST_F(OutboxTest, CriticalMessagesToAUnitGoToItsDutyMailboxTooAndNoOthers) {
  mailbox = [](const Recipient& to) { return to == Recipient::unit("WATER") ? "water@example.gov.cn" : ""; };
  auto order = closed_note(Recipient::unit("WATER"), "order");
  queued(order);
  order.once_key = "critical";
  order.critical = true;
  queued(order);
  queued(order);
  auto elsewhere = order;
  elsewhere.once_key = "elsewhere";
  elsewhere.recipient = Recipient::unit("ENV");
  queued(elsewhere);
  delivered();
  ASSERT_EQ(mail.letters.size(), 1u) << "once, for the critical one to the unit that has a mailbox";
  EXPECT_EQ(mail.letters[0].address, "water@example.gov.cn");
  EXPECT_EQ(mail.letters[0].text.body, "工单20260302000017已办结。");
  const Reader water{7, {}, "WATER"};
  EXPECT_EQ(store.read([&](store::ReadTx& tx) { return value_of(inbox(tx, water, {})).size(); }), 2u)
      << "the console shows both";
}

TEST_F(OutboxTest, QueuesNothingWhenTheActionFails) {
  const auto phone = sealed("phone", "+8613800138000");
  auto status = store->write([&](store::WriteTx& tx) -> base::Status {
    HOTLINE_TRY(auto note, outbox.queue(tx, closed_note(Recipient::phone(phone))));
    (void)note;
    return base::Error::of(base::ErrorCode::conflict, "不成立。", "It did not come about.");
  });
  EXPECT_FALSE(status.ok());
  delivered(hours(1));
  EXPECT_TRUE(sms.letters.empty());
}

TEST_F(OutboxTest, HoldsMessagesThroughQuietHours) {
  store.clock.set(base::parse_rfc3339("2026-03-02T22:30:00+08:00").value());
  const auto phone = sealed("phone", "+8613800138000");
  const auto held = queued(closed_note(Recipient::phone(phone), "held")).id;
  auto urgent = closed_note(Recipient::phone(phone), "urgent");
  urgent.critical = true;
  queued(urgent);
  queued(closed_note(Recipient::account(3), "console"));
  delivered();
  ASSERT_EQ(sms.letters.size(), 1u) << "the critical one alone";
  EXPECT_EQ(sms.letters[0].once_key, "urgent");
  delivered(hours(9) + minutes(29));
  EXPECT_EQ(sms.letters.size(), 1u);
  delivered(minutes(1));
  ASSERT_EQ(sms.letters.size(), 2u);
  EXPECT_EQ(message(held).ended, base::parse_rfc3339("2026-03-03T08:00:00+08:00").value());
}

TEST_F(OutboxTest, TriesNoMessageAgainDuringQuietHours) {
  store.clock.set(base::parse_rfc3339("2026-03-02T20:59:50+08:00").value());
  const auto id = queued(closed_note(Recipient::phone(sealed("phone", "+8613800138000")))).id;
  sms.answer = Delivery::try_again("忙。", "Busy.");
  delivered();
  EXPECT_EQ(sms.letters.size(), 1u);
  sms.answer = Delivery::sent();
  delivered(minutes(5));
  EXPECT_EQ(sms.letters.size(), 1u) << "the next try fell into the night";
  delivered(hours(11));
  EXPECT_EQ(sms.letters.size(), 2u);
  EXPECT_EQ(message(id).state, MessageState::sent);
}

TEST_F(OutboxTest, WaitsUntilNotBefore) {
  auto note = closed_note(Recipient::phone(sealed("phone", "+8613800138000")));
  note.not_before = store.clock.now() + hours(2);
  queued(note);
  delivered(hours(2) - seconds(1));
  EXPECT_TRUE(sms.letters.empty());
  delivered(seconds(1));
  EXPECT_EQ(sms.letters.size(), 1u);
}

TEST_F(OutboxTest, SendsNothingWhoseTimeIsOver) {
  auto note = closed_note(Recipient::phone(sealed("phone", "+8613800138000")));
  note.expires = store.clock.now() + minutes(10);
  const auto id = queued(note).id;
  delivered(minutes(10));
  EXPECT_TRUE(sms.letters.empty());
  EXPECT_EQ(message(id).state, MessageState::expired);
}

TEST_F(OutboxTest, TriesAgainAndThenLeavesItToAPerson) {
  const auto id = queued(closed_note(Recipient::phone(sealed("phone", "+8613800138000")))).id;
  sms.answer = Delivery::try_again("网关忙。", "The gateway is busy.");
  for (int n = 1; n <= 3; ++n) {
    delivered(minutes(5));
    EXPECT_EQ(sms.letters.size(), static_cast<std::size_t>(n));
  }
  delivered(hours(3));
  EXPECT_EQ(sms.letters.size(), 3u);
  EXPECT_EQ(message(id).state, MessageState::failed);
  EXPECT_EQ(message(id).reason->en, "The gateway is busy.");
  const auto waiting =
      store.read([](store::ReadTx& tx) { return waiting_messages(tx, MessageState::failed, 0, 10); });
  ASSERT_EQ(waiting.size(), 1u);
  sms.answer = Delivery::sent();
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return outbox.send_again(tx, id); }), "ok");
  delivered();
  EXPECT_EQ(message(id).state, MessageState::sent);
  EXPECT_FALSE(message(id).reason);
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return outbox.send_again(tx, id); }), "conflict");
}

TEST_F(OutboxTest, DoesNotRepeatARefusedMessage) {
  const auto id = queued(closed_note(Recipient::phone(sealed("phone", "1")))).id;
  sms.answer = Delivery::refused("空号。", "No such number.");
  delivered();
  delivered(hours(5));
  EXPECT_EQ(sms.letters.size(), 1u);
  EXPECT_EQ(message(id).state, MessageState::failed);
  EXPECT_EQ(message(id).reason->zh, "空号。");
}

TEST_F(OutboxTest, RepeatsAnUncertainLetterOnlyWhereTheOtherSideKnowsTheKey) {
  const auto by_sms = queued(closed_note(Recipient::phone(sealed("phone", "+8613800138000")), "sms")).id;
  const auto by_mail = queued(closed_note(Recipient::email(sealed("email", "li@example.org")), "mail")).id;
  sms.answer = mail.answer = Delivery::uncertain("无答复。", "No answer.");
  delivered();
  sms.answer = mail.answer = Delivery::sent();
  delivered(hours(1));
  EXPECT_EQ(sms.letters.size(), 2u);
  EXPECT_EQ(sms.letters[0].once_key, sms.letters[1].once_key);
  EXPECT_EQ(message(by_sms).state, MessageState::sent);
  EXPECT_EQ(mail.letters.size(), 1u) << "nobody gets a mail twice";
  EXPECT_EQ(message(by_mail).state, MessageState::uncertain);
}

TEST_F(OutboxTest, ObeysAPersonsWordOnAnUncertainMail) {
  const auto first = queued(closed_note(Recipient::email(sealed("email", "li@example.org")), "first")).id;
  const auto second = queued(closed_note(Recipient::email(sealed("email", "li@example.org")), "second")).id;
  mail.answer = Delivery::uncertain("无答复。", "No answer.");
  delivered();
  mail.answer = Delivery::sent();
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return outbox.resolve(tx, first, jobs::Answer::happened); }),
            "ok");
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return outbox.resolve(tx, first, jobs::Answer::happened); }),
            "conflict");
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return outbox.resolve(tx, second, jobs::Answer::not_happened); }),
            "ok");
  EXPECT_EQ(message(first).state, MessageState::sent);
  EXPECT_EQ(message(second).state, MessageState::queued);
  delivered(hours(1));
  EXPECT_EQ(message(second).state, MessageState::sent);
  EXPECT_EQ(mail.letters.size(), 3u);
}

TEST_F(OutboxTest, LeavesAMailUncertainWhenTheProcessDiesWhileSending) {
  const auto id = queued(closed_note(Recipient::email(sealed("email", "li@example.org")))).id;
  store.write([&](store::WriteTx& tx) -> base::Status {
    HOTLINE_TRY(auto held, scheduler.lease(tx, {{kDeliver}, "runner", 1, minutes(5)}));
    return scheduler.begin_call(tx, held.front().attempt, held.front().token);
  });
  runner.recover_own();
  delivered(hours(1));
  EXPECT_TRUE(mail.letters.empty());
  EXPECT_EQ(message(id).state, MessageState::uncertain);
}

TEST_F(OutboxTest, SendsNothingThatWasWithdrawn) {
  const auto id = queued(closed_note(Recipient::phone(sealed("phone", "+8613800138000")))).id;
  auto withdraw = [&](store::WriteTx& tx) {
    return outbox.withdraw(tx, id, {"工单已撤销。", "The ticket was withdrawn."});
  };
  EXPECT_EQ(tried(withdraw), "ok");
  EXPECT_EQ(tried(withdraw), "conflict");
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return outbox.withdraw(tx, 999, {}); }), "not_found");
  delivered(hours(1));
  EXPECT_TRUE(sms.letters.empty());
  EXPECT_EQ(message(id).state, MessageState::suppressed);
  EXPECT_EQ(message(id).reason->en, "The ticket was withdrawn.");
}

TEST_F(OutboxTest, SendsNothingToAnAddressThatWasErased) {
  const auto phone = sealed("phone", "+8613800138000");
  const auto id = queued(closed_note(Recipient::phone(phone))).id;
  store.write([&](store::WriteTx& tx) { return tx.vault().erase(tx, phone); });
  delivered();
  EXPECT_TRUE(sms.letters.empty());
  EXPECT_EQ(message(id).state, MessageState::suppressed);
}

TEST_F(OutboxTest, KeepsWhatWasSentWordForWordUntilItIsErased) {
  const auto id = queued(closed_note(Recipient::phone(sealed("phone", "+8613800138000")))).id;
  EXPECT_FALSE(store.read([&](store::ReadTx& tx) { return sent_text_of(tx, id).has_value(); }));
  delivered();
  const std::int64_t row = store.read([&](store::ReadTx& tx) { return sent_text_of(tx, id).value(); });
  const auto kept = [&] {
    return store.read([&](store::ReadTx& tx) {
      const auto text = tx.vault().open(tx, row);
      return text.ok() ? *text : std::string("gone");
    });
  };
  EXPECT_EQ(kept(), "工单20260302000017已办结。");
  store.write([](store::WriteTx& tx) { erase_words_about(tx, "ticket", 17); });
  EXPECT_EQ(kept(), "gone");
}

TEST_F(OutboxTest, OpensSealedWordsOnlyForTheLetter) {
  auto note = closed_note(Recipient::phone(sealed("phone", "+8613800138000")));
  note.template_name = "greeting";
  note.arguments = {};
  note.sealed_arguments = {{"name", sealed("name", "李某")}};
  const auto id = queued(note).id;
  delivered();
  ASSERT_EQ(sms.letters.size(), 1u);
  EXPECT_EQ(sms.letters[0].text.body, "李某您好。");
  EXPECT_FALSE(message(id).arguments.has("name"));
}

TEST_F(OutboxTest, SaysSoWhenAChannelHasNoCarrier) {
  Courier poor(store, outbox, store.clock, {{Channel::console, &console}});
  jobs::Runner other(store, scheduler, store.clock, waiter, base::make_silent_logger(), {});
  other.handle_outside(kDeliver, [&](jobs::OutsideAttempt& attempt) { return poor.deliver(attempt); });
  const auto id = queued(closed_note(Recipient::phone(sealed("phone", "+8613800138000")))).id;
  other.run_due();
  EXPECT_EQ(message(id).state, MessageState::failed);
}

TEST_F(OutboxTest, RefusesAMessageThatCouldNotBeSent) {
  const auto phone = Recipient::phone(1);
  auto refused = [&](auto spoil) {
    NewMessage note = closed_note(phone);
    spoil(note);
    return tried([&](store::WriteTx& tx) { return outbox.queue(tx, note); });
  };
  EXPECT_EQ(refused([](NewMessage& note) { note.once_key = ""; }), "invalid_input");
  EXPECT_EQ(refused([](NewMessage& note) { note.once_key = "a b"; }), "invalid_input");
  EXPECT_EQ(refused([](NewMessage& note) { note.once_key = "a\r\nX: y"; }), "invalid_input");
  EXPECT_EQ(refused([](NewMessage& note) { note.once_key = std::string(201, 'k'); }), "invalid_input");
  EXPECT_EQ(refused([](NewMessage& note) { note.stream = ""; }), "invalid_input");
  EXPECT_EQ(refused([](NewMessage& note) { note.recipient.address = 0; }), "invalid_input");
  EXPECT_EQ(refused([](NewMessage& note) { note.recipient = Recipient::unit(""); }), "invalid_input");
  EXPECT_EQ(refused([](NewMessage& note) { note.arguments = {}; }), "invalid_input");
  EXPECT_EQ(refused([](NewMessage& note) { note.template_name = "opened"; }), "not_found");
  EXPECT_EQ(refused([](NewMessage& note) {
              note.recipient = Recipient::unit("HZ-1");
              note.sealed_arguments = {{"name", 1}};
            }),
            "invalid_input")
      << "no personal data in the console's table";
  EXPECT_TRUE(store.read([](store::ReadTx& tx) { return messages_about(tx, "ticket", 17); }).empty());
}

}  // namespace
}  // namespace hotline::notify
