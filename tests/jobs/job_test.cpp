#include "hotline/jobs/job.hpp"

#include <gtest/gtest.h>

namespace hotline::jobs {
namespace {

using std::chrono::milliseconds;

TEST(RetryDelay, DoublesUpToItsCap) {
  const Backoff backoff{milliseconds(100), milliseconds(700)};
  EXPECT_EQ(decide_retry_delay(backoff, 1, 1.0), milliseconds(100));
  EXPECT_EQ(decide_retry_delay(backoff, 2, 1.0), milliseconds(200));
  EXPECT_EQ(decide_retry_delay(backoff, 3, 1.0), milliseconds(400));
  EXPECT_EQ(decide_retry_delay(backoff, 4, 1.0), milliseconds(700));
  EXPECT_EQ(decide_retry_delay(backoff, 100, 1.0), milliseconds(700));
}

TEST(RetryDelay, KeepsHalfAndDrawsTheOtherHalf) {
  const Backoff backoff{milliseconds(100), milliseconds(700)};
  EXPECT_EQ(decide_retry_delay(backoff, 1, 0.0), milliseconds(50));
  EXPECT_EQ(decide_retry_delay(backoff, 1, 0.5), milliseconds(75));
}

TEST(AttemptId, NamesJobAndNumber) {
  EXPECT_EQ(attempt_id(4711, 2), "4711.2");
  const auto key = parse_attempt_id("4711.2");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->job, 4711);
  EXPECT_EQ(key->number, 2);
}

TEST(AttemptId, RefusesEverythingElse) {
  for (const char* text : {"", ".", "1.", ".1", "1", "0.1", "1.0", "01.1", "1.01", "-1.1", "1.-1", "1.1.1",
                           " 1.1", "1.1 ", "a.b", "99999999999999999999.1"}) {
    EXPECT_FALSE(parse_attempt_id(text)) << text;
  }
}

TEST(Names, AreReadBack) {
  for (const State state :
       {State::ready, State::leased, State::unknown, State::done, State::dead, State::cancelled}) {
    EXPECT_EQ(state_of(name_of(state)), state);
  }
  EXPECT_FALSE(state_of("asleep"));
}

}  // namespace
}  // namespace hotline::jobs
