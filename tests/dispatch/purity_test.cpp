// The same facts give the same decision, on any thread, whatever was decided in between; and no text breaks
// it.
#include <thread>

#include "dispatch/hangzhou.hpp"
#include "hotline/classify/train.hpp"

namespace hotline::dispatch::test {
namespace {

std::string shown(const Decision& d) {
  std::string out = why(d) + std::string(city::name_of(d.kind)) + std::string(city::name_of(d.urgency)) +
                    std::string(city::name_of(d.importance)) + d.handover + d.model +
                    std::to_string(d.secret) + std::to_string(d.automatic);
  for (const std::string& one : d.assistants) out += "," + one;
  for (const std::string& one : d.flags) out += ";" + one;
  for (const std::string& one : d.questions) out += "?" + one;
  for (const std::int64_t one : d.neighbours) out += "#" + std::to_string(one);
  return out;
}

const std::vector<Neighbour>& two_neighbours() {
  static const std::vector<Neighbour> neighbours{{7, 0.6, "0402.040201", "HZ-GA"},
                                                 {9, 0.4, "0307.030701", "SC-ZFJ"}};
  return neighbours;
}

TEST(Purity, TheSameFactsGiveTheSameDecision) {
  const Facts facts = said("晚上广场舞音响太吵，还有流动摊贩占道经营", "上城区采荷街道");
  classify::Scratch scratch;
  const std::string first = shown(dispatcher()->decide(facts, two_neighbours(), scratch));
  dispatcher()->decide(said("公积金提取要什么材料"), {}, scratch);
  EXPECT_EQ(shown(dispatcher()->decide(facts, two_neighbours(), scratch)), first);
  const Dispatcher another(hangzhou(), nullptr);
  classify::Scratch fresh;
  EXPECT_EQ(shown(another.decide(facts, two_neighbours(), fresh)), first);
}

TEST(Purity, ThreadsDoNotDisturbEachOther) {
  const Facts facts = said("晚上广场舞音响太吵，还有流动摊贩占道经营", "上城区采荷街道");
  const std::string expected = shown(decide(facts, two_neighbours()));
  std::vector<std::string> wrong(4);
  std::vector<std::thread> threads;
  for (std::string& out : wrong) {
    threads.emplace_back([&] {
      classify::Scratch scratch;
      for (int i = 0; i < 50; ++i) {
        const std::string now = shown(dispatcher()->decide(facts, two_neighbours(), scratch));
        if (now != expected) out = now;
      }
    });
  }
  for (std::thread& one : threads) one.join();
  for (const std::string& out : wrong) EXPECT_EQ(out, "");
}

TEST(Purity, AReasonIsReadBackAsItWasWritten) {
  const Reason reason{"duty", "0402.040201", "广场舞 (duties.csv:394)"};
  const Reason back = parse_reason(reason.encode());
  EXPECT_EQ(back.source, reason.source);
  EXPECT_EQ(back.name, reason.name);
  EXPECT_EQ(back.detail, reason.detail);
}

class StrangeText : public ::testing::TestWithParam<std::string> {};

TEST_P(StrangeText, GoesToAPersonAndNeverFails) {
  const Decision decision = decide(said(GetParam()));
  EXPECT_FALSE(decision.automatic) << why(decision);
  EXPECT_LT(decision.confidence, hangzhou()->settings.dispatch.auto_confidence);
  EXPECT_EQ(decision.lead, hangzhou()->settings.fallback_unit) << why(decision);
  EXPECT_TRUE(has(decision.questions, "place"));
  EXPECT_EQ(decision.handover, "");
}

std::string hundred_thousand() {
  std::string text;
  while (text.size() < 300'000) text += "的了在是我有和就不人都一上也很到说要去你";
  return text;
}

INSTANTIATE_TEST_SUITE_P(Texts, StrangeText,
                         ::testing::Values("", " ", "\n\n", "啊", "😀😡🙏🙏", "ni hao wo xiang wen yi xia",
                                           "𠀀𠀁𠀂", std::string("\xff\xfe\x80 \xe4\xb8", 6),
                                           std::string("\0\0", 2), hundred_thousand()));

TEST(StrangeText, AHundredThousandCharactersAreReadInTime) {
  std::string words = "流动摊贩占道经营。";
  while (words.size() < 300'000) words += "我家楼下的事情说来话长，";
  const Decision decision = decide(said(words, "上城区采荷街道"));
  EXPECT_EQ(decision.matter, "0307.030701") << why(decision);
}

}  // namespace
}  // namespace hotline::dispatch::test
