// What the herald tells about orders to emergency lines and about consultations before dispatch.
#include <fmt/format.h>

#include "hotline/ticket/events.hpp"
#include "hotline/ticket/herald.hpp"
#include "ticket/herald_words.hpp"

namespace hotline::ticket {
namespace {

// A message about the ticket of this event, without its recipient.
notify::NewMessage message_about(store::WriteTx& tx, const city::City& city, const store::Entry& entry,
                                 const Ticket& ticket, const char* words) {
  notify::NewMessage message;
  message.once_key = fmt::format("event.{}", entry.seq);
  message.stream = entry.stream;
  message.subject = entry.subject;
  message.template_name = words;
  message.arguments = arguments_of(city, ticket, TicketBook::heading(tx, entry.subject));
  return message;
}

}  // namespace

// The line's unit gets the order, the caller is told whom to expect.
base::Status Herald::tell_handover(store::WriteTx& tx, const store::Entry& entry) {
  const auto loaded = TicketBook::load(tx, entry.subject);
  if (!loaded.ok()) return {};
  const auto city = city_.get();
  const std::string unit = entry.payload.text_or_empty("unit"), line = entry.payload.text_or_empty("line");
  const base::Time by = base::from_millis(entry.payload.integer("acknowledge_by").value_or(0));
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(by - entry.at).count();
  if (!unit.empty()) {
    notify::NewMessage order = message_about(tx, *city, entry, *loaded, "handover");
    order.recipient = notify::Recipient::unit(unit);
    order.critical = true;
    order.arguments.set("line", line).set("minutes", std::int64_t{minutes});
    order.arguments.set("unit", name_of_unit(*city, unit));
    HOTLINE_CHECK(queue_known(tx, outbox_, order));
  }
  if (!settings_.tell_callers) return {};
  for (const std::int64_t id : loaded->requests) {
    const auto request = RequestBook::find(tx, id);
    if (!request || request->erased_at || !request->caller_phone) continue;
    notify::NewMessage told = message_about(tx, *city, entry, *loaded, "handover_caller");
    told.once_key = fmt::format("event.{}.{}", entry.seq, id);
    told.recipient = notify::Recipient::phone(*request->caller_phone);
    told.language = request->language == "en" ? notify::Language::en : notify::Language::zh;
    told.critical = true;
    told.arguments.set("line", line);
    HOTLINE_CHECK(queue_known(tx, outbox_, told));
  }
  return {};
}

// An order that came back waits at the desk.
base::Status Herald::tell_declined(store::WriteTx& tx, const store::Entry& entry) {
  const auto loaded = TicketBook::load(tx, entry.subject);
  if (!loaded.ok()) return {};
  const auto city = city_.get();
  notify::NewMessage message = message_about(tx, *city, entry, *loaded, "handover_declined");
  message.recipient = notify::Recipient::role("supervisor");
  message.critical = true;
  for (const HandoverOrder& order : loaded->handovers) {
    if (order.id == entry.payload.integer("order").value_or(0)) message.arguments.set("line", order.line);
  }
  return queue_known(tx, outbox_, message);
}

base::Status Herald::tell_consulted(store::WriteTx& tx, const store::Entry& entry) {
  const auto loaded = TicketBook::load(tx, entry.subject);
  if (!loaded.ok()) return {};
  const auto city = city_.get();
  notify::NewMessage message = message_about(tx, *city, entry, *loaded, "consultation");
  message.critical = loaded->urgency != city::Urgency::normal;
  for (const std::string& unit : entry.payload.list("units")) {
    message.once_key = fmt::format("event.{}.{}", entry.seq, unit);
    message.recipient = notify::Recipient::unit(unit);
    message.arguments.set("unit", name_of_unit(*city, unit));
    HOTLINE_CHECK(queue_known(tx, outbox_, message));
  }
  return {};
}

}  // namespace hotline::ticket
