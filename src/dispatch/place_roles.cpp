#include "dispatch/place_roles.hpp"

#include <algorithm>
#include <array>

namespace hotline::dispatch {
namespace {

// Before a place: the caller lives there.
constexpr std::array<std::string_view, 22> lives_before{
    "家住在", "家住", "住在",   "居住在", "居住于", "我住", "本人住", "租住在", "租住", "我家在", "家在",
    "户籍在", "户籍", "户口在", "户口",   "老家在", "老家", "籍贯",   "住址是", "住址", "住址：", "家庭住址"};
// Before a place, together with one of `lives_behind`.
constexpr std::array<std::string_view, 9> is_before{"我是", "本人是", "本人系", "我们是", "作为",
                                                    "我系", "俺是",   "本人为", "我们系"};
constexpr std::array<std::string_view, 11> lives_behind{"业主", "居民", "住户", "村民", "租户", "市民",
                                                        "人，", "的人", "租客", "一名", "退休"};
// Behind a place: only mentioned.
constexpr std::array<std::string_view, 10> passing_behind{"上班", "工作", "打工", "上学", "读书",
                                                          "务工", "经商", "出差", "下班", "回来"};
constexpr std::array<std::string_view, 3> passing_before{"来自", "毕业于", "就职于"};

constexpr std::size_t look_behind = 24;  // bytes behind a place that are read: eight characters

template <std::size_t N>
bool ends_with_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view one) { return text.ends_with(one); });
}
template <std::size_t N>
bool contains_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view one) { return text.find(one) != std::string_view::npos; });
}

// The clause's words behind a place, eight characters at most.
std::string_view behind(std::string_view text, std::size_t end) {
  static constexpr std::array<std::string_view, 5> ends{"。", "；", "！", "？", "\n"};
  std::string_view rest = text.substr(end, look_behind);
  for (const std::string_view one : ends) rest = rest.substr(0, rest.find(one));
  return rest;
}

PlaceRole role_of(std::string_view before, std::string_view after) {
  while (before.ends_with(' ') || before.ends_with(':')) before.remove_suffix(1);
  if (before.ends_with("：")) before.remove_suffix(3);
  if (ends_with_any(before, lives_before)) return PlaceRole::home;
  if (ends_with_any(before, is_before) && contains_any(after, lives_behind)) return PlaceRole::home;
  const std::string_view clause = after.substr(0, after.find("，"));
  if (ends_with_any(before, passing_before) || contains_any(clause, passing_behind))
    return PlaceRole::passing;
  return PlaceRole::happened;
}

}  // namespace

void tell_roles(std::string_view text, std::vector<PlaceMention>& mentions) {
  for (std::size_t first = 0; first < mentions.size();) {
    std::size_t last = first;
    std::uint32_t end = mentions[first].reach;
    while (last + 1 < mentions.size() && mentions[last + 1].begin <= end)
      end = std::max(end, mentions[++last].reach);
    const PlaceRole role = role_of(text.substr(0, mentions[first].begin), behind(text, end));
    for (; first <= last; ++first) mentions[first].role = role;
  }
  const bool none_happened = std::none_of(mentions.begin(), mentions.end(), [](const PlaceMention& one) {
    return one.role == PlaceRole::happened;
  });
  if (!none_happened) return;
  for (PlaceMention& one : mentions) {
    if (one.role == PlaceRole::home) one.role = PlaceRole::happened;
  }
}

}  // namespace hotline::dispatch
