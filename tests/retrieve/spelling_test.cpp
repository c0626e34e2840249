#include "retrieve/spelling.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hotline/retrieve/index.hpp"

namespace hotline::retrieve {
namespace {

class SlipsOfTyping : public testing::Test {
 protected:
  SlipsOfTyping() {
    index.put({1, {"住房公积金提取"}, "租房职工可以提取。", {}, {}});
    index.put({2, {"社保卡补办"}, "带身份证到窗口补办。", {}, {}});
    index.put({3, {"居住证签注"}, "每年签注一次。", {}, {}});
    index.put({4, {"机动车年检"}, "每年检验一次。", {}, {}});
  }
  std::int64_t first(std::string_view query) const {
    const Found found = index.search(query);
    return found.hits.empty() ? 0 : found.hits.front().id;
  }
  Index index;
};

TEST_F(SlipsOfTyping, AreMendedBySound) {
  EXPECT_EQ(first("设宝"), 2);
  EXPECT_EQ(first("年捡"), 4);
}

TEST_F(SlipsOfTyping, AreMendedAroundOneWrongCharacter) {
  EXPECT_EQ(first("公职金"), 1);
}

TEST_F(SlipsOfTyping, DoNotTouchWhatIsWrittenInADocument) {
  index.put({5, {"设保留车道"}, "早晚高峰设保留车道。", {}, {}});
  EXPECT_EQ(first("设保"), 5);
}

TEST_F(SlipsOfTyping, AreNotMendedWhereNothingSoundsAlike) {
  EXPECT_EQ(first("火星"), 0);
}

}  // namespace
}  // namespace hotline::retrieve
