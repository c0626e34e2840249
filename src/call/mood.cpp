#include "hotline/call/mood.hpp"

#include <array>

#include "hotline/text/normalize.hpp"

namespace hotline::call {
namespace {

constexpr std::array<std::string_view, 4> names{"calm", "pleased", "upset", "angry"};
// Complete phrases: what denies a good word is listed as a phrase of its own and taken out first.
constexpr std::array<std::string_view, 14> anger{"骗子", "骗人",     "混蛋",   "垃圾",    "太气人",
                                                 "气死", "忍无可忍", "欺负人", "黑心",    "不作为",
                                                 "推诿", "踢皮球",   "糊弄",   "岂有此理"};
constexpr std::array<std::string_view, 18> upset{
    "不满意", "不满", "不好",   "没解决", "没有解决", "未解决",   "没人管", "失望",   "太慢",
    "敷衍",   "无奈", "不高兴", "不理想", "没用",     "没有人来", "没人来", "白打了", "还是老样子"};
constexpr std::array<std::string_view, 12> pleased{"感谢", "谢谢", "满意",   "很好", "很快",   "点赞",
                                                   "及时", "热情", "辛苦了", "表扬", "解决了", "高兴"};

// How many of the phrases occur; each is blanked so that its parts are not met again.
template <std::size_t n>
int take(std::string& text, const std::array<std::string_view, n>& phrases) {
  int found = 0;
  for (const std::string_view one : phrases) {
    for (std::size_t at = text.find(one); at != std::string::npos; at = text.find(one)) {
      text.replace(at, one.size(), " ");
      ++found;
    }
  }
  return found;
}

}  // namespace

std::string_view name_of(Mood mood) {
  return names[static_cast<std::size_t>(mood)];
}

Mood mood_of(std::string_view words) {
  std::string text = hotline::text::normalize(words);
  if (take(text, anger) > 0) return Mood::angry;
  const int bad = take(text, upset);
  const int good = take(text, pleased);
  if (bad > good || (bad > 0 && bad == good)) return Mood::upset;
  return good > 0 ? Mood::pleased : Mood::calm;
}

}  // namespace hotline::call
