#include "hotline/notify/message.hpp"

#include <array>

#include "hotline/base/names.hpp"

namespace hotline::notify {
namespace {

constexpr std::array<std::string_view, 3> kChannels{"console", "email", "sms"};
constexpr std::array<std::string_view, 5> kRecipients{"account", "role", "unit", "email", "phone"};
constexpr std::array<std::string_view, 2> kLanguages{"zh", "en"};
constexpr std::array<std::string_view, 6> kStates{"queued",  "sent",       "failed",
                                                  "expired", "suppressed", "uncertain"};

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
  return base::find_in<RecipientKind>(kRecipients, name);
}
std::optional<MessageState> message_state_of(std::string_view name) {
  return base::find_in<MessageState>(kStates, name);
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
