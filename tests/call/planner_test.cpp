// When citizens are asked, by which channel, and that nobody is forgotten; missed calls.
#include "hotline/call/planner.hpp"
#include "call/call_fixture.hpp"
#include "hotline/call/mood.hpp"
#include "hotline/ticket/herald.hpp"

namespace hotline::call::test {
namespace {

class PlannerTest : public ::testing::Test {
 protected:
  PlannerTest() {
    city::CityFiles files = city::test::small_city();
    files["templates.toml"] +=
        "\n[callback_sms]\nzh = \"请评价{link}\"\n\n[redo_notice]\nzh = \"{number}由{unit}重办\"\n"
        "\n[callback_waits]\nzh = \"{number}\"\n\n[citizen_page]\nzh = \"https://example.org/\"\n";
    city.set(city::load_city_files(files).city);
    at("2026-03-02T10:00");  // a Monday
    must(planner.start_with_the_next(store.get()));
  }
  static base::Time local(const std::string& minute) {
    return value_of(base::parse_rfc3339(minute + ":00+08:00"));
  }
  void at(const std::string& minute) { store.clock.set(local(minute)); }
  void catch_up(CallbackPlanner& who) {
    while (value_of(who.catch_up(store.get(), 3)) > 0) {
    }
  }
  void catch_up() { catch_up(planner); }

  std::int64_t given_a_dispatched_ticket(const std::string& reply_by = "",
                                         const std::string& phone = "+8613812345678") {
    return store
        .write([&](store::WriteTx& tx) -> base::Result<ticket::Ticket> {
          const std::int64_t id = ticket::TicketBook::next_id(tx);
          ticket::NewRequest request;
          request.channel = "phone";
          request.received_at = tx.now();
          request.words = "路灯不亮";
          request.caller_phone = phone;
          request.reply_by = reply_by;
          HOTLINE_TRY(const ticket::Request stored, requests.receive(tx, request, id, deed.actor));
          ticket::NewTicket opening;
          opening.number = stored.number;
          opening.requests = {stored.id};
          opening.summary = stored.sealed_words;
          const ticket::CityDeadlines deadlines(*city.get());
          return tickets.open(tx, id, opening, deed, [&](const ticket::Ticket& now) {
            return ticket::decide_dispatch(now, {"XH-CG", {}, false}, deadlines, tx.now());
          });
        })
        .id;
  }
  void act(std::int64_t id, const ticket::TicketBook::Decide& decide) {
    store.write([&](store::WriteTx& tx) { return tickets.act(tx, id, std::nullopt, deed, decide); });
  }
  void resolve(std::int64_t id) {
    const ticket::CityDeadlines deadlines(*city.get());
    store.write([&](store::WriteTx& tx) -> base::Result<ticket::Ticket> {
      const store::Sealed reply = ticket::TicketBook::seal_text(tx, id, "reply", "已修复");
      HOTLINE_CHECK(tickets.act(tx, id, std::nullopt, deed,
                                [&](const ticket::Ticket& now) -> base::Result<ticket::NewEvents> {
                                  if (now.assignments[0].state != ticket::AssignmentState::assigned)
                                    return ticket::NewEvents{};
                                  return ticket::decide_sign(now, 1, {});
                                }));
      HOTLINE_CHECK(tickets.act(tx, id, std::nullopt, deed, [&](const ticket::Ticket& now) {
        return ticket::decide_reply(now, 1, reply, {}, deadlines, tx.now());
      }));
      return tickets.act(tx, id, std::nullopt, deed, [&](const ticket::Ticket& now) {
        return ticket::decide_accept_review(now, deadlines, tx.now());
      });
    });
  }
  std::int64_t given_a_resolved_ticket(const std::string& reply_by = "") {
    const std::int64_t id = given_a_dispatched_ticket(reply_by);
    resolve(id);
    catch_up();
    return id;
  }
  std::optional<jobs::Job> callback(std::int64_t request) {
    return store.read([&](store::ReadTx& tx) {
      return jobs::find_open(tx, ticket::job::callback, std::to_string(request));
    });
  }
  CallbackStep record(std::int64_t request, CallbackOutcome how, const std::string& solved = "yes") {
    CallbackResult result{how, {}};
    result.rating.solved = solved;
    return store.write(
        [&](store::WriteTx& tx) { return callbacks.record(tx, request, result, *city.get(), deed); });
  }
  void run_guards() {
    const auto due = store.write([&](store::WriteTx& tx) {
      return scheduler.lease(tx, {{std::string(kCallbackGuard)}, "test", 100, minutes(1)});
    });
    for (const jobs::LeasedJob& job : due) {
      store.write([&](store::WriteTx& tx) -> base::Status {
        HOTLINE_CHECK(scheduler.complete(tx, job.attempt, job.token, {}));
        return planner.guard(tx, job);
      });
    }
  }
  std::vector<std::string> templates_about(std::int64_t request) {
    return store.read([&](store::ReadTx& tx) {
      std::vector<std::string> names;
      for (const notify::Message& one : notify::messages_about(tx, "request", request))
        names.push_back(one.template_name);
      return names;
    });
  }
  int count_of(std::int64_t request, std::string_view kind) {
    return store.read([&](store::ReadTx& tx) {
      int found = 0;
      for (const store::Entry& one : store::entries_of(tx, "request", request)) found += one.kind == kind;
      return found;
    });
  }

