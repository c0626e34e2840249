// A tiny town's complaints: three labels whose words hardly overlap, in sentences made up for the tests.
#pragma once

#include <array>
#include <string>

#include "hotline/classify/corpus.hpp"

namespace hotline::classify::testing {

// `each` texts of each of the labels 供水, 噪声 and 公交; every text is different.
inline Corpus small_corpus(int each = 30) {
  struct Topic {
    const char* label;
    std::array<const char*, 4> subjects;
    std::array<const char*, 4> events;
  };
  static constexpr std::array<Topic, 3> topics{{
      {"供水", {"自来水", "水管", "水表", "水压"}, {"昨晚停了", "漏得厉害", "太小用不了", "发黄有味道"}},
      {"噪声",
       {"夜间施工", "广场音响", "楼下机器", "酒吧音乐"},
       {"吵得睡不着", "声音太大", "响到半夜", "震得窗户抖"}},
      {"公交",
       {"九路公交", "末班车", "公交司机", "站台电子屏"},
       {"等了一小时", "到站不停", "绕道不通知", "班次太少"}},
  }};
  static constexpr std::array<const char*, 5> places{"东湖小区", "南门大街", "和平里", "桥头村", "学院路"};
  Corpus corpus({"title", "detail"});
  for (const Topic& topic : topics) {
    for (int i = 0; i < each; ++i) {
      const std::string subject = topic.subjects[static_cast<std::size_t>(i) % 4];
      const std::string event = topic.events[static_cast<std::size_t>(i / 4) % 4];
      const std::string place = places[static_cast<std::size_t>(i) % 5];
      const std::string title = place + subject + event;
      const std::string detail =
          "您好，我住" + place + std::to_string(i) + "号，" + subject + event + "，请派人处理。";
      const std::array<std::string_view, 2> fields{title, detail};
      corpus.add(fields, topic.label);
    }
  }
  return corpus;
}

}  // namespace hotline::classify::testing
