// What the herald tells about orders to emergency lines and about consultations, and who hears of an order
// that nobody takes.
#include "supervise/supervise_fixture.hpp"

namespace hotline::supervise::test {
namespace {

using Told = std::vector<std::string>;

class Orders : public SuperviseTest {
 protected:
  // "recipient template" of each message about the ticket, oldest first, once the herald has caught up.
  Told messages(std::int64_t ticket, bool tell_callers = false) {
    ticket::Herald herald(*outbox, holder, {tell_callers, ""});
    while (value_of(herald.catch_up(store.get(), 100)) > 0) {
    }
    return store.read([&](store::ReadTx& tx) {
      Told told;
      for (const notify::Message& one : notify::messages_about(tx, "ticket", ticket)) {
        const std::string who = one.recipient.name.empty() ? "phone" : one.recipient.name;
        told.push_back(who + " " + one.template_name + (one.critical ? "!" : ""));
      }
      return told;
    });
  }
  Ticket handed_over() {
    const Ticket opened = open({.text = "有人持刀", .place = "文三路 1 号"});
    return act(opened.id, [&](const Ticket& t) {
      return ticket::decide_handover(t, "110", "POLICE", now() + minutes{3}, true);
    });
  }
  void use_without_ladder() {
    city::CityFiles files = pressing_city();
    std::string& rules = files["supervision.toml"];
    const std::string trigger = "[[trigger]]\non = \"unacknowledged\"\nrung = \"two\"\n";
    rules.erase(rules.find(trigger), trigger.size());
    use(files);
  }
};

TEST_F(Orders, TheLinesUnitGetsTheOrderAndTheCallerIsToldOnlyWhereMessagesAreSent) {
  const Ticket t = handed_over();
  EXPECT_EQ(messages(t.id), Told{"POLICE handover!"});
  const Ticket other = handed_over();
  EXPECT_EQ(messages(other.id, true), (Told{"POLICE handover!", "phone handover_caller!"}));
  EXPECT_EQ(messages(t.id, true), Told{"POLICE handover!"}) << "told once";
}

TEST_F(Orders, TheOrderNamesPlaceAndMinutes) {
  const Ticket t = handed_over();
  messages(t.id);
  const notify::Message order =
      store.read([&](store::ReadTx& tx) { return notify::messages_about(tx, "ticket", t.id).at(0); });
  EXPECT_EQ(order.arguments.text_or_empty("line"), "110");
  EXPECT_EQ(order.arguments.text_or_empty("place"), "文三路 1 号");
  EXPECT_EQ(order.arguments.integer("minutes"), 3);
}

TEST_F(Orders, AnOrderThatComesBackIsToldToTheSupervisors) {
  const Ticket t = handed_over();
  act(t.id, [](const Ticket& at) { return ticket::decide_decline(at, 1, {"POLICE"}); });
  EXPECT_EQ(messages(t.id), (Told{"POLICE handover!", "supervisor handover_declined!"}));
}

TEST_F(Orders, WithoutARungForItAnUntakenOrderIsToldToTheSupervisorsAndTheLine) {
  use_without_ladder();
  const Ticket missed = handed_over(), taken = handed_over();
  settle_down();
  act(taken.id, [](const Ticket& t) { return ticket::decide_acknowledge(t, {1, "J1", "7"}, {"POLICE"}); });
  pass(minutes{2});
  EXPECT_EQ(messages(missed.id), Told{"POLICE handover!"});
  pass(minutes{2});
  EXPECT_EQ(messages(missed.id),
            (Told{"POLICE handover!", "supervisor handover_late!", "POLICE handover_late!"}));
  EXPECT_EQ(messages(taken.id), Told{"POLICE handover!"});
  EXPECT_TRUE(told(missed.id).empty()) << "no ladder, no step";
}

TEST_F(Orders, EveryUnitThatIsConsultedIsTold) {
  const Ticket t = open({.text = "河边有人烧垃圾", .place = "文三路 2 号"});
  act(t.id, [](const Ticket& at) { return ticket::decide_consult(at, {"XH-CG", "ENV"}); });
  EXPECT_EQ(messages(t.id), (Told{"XH-CG consultation", "ENV consultation"}));
}

}  // namespace
}  // namespace hotline::supervise::test
