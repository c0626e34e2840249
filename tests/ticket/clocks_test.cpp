// Clocks that stand still, and time that is asked for.
#include "ticket/ticket_fixture.hpp"

namespace hotline::ticket::test {
namespace {

using std::chrono::hours;

class Clocks : public TicketTest {
 protected:
  base::Result<Ticket> pause(const Ticket& t) {
    return act(t.id, [&](const Ticket& at) { return decide_pause(at, 1, deadlines, store.clock.now()); });
  }
  base::Result<Ticket> resume(const Ticket& t, const std::string& unit = "") {
    return act(t.id,
               [&](const Ticket& at) { return decide_resume(at, 1, {unit}, deadlines, store.clock.now()); });
  }
  base::Result<Ticket> ask(const Ticket& t) {
    return act(t.id, [&](const Ticket& at) {
      return decide_extension_request(at, 1, 60, {"CG"}, deadlines, store.clock.now());
    });
  }
  static const RunningClock& resolve(const Ticket& t) {
    for (const RunningClock& clock : t.clocks) {
      if (clock.what == city::Limited::resolve) return clock;
    }
    throw std::logic_error("no resolve clock");
  }
};

TEST_F(Clocks, APauseStopsTheClockAndItsEndGivesBackWhatWasLeft) {
  const Ticket t = sign(given_a_dispatched_ticket());
  const base::Time due = resolve(t).due;
  store.clock.advance(hours{10});
  const Ticket paused = hotline::test::value_of(pause(t));
  EXPECT_TRUE(resolve(paused).paused());
  EXPECT_EQ(projection_fault(t.id), std::nullopt);
  EXPECT_FALSE(pause(t).ok()) << "it stands still already";
  store.clock.advance(hours{1000});
  EXPECT_FALSE(resolve(load(t.id)).late(store.clock.now()));
  EXPECT_EQ(resume(t, "ZJ").error().code, base::ErrorCode::not_found) << "another unit's part";
  const Ticket on = hotline::test::value_of(resume(t, "CG"));
  EXPECT_EQ(resolve(on).due, due + hours{1000});
  EXPECT_EQ(resume(t).error().code, base::ErrorCode::conflict);
  EXPECT_EQ(projection_fault(t.id), std::nullopt);
}

TEST_F(Clocks, OnlyASignedPartWhoseTimeIsNotUpCanBePaused) {
  const Ticket unsigned_one = given_a_dispatched_ticket();
  EXPECT_EQ(pause(unsigned_one).error().code, base::ErrorCode::illegal_transition);
  const Ticket late = sign(given_a_dispatched_ticket());
  store.clock.advance(hours{41});
  EXPECT_EQ(pause(late).error().code, base::ErrorCode::conflict);
  EXPECT_EQ(load(late.id).version, late.version);
}

TEST_F(Clocks, AReplyDuringAPauseIsInTime) {
  const Ticket t = sign(given_a_dispatched_ticket());
  hotline::test::value_of(pause(t));
  const base::Time stood = store.clock.now();
  store.clock.advance(hours{1000});
  const Ticket done = reply(t);
  EXPECT_EQ(resolve(done).stopped, stood);
  EXPECT_FALSE(resolve(done).late(store.clock.now()));
}

TEST_F(Clocks, AnExtensionIsRefusedOnceTheLimitHasRunOut) {
  const Ticket t = sign(given_a_dispatched_ticket());
  store.clock.advance(hours{40});
  EXPECT_TRUE(ask(t).ok()) << "the last instant is in time";
  const Ticket other = sign(given_a_dispatched_ticket());
  store.clock.advance(hours{40} + base::Duration{1});
  const auto late = ask(other);
  EXPECT_EQ(late.error().code, base::ErrorCode::conflict);
  EXPECT_EQ(load(other.id).version, other.version);
}

TEST_F(Clocks, MoreTimeIsAskedForOnce) {
  const Ticket t = sign(given_a_dispatched_ticket());
  hotline::test::value_of(ask(t));
  must_act(t.id, [&](const Ticket& at) { return decide_extension(at, 1, false, deadlines); });
  EXPECT_EQ(ask(t).error().code, base::ErrorCode::conflict);
  EXPECT_EQ(resolve(load(t.id)).due, resolve(t).due) << "what was refused moves nothing";
}

}  // namespace
}  // namespace hotline::ticket::test
