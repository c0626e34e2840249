// A hotline in small: a store, a book of tickets, and limits that need no city.
#pragma once

#include <gtest/gtest.h>

#include "hotline/jobs/migrations.hpp"
#include "hotline/jobs/scheduler.hpp"
#include "hotline/notify/migrations.hpp"
#include "hotline/ticket/repository.hpp"
#include "support/store_fixture.hpp"

namespace hotline::ticket::test {

// Every limit is a fixed number of hours from the start.
class FixedDeadlines final : public Deadlines {
 public:
  base::Result<std::optional<base::Time>> due(city::Limited what, const Ticket&, const std::string&,
                                              base::Time start) const override {
    static constexpr int hours[] = {2, 8, 8, 40, 8, 2, 40};
    return std::optional<base::Time>(start + std::chrono::hours{hours[static_cast<int>(what)]});
  }
  base::Result<base::Time> add_working_minutes(const std::string&, base::Time start,
                                               std::int64_t minutes) const override {
    return base::Time{start + std::chrono::minutes{minutes}};
  }
  base::Result<std::int64_t> longest_extension(const Ticket&, const Assignment&) const override {
    return std::int64_t{2400};
  }
  bool pausable(city::Limited what, const Ticket&) const override { return what == city::Limited::resolve; }
  base::Result<base::Time> resumed_due(city::Limited, const Ticket&, const std::string&, base::Time due,
                                       base::Time paused, base::Time resumed) const override {
    return base::Time{due + (resumed - paused)};
  }
};

inline std::vector<store::Migration> schema() {
  std::vector<store::Migration> all = jobs::migrations();
  for (auto& part : {notify::migrations(), migrations()}) all.insert(all.end(), part.begin(), part.end());
  return all;
}

class TicketTest : public ::testing::Test {
 protected:
  NewRequest words(const std::string& text, const std::string& phone = "+8613800000001") {
    NewRequest request;
    request.channel = "phone";
    request.received_at = store.clock.now();
    request.words = text;
    request.place = "文三路 1 号";
    request.caller_name = "王小明";
    request.caller_phone = phone;
    return request;
  }

  // A citizen's words become a ticket that waits for a person.
  Ticket given_a_ticket(const std::string& text = "楼下路灯不亮已经一周。请尽快修好",
                        const std::string& phone = "+8613800000001") {
    return store.write([&](store::WriteTx& tx) -> base::Result<Ticket> {
      const std::int64_t id = TicketBook::next_id(tx);
      HOTLINE_TRY(const Request request, requests.receive(tx, words(text, phone), id, agent.actor));
      NewTicket ticket;
      ticket.number = request.number;
      ticket.matter = "0304.030402";
      ticket.requests = {request.id};
      ticket.summary = {request.words, "digest"};
      ticket.title = request.title;
      ticket.place = request.place;
      return book.open(tx, id, ticket, agent);
    });
  }
  Ticket given_a_dispatched_ticket(std::vector<std::string> assistants = {}) {
    const Ticket ticket = given_a_ticket();
    return must_act(ticket.id, [&](const Ticket& t) {
      return decide_dispatch(t, {"CG", assistants, false}, deadlines, store.clock.now());
    });
  }

  base::Result<Ticket> act(std::int64_t id, const TicketBook::Decide& decide) {
    return store.get().write(
        [&](store::WriteTx& tx) { return book.act(tx, id, std::nullopt, agent, decide); });
  }
  Ticket must_act(std::int64_t id, const TicketBook::Decide& decide) {
    return hotline::test::value_of(act(id, decide));
  }

  Ticket sign(const Ticket& t, std::int64_t assignment = 1) {
    return must_act(t.id, [&](const Ticket& now) { return decide_sign(now, assignment, {}); });
  }
  Ticket reply(const Ticket& t, std::int64_t assignment = 1) {
    return hotline::test::value_of(store.get().write([&](store::WriteTx& tx) {
      const store::Sealed text = TicketBook::seal_text(tx, t.id, "reply", "路灯已于今日修复。");
      return book.act(tx, t.id, std::nullopt, agent, [&](const Ticket& now) {
        return decide_reply(now, assignment, text, {}, deadlines, tx.now());
      });
    }));
  }
  Ticket load(std::int64_t id) {
    return store.read([&](store::ReadTx& tx) { return TicketBook::load(tx, id); });
  }
  std::optional<std::string> projection_fault(std::int64_t id) {
    return store.read([&](store::ReadTx& tx) { return find_projection_fault(tx, id); });
  }

  hotline::test::TestStore store{schema()};
  jobs::Scheduler scheduler{store.random};
  TicketBook book{scheduler};
  RequestBook requests{store.random, std::chrono::hours{8}};
  FixedDeadlines deadlines;
  Deed agent{{"account:1", "test"}, ""};
};

}  // namespace hotline::ticket::test
