// Keys of hotline.toml that an earlier release read and this one does not: ONE table, beside that of the
// settings. A file that still has one starts the hotline with a warning; a release that drops a key puts it
// here, and it never goes.
#pragma once

#include <array>
#include <string_view>

#include "hotline/base/error.hpp"

namespace hotline::app {

struct ObsoleteSetting {
  std::string_view key;
  std::string_view zh, en;  // what took its place, or what to do
};

inline constexpr std::array<ObsoleteSetting, 2> obsolete_settings{{
    {"server.compress_replies", "是否压缩由热线按接口决定，请删去",
     "the hotline decides by the route what it compresses: remove it"},
    {"knowledge.synonyms_file", "同义词改在城市目录的 synonyms.csv，请将内容移过去后删去",
     "synonyms stand in synonyms.csv of the city's folder: move them there and remove it"},
}};

}  // namespace hotline::app
