#include "hotline/base/clock.hpp"

#include <gtest/gtest.h>

namespace hotline::base {
namespace {

TEST(Rfc3339, ReadsTheSameInstantFromAnyOffset) {
  const auto east = parse_rfc3339("2026-03-02T09:00:00+08:00");
  const auto utc = parse_rfc3339("2026-03-02T01:00:00Z");
  ASSERT_TRUE(east.ok());
  ASSERT_TRUE(utc.ok());
  EXPECT_EQ(*east, *utc);
}

TEST(Rfc3339, WritesWhatItReads) {
  for (const char* text : {"2026-03-02T09:00:00+08:00", "2024-02-29T23:59:59.250+08:00"}) {
    EXPECT_EQ(format_rfc3339(*parse_rfc3339(text), std::chrono::hours{8}), text);
  }
  EXPECT_EQ(format_rfc3339(from_millis(0)), "1970-01-01T00:00:00Z");
}

TEST(Rfc3339, RefusesWhatIsNoInstant) {
  for (const char* text :
       {"", "2026-03-02", "2026-02-30T00:00:00Z", "2026-03-02T25:00:00Z", "2026-03-02T09:00:00",
        "2026-03-02T09:00:00+8", "2026-03-02T09:00:00.Z", "2026-03-02T09:00:00Z "}) {
    EXPECT_FALSE(parse_rfc3339(text).ok()) << text;
  }
}

TEST(ManualClock, StandsStillUntilMoved) {
  ManualClock clock(from_millis(1000));
  EXPECT_EQ(clock.now(), from_millis(1000));
  clock.advance(std::chrono::minutes{1});
  EXPECT_EQ(clock.now(), from_millis(61000));
}

}  // namespace
}  // namespace hotline::base