  hotline::test::TestStore store{schema()};
  jobs::Scheduler scheduler{store.random};
  city::CityHolder city;
  notify::Outbox outbox{scheduler, [this] { return ticket::templates_of(*city.get()); }, {}};
  ticket::TicketBook tickets{scheduler};
  ticket::RequestBook requests{store.random, hours{8}};
  Callbacks callbacks{scheduler, tickets};
  CallbackPlanner planner{scheduler, city, outbox, true};
  ticket::Deed deed{{"account:1", "test"}, ""};
};

TEST_F(PlannerTest, WhatIsResolvedAtNightIsPlannedForTheMorning) {
  at("2026-03-02T22:00");
  given_a_resolved_ticket();
  EXPECT_EQ(callback(1)->due, local("2026-03-03T09:00"));
  EXPECT_EQ(first_attempt_due(*city.get(), local("2026-03-03T09:00")), local("2026-03-03T11:00"));
  EXPECT_EQ(first_attempt_due(*city.get(), local("2026-03-02T20:00")), local("2026-03-03T11:00"))
      << "calling time ends before the two hours do";
  EXPECT_EQ(first_attempt_due(*city.get(), local("2026-03-07T11:00")), local("2026-03-07T16:00"))
      << "a Saturday's rest from noon to two";
}

TEST_F(PlannerTest, WhoPrefersTextGetsALinkAndACallOnlyADayLater) {
  given_a_resolved_ticket("sms");
  EXPECT_EQ(templates_about(1), std::vector<std::string>{"callback_sms"});
  EXPECT_EQ(callback(1)->due, local("2026-03-03T10:00"));
  EXPECT_EQ(count_of(1, "callback_begun"), 1);
  const auto sent = store.read([](store::ReadTx& tx) { return notify::messages_about(tx, "request", 1); });
  EXPECT_TRUE(sent[0].arguments.text_or_empty("link").starts_with(
      "https://example.org/#number=20260302000001&code="));
  EXPECT_EQ(record(1, CallbackOutcome::no_answer).calls, 2) << "the link was the first attempt";
}

TEST_F(PlannerTest, WithoutAGatewayEverybodyIsCalled) {
  CallbackPlanner silent{scheduler, city, outbox, false};
  const std::int64_t id = given_a_dispatched_ticket("sms");
  resolve(id);
  catch_up(silent);
  EXPECT_TRUE(templates_about(1).empty());
  EXPECT_EQ(callback(1)->due, local("2026-03-02T10:00"));
}

TEST_F(PlannerTest, TheLinkFollowsTheLastFailedAttemptOnce) {
  given_a_resolved_ticket();
  for (int n = 0; n < 3; ++n) {
    EXPECT_TRUE(templates_about(1).empty());
    record(1, CallbackOutcome::no_answer);
    store.clock.advance(hours(3));
    catch_up();
  }
  EXPECT_EQ(templates_about(1), std::vector<std::string>{"callback_sms"});
  EXPECT_FALSE(callback(1));
}

TEST_F(PlannerTest, NobodyIsForgottenWhenNobodyCalls) {
  given_a_resolved_ticket();
  at("2026-03-02T11:39");
  run_guards();
  EXPECT_TRUE(templates_about(1).empty());
  at("2026-03-02T11:40");
  run_guards();
  EXPECT_EQ(templates_about(1), (std::vector<std::string>{"callback_waits", "callback_sms"}));
  EXPECT_EQ(count_of(1, "callback_begun"), 1);
  EXPECT_TRUE(callback(1)) << "a call is still wanted";
}

TEST_F(PlannerTest, TheGuardLeavesAloneWhatHasBegunAndRecordsWhatNeverDid) {
  given_a_resolved_ticket();
  record(1, CallbackOutcome::no_answer);
  at("2026-03-02T11:40");
  run_guards();
  EXPECT_TRUE(templates_about(1).empty());

  store.write([](store::WriteTx& tx) {
    static constexpr std::string_view forget = "UPDATE request SET caller_phone = NULL";
    tx.execute(forget);
  });
  at("2026-03-02T14:00");
  given_a_resolved_ticket();
  store.write([](store::WriteTx& tx) {
    static constexpr std::string_view forget = "UPDATE request SET caller_phone = NULL";
    tx.execute(forget);
  });
  at("2026-03-02T15:40");
  run_guards();
  EXPECT_EQ(count_of(2, "callback_late"), 0) << "there are twenty minutes left";
  at("2026-03-02T16:01");
  run_guards();
  EXPECT_EQ(count_of(2, "callback_late"), 1);
}

TEST_F(PlannerTest, WhatWasRedoneIsAskedAboutAndRatedAgain) {
  const std::int64_t id = given_a_resolved_ticket();
  record(1, CallbackOutcome::answered, "no");
  catch_up();
  EXPECT_EQ(templates_about(1), std::vector<std::string>{"redo_notice"}) << "the caller is told";
  EXPECT_FALSE(callback(1));
  store.clock.advance(hours(1));
  resolve(id);
  catch_up();
  ASSERT_TRUE(callback(1));
  EXPECT_EQ(record(1, CallbackOutcome::answered, "yes").end, CallbackEnd::rated);
  EXPECT_EQ(store.read([&](store::ReadTx& tx) { return ticket::TicketBook::load(tx, id); }).state,
            ticket::TicketState::closed);
  EXPECT_EQ(count_of(1, "rated"), 2) << "both judgements stay on record";
}

TEST_F(PlannerTest, FollowsEachEntryOnceThoughItStartsAnew) {
  given_a_resolved_ticket("sms");
  store.reopen();
  CallbackPlanner again{scheduler, city, outbox, true};
  must(again.start_with_the_next(store.get()));
  catch_up(again);
  EXPECT_EQ(count_of(1, "callback_planned"), 1);
  EXPECT_EQ(templates_about(1).size(), 1u);
}

TEST(Mood, IsReadFromTheWords) {
  EXPECT_EQ(mood_of("谢谢，处理得很快"), Mood::pleased);
  EXPECT_EQ(mood_of("不满意，没人管"), Mood::upset);
  EXPECT_EQ(mood_of("互相推诿，糊弄老百姓！"), Mood::angry);
  EXPECT_EQ(mood_of("还行吧"), Mood::calm);
  EXPECT_EQ(mood_of(""), Mood::calm);
  EXPECT_EQ(mood_of("感謝"), Mood::pleased) << "traditional characters too";
}

// -- missed calls -----------------------------------------------------------------------------------------

class MissedTest : public CallTest {
 protected:
  MissedTest() {
    city = city::load_city_files(city::test::small_city()).city;
    store.clock.set(value_of(base::parse_rfc3339("2026-03-02T10:00:00+08:00")));
  }
  Call rung(const std::string& phone) {
    NewCall in;
    in.external_id = "x" + std::to_string(++rings_);
    in.channel = "phone";
    in.phone = phone;
    return store.write([&](store::WriteTx& tx) { return calls.ring(tx, in, actor); }).call;
  }
  Call missed_call(const std::string& phone) {
    Call call = rung(phone);
    store.clock.advance(seconds(30));
    call = store.write([&](store::WriteTx& tx) {
      return calls.report(tx, call.id, {CallAction::abandon, {}, 0, ""}, actor);
    });
    store.write([&](store::WriteTx& tx) { return missed.missed(tx, call, actor); });
    return call;
  }
  std::vector<MissedCallback> open() {
    return store.read([](store::ReadTx& tx) { return missed_callbacks(tx, 0, 100); });
  }
  base::Result<std::optional<TakenCallback>> take(std::int64_t agent) {
    return store.get().write([&](store::WriteTx& tx) { return missed.take(tx, agent, *city); });
  }
  std::optional<base::Time> finish(const TakenCallback& taken, MissedOutcome how) {
    return store.write(
        [&](store::WriteTx& tx) { return missed.finish(tx, taken.attempt, taken.token, how, *city, actor); });
  }
  bool calls_back(std::int64_t agent, const Call& call) {
    return store.read([&](store::ReadTx& tx) { return is_calling_back(tx, call, agent); });
  }
  // What every runner does again and again.
  void lose_leases() {
    store.write([&](store::WriteTx& tx) { return scheduler.recover(tx, 100); });
  }
  std::int64_t given_an_agent(const std::string& login) {
    const std::int64_t id = given_account(login, access::Role::agent);
    value_of(put(id, AgentState::available));
    return id;
  }

