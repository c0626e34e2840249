// How requests come in and who first hears them: channels.csv, desks.csv.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::city {

enum class ChannelMode { person_first, machine_first };
std::string_view name_of(ChannelMode mode);
std::optional<ChannelMode> find_channel_mode(std::string_view name);

struct Channel {
  std::string code;
  std::string name;
  ChannelMode mode = ChannelMode::person_first;
  std::string kind;  // phone, web, app, mini_program, wechat, sms, video, visit, paper, platform
  int line = 0;
};

// A desk (专席): agents for some channels and matters. Empty lists mean all.
struct Desk {
  std::string code;
  std::string name;
  std::vector<std::string> channels;  // codes
  std::vector<std::string> matters;   // prefixes or row keys
  std::string hours;                  // code of a timetable
  int line = 0;
};

}  // namespace hotline::city
