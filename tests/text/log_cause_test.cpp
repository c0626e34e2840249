#include "hotline/text/log_cause.hpp"

#include <gtest/gtest.h>

#include "hotline/text/utf8.hpp"

namespace hotline::text {
namespace {

TEST(LogCause, StaysOneFieldOfOneLine) {
  EXPECT_EQ(log_cause("near \"x\": syntax error (SELECT id\n\t FROM note\r\n)\n"),
            "near 'x': syntax error (SELECT id FROM note )");
  EXPECT_EQ(log_cause("a\x1b[31m\x7f"
                      "b"),
            "a [31m b");
  EXPECT_EQ(log_cause(""), "");
}

TEST(LogCause, MasksEachNumberOfAPerson) {
  const std::string cause =
      log_cause("last read: '请回电 13812345678 或 139-1234-5678，证号 110101199003074514'");
  for (const char* number : {"13812345678", "139-1234-5678", "110101199003074514"})
    EXPECT_EQ(cause.find(number), std::string::npos) << cause;
  EXPECT_NE(cause.find("请回电"), std::string::npos) << "and nothing else";
}

TEST(LogCause, CutsLongOnesBetweenCharsAndNeverANumberOpen) {
  std::string what;
  while (count_chars(what) < longest_log_cause - 5) what += "长";
  const std::string cause = log_cause(what + "13812345678" + what);
  EXPECT_EQ(count_chars(cause), longest_log_cause);
  EXPECT_EQ(valid_utf8_prefix(cause), cause.size());
  EXPECT_EQ(cause.find("13812"), std::string::npos) << "half a number is still one";
  EXPECT_EQ(log_cause("ok\xff\xfe rest"), "ok");
}

}  // namespace
}  // namespace hotline::text
