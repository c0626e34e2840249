// The words in which tests of the outbox speak.
#pragma once

#include <gtest/gtest.h>

#include "hotline/jobs/migrations.hpp"
#include "hotline/jobs/reading.hpp"
#include "hotline/jobs/runner.hpp"
#include "hotline/notify/console.hpp"
#include "hotline/notify/courier.hpp"
#include "hotline/notify/migrations.hpp"
#include "hotline/notify/outbox.hpp"
#include "support/store_fixture.hpp"

namespace hotline::notify {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::must;
using test::value_of;

inline std::vector<store::Migration> schema() {
  auto all = jobs::migrations();
  for (auto& each : migrations()) all.push_back(std::move(each));
  return all;
}

// Keeps what it is given, and answers what the test wants.
class Pigeon final : public Carrier {
 public:
  explicit Pigeon(bool safe) : safe_(safe) {}
  bool repeats_safely() const override { return safe_; }
  Delivery send(const Letter& letter) override {
    letters.push_back(letter);
    return answer;
  }
  std::vector<Letter> letters;
  Delivery answer = Delivery::sent();

 private:
  bool safe_;
};

class PostDesk : public ::testing::Test {
 protected:
  PostDesk()
      : store(schema()),
        scheduler(store.random),
        outbox(
            scheduler, [this] { return templates; }, settings()),
        console(store),
        sms(true),
        mail(false),
        courier(store, outbox, store.clock,
                {{Channel::console, &console}, {Channel::sms, &sms}, {Channel::email, &mail}}),
        runner(store, scheduler, store.clock, waiter, base::make_silent_logger(), {}) {
    runner.handle_outside(kDeliver,
                          [this](jobs::OutsideAttempt& attempt) { return courier.deliver(attempt); });
  }

  OutboxSettings settings() {
    quiet.hours[RecipientKind::phone] = {minutes{21 * 60}, minutes{8 * 60}};
    OutboxSettings chosen;
    chosen.quiet = [this] { return quiet; };
    chosen.mailbox = [this](const Recipient& to) { return mailbox ? mailbox(to) : std::string(); };
    chosen.max_tries = 3;
    return chosen;
  }

  std::int64_t sealed(const std::string& kind, const std::string& plain) {
    return store.write([&](store::WriteTx& tx) { return tx.vault().seal(tx, kind, plain).id; });
  }
  NewMessage closed_note(Recipient to, std::string once_key = "ticket:17:closed") const {
    NewMessage message;
    message.once_key = std::move(once_key);
    message.stream = "ticket";
    message.subject = 17;
    message.recipient = std::move(to);
    message.template_name = "closed";
    message.arguments = {{"number", std::string("20260302000017")}};
    return message;
  }
  Queued queued(const NewMessage& message) {
    return store.write([&](store::WriteTx& tx) { return outbox.queue(tx, message); });
  }
  template <class Work>
  std::string tried(Work work) {
    auto result = store->write([&](store::WriteTx& tx) { return work(tx); });
    return result.ok() ? "ok" : std::string(base::name_of(result.error().code));
  }
  // Carries out what is due; then what has become due `later`.
  void delivered(base::Duration later = base::Duration{0}) {
    store.clock.advance(later);
    while (runner.run_due() > 0) {
    }
  }
  Message message(std::int64_t id) {
    return *store.read([&](store::ReadTx& tx) { return find_message(tx, id); });
  }

  std::shared_ptr<const Templates> templates =
      std::make_shared<Templates>(std::map<std::string, Template, std::less<>>{
          {"closed", {{"办结", "Closed"}, {"工单{number}已办结。", "Ticket {number} is closed."}}},
          {"greeting", {{"", ""}, {"{name}您好。", "Hello {name}."}}}});
  QuietRules quiet;
  std::function<std::string(const Recipient&)> mailbox;
  test::TestStore store;
  jobs::Scheduler scheduler;
  Outbox outbox;
  ConsoleCarrier console;
  Pigeon sms;
  Pigeon mail;
  Courier courier;
  jobs::ThreadWaiter waiter;
  jobs::Runner runner;
};

}  // namespace hotline::notify
