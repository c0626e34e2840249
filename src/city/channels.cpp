#include "hotline/city/channels.hpp"

#include "hotline/base/names.hpp"

namespace hotline::city {
namespace {

constexpr std::array<std::string_view, 2> mode_names{"person_first", "machine_first"};

}  // namespace

std::string_view name_of(ChannelMode mode) {
  return mode_names.at(static_cast<std::size_t>(mode));
}
std::optional<ChannelMode> find_channel_mode(std::string_view name) {
  return base::find_in<ChannelMode>(mode_names, name);
}

}  // namespace hotline::city
