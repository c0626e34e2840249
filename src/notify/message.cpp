#include "hotline/notify/message.hpp"

#include <algorithm>
#include <array>

namespace hotline::notify {
namespace {

constexpr std::array<std::string_view, 3> kChannels{"console", "email", "sms"};
constexpr std::array<std::string_view, 5> kRecipients{"account", "role", "unit", "email", "phone"};
constexpr std::array<std::string_view, 2> kLanguages{"zh", "en"};
constexpr std::array<std::string_view, 6> kStates{"queued",  "sent",       "failed",
                                                  "expired", "suppressed", "uncertain"};

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return {};
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name_of(Channel channel) {
  return kChannels.at(static_cast<std::size_t>(channel));
}
std::string_view name_of(RecipientKind kind) {
  return kRecipients.at(static_cast<std::size_t>(kind));
}
std::string_view name_of(Language language) {
  return kLanguages.at(static_cast<std::size_t>(language));
}
std::string_view name_of(MessageState state) {
  return kStates.at(static_cast<std::size_t>(state));
}

std::optional<RecipientKind> recipient_kind_of(std::string_view name) {
  return find<RecipientKind>(kRecipients, name);
}
std::optional<MessageState> message_state_of(std::string_view name) {
  return find<MessageState>(kStates, name);
}

Channel channel_of(RecipientKind kind) {
  switch (kind) {
    case RecipientKind::email:
      return Channel::email;
    case RecipientKind::phone:
      return Channel::sms;
    default:
      return Channel::console;
  }
}

}  // namespace hotline::notify
