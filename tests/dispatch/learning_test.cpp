// The contest between models, the shelf they stand on, and what a change would have moved.
#include "hotline/dispatch/learning.hpp"

#include <filesystem>
#include <fstream>

#include "city/small_city.hpp"
#include "dispatch/hangzhou.hpp"
#include "hotline/classify/train.hpp"
#include "hotline/dispatch/accuracy.hpp"
#include "hotline/dispatch/backtest.hpp"
#include "hotline/dispatch/model_shelf.hpp"
#include "support/store_fixture.hpp"

namespace hotline::dispatch::test {
namespace {

using hotline::test::TempDir;
using hotline::test::value_of;

// Sixty days of tickets about four things, two a day; `shift` turns each label into the next one's.
std::vector<Lesson> two_months(bool shuffled = false) {
  static const std::vector<std::pair<std::string, std::string>> kinds{
      {"楼上半夜装修电钻响个不停睡不着", "0402.040201"},
      {"家里水龙头没有水自来水断了一天", "0904.090403"},
      {"河面漂着垃圾水发黑有臭味", "0403.040302"},
      {"公交车等了一个小时都不来", "0502.050203"}};
  std::vector<Lesson> lessons;
  for (std::size_t day = 0; day < 60; ++day) {
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      const std::size_t label = shuffled ? (i * 7 + day * 13 + day / 3) % kinds.size() : i;
      lessons.push_back({"", kinds[i].first + "第" + std::to_string(day) + "天", kinds[label].second,
                         monday_noon() + std::chrono::days{day}});
    }
  }
  return lessons;
}

TrainingInput input_of(std::vector<Lesson> lessons) {
  TrainingInput input;
  input.lessons = std::move(lessons);
  input.now = monday_noon() + std::chrono::days{60};
  return input;
}

TEST(Contest, AModelThatLearntFromGoodLabelsIsPromoted) {
  const Training training = value_of(train_and_compete(input_of(two_months())));
  EXPECT_TRUE(training.contest.won) << training.contest.why.en;
  EXPECT_GT(training.contest.challenger, 0.95);
  EXPECT_GE(training.contest.rows, least_contest);
}

TEST(Contest, AChallengerTrainedOnShuffledLabelsIsRefused) {
  const Training champion = value_of(train_and_compete(input_of(two_months())));
  TrainingInput input = input_of(two_months(true));
  input.champion = champion.model;
  const Training shuffled = value_of(train_and_compete(input));
  EXPECT_FALSE(shuffled.contest.won);
  EXPECT_FALSE(shuffled.contest.why.zh.empty());
  // Held against tickets with right labels it loses to the champion outright.
  std::vector<Lesson> newest = two_months();
  newest.erase(newest.begin(), newest.begin() + 120);
  const Contest open = judge(newest, "0402.040201", champion.model.get(), *shuffled.model);
  EXPECT_FALSE(open.won);
  EXPECT_LT(open.challenger, open.champion);
}

TEST(Contest, AMonthWithFewTicketsDecidesNothing) {
  std::vector<Lesson> lessons = two_months();
  lessons.resize(20);
  const Training training = value_of(train_and_compete(input_of(lessons)));
  EXPECT_FALSE(training.contest.won);
  EXPECT_NE(training.contest.why.en.find("fewer than"), std::string::npos) << training.contest.why.en;
}

class Shelf : public ::testing::Test {
 protected:
  std::shared_ptr<const classify::Model> trained(int day) {
    TrainingInput input = input_of(two_months());
    input.compete = false;
    input.now = monday_noon() + std::chrono::days{day};
    return value_of(train_and_compete(input)).model;
  }
  TempDir dir_;
  ModelShelf shelf_{dir_.file("models")};
};

TEST_F(Shelf, IsEmptyBeforeTheFirstModel) {
  EXPECT_TRUE(shelf_.list().empty());
  EXPECT_EQ(shelf_.in_force(), std::nullopt);
  EXPECT_FALSE(shelf_.rollback().ok());
}

TEST_F(Shelf, PromotesAndRollsBack) {
  const std::string first = value_of(shelf_.put(*trained(1))), second = value_of(shelf_.put(*trained(2)));
  EXPECT_NE(first, second);
  EXPECT_EQ(shelf_.in_force(), std::nullopt) << "putting is not promoting";
  ASSERT_TRUE(shelf_.promote(first).ok());
  ASSERT_TRUE(shelf_.promote(second).ok());
  EXPECT_EQ(shelf_.in_force(), second);
  ASSERT_EQ(shelf_.list().size(), 2U);
  EXPECT_TRUE(shelf_.list().front().in_force);
  EXPECT_EQ(value_of(shelf_.rollback()), first);
  EXPECT_EQ(shelf_.in_force(), first);
  EXPECT_FALSE(shelf_.rollback().ok()) << "there is nothing before the first";
}

TEST_F(Shelf, RefusesACorruptOrForeignFileByNameAndKeepsTheOldOne) {
  const std::string good = value_of(shelf_.put(*trained(1)));
  ASSERT_TRUE(shelf_.promote(good).ok());
  std::ofstream(dir_.file("models") + "/foreign.model") << "a picture of a cat";
  const std::string broken = "broken.model";
  std::filesystem::copy_file(dir_.file("models") + "/" + good, dir_.file("models") + "/" + broken);
  {
    std::fstream file(dir_.file("models") + "/" + broken, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(2000);
    file.write("XXXX", 4);
  }
  for (const std::string& bad : {std::string("foreign.model"), broken}) {
    const auto refused = shelf_.promote(bad);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().text.en.find(bad), std::string::npos) << refused.error().text.en;
    EXPECT_EQ(shelf_.in_force(), good);
  }
  EXPECT_FALSE(shelf_.promote("../" + good).ok()) << "a name is no path";
}

PastTicket past(std::int64_t id, std::string words, std::string unit) {
  PastTicket ticket;
  ticket.id = id;
  ticket.number = "n" + std::to_string(id);
  ticket.facts = said(std::move(words), "翠苑一区");
  ticket.unit = std::move(unit);
  return ticket;
}

std::shared_ptr<const Dispatcher> small_dispatcher(const std::string& more_rules) {
  city::CityFiles files = city::test::small_city();
  files["rules.toml"] += more_rules;
  const city::CityLoad load = city::load_city_files(files);
  if (load.city == nullptr) throw std::runtime_error(load.diagnostics.front().text.en);
  return std::make_shared<const Dispatcher>(load.city, nullptr);
}

TEST(Backtesting, AChangeOfOneRuleListsExactlyTheTicketsThatMove) {
  const auto before = small_dispatcher("");
  const auto after = small_dispatcher(
      "\n[[rule]]\nname = \"改动\"\npriority = 20\n[rule.when]\nany = [\"窨井\"]\n[rule.then]\nunit = "
      "\"WATER\"\n");
  Backtest test(*before, *after);
  test.add(past(1, "工地半夜施工", "XH-CG"));
  test.add(past(2, "窨井盖松动，井盖响", "WATER"));
  test.add(past(3, "没有窨井，只是路不平", ""));
  test.add(past(4, "厂区的窨井冒水", "ENV"));
  const BacktestReport& report = test.report();
  EXPECT_EQ(report.tickets, 4U);
  EXPECT_EQ(report.known, 3U);
  ASSERT_EQ(report.moved.size(), 2U);
  EXPECT_EQ(report.moved[0].ticket, 2);
  EXPECT_EQ(report.moved[0].unit_after, "WATER");
  EXPECT_EQ(report.moved[0].rule, "rule:改动");
  EXPECT_EQ(report.moved[1].ticket, 4);
  EXPECT_EQ(report.units.at("WATER").before, 0U);
  EXPECT_EQ(report.units.at("WATER").after, 2U);
  EXPECT_EQ(report.units.at("WATER").right_after, 1U);
}

TEST(Backtesting, NoChangeMovesNothing) {
  const auto before = small_dispatcher(""), after = small_dispatcher("");
  Backtest test(*before, *after);
  test.add(past(1, "井盖不见了", "XH-CY"));
  EXPECT_TRUE(test.report().moved.empty());
  EXPECT_EQ(test.report().right_before, test.report().right_after);
}

TEST(Accuracies, CountsByWeekUnitAndPair) {
  std::vector<PastTicket> tickets;
  for (int i = 0; i < 10; ++i) {
    PastTicket one = past(i, "", i < 4 ? "A" : "B");
    one.proposed_unit = i < 8 ? one.unit : "A";
    one.confidence = i < 8 ? 0.9 : 0.4;
    one.automatic = i < 5;
    one.facts.received_at = monday_noon() + std::chrono::days{i};
    tickets.push_back(one);
  }
  PastTicket open = past(99, "", "");
  open.proposed_unit = "A";
  tickets.push_back(open);  // nobody has taken it: it says nothing
  const Accuracy a = measure_accuracy(tickets, std::chrono::hours{8});
  EXPECT_EQ(a.unit.tickets, 10U);
  EXPECT_EQ(a.unit.right, 8U);
  EXPECT_EQ(a.alone.tickets, 5U);
  ASSERT_EQ(a.weeks.size(), 2U);
  EXPECT_EQ(a.weeks[0].key, "2026-W10");
  EXPECT_EQ(a.weeks[0].tally.tickets, 7U);
  ASSERT_EQ(a.confusions.size(), 1U);
  EXPECT_EQ(a.confusions[0].proposed, "A");
  EXPECT_EQ(a.confusions[0].truth, "B");
  EXPECT_EQ(a.confusions[0].tickets, 2U);
  EXPECT_DOUBLE_EQ(a.coverage[1].share, 0.8) << "all eight of confidence 0.9 are right";
  EXPECT_DOUBLE_EQ(a.coverage[1].confidence, 0.9);
  EXPECT_FALSE(a.drift.alarm) << "ten tickets are too few to call it drift";
}

TEST(Accuracies, AFallInTheNewestWeeksRaisesTheAlarm) {
  std::vector<PastTicket> tickets;
  for (int i = 0; i < 400; ++i) {
    PastTicket one = past(i, "", "B");
    one.matter = "0402.040201";
    one.facts.received_at = monday_noon() + std::chrono::hours{6 * i};  // a hundred days
    const bool newest = i > 400 - 4 * 28;
    one.proposed_unit = (newest ? i % 2 == 0 : i % 10 != 0) ? "B" : "A";
    tickets.push_back(one);
  }
  EXPECT_TRUE(measure_accuracy(tickets, std::chrono::hours{8}).drift.alarm);
}

}  // namespace
}  // namespace hotline::dispatch::test
