#include "call/call_fixture.hpp"

namespace hotline::call::test {
namespace {

using jobs::State;

class CallbackTest : public CallTest {
 protected:
  CallbackTest() {
    city::CityLoad load = city::load_city_files(city::test::small_city());
    city = load.city;
    store.clock.set(local("2026-03-02T10:00"));  // a Monday
  }
  static base::Time local(const std::string& minute) {
    return value_of(base::parse_rfc3339(minute + ":00+08:00"));
  }

  // A ticket that was resolved just now, with one caller to be asked.
  ticket::Ticket given_a_resolved_ticket() {
    const ticket::CityDeadlines deadlines(*city);
    ticket::Ticket t = store.write([&](store::WriteTx& tx) -> base::Result<ticket::Ticket> {
      const std::int64_t id = ticket::TicketBook::next_id(tx);
      ticket::NewRequest request;
      request.channel = "phone";
      request.received_at = tx.now();
      request.words = "路灯不亮";
      request.caller_phone = "+8613812345678";
      HOTLINE_TRY(const ticket::Request stored, requests.receive(tx, request, id, actor));
      ticket::NewTicket opening;
      opening.number = stored.number;
      opening.requests = {stored.id};
      opening.summary = stored.sealed_words;
      return tickets.open(tx, id, opening, deed, [&](const ticket::Ticket& now) {
        return ticket::decide_dispatch(now, {"XH-CG", {}, false}, deadlines, tx.now());
      });
    });
    store.write([&](store::WriteTx& tx) -> base::Result<ticket::Ticket> {
      const auto act = [&](const ticket::TicketBook::Decide& decide) {
        return tickets.act(tx, t.id, std::nullopt, deed, decide);
      };
      HOTLINE_CHECK(act([&](const ticket::Ticket& now) { return ticket::decide_sign(now, 1, {}); }));
      const store::Sealed reply = ticket::TicketBook::seal_text(tx, t.id, "reply", "已修复");
      HOTLINE_CHECK(act([&](const ticket::Ticket& now) {
        return ticket::decide_reply(now, 1, reply, {}, deadlines, tx.now());
      }));
      return act(
          [&](const ticket::Ticket& now) { return ticket::decide_accept_review(now, deadlines, tx.now()); });
    });
    return load(t.id);
  }
  ticket::Ticket load(std::int64_t id) {
    return store.read([&](store::ReadTx& tx) { return ticket::TicketBook::load(tx, id); });
  }
  static CallbackResult answered(std::string solved) {
    CallbackResult result;
    result.rating.solved = std::move(solved);
    return result;
  }
  static CallbackResult outcome(CallbackOutcome how) { return {how, {}}; }

  base::Result<CallbackStep> record(std::int64_t request, const CallbackResult& result) {
    return store.get().write(
        [&](store::WriteTx& tx) { return callbacks.record(tx, request, result, *city, deed); });
  }
  base::Result<CallbackStep> record(const jobs::LeasedJob& job, const CallbackResult& result) {
    return store.get().write([&](store::WriteTx& tx) {
      return callbacks.record(tx, CallbackLease{job.attempt, job.token}, result, *city, deed);
    });
  }
  std::vector<jobs::LeasedJob> lease() {
    return store.write([&](store::WriteTx& tx) {
      return scheduler.lease(tx, {{std::string(ticket::job::callback)}, "worker", 10, minutes(1)});
    });
  }
  std::vector<OpenCallback> open() {
    return store.read([&](store::ReadTx& tx) { return open_callbacks(tx, 0, 100); });
  }
  std::map<State, std::int64_t> job_counts() {
    return store.read([&](store::ReadTx& tx) {
      std::map<State, std::int64_t> found;
      for (const jobs::Count& one : jobs::counts(tx)) {
        if (one.kind == ticket::job::callback) found[one.state] = one.jobs;
      }
      return found;
    });
  }

