// Erlang C against published values, and the calls that a day may expect.
#include "hotline/insight/staffing.hpp"

#include "hotline/call/migrations.hpp"
#include "insight/insight_fixture.hpp"

namespace hotline::insight::test {
namespace {

// pyworkforce: 100 calls in 30 min, 180 s each, 20 s.
const CallLoad published{100, std::chrono::seconds{1800}, 180};

TEST(ErlangC, GivesThePublishedValues) {
  const Service fourteen = service_of(published, 20, 14);
  EXPECT_NEAR(fourteen.level, 0.8883500191794669, 1e-12);
  EXPECT_NEAR(fourteen.occupancy, 0.7142857142857143, 1e-12);
  EXPECT_NEAR(fourteen.waiting, 0.17413193359504983, 1e-12);
  EXPECT_NEAR(fourteen.answer_seconds, 7.836, 5e-4);
  EXPECT_NEAR(service_of(published, 20, 12).level, 0.6402, 5e-5);
  EXPECT_NEAR(service_of(published, 20, 13).level, 0.7956, 5e-5);
  EXPECT_NEAR(service_of(published, 20, 15).level, 0.9415, 5e-5);
  EXPECT_NEAR(service_of(published, 15, 14).level, 0.8752, 5e-5);
}

TEST(ErlangC, NamesTheFewestAgentsThatReachTheGoalAndThePositionsForThem) {
  const auto staffing = staff_for(published, {20, 0.8, 0.3});
  ASSERT_TRUE(staffing.ok());
  EXPECT_EQ(staffing->service.agents, 14);
  EXPECT_EQ(staffing->positions, 20);
  EXPECT_EQ(staff_for({0, std::chrono::seconds{1800}, 180}, {})->positions, 0);
  EXPECT_EQ(erlang_c(10, 10), 1) << "they cannot keep up";
  // A large room: 770 agents' worth of calls, without overflow.
  EXPECT_GT(staff_for({7000, std::chrono::seconds{1800}, 180}, {})->service.agents, 700);
}

TEST(ErlangC, RefusesNumbersOutOfTheirRange) {
  for (const StaffGoal& goal : {StaffGoal{15, 1.0, 0.3}, StaffGoal{15, 0.9, 1.0}, StaffGoal{-1, 0.9, 0.3}})
    EXPECT_EQ(staff_for(published, goal).error().code, base::ErrorCode::invalid_input);
  EXPECT_EQ(staff_for({-1, std::chrono::seconds{1800}, 180}, {}).error().code,
            base::ErrorCode::invalid_input);
  EXPECT_EQ(staff_for({1e9, std::chrono::seconds{1800}, 180}, {}).error().code,
            base::ErrorCode::invalid_input);
}

class ExpectedCalls : public InsightTest {
 protected:
  // A call on a local day; answered for `talk` seconds, or abandoned.
  void rang(const std::string& minute, std::optional<int> talk) {
    const base::Time at = value_of(base::parse_rfc3339(minute + ":00+08:00"));
    store.write([&](store::WriteTx& tx) {
      tx.execute(
          "INSERT INTO call_record (source, external_id, channel, desk, state, masked_phone, ringing_at, "
          "answered_at, ended_at) VALUES ('t', ?1, 'phone', '', 'ended', '', ?2, ?3, ?4)",
          std::to_string(++last_), at, talk ? std::optional(at) : std::nullopt,
          at + std::chrono::seconds{talk.value_or(10)});
    });
  }
  int last_ = 0;
};

TEST_F(ExpectedCalls, AreTheMeanOfTheSameWeekdayAndHalfHourOnDaysOfTheSameKind) {
  for (int i = 0; i < 6; ++i) rang("2026-03-09T09:1" + std::to_string(i), 100);
  rang("2026-03-09T10:05", std::nullopt);
  for (int i = 0; i < 2; ++i) rang("2026-03-16T09:2" + std::to_string(i), 200);
  rang("2026-03-17T09:20", 100);  // a Tuesday
  const auto expected = [&](const char* day, int weeks) {
    const base::Time noon = value_of(base::parse_rfc3339(std::string(day) + "T12:00:00+08:00"));
    return store.read([&](store::ReadTx& tx) {
      return expect_calls(tx, *city.get(), city.get()->calendar.local_date(noon), weeks, 180);
    });
  };
  const ExpectedDay monday = expected("2026-03-23", 2);
  EXPECT_EQ(monday.days, 2);
  ASSERT_EQ(monday.slots.size(), 48U);
  EXPECT_EQ(monday.slots[18].calls, 4) << "six and two, at nine";
  EXPECT_EQ(monday.slots[18].handle_seconds, 125);
  EXPECT_EQ(monday.slots[20].calls, 0.5) << "who hung up wanted an agent too";
  EXPECT_EQ(monday.slots[20].handle_seconds, 125) << "that of the day, where none was measured";
  EXPECT_EQ(monday.slots[19].calls, 0);
  const ExpectedDay unknown = expected("2026-03-25", 1);
  EXPECT_EQ(unknown.days, 1);
  EXPECT_EQ(unknown.slots[18].handle_seconds, 180) << "the usual one";
}

}  // namespace
}  // namespace hotline::insight::test
