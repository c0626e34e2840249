#include "hotline/notify/courier.hpp"

#include "notify/queries.hpp"

namespace hotline::notify {
namespace {

constexpr std::string_view kSentText = "sent_text";  // kind of its sealed rows

// Ends the message and its job together. `sent`: what was said, kept for the person it was said to.
jobs::Done ended(std::int64_t message, MessageState state, const std::optional<base::Text>& reason = {},
                 std::string sent = {}) {
  return {{{"state", std::string(name_of(state))}},
          [message, state, reason, sent = std::move(sent)](store::WriteTx& tx) -> base::Status {
            std::optional<std::string> zh;
            std::optional<std::string> en;
            if (reason) {
              zh = reason->zh;
              en = reason->en;
            }
            tx.execute(queries::kEndMessage, message, name_of(state), base::to_millis(tx.now()), zh, en);
            if (!sent.empty())
              tx.execute(queries::kKeepSentText, message, tx.vault().seal(tx, kSentText, sent).id);
            return {};
          }};
}

jobs::Failure failure(base::ErrorCode code, base::Text text, bool for_good) {
  return {base::Error{code, std::move(text), {}}, for_good, {}};
}

// A message with everything that is opened for this one moment.
struct Opened {
  std::optional<Message> message;
  std::optional<base::Error> erased;  // a sealed row is gone, or does not open
  std::string address;
  store::Payload arguments;
};

Opened open(store::ReadTx& tx, std::int64_t id) {
  Opened opened;
  opened.message = find_message(tx, id);
  if (!opened.message || opened.message->state != MessageState::queued) return opened;
  const Message& message = *opened.message;
  opened.arguments = message.arguments;
  auto unseal = [&](std::int64_t row) -> std::string {
    auto plain = tx.vault().open(tx, row);
    if (plain.ok()) return std::move(plain).value();
    opened.erased = plain.error();
    return {};
  };
  if (message.recipient.address > 0) opened.address = unseal(message.recipient.address);
  for (const auto& [name, value] : message.sealed_arguments.values()) {
    opened.arguments.set(name, unseal(std::get<std::int64_t>(value)));
  }
  return opened;
}

}  // namespace

jobs::Report Courier::deliver(jobs::OutsideAttempt& attempt) {
  auto read =
      store_.read([&](store::ReadTx& tx) -> base::Result<Opened> { return open(tx, attempt.job().subject); });
  if (!read.ok()) return jobs::Failure{read.error(), {}, {}};
  const Opened& opened = *read;
  if (!opened.message || opened.message->state != MessageState::queued) return jobs::Done{};
  const Message& message = *opened.message;
  const base::Time now = clock_.now();
  if (message.expires && *message.expires <= now) return ended(message.id, MessageState::expired);
  const base::Time send_at = outbox_.decide_send_time(now, message.recipient.kind, message.critical);
  if (send_at > now) return jobs::Postponed{send_at};
  if (opened.erased) {
    if (opened.erased->code != base::ErrorCode::not_found) return jobs::Failure{*opened.erased, {}, {}};
    return ended(message.id, MessageState::suppressed,
                 base::Text{"收件人信息已依法删除，不再发送。",
                            "The recipient's data was erased by law; nothing is sent."});
  }
  auto text = outbox_.templates()->render(message.template_name, message.language, opened.arguments);
  if (!text.ok()) return jobs::Failure{std::move(text).error(), {}, {}};
  Letter letter{message.once_key, message.stream,          message.subject, message.recipient,
                opened.address,   std::move(text).value(), message.critical};
  return hand_over(attempt, message, letter);
}

jobs::Report Courier::hand_over(jobs::OutsideAttempt& attempt, const Message& message, const Letter& letter) {
  const auto found = carriers_.find(channel_of(message.recipient.kind));
  if (found == carriers_.end()) {
    return failure(
        base::ErrorCode::unavailable,
        {"尚未配置此发送渠道（短信网关或者邮件服务器）。配置后请重新发送。",
         "No SMS gateway or mail server is configured for this channel. Configure one and send again."},
        true);
  }
  Carrier& carrier = *found->second;
  if (!carrier.repeats_safely()) {
    if (auto begun = attempt.begin_call(); !begun.ok())
      return jobs::Failure{std::move(begun).error(), {}, {}};
  }
  Delivery delivery = carrier.send(letter);
  switch (delivery.kind) {
    case Delivery::Kind::sent:
      return ended(message.id, MessageState::sent, {},
                   message.recipient.address > 0 ? letter.text.body : std::string());
    case Delivery::Kind::refused:
      return failure(base::ErrorCode::invalid_input, std::move(delivery.why), true);
    case Delivery::Kind::uncertain:
      if (!carrier.repeats_safely()) return jobs::Uncertain{};
      [[fallthrough]];
    case Delivery::Kind::try_again:
      return failure(base::ErrorCode::unavailable, std::move(delivery.why), false);
  }
  return jobs::Uncertain{};
}

}  // namespace hotline::notify
