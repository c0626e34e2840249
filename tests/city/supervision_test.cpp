// supervision.toml: what it holds, and what is wrong with it, at its line.
#include <gtest/gtest.h>

#include "city/small_city.hpp"

namespace hotline::city {
namespace {

constexpr const char* good =
    "[cards]\n"
    "yellow_share = 0.25\n"
    "\n"
    "[[leader]]\n"
    "post = \"head\"\n"
    "name = \"负责人\"\n"
    "unit = \"ENV\"\n"
    "\n"
    "[[rung]]\n"
    "code = \"one\"\n"
    "name = \"一级督办\"\n"
    "step = \"supervise\"\n"
    "leader = \"head\"\n"
    "answer_minutes = 450\n"
    "\n"
    "[[trigger]]\n"
    "on = \"late\"\n"
    "clocks = [\"resolve\", \"sign\"]\n"
    "rung = \"one\"\n"
    "\n"
    "[[alert]]\n"
    "name = \"三单\"\n"
    "kind = \"growing\"\n"
    "bodies = [\"HOTLINE\"]\n";

CityFiles with(std::string supervision) {
  CityFiles files = test::small_city();
  files["supervision.toml"] = std::move(supervision);
  files["templates.toml"] +=
      "[yellow_card]\nzh = \"黄\"\n[red_card]\nzh = \"红\"\n[supervision_step]\nzh = \"督\"\n"
      "[supervision_knowledge]\nzh = \"督\"\n[alert]\nzh = \"警\"\n";
  return files;
}

TEST(SupervisionFile, IsReadWhole) {
  const CityLoad load = load_city_files(with(good));
  ASSERT_NE(load.city, nullptr) << load.diagnostics.front().text.en;
  const Supervision& s = load.city->supervision;
  EXPECT_DOUBLE_EQ(s.cards->yellow_share, 0.25);
  EXPECT_EQ(s.rungs.at(0).level, 1);
  EXPECT_EQ(s.triggers.at(0).clocks, (std::vector<Limited>{Limited::resolve, Limited::sign}));
  EXPECT_EQ(s.alerts.at(0).tickets, 3);
}

TEST(SupervisionFile, IsOptionalAndNobodyIsCardedWithoutIt) {
  const CityLoad load = load_city_files(test::small_city());
  ASSERT_NE(load.city, nullptr);
  EXPECT_FALSE(load.city->supervision.cards);
  EXPECT_TRUE(load.city->supervision.triggers.empty());
}

struct Fault {
  const char *name, *from, *to;
  int line;
  const char* code;

  // By name: the bytes of a struct hold holes that nobody wrote.
  friend void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }
};

class SupervisionFault : public testing::TestWithParam<Fault> {};

TEST_P(SupervisionFault, IsReportedAtItsLine) {
  std::string text = good;
  const std::size_t at = text.find(GetParam().from);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, std::string_view(GetParam().from).size(), GetParam().to);
  const CityLoad load = load_city_files(with(text));
  EXPECT_EQ(load.city, nullptr);
  bool found = false;
  for (const Diagnostic& one : load.diagnostics) {
    found = found || (one.file == "supervision.toml" && one.line == GetParam().line &&
                      one.code == GetParam().code && one.severity == Severity::error);
  }
  EXPECT_TRUE(found) << load.diagnostics.front().line << " " << load.diagnostics.front().code;
}

INSTANTIATE_TEST_SUITE_P(
    All, SupervisionFault,
    testing::Values(Fault{"Share", "0.25", "1.5", 2, "range"},
                    Fault{"UnknownUnit", "\"ENV\"", "\"ENW\"", 4, "unknown_reference"},
                    Fault{"UnknownStep", "\"supervise\"", "\"shout\"", 12, "choice"},
                    Fault{"UnknownPost", "leader = \"head\"", "leader = \"tail\"", 9, "unknown_reference"},
                    Fault{"UnknownRung", "rung = \"one\"", "rung = \"two\"", 16, "unknown_reference"},
                    Fault{"UnknownTrigger", "\"late\"", "\"tardy\"", 17, "choice"},
                    Fault{"UnknownClock", "\"sign\"", "\"return\"", 18, "choice"},
                    Fault{"NoBodies", "bodies = [\"HOTLINE\"]\n", "", 21, "required"},
                    Fault{"UnknownKey", "answer_minutes", "answer_hours", 14, "unknown_key"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(SupervisionFile, NeedsTheMessagesThatItSends) {
  CityFiles files = test::small_city();
  files["supervision.toml"] = good;
  const CityLoad load = load_city_files(files);
  EXPECT_EQ(load.city, nullptr);
  EXPECT_EQ(load.errors(), 5U);
}

}  // namespace
}  // namespace hotline::city
