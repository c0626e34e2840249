#include "hotline/base/log_context.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <type_traits>

#include "support/log_lines.hpp"

namespace hotline::base {
namespace {

using test::id_of;
using test::LogLines;

TEST(LogContext, PutsTheIdOnEachLineOfItsScopeAndOnNoOther) {
  const LogLines log;
  log.logger()->info("event=before");
  {
    const LogScope scope(LogId("r-1"));
    log.logger()->warn("event=inside actor=system");
  }
  log.logger()->info("event=after");
  ASSERT_EQ(log.with("event=inside").size(), 1U);
  EXPECT_NE(log.with("event=inside")[0].find("level=warning id=r-1 event=inside actor=system\n"),
            std::string::npos)
      << log.with("event=inside")[0];
  EXPECT_EQ(log.with("id=").size(), 1U);
  EXPECT_NE(log.with("event=after")[0].find("level=info event=after\n"), std::string::npos)
      << "and no gap where none is set: " << log.with("event=after")[0];
}

TEST(LogContext, GivesBackTheScopeBeforeWhenANestedOneEnds) {
  const LogScope outer(LogId("outer"));
  {
    const LogScope inner(LogId("inner"));
    EXPECT_EQ(current_log_id().view(), "inner");
    const LogScope none{LogId()};
    EXPECT_TRUE(current_log_id().empty()) << "an empty one hides those outside";
  }
  EXPECT_EQ(current_log_id().view(), "outer");
  try {
    const LogScope thrown(LogId("thrown"));
    throw std::runtime_error("out");
  } catch (const std::runtime_error&) {
    EXPECT_EQ(current_log_id().view(), "outer") << "also when an exception ends it";
  }
}

TEST(LogContext, IsOfOneThreadUntilItIsTakenAlong) {
  const LogScope scope(LogId("r-2"));
  std::string without, with;
  std::thread([&, id = current_log_id()] {
    without = current_log_id().view();
    const LogScope taken(id);
    with = current_log_id().view();
  }).join();
  EXPECT_EQ(without, "");
  EXPECT_EQ(with, "r-2");
  EXPECT_EQ(current_log_id().view(), "r-2");
}

TEST(LogContext, LetsNoIdBreakALineOrPassForAnotherField) {
  EXPECT_EQ(LogId("a b=c\nlevel=info").view(), "a_b_c_level_info");
  EXPECT_EQ(LogId("4bf92f35-77b3_4da6.a3ce").view(), "4bf92f35-77b3_4da6.a3ce");
  EXPECT_EQ(LogId(std::string(LogId::most, 'x')).view(), std::string(LogId::most, 'x'));
  EXPECT_EQ(LogId(std::string(200, 'x')).view().size(), LogId::most) << "longer ones are cut";
  static_assert(std::is_trivially_copyable_v<LogId>, "it is taken along without memory of its own");
}

TEST(LogContext, KeepsWhatIsLoggedOnOneLine) {
  const LogLines log;
  log.logger()->error("event=wrong cause=\"{}\"", "SELECT 1\nlevel=info event=forged\r\x1b[2J 积水");
  ASSERT_EQ(log.with("event=wrong").size(), 1U);
  const std::string line = log.with("event=wrong")[0];
  EXPECT_EQ(line.find_first_of("\n\r\x1b"), line.size() - 1) << line;
  EXPECT_NE(line.find("积水"), std::string::npos) << line;
}

}  // namespace
}  // namespace hotline::base
