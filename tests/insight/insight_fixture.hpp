// A hotline in small whose tickets are counted: a store, a city, units that act at given hours.
#pragma once

#include <gtest/gtest.h>

#include "city/small_city.hpp"
#include "hotline/access/migrations.hpp"
#include "hotline/call/migrations.hpp"
#include "hotline/insight/exclusions.hpp"
#include "hotline/insight/follower.hpp"
#include "hotline/insight/migrations.hpp"
#include "hotline/insight/months.hpp"
#include "hotline/jobs/migrations.hpp"
#include "ticket/ticket_fixture.hpp"

namespace hotline::insight::test {

using hotline::test::must;
using hotline::test::value_of;
using std::chrono::hours;
using std::chrono::minutes;
using ticket::Rating;
using ticket::Ticket;

inline std::vector<store::Migration> schema() {
  std::vector<store::Migration> all;
  for (auto& part : {jobs::migrations(), access::migrations(), ticket::migrations(), call::migrations(),
                     insight::migrations()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

class InsightTest : public ::testing::Test {
 protected:
  InsightTest() { city.set(city::load_city_files(city::test::small_city()).city); }

  struct Opening {
    std::string matter = "0402.040201";
    std::string division = "330106005";
    std::string channel = "phone";
    std::string phone = "+8613800000001";
    city::Kind kind = city::Kind::complaint;
  };
  Ticket given_a_ticket(const Opening& how) {
    return store.write([&](store::WriteTx& tx) -> base::Result<Ticket> {
      const std::int64_t id = ticket::TicketBook::next_id(tx);
      ticket::NewRequest words;
      words.channel = how.channel;
      words.received_at = tx.now();
      words.words = "工地半夜施工，请处理。";
      words.caller_phone = how.phone;
      HOTLINE_TRY(const ticket::Request request, requests.receive(tx, words, id, agent.actor));
      ticket::NewTicket opening;
      opening.number = request.number;
      opening.kind = how.kind;
      opening.matter = how.matter;
      opening.division = how.division;
      opening.requests = {request.id};
      opening.summary = {request.words, "digest"};
      return book.open(tx, id, opening, agent);
    });
  }
  Ticket act(std::int64_t id, const ticket::TicketBook::Decide& decide) {
    return store.write([&](store::WriteTx& tx) { return book.act(tx, id, std::nullopt, agent, decide); });
  }
  void dispatch(std::int64_t id, const std::string& unit, std::vector<std::string> assistants = {}) {
    act(id, [&](const Ticket& t) {
      return ticket::decide_dispatch(t, {unit, assistants, false}, deadlines, store.clock.now());
    });
  }
  void sign(std::int64_t id, std::int64_t part = 1) {
    act(id, [&](const Ticket& t) { return ticket::decide_sign(t, part, {}); });
  }
  void contact(std::int64_t id, std::int64_t part = 1) {
    act(id, [&](const Ticket& t) { return ticket::decide_contact(t, part, {}); });
  }
  void give_back(std::int64_t id, std::int64_t part = 1) {
    act(id, [&](const Ticket& t) {
      return ticket::decide_return(t, part, {"not_duty", "ENV", {}}, {}, 2, store.clock.now());
    });
  }
  void rule(std::int64_t id, std::int64_t part, ticket::RulingKind kind, const std::string& unit = "") {
    act(id, [&](const Ticket& t) {
      return ticket::decide_rule(t, part, {kind, unit}, deadlines, store.clock.now());
    });
  }
  void reply(std::int64_t id, std::int64_t part = 1) {
    store.write([&](store::WriteTx& tx) {
      const store::Sealed text = ticket::TicketBook::seal_text(tx, id, "reply", "已处理。");
      return book.act(tx, id, std::nullopt, agent, [&](const Ticket& t) {
        return ticket::decide_reply(t, part, text, {}, deadlines, tx.now());
      });
    });
  }
  void accept(std::int64_t id) {
    act(id, [&](const Ticket& t) { return ticket::decide_accept_review(t, deadlines, store.clock.now()); });
  }
  void send_back(std::int64_t id) {
    act(id, [&](const Ticket& t) { return ticket::decide_send_back(t, deadlines, store.clock.now()); });
  }
  void answer(std::int64_t id) {
    store.write([&](store::WriteTx& tx) {
      const store::Sealed text = ticket::TicketBook::seal_text(tx, id, "answer", "请带身份证。");
      return book.act(tx, id, std::nullopt, agent,
                      [&](const Ticket& t) { return ticket::decide_answer(t, text); });
    });
  }
  void rate(std::int64_t request, const std::string& solved, std::optional<int> result,
            std::optional<bool> contacted = std::nullopt) {
    Rating rating;
    rating.solved = solved;
    rating.result = result;
    rating.contacted = contacted;
    store.write([&](store::WriteTx& tx) {
      return book.rate(tx, *ticket::RequestBook::find(tx, request), rating, deadlines, {{"citizen", ""}, ""});
    });
  }
  void after(base::Duration time) { store.clock.advance(time); }

  void count() {
    while (value_of(follower.catch_up(7)) > 0) {
    }
  }
  // Both ends of March 2026 unless told otherwise.
  FigureFilter march() const {
    using namespace std::chrono;
    return {year{2026} / 3 / 1, year{2026} / 3 / 31};
  }
  std::vector<FigureRow> figures(const FigureQuery& query) {
    return store.read([&](store::ReadTx& tx) { return read_figures(tx, query, *city.get()); });
  }
  Count figure(Figure which, const FigureFilter& filter) {
    const auto rows = figures({filter, By::city, 0, {which}});
    return rows.empty() ? Count{} : rows.front().counts.at(which);
  }
  Count figure(Figure which) { return figure(which, march()); }
  std::vector<std::int64_t> behind(Figure which, Side side) {
    return store.read(
        [&](store::ReadTx& tx) { return tickets_behind(tx, march(), which, side, *city.get(), 0, 100); });
  }

  hotline::test::TestStore store{schema()};
  jobs::Scheduler scheduler{store.random};
  ticket::TicketBook book{scheduler};
  ticket::RequestBook requests{store.random, hours{8}};
  ticket::test::FixedDeadlines deadlines;  // sign 2 h, contact 8 h, return 8 h, resolve 40 h
  city::CityHolder city;
  Follower follower{store.get(), store.clock, city};
  ticket::Deed agent{{"account:1", "test"}, ""};
};

}  // namespace hotline::insight::test