  MissedCalls missed{scheduler};
  std::shared_ptr<const city::City> city;

 private:
  int rings_ = 0;
};

TEST_F(MissedTest, ANumberWaitsOnceAndKeepsItsPlace) {
  const Call first = missed_call("+8613800000001");
  const Call other = missed_call("+8613800000002");
  missed_call("+8613800000001");
  ASSERT_EQ(open().size(), 2u);
  EXPECT_EQ(open()[0].call, first.id);
  EXPECT_EQ(open()[0].rang, 2);
  EXPECT_EQ(open()[0].due, first.ringing_at) << "ringing again moves it neither back nor forward";
  const std::int64_t agent = given_an_agent("anna");
  EXPECT_EQ((*value_of(take(agent))).callback.call, first.id);
  EXPECT_EQ(open()[1].call, other.id);
}

TEST_F(MissedTest, NoMoreAreOutThanAgentsAreFree) {
  missed_call("+8613800000001");
  missed_call("+8613800000002");
  missed_call("+8613800000003");
  const std::int64_t one = given_an_agent("anna"), two = given_an_agent("berta");
  const std::int64_t resting = given_account("clara", access::Role::agent);
  EXPECT_EQ(take(resting).error().code, base::ErrorCode::conflict) << "not available";
  EXPECT_TRUE(value_of(take(one)));
  EXPECT_TRUE(value_of(take(two)));
  EXPECT_EQ(take(one).error().code, base::ErrorCode::conflict) << "two are out, two are free";
}

TEST_F(MissedTest, WhoGetsThroughIsNotCalledBack) {
  missed_call("+8613800000001");
  const Call again = rung("+8613800000001");
  const Call other = rung("+8613800000009");
  store.write([&](store::WriteTx& tx) { return missed.got_through(tx, other, actor); });
  EXPECT_EQ(open().size(), 1u) << "another number";
  store.write([&](store::WriteTx& tx) { return missed.got_through(tx, again, actor); });
  EXPECT_TRUE(open().empty());
  EXPECT_FALSE(value_of(take(given_an_agent("anna"))));
  EXPECT_EQ(kinds_of("call", 1).back(), "merged");
}

TEST_F(MissedTest, WhoDoesNotAnswerIsTriedThreeTimes) {
  missed_call("+8613800000001");
  const std::int64_t agent = given_an_agent("anna");
  for (int n = 1; n < kMissedAttempts; ++n) {
    const auto taken = value_of(take(agent));
    ASSERT_TRUE(taken);
    EXPECT_EQ(finish(*taken, MissedOutcome::no_answer), now() + kMissedApart);
    EXPECT_FALSE(value_of(take(agent))) << "not at once";
    store.clock.advance(kMissedApart);
  }
  const auto last = value_of(take(agent));
  EXPECT_EQ(finish(*last, MissedOutcome::no_answer), std::nullopt);
  EXPECT_TRUE(open().empty());
  EXPECT_FALSE(store.get()
                   .write([&](store::WriteTx& tx) {
                     return missed.finish(tx, last->attempt, last->token, MissedOutcome::reached, *city,
                                          actor);
                   })
                   .ok())
      << "a second result is not taken";
}

TEST_F(MissedTest, StaysInViewOfWhoReturnsItAloneHoweverLongTheyTalk) {
  const Call call = missed_call("+8613800000001");
  const std::int64_t speaker = given_an_agent("anna"), other = given_an_agent("berta");
  const auto taken = value_of(take(speaker));
  ASSERT_TRUE(taken);
  store.clock.advance(minutes(50));
  lose_leases();
  EXPECT_TRUE(calls_back(speaker, call));
  EXPECT_FALSE(calls_back(other, call));
  EXPECT_EQ(open().at(0).state, jobs::State::leased) << "supervisors see that it is being returned";
  EXPECT_FALSE(value_of(take(other))) << "handed to nobody else";
  EXPECT_EQ(finish(*taken, MissedOutcome::reached), std::nullopt);
  EXPECT_FALSE(calls_back(speaker, call)) << "the call is over";
  EXPECT_TRUE(open().empty());
}

TEST_F(MissedTest, IsHeldNoLongerThanACallMayLastAndDialledByNobodyElse) {
  const Call call = missed_call("+8613800000001");
  const std::int64_t speaker = given_an_agent("anna"), other = given_an_agent("berta");
  const auto taken = value_of(take(speaker));
  ASSERT_TRUE(taken);
  store.clock.advance(kMissedLease);
  lose_leases();
  EXPECT_FALSE(calls_back(speaker, call));
  EXPECT_EQ(open().at(0).state, jobs::State::unknown);
  EXPECT_FALSE(value_of(take(other)));
  EXPECT_EQ(finish(*taken, MissedOutcome::reached), std::nullopt) << "a late result is taken";
  EXPECT_TRUE(open().empty());
}

TEST_F(MissedTest, IsHeldByNobodyWhoHasSignedOff) {
  const Call call = missed_call("+8613800000001"), another = missed_call("+8613800000002");
  const std::int64_t speaker = given_an_agent("anna"), other = given_an_agent("berta");
  ASSERT_TRUE(value_of(take(speaker)));
  ASSERT_TRUE(value_of(take(other)));
  value_of(put(speaker, AgentState::on_break));
  EXPECT_TRUE(calls_back(speaker, call)) << "a break ends no call";
  value_of(put(speaker, AgentState::logged_out));
  EXPECT_FALSE(calls_back(speaker, call));
  EXPECT_EQ(open().at(0).state, jobs::State::unknown) << "nobody knows whether the citizen was reached";
  EXPECT_TRUE(calls_back(other, another)) << "another's is left alone";
  value_of(put(speaker, AgentState::available));
  EXPECT_FALSE(value_of(take(speaker))) << "dialled by nobody again";
}

TEST_F(MissedTest, AWithheldNumberAndANightsOldCallAreNotDialled) {
  missed_call("");
  EXPECT_TRUE(open().empty());
  store.clock.set(value_of(base::parse_rfc3339("2026-03-02T23:00:00+08:00")));
  missed_call("+8613800000001");
  const std::int64_t agent = given_an_agent("anna");
  store.clock.advance(minutes(31));
  EXPECT_FALSE(value_of(take(agent))) << "half an hour later at night";
  EXPECT_EQ(open().size(), 1u) << "but it is not lost";
  store.clock.set(value_of(base::parse_rfc3339("2026-03-03T09:00:00+08:00")));
  EXPECT_TRUE(value_of(take(agent)));
}

}  // namespace
}  // namespace hotline::call::test
