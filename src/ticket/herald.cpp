#include "hotline/ticket/herald.hpp"

#include <fmt/format.h>

#include <memory>
#include <mutex>

#include "hotline/ticket/events.hpp"
#include "hotline/ticket/repository.hpp"
#include "hotline/ticket/templates.hpp"
#include "ticket/herald_words.hpp"

namespace hotline::ticket {
namespace {

std::string local_time(const city::City& city, base::Time time) {
  // "2026-03-02 09:00", as people read it.
  std::string text =
      base::format_rfc3339(time, std::chrono::minutes{city.settings.zone_offset_minutes}).substr(0, 16);
  text[10] = ' ';
  return text;
}

struct BuiltIn {
  const char *code, *zh, *en;
};
// What must be said whether or not the city has words of its own for it.
constexpr BuiltIn built_in[] = {
    {"handover", "紧急移交{line}：{place}。工单{number}，请在{minutes}分钟内确认接收。",
     "Emergency handover to {line}: {place}. Ticket {number}. Acknowledge within {minutes} minutes."},
    {"handover_caller",
     "【{city}{hotline}】您反映的紧急情况已移交{line}，请保持电话畅通；危急时请直接拨打{line}。",
     "[{city} {hotline}] Your emergency has been passed to {line}. Keep your line free; call {line} if it is "
     "urgent."},
    {"handover_declined", "移交退回：{line}退回了工单{number}的移交，请立即另行处置。",
     "Order declined: {line} sent ticket {number} back. Deal with it at once."},
    {"handover_late", "移交超时：{line}未在规定时间内确认接收工单{number}，请立即电话核实。",
     "Not acknowledged: {line} has not taken ticket {number} in time. Call them at once."},
    {"consultation", "派前会商：工单{number}（{matter}），请{unit}说明是否愿意承办。",
     "Consultation on ticket {number} ({matter}): {unit}, please say whether you take it."},
};

}  // namespace

std::string name_of_unit(const city::City& city, const std::string& code) {
  const city::Unit* unit = city.units.find(code);
  return unit != nullptr ? unit->name : code;
}

store::Payload arguments_of(const city::City& city, const Ticket& ticket,
                            const TicketBook::Heading& heading) {
  const city::Matter* matter = city.matters.find(ticket.matter);
  return {{"city", city.settings.name},
          {"hotline", city.settings.hotline},
          {"number", ticket.number},
          {"matter", matter != nullptr ? matter->name() : std::string("未定事项")},
          {"place", heading.place.empty() ? std::string("未写明") : heading.place},
          {"title", heading.title}};
}

base::Status queue_known(store::WriteTx& tx, notify::Outbox& outbox, const notify::NewMessage& message) {
  const auto queued = outbox.queue(tx, message);
  if (!queued.ok() && queued.error().code != base::ErrorCode::not_found) return queued.error();
  return {};
}

std::shared_ptr<const notify::Templates> templates_of(const city::City& city) {
  std::map<std::string, notify::Template, std::less<>> templates;
  for (const BuiltIn& one : built_in) templates[one.code] = notify::Template{{}, {one.zh, one.en}};
  for (const city::Template& one : city.templates.rows()) {
    templates[one.code] = notify::Template{{}, {one.zh, one.en.empty() ? one.zh : one.en}};
  }
  return std::make_shared<const notify::Templates>(std::move(templates));
}

notify::TemplateSource templates_in_force(const city::CityHolder& city) {
  struct Made {
    std::mutex mutex;
    std::shared_ptr<const city::City> from;  // held, so that no other city can stand at its address
    std::shared_ptr<const notify::Templates> templates;
  };
  return [&city, made = std::make_shared<Made>()] {
    auto now = city.get();
    const std::lock_guard lock(made->mutex);
    if (made->from != now) {
      made->templates = templates_of(*now);
      made->from = std::move(now);
    }
    return made->templates;
  };
}

base::Status Herald::follow(store::WriteTx& tx, const store::Entry& entry) {
  // What the ladder did it tells by itself, with the cause and the one who is to answer.
  if (entry.payload.has("step")) return {};
  if (entry.stream == "ticket") {
    if (entry.kind == event::extension_decided) return tell_extension(tx, entry);
    if (entry.kind == event::handed_over) return tell_handover(tx, entry);
    if (entry.kind == event::handover_declined) return tell_declined(tx, entry);
    if (entry.kind == event::consulted) return tell_consulted(tx, entry);
  }
  const bool to_unit =
      entry.stream == "ticket" &&
      (entry.kind == event::assigned || entry.kind == event::urged || entry.kind == event::supervised);
  const bool to_supervisor = entry.stream == "ticket" && entry.kind == event::returned;
  const bool to_caller = entry.stream == "request" && entry.kind == "received" && settings_.tell_callers &&
                         entry.payload.has("phone");
  if (!to_unit && !to_supervisor && !to_caller) return {};

  const auto city = city_.get();
  const std::int64_t id = to_caller ? entry.payload.integer("ticket").value_or(0) : entry.subject;
  const auto loaded = TicketBook::load(tx, id);
  if (!loaded.ok()) return {};
  const Ticket& ticket = *loaded;
  notify::NewMessage message;
  message.once_key = fmt::format("event.{}", entry.seq);
  message.stream = entry.stream;
  message.subject = entry.subject;
  message.arguments = arguments_of(*city, ticket, TicketBook::heading(tx, id));

  std::string unit = entry.payload.text_or_empty("unit");
  if (const auto assignment = entry.payload.integer("assignment"); unit.empty() && assignment) {
    if (const Assignment* found = ticket.find_assignment(*assignment)) unit = found->unit;
  }
  if (unit.empty() && ticket.lead() != nullptr) unit = ticket.lead()->unit;
  message.arguments.set("unit", name_of_unit(*city, unit));
  if (to_unit) {
    if (unit.empty()) return {};
    message.recipient = notify::Recipient::unit(unit);
    message.critical = ticket.urgency != city::Urgency::normal;
    const auto due = entry.payload.integer("sign_due");
    const auto next = ticket.next_due();
    message.arguments.set("deadline", due    ? local_time(*city, base::from_millis(*due))
                                      : next ? local_time(*city, *next)
                                             : std::string("即日"));
    message.arguments.set("count", static_cast<std::int64_t>(ticket.urged));
    message.arguments.set("reason", std::string("需要督促办理"));
    message.arguments.set(
        "time", next ? fmt::format("{} 分钟", std::max<std::int64_t>(0, (*next - entry.at).count() / 60000))
                     : std::string("不多"));
    message.template_name = entry.kind == event::assigned ? "assignment_notice"
                            : entry.kind == event::urged  ? "urge"
                                                          : "supervise";
  } else if (to_supervisor) {
    message.recipient = notify::Recipient::role("supervisor");
    message.template_name = "returned";
    const city::ReturnReason* reason = city->return_reasons.find(entry.payload.text_or_empty("code"));
    message.arguments.set("reason", reason != nullptr ? reason->name : entry.payload.text_or_empty("code"));
  } else {
    const auto request = RequestBook::find(tx, entry.subject);
    if (!request || request->erased_at || !request->caller_phone) return {};
    message.recipient = notify::Recipient::phone(*request->caller_phone);
    message.template_name = "receipt";
    message.language = request->language == "en" ? notify::Language::en : notify::Language::zh;
    message.arguments.set("number", request->number)
        .set("query_code", request->query_code)
        .set("link", settings_.link);
  }
  return queue_known(tx, outbox_, message);
}

// Granted time is told to every caller who can be reached.
base::Status Herald::tell_extension(store::WriteTx& tx, const store::Entry& entry) {
  if (!settings_.tell_callers || !entry.payload.boolean("granted").value_or(false)) return {};
  const auto due = entry.payload.integer("due");
  const auto loaded = TicketBook::load(tx, entry.subject);
  if (!due || !loaded.ok()) return {};
  const auto city = city_.get();
  notify::NewMessage message;
  message.stream = entry.stream;
  message.subject = entry.subject;
  message.template_name = "extended";
  message.arguments = arguments_of(*city, *loaded, TicketBook::heading(tx, entry.subject));
  message.arguments.set("deadline", local_time(*city, base::from_millis(*due)))
      .set("reason", std::string("承办单位需要更多时间核实处理"));
  for (const std::int64_t id : loaded->requests) {
    const auto request = RequestBook::find(tx, id);
    if (!request || request->erased_at || !request->caller_phone) continue;
    message.once_key = fmt::format("event.{}.{}", entry.seq, id);
    message.recipient = notify::Recipient::phone(*request->caller_phone);
    message.language = request->language == "en" ? notify::Language::en : notify::Language::zh;
    message.arguments.set("number", request->number);
    if (message.language == notify::Language::en)
      message.arguments.set("reason", std::string("the unit needs more time"));
    HOTLINE_CHECK(queue_known(tx, outbox_, message));
  }
  return {};
}

}  // namespace hotline::ticket