  std::shared_ptr<const city::City> city;
  ticket::TicketBook tickets{scheduler};
  ticket::RequestBook requests{store.random, hours{8}};
  Callbacks callbacks{scheduler, tickets};
  ticket::Deed deed{{"account:1", "test"}, ""};
};

TEST_F(CallbackTest, ASatisfiedCallerClosesTheTicketAndEndsTheJob) {
  const ticket::Ticket t = given_a_resolved_ticket();
  ASSERT_EQ(open().size(), 1u);
  EXPECT_EQ(open()[0].request.masked_phone, "138****5678");
  const CallbackStep step = value_of(record(t.requests[0], answered("yes")));
  EXPECT_EQ(step.end, CallbackEnd::rated);
  EXPECT_EQ(load(t.id).state, ticket::TicketState::closed);
  EXPECT_TRUE(open().empty());
  EXPECT_EQ(job_counts(), (std::map<State, std::int64_t>{{State::done, 1}}));
}

TEST_F(CallbackTest, AnUnhappyCallerReopensTheTicketOnce) {
  const ticket::Ticket t = given_a_resolved_ticket();
  value_of(record(t.requests[0], answered("no")));
  EXPECT_EQ(load(t.id).state, ticket::TicketState::dispatched);
  EXPECT_EQ(load(t.id).reopened, 1);
  EXPECT_TRUE(open().empty());
}

TEST_F(CallbackTest, AWorkerAndAPersonComeToTheSame) {
  const ticket::Ticket t = given_a_resolved_ticket();
  const auto leased = lease();
  ASSERT_EQ(leased.size(), 1u);
  EXPECT_EQ(value_of(record(leased[0], answered("yes"))).end, CallbackEnd::rated);
  EXPECT_EQ(load(t.id).state, ticket::TicketState::closed);
  EXPECT_EQ(kinds_of("request", t.requests[0]).back(), "rated");
  EXPECT_FALSE(record(leased[0], answered("yes")).ok()) << "a second result is not taken";
}

TEST_F(CallbackTest, WhoDoesNotAnswerIsCalledAgainHoursLaterAndThenLeft) {
  const ticket::Ticket t = given_a_resolved_ticket();
  base::Time due = now();
  for (int n = 1; n < city->settings.callback.attempts; ++n) {
    const CallbackStep step = value_of(record(t.requests[0], outcome(CallbackOutcome::no_answer)));
    EXPECT_EQ(step.end, CallbackEnd::again);
    EXPECT_EQ(step.calls, n);
    EXPECT_EQ(step.next, due + hours(2));
    EXPECT_TRUE(lease().empty()) << "nobody calls before that";
    due = *step.next;
    store.clock.set(due);
  }
  const CallbackStep last = value_of(record(t.requests[0], outcome(CallbackOutcome::no_answer)));
  EXPECT_EQ(last.end, CallbackEnd::not_reached);
  EXPECT_FALSE(last.next);
  EXPECT_TRUE(open().empty());
  EXPECT_EQ(load(t.id).state, ticket::TicketState::resolved) << "silence is no judgement";
  EXPECT_FALSE(store.read(
      [&](store::ReadTx& tx) { return ticket::RequestBook::rating_of(tx, t.requests[0]).has_value(); }));
}

TEST_F(CallbackTest, APersonAndAWorkerShareTheCountOfCalls) {
  given_a_resolved_ticket();
  EXPECT_EQ(value_of(record(lease()[0], outcome(CallbackOutcome::no_answer))).calls, 1);
  store.clock.advance(hours(2));
  EXPECT_EQ(open()[0].calls, 1);
  EXPECT_EQ(value_of(record(open()[0].request.id, outcome(CallbackOutcome::no_answer))).calls, 2);
  store.clock.advance(hours(2));
  EXPECT_EQ(value_of(record(lease()[0], outcome(CallbackOutcome::no_answer))).end, CallbackEnd::not_reached);
}

TEST_F(CallbackTest, WhoRefusesOrHasAnotherNumberIsNotCalledAgain) {
  for (const CallbackOutcome how : {CallbackOutcome::refused, CallbackOutcome::wrong_number}) {
    const ticket::Ticket t = given_a_resolved_ticket();
    EXPECT_EQ(value_of(record(t.requests[0], outcome(how))).end, CallbackEnd::declined);
    EXPECT_TRUE(open().empty());
    EXPECT_EQ(load(t.id).state, ticket::TicketState::resolved);
  }
}

TEST_F(CallbackTest, WhoHasRatedByHimselfIsNotCalled) {
  const ticket::Ticket t = given_a_resolved_ticket();
  store.write([&](store::WriteTx& tx) -> base::Status {
    return tickets.rate(tx, *ticket::RequestBook::find(tx, t.requests[0]), answered("yes").rating,
                        ticket::CityDeadlines(*city), deed);
  });
  EXPECT_TRUE(open().empty());
  EXPECT_TRUE(lease().empty());
}

TEST_F(CallbackTest, WhoRatesDuringTheCallIsRatedOnce) {
  const ticket::Ticket t = given_a_resolved_ticket();
  const auto leased = lease();
  store.write(
      [&](store::WriteTx& tx) { return scheduler.begin_call(tx, leased[0].attempt, leased[0].token); });
  store.write([&](store::WriteTx& tx) -> base::Status {
    return tickets.rate(tx, *ticket::RequestBook::find(tx, t.requests[0]), answered("yes").rating,
                        ticket::CityDeadlines(*city), deed);
  });
  EXPECT_EQ(value_of(record(leased[0], answered("no"))).end, CallbackEnd::rated_before);
  EXPECT_EQ(store.read([&](store::ReadTx& tx) {
    return ticket::RequestBook::rating_of(tx, t.requests[0])->rating.solved;
  }),
            "yes");
}

TEST_F(CallbackTest, APersonTakesOverFromAWorkerThatHasNotDialledAndWaitsForOneThatHas) {
  const ticket::Ticket first = given_a_resolved_ticket();
  const auto idle = lease();
  EXPECT_TRUE(record(first.requests[0], answered("yes")).ok());
  EXPECT_FALSE(record(idle[0], answered("yes")).ok());

  const ticket::Ticket second = given_a_resolved_ticket();
  const auto dialling = lease();
  store.write(
      [&](store::WriteTx& tx) { return scheduler.begin_call(tx, dialling[0].attempt, dialling[0].token); });
  EXPECT_EQ(record(second.requests[0], answered("yes")).error().code, base::ErrorCode::conflict);
  EXPECT_TRUE(record(dialling[0], answered("yes")).ok());
}

TEST_F(CallbackTest, ACallThatNobodyKnowsTheEndOfIsSettledByAPerson) {
  const ticket::Ticket t = given_a_resolved_ticket();
  const auto leased = lease();
  store.write([&](store::WriteTx& tx) -> base::Status {
    HOTLINE_CHECK(scheduler.begin_call(tx, leased[0].attempt, leased[0].token));
    return scheduler.report_unknown(tx, leased[0].attempt, leased[0].token);
  });
  EXPECT_EQ(open()[0].state, State::unknown);
  EXPECT_EQ(value_of(record(t.requests[0], answered("yes"))).end, CallbackEnd::rated);
  EXPECT_EQ(job_counts(), (std::map<State, std::int64_t>{{State::done, 1}}));
}

TEST_F(CallbackTest, AWrongScoreChangesNothing) {
  const ticket::Ticket t = given_a_resolved_ticket();
  CallbackResult wrong = answered("yes");
  wrong.rating.result = 6;
  EXPECT_EQ(record(t.requests[0], wrong).error().code, base::ErrorCode::invalid_input);
  EXPECT_EQ(open().size(), 1u);
  EXPECT_EQ(load(t.id).state, ticket::TicketState::resolved);
}

TEST_F(CallbackTest, NothingIsRecordedWhereNothingIsOpen) {
  EXPECT_EQ(record(99, answered("yes")).error().code, base::ErrorCode::not_found);
}

// City: 09:00 to 20:30, and on days that are not worked without 12:00 to 14:00.
TEST_F(CallbackTest, CitizensAreCalledInCallingHoursOnly) {
  const auto next = [&](const std::string& from) { return next_calling_time(*city, local(from)); };
  EXPECT_EQ(next("2026-03-02T09:00"), local("2026-03-02T09:00"));
  EXPECT_EQ(next("2026-03-02T08:59"), local("2026-03-02T09:00"));
  EXPECT_EQ(next("2026-03-02T12:30"), local("2026-03-02T12:30")) << "a working day has no pause";
  EXPECT_EQ(next("2026-03-02T20:29"), local("2026-03-02T20:29"));
  EXPECT_EQ(next("2026-03-02T20:30"), local("2026-03-03T09:00"));
  EXPECT_EQ(next("2026-03-07T12:30"), local("2026-03-07T14:00")) << "a Saturday";
  EXPECT_EQ(next("2026-02-17T13:59"), local("2026-02-17T14:00")) << "a public holiday on a Tuesday";
  EXPECT_EQ(next("2026-02-14T12:30"), local("2026-02-14T12:30")) << "a Saturday that is worked";
  EXPECT_TRUE(is_calling_time(*city, local("2026-03-02T09:00")));
  EXPECT_FALSE(is_calling_time(*city, local("2026-03-02T20:30")));
}

TEST_F(CallbackTest, ACallInTheEveningIsRepeatedTheNextMorning) {
  const ticket::Ticket t = given_a_resolved_ticket();
  store.clock.set(local("2026-03-02T19:30"));
  EXPECT_EQ(value_of(record(t.requests[0], outcome(CallbackOutcome::no_answer))).next,
            local("2026-03-03T09:00"));
}

}  // namespace
}  // namespace hotline::call::test
