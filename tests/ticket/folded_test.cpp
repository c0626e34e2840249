// Tickets that were folded before are taken up where they were left, and never believed blindly.
#include "ticket/folded.hpp"

#include <latch>
#include <thread>

#include "ticket/ticket_fixture.hpp"

namespace hotline::ticket::test {
namespace {

class Folded : public TicketTest {
 protected:
  // From the first event on.
  Ticket folded_anew(std::int64_t id) {
    return store.read([&](store::ReadTx& tx) { return fold(id, store::entries_of(tx, "ticket", id)); });
  }
  void expect_as_folded_anew(std::int64_t id) {
    const Ticket kept = load(id), anew = folded_anew(id);
    EXPECT_EQ(kept.version, anew.version);
    EXPECT_EQ(kept.state, anew.state);
    EXPECT_EQ(kept.urged, anew.urged);
    EXPECT_EQ(kept.assignments.size(), anew.assignments.size());
    EXPECT_EQ(kept.clocks.size(), anew.clocks.size());
    EXPECT_EQ(kept.next_due(), anew.next_due());
    EXPECT_FALSE(projection_fault(id));
  }
  Ticket urge(std::int64_t id) {
    return must_act(id, [](const Ticket& now) { return decide_urge(now, ""); });
  }
};

TEST_F(Folded, EveryActLeavesWhatItsEventsSay) {
  const Ticket ticket = given_a_dispatched_ticket({"ZJ"});
  expect_as_folded_anew(ticket.id);
  sign(ticket);
  expect_as_folded_anew(ticket.id);
  urge(ticket.id);
  expect_as_folded_anew(ticket.id);
  reply(ticket);
  expect_as_folded_anew(ticket.id);
}

TEST_F(Folded, WhatOthersAppendedIsFoldedOnTop) {
  const Ticket ticket = given_a_dispatched_ticket();
  ASSERT_EQ(load(ticket.id).urged, 0);
  store.write([&](store::WriteTx& tx) {
    tx.journal().append(tx,
                        {"ticket", ticket.id, event::urged, agent.actor, "", {{"unit", std::string("CG")}}});
  });
  EXPECT_EQ(load(ticket.id).urged, 1);
  EXPECT_EQ(load(ticket.id).version, ticket.version + 1);
}

TEST_F(Folded, UndoneWorkIsNotBelieved) {
  const Ticket ticket = given_a_dispatched_ticket();
  const auto undone = store->write([&](store::WriteTx& tx) -> base::Status {
    HOTLINE_CHECK(book.act(tx, ticket.id, std::nullopt, agent,
                           [](const Ticket& now) { return decide_sign(now, 1, {}); }));
    EXPECT_EQ(TicketBook::load(tx, ticket.id)->assignments[0].state, AssignmentState::signed_for);
    return base::Error::of(base::ErrorCode::conflict, "冲突", "conflict");
  });
  EXPECT_FALSE(undone.ok());
  EXPECT_EQ(load(ticket.id).assignments[0].state, AssignmentState::assigned);
  // The next event gets the number of the one that was undone.
  urge(ticket.id);
  EXPECT_EQ(load(ticket.id).assignments[0].state, AssignmentState::assigned);
  expect_as_folded_anew(ticket.id);
}

TEST_F(Folded, AnOlderViewSeesTheOlderTicket) {
  const Ticket ticket = given_a_dispatched_ticket();
  std::latch has_view(1), was_written(1);
  std::int64_t seen = 0;
  std::thread reader([&] {
    store.read([&](store::ReadTx& tx) {
      EXPECT_EQ(TicketBook::load(tx, ticket.id)->version, ticket.version);
      has_view.count_down();
      was_written.wait();
      seen = TicketBook::load(tx, ticket.id)->version;
    });
  });
  has_view.wait();
  urge(ticket.id);
  EXPECT_EQ(load(ticket.id).version, ticket.version + 1);
  was_written.count_down();
  reader.join();
  EXPECT_EQ(seen, ticket.version);
}

TEST_F(Folded, AnotherStoresTicketOfTheSameNumberIsAnother) {
  const Ticket here = given_a_dispatched_ticket();
  hotline::test::TestStore other{schema()};
  other.write([&](store::WriteTx& tx) {
    tx.journal().append(tx, {"ticket", here.id, event::urged, agent.actor, "", {}});
  });
  const Ticket there = other.read([&](store::ReadTx& tx) { return TicketBook::load(tx, here.id); });
  EXPECT_EQ(there.version, 1);
  EXPECT_EQ(load(here.id).version, here.version);
}

TEST(FoldedTickets, KeepsTheNewestAndNoMoreThanItsRoom) {
  FoldedTickets kept;
  const auto most = static_cast<std::int64_t>(2 * FoldedTickets::young_most * FoldedTickets::shards);
  const auto keep = [&](std::int64_t id, std::int64_t version) {
    FoldedTicket one;
    one.ticket.id = id;
    one.ticket.version = version;
    kept.keep(std::make_shared<const FoldedTicket>(one));
  };
  for (std::int64_t id = 1; id <= 2 * most; ++id) {
    keep(id, 1);
    ASSERT_NE(kept.find(1), nullptr) << "asked for all the time, and gone after " << id;
  }
  std::int64_t found = 0;
  for (std::int64_t id = 1; id <= 2 * most; ++id) found += kept.find(id) != nullptr;
  EXPECT_GE(found, most / 4);
  EXPECT_LE(found, most);
  EXPECT_NE(kept.find(2 * most), nullptr);
  keep(2 * most, 2);
  EXPECT_EQ(kept.find(2 * most)->ticket.version, 2);
  EXPECT_EQ(kept.find(3 * most), nullptr);
}

}  // namespace
}  // namespace hotline::ticket::test
