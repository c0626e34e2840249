// The wall clock is set back a day and forward a week, while work is planned, waiting and leased.
#include <set>

#include "jobs/job_desk.hpp"

namespace hotline::jobs {
namespace {

class ClockJump : public JobDesk {
 protected:
  // Carries out everything that is due now; returns each job done, once for each time.
  std::vector<std::int64_t> carried_out(int batch = 50) {
    std::vector<std::int64_t> done;
    for (;;) {
      const auto held = leased(batch);
      if (held.empty()) return done;
      EXPECT_LE(held.size(), static_cast<std::size_t>(batch)) << "no storm";
      for (const auto& each : held) {
        EXPECT_EQ(call_begun(each), "ok");
        EXPECT_EQ(completed(each), "ok");
        done.push_back(each.job);
      }
    }
  }
};

TEST_F(ClockJump, ForwardAWeekDoesEverythingOnce) {
  for (int n = 0; n < 300; ++n) planned(callback(now() + hours(n)));
  const auto held = leased(10);
  ASSERT_EQ(held.size(), 1u);
  store.clock.advance(hours(24 * 7));
  auto done = carried_out();
  EXPECT_EQ(done.size(), 168u) << "those due within the week; the lease that ran out waits";
  store.clock.advance(minutes(1));
  for (const auto id : carried_out()) done.push_back(id);
  EXPECT_EQ(done.size(), 169u);
  EXPECT_EQ(std::set<std::int64_t>(done.begin(), done.end()).size(), done.size());
  EXPECT_EQ(count(State::ready), 131);
}

TEST_F(ClockJump, ForwardAWeekTakesLeasesBackInBoundedBatches) {
  for (int n = 0; n < 3 * kRecoverBatch; ++n) planned(callback(now()));
  for (int n = 0; n < 3; ++n)
    ASSERT_EQ(leased(kRecoverBatch).size(), static_cast<std::size_t>(kRecoverBatch));
  store.clock.advance(hours(24 * 7));
  leased(1);
  EXPECT_EQ(count(State::leased), 2 * kRecoverBatch);
  leased(1);
  leased(1);
  EXPECT_EQ(count(State::leased), 0);
  EXPECT_EQ(count(State::ready), 3 * kRecoverBatch);
}

TEST_F(ClockJump, BackADayLosesNothingAndDoesNothingTwice) {
  for (int n = 0; n < 100; ++n) planned(callback(now() + minutes(n)));
  store.clock.advance(minutes(49));
  auto done = carried_out();
  EXPECT_EQ(done.size(), 50u);
  store.clock.advance(-hours(24));
  EXPECT_TRUE(carried_out().empty());
  store.clock.advance(hours(24) + minutes(50));
  for (const auto id : carried_out()) done.push_back(id);
  EXPECT_EQ(done.size(), 100u);
  EXPECT_EQ(std::set<std::int64_t>(done.begin(), done.end()).size(), 100u);
}

TEST_F(ClockJump, BackADayDoesNotPinALeaseForADay) {
  const auto id = planned(callback(now() - hours(48)));
  leased_one();
  store.clock.advance(-hours(24));
  EXPECT_TRUE(leased().empty()) << "its worker may be alive and has its whole time once more";
  EXPECT_EQ(job(id).lease_until, now() + minutes(5));
  store.clock.advance(minutes(5));
  leased();
  EXPECT_EQ(job(id).state, State::ready);
}

}  // namespace
}  // namespace hotline::jobs
