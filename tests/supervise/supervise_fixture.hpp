// A hotline in small for tests of supervision: store, small city with a ladder, runner, clock that stands
// still. Noon of Monday 2026-03-02; a ticket's resolve limit of five working days ends on 2026-03-09 17:30.
#pragma once

#include <gtest/gtest.h>

#include "city/small_city.hpp"
#include "hotline/access/migrations.hpp"
#include "hotline/base/log.hpp"
#include "hotline/jobs/migrations.hpp"
#include "hotline/jobs/reading.hpp"
#include "hotline/notify/migrations.hpp"
#include "hotline/notify/outbox.hpp"
#include "hotline/supervise/migrations.hpp"
#include "hotline/supervise/office.hpp"
#include "hotline/supervise/topics.hpp"
#include "hotline/ticket/deadlines.hpp"
#include "hotline/ticket/herald.hpp"
#include "hotline/ticket/lateness.hpp"
#include "support/store_fixture.hpp"

namespace hotline::supervise::test {

using hotline::test::must;
using hotline::test::value_of;
using std::chrono::hours;
using std::chrono::minutes;
using ticket::Ticket;

inline city::CityFiles pressing_city() {
  city::CityFiles files = city::test::small_city();
  files["templates.toml"] +=
      "[yellow_card]\nzh = \"黄牌{number}{deadline}\"\n"
      "[red_card]\nzh = \"红牌{number}{deadline}\"\n"
      "[supervision_step]\nzh = \"{step}{number}{reason}{leader}{deadline}\"\n"
      "[supervision_knowledge]\nzh = \"{step}{number}\"\n"
      "[alert]\nzh = \"{title}{place}{count}\"\n";
  files["risk_words.csv"] += "orange,堵门,群体,\n";
  files["supervision.toml"] =
      "[cards]\n"
      "[[leader]]\npost = \"head\"\nname = \"单位负责人\"\n"
      "[[leader]]\npost = \"head\"\nname = \"西湖区区长\"\nunit = \"XH\"\n"
      "[[leader]]\npost = \"mayor\"\nname = \"副市长\"\n"
      "[[rung]]\ncode = \"urge\"\nname = \"催办\"\nstep = \"urge\"\nanswer_minutes = 225\n"
      "[[rung]]\ncode = \"one\"\nname = \"一级督办\"\nstep = \"supervise\"\nlevel = 1\nleader = \"head\"\n"
      "answer_minutes = 450\n"
      "[[rung]]\ncode = \"two\"\nname = \"二级督办\"\nstep = \"supervise\"\nlevel = 2\nleader = \"head\"\n"
      "answer_minutes = 450\n"
      "[[rung]]\ncode = \"board\"\nname = \"挂牌督办\"\nstep = \"board\"\nlevel = 3\nleader = \"mayor\"\n"
      "[[trigger]]\non = \"late\"\nclocks = [\"sign\"]\nrung = \"urge\"\n"
      "[[trigger]]\non = \"late\"\nrung = \"one\"\n"
      "[[trigger]]\non = \"returned\"\ncount = 2\nrung = \"one\"\n"
      "[[trigger]]\non = \"reopened\"\nrung = \"one\"\n"
      "[[trigger]]\non = \"repeats\"\ncount = 3\nrung = \"two\"\n"
      "[[trigger]]\non = \"unsatisfied\"\nrung = \"one\"\n"
      "[[trigger]]\non = \"recurrence\"\nhours = 72\nrung = \"two\"\n"
      "[[trigger]]\non = \"risk\"\nflags = [\"群体\"]\nrung = \"board\"\n"
      "[[trigger]]\non = \"unacknowledged\"\nrung = \"two\"\n"
      "[[trigger]]\non = \"stale_knowledge\"\nrung = \"urge\"\n"
      "[[alert]]\nname = \"三天三单\"\nkind = \"growing\"\nbodies = [\"HOTLINE\", \"XH\"]\n"
      "[[alert]]\nname = \"群体风险\"\nkind = \"group\"\npeople = 30\nflags = [\"群体\"]\n"
      "bodies = [\"HOTLINE\", \"ENV\", \"XH\"]\n";
  return files;
}

inline std::vector<store::Migration> schema() {
  std::vector<store::Migration> all;
  for (auto& part :
       {jobs::migrations(), notify::migrations(), access::migrations(), ticket::migrations(), migrations()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

class SuperviseTest : public ::testing::Test {
 protected:
  SuperviseTest() {
    use(pressing_city());
    build();
  }

  void use(const city::CityFiles& files) {
    const city::CityLoad load = city::load_city_files(files, ++version_);
    if (!load.city) throw std::runtime_error(load.diagnostics.front().text.en);
    holder.set(load.city);
  }
  // As after a restart: everything in memory is new.
  void build() {
    runner.reset();
    office.reset();
    outbox.reset();
    scheduler = std::make_unique<jobs::Scheduler>(store.random);
    book = std::make_unique<ticket::TicketBook>(*scheduler);
    outbox = std::make_unique<notify::Outbox>(
        *scheduler, [this] { return ticket::templates_of(*holder.get()); }, notify::OutboxSettings{});
    office = std::make_unique<Office>(*scheduler, *book, *outbox, holder);
    runner = std::make_unique<jobs::Runner>(store.get(), *scheduler, store.clock, waiter,
                                            base::make_silent_logger(), jobs::RunnerSettings{});
    office->serve(*runner);
    runner->handle_inside(std::string(ticket::job::deadline),
                          [this](store::WriteTx& tx, const jobs::LeasedJob& job) {
                            return ticket::note_lateness(tx, job.subject, *scheduler, *outbox, holder);
                          });
  }

  // What the running program does all the time.
  void settle_down() {
    for (bool busy = true; busy;) {
      const std::size_t followed = value_of(office->ladder.catch_up(store.get(), 100));
      busy = followed > 0 || runner->run_due() > 0;
    }
  }
  // Lets time pass as it does: whatever falls due on the way is done when it is due.
  void pass(base::Duration time) { go_to(now() + time); }
  void go_to(base::Time target) {
    settle_down();
    const std::vector<std::string> kinds{kYellow,    kClimb,  kAcknowledge,
                                         kRecompute, kTopics, std::string(ticket::job::deadline)};
    for (;;) {
      const auto next = store.read([&](store::ReadTx& tx) { return jobs::next_due(tx, kinds); });
      if (!next || *next > target) break;
      store.clock.set(std::max(*next, now()));
      settle_down();
    }
    store.clock.set(target);
    settle_down();
  }

  struct Words {
    std::string text = "路灯不亮已经一周", place = "文三路 1 号", phone = "+8613800000001";
    std::vector<std::string> flags = {};
    city::Urgency urgency = city::Urgency::normal;
  };
  Ticket open(const Words& words) {
    const Ticket opened = store.write([&](store::WriteTx& tx) -> base::Result<Ticket> {
      const std::int64_t id = ticket::TicketBook::next_id(tx);
      ticket::NewRequest request;
      request.channel = "phone";
      request.received_at = tx.now();
      request.words = words.text;
      request.place = words.place;
      request.caller_phone = words.phone;
      HOTLINE_TRY(const ticket::Request taken, requests.receive(tx, request, id, agent.actor));
      ticket::NewTicket ticket;
      ticket.number = taken.number;
      ticket.matter = "0402.040201";
      ticket.division = "330106005";
      ticket.urgency = words.urgency;
      ticket.flags = words.flags;
      ticket.requests = {taken.id};
      ticket.summary = {taken.words, "digest"};
      ticket.title = taken.title;
      ticket.place = words.place;
      return book->open(tx, id, ticket, agent);
    });
    settle_down();
    return opened;
  }
  Ticket act(std::int64_t id, const ticket::TicketBook::Decide& decide) {
    return store.write([&](store::WriteTx& tx) { return book->act(tx, id, std::nullopt, agent, decide); });
  }
  Ticket dispatch(const Words& words, const std::string& unit = "XH-CG") {
    const Ticket opened = open(words);
    const Ticket sent = act(opened.id, [&](const Ticket& t) {
      return ticket::decide_dispatch(t, {unit, {}, false}, deadlines(), now());
    });
    settle_down();
    return sent;
  }
  void sign(std::int64_t id) {
    act(id, [&](const Ticket& t) { return ticket::decide_sign(t, t.lead()->id, {}); });
    act(id, [&](const Ticket& t) { return ticket::decide_contact(t, t.lead()->id, {}); });
    settle_down();
  }
  void resolve(std::int64_t id) {
    act(id, [&](const Ticket& t) {
      return ticket::decide_reply(t, t.lead()->id, {1, "d"}, {}, deadlines(), now());
    });
    act(id, [&](const Ticket& t) { return ticket::decide_accept_review(t, deadlines(), now()); });
    settle_down();
  }
  void rate(std::int64_t id, const std::string& solved) {
    store.write([&](store::WriteTx& tx) -> base::Status {
      const auto request = ticket::RequestBook::of_ticket(tx, id).front();
      ticket::Rating rating;
      rating.solved = solved;
      return book->rate(tx, request, rating, deadlines(), agent);
    });
    settle_down();
  }
  ticket::CityDeadlines deadlines() { return ticket::CityDeadlines(*holder.get()); }
  base::Time now() { return store.clock.now(); }
  void go_to(const std::string& beijing) { go_to(value_of(base::parse_rfc3339(beijing + ":00+08:00"))); }

  std::vector<Step> steps(std::int64_t ticket) {
    return store.read([&](store::ReadTx& tx) { return steps_of(tx, "ticket", ticket); });
  }
  // "name/cause/state" of each step, oldest first.
  std::vector<std::string> told(std::int64_t ticket) {
    std::vector<std::string> out;
    for (const Step& one : steps(ticket)) out.push_back(one.name + "/" + one.cause + "/" + one.state);
    return out;
  }
  std::size_t messages(const std::string& stream, std::int64_t subject) {
    return store.read([&](store::ReadTx& tx) { return notify::messages_about(tx, stream, subject).size(); });
  }
  Ticket load(std::int64_t id) {
    return store.read([&](store::ReadTx& tx) { return ticket::TicketBook::load(tx, id); });
  }

  hotline::test::TestStore store{schema()};
  city::CityHolder holder;
  jobs::ThreadWaiter waiter;
  std::unique_ptr<jobs::Scheduler> scheduler;
  std::unique_ptr<ticket::TicketBook> book;
  std::unique_ptr<notify::Outbox> outbox;
  std::unique_ptr<Office> office;
  std::unique_ptr<jobs::Runner> runner;
  ticket::RequestBook requests{store.random, hours{8}};
  ticket::Deed agent{{"account:1", "test"}, ""};

 private:
  std::int64_t version_ = 0;
};

}  // namespace hotline::supervise::test
