#include "retrieve/places.hpp"

#include <algorithm>
#include <array>

namespace hotline::retrieve {
namespace {

constexpr std::size_t lead_chars = 150;

// GB/T 2260, without 省, 市 and 自治区; sorted by code.
constexpr std::array<std::u16string_view, 34> provinces{
    u"北京", u"天津", u"河北", u"山西", u"内蒙古", u"辽宁", u"吉林", u"黑龙江", u"上海",
    u"江苏", u"浙江", u"安徽", u"福建", u"江西",   u"山东", u"河南", u"湖北",   u"湖南",
    u"广东", u"广西", u"海南", u"重庆", u"四川",   u"贵州", u"云南", u"西藏",   u"陕西",
    u"甘肃", u"青海", u"宁夏", u"新疆", u"台湾",   u"香港", u"澳门"};

// By first character: whether a province begins with it.
struct Beginnings {
  std::vector<bool> begins = std::vector<bool>(0x10000, false);
  Beginnings() {
    for (const std::u16string_view province : provinces) begins[province.front()] = true;
  }
};

}  // namespace

std::vector<PlaceCount> count_places(std::u16string_view codes) {
  static const Beginnings beginnings;
  std::vector<PlaceCount> counts;
  for (std::size_t at = 0; at + 1 < codes.size(); ++at) {
    if (!beginnings.begins[codes[at]]) continue;
    for (std::uint8_t i = 0; i < provinces.size(); ++i) {
      if (!codes.substr(at).starts_with(provinces[i])) continue;
      const auto known =
          std::find_if(counts.begin(), counts.end(), [&](auto& one) { return one.first == i; });
      PlaceCount& count = known == counts.end() ? counts.emplace_back(i, std::uint16_t{0}) : *known;
      count.second = static_cast<std::uint16_t>(std::min(count.second + (at < lead_chars ? 4 : 1), 60'000));
    }
  }
  return counts;
}

}  // namespace hotline::retrieve
