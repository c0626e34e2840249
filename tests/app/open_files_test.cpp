#include "app/open_files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace hotline::app {
namespace {

TEST(OpenFiles, AsManyConnectionsAsAreWantedWhereTheLimitAllows) {
  EXPECT_EQ(fitting_connections(16384, 65536), 16384U);
  EXPECT_EQ(fitting_connections(16384, 16384 + kept_files), 16384U);
}

TEST(OpenFiles, ALowLimitLeavesRoomForWhatIsNoConnection) {
  EXPECT_EQ(fitting_connections(16384, 16384), 16384U - kept_files);
  EXPECT_EQ(fitting_connections(16384, 1024), 1024U - kept_files);
  EXPECT_EQ(fitting_connections(16384, 64), 32U);
}

TEST(OpenFiles, OneConnectionIsAlwaysTried) {
  EXPECT_EQ(fitting_connections(16384, 0), 1U);
  EXPECT_EQ(fitting_connections(1, 65536), 1U);
}

TEST(OpenFiles, TheLimitIsRaisedToTheMostThatTheSystemAllows) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit low = before;
  low.rlim_cur = std::min<rlim_t>(before.rlim_cur, 128);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
  EXPECT_EQ(allow_many_files(), before.rlim_max);
  rlimit after{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &after), 0);
  EXPECT_EQ(after.rlim_cur, before.rlim_max);
}

}  // namespace
}  // namespace hotline::app
