// A message to anybody: what is to be said, to whom, and how far it has come.
//
//    queued ----> sent
//      |  `-----> expired      its time was over before it could be sent
//      |  `-----> suppressed   withdrawn, or the address was erased by law
//      |  `-----> uncertain    handed over, and nobody knows whether it arrived: a person decides
//      `--------> failed       refused for good, or given up: a person may send it again
//    uncertain -> sent | queued
//    failed ----> queued
//
// The channel follows from the recipient: accounts, roles and units read in the console, an e-mail address
// gets mail, a telephone gets a text message. All types are plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "hotline/base/clock.hpp"
#include "hotline/base/error.hpp"
#include "hotline/jobs/job.hpp"
#include "hotline/store/payload.hpp"

namespace hotline::notify {

enum class Channel { console, email, sms };
enum class RecipientKind { account, role, unit, email, phone };
enum class Language { zh, en };
enum class MessageState { queued, sent, failed, expired, suppressed, uncertain };

std::string_view name_of(Channel channel);
std::string_view name_of(RecipientKind kind);
std::string_view name_of(Language language);
std::string_view name_of(MessageState state);
std::optional<RecipientKind> recipient_kind_of(std::string_view name);
std::optional<MessageState> message_state_of(std::string_view name);
Channel channel_of(RecipientKind kind);

struct Recipient {
  RecipientKind kind = RecipientKind::account;
  std::string name;          // account: its id in digits; role: its name; unit: its code; else ""
  std::int64_t address = 0;  // email, phone: id of the sealed address; else 0

  static Recipient account(std::int64_t id) { return {RecipientKind::account, std::to_string(id), 0}; }
  static Recipient role(std::string name) { return {RecipientKind::role, std::move(name), 0}; }
  static Recipient unit(std::string code) { return {RecipientKind::unit, std::move(code), 0}; }
  static Recipient email(std::int64_t sealed) { return {RecipientKind::email, "", sealed}; }
  static Recipient phone(std::int64_t sealed) { return {RecipientKind::phone, "", sealed}; }

  bool operator==(const Recipient&) const = default;
};

struct NewMessage {
  // Names this message for ever: a second one with the same key is the first one. 1 to 200 printable ASCII
  // characters without blanks, such as "ticket:17:closed".
  std::string once_key;
  std::string stream;  // what it is about, as in the journal
  std::int64_t subject = 0;
  Recipient recipient;
  std::string template_name;
  Language language = Language::zh;
  store::Payload arguments;  // values of the placeholders: texts and integers; no personal data
  // Placeholders whose values are sealed rows, opened when the message is sent. Not for the console.
  std::map<std::string, std::int64_t> sealed_arguments;
  bool critical = false;  // passes quiet hours
  std::optional<base::Time> not_before;
  std::optional<base::Time> expires;  // not sent at or after this instant
  jobs::Priority priority = jobs::Priority::normal;
};

struct Message {
  std::int64_t id = 0;
  std::string once_key;
  std::string stream;
  std::int64_t subject = 0;
  Recipient recipient;
  std::string template_name;
  Language language = Language::zh;
  store::Payload arguments;
  store::Payload sealed_arguments;  // integers: ids of sealed rows
  bool critical = false;
  std::optional<base::Time> expires;
  MessageState state = MessageState::queued;
  std::int64_t job = 0;  // its attempts: jobs::attempts_of; 0: put into the console's inbox at once
  base::Time created;
  std::optional<base::Time> ended;   // when it left `queued`
  std::optional<base::Text> reason;  // why it failed, was suppressed or is uncertain
};

}  // namespace hotline::notify
