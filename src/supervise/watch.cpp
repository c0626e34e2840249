// What leads to steps: the journal and the clock.
#include <fmt/format.h>

#include <algorithm>

#include "hotline/supervise/alerts.hpp"
#include "hotline/supervise/cards.hpp"
#include "hotline/supervise/ladder.hpp"
#include "hotline/ticket/events.hpp"
#include "supervise/objects.hpp"
#include "supervise/queries.hpp"

namespace hotline::supervise {
namespace {

namespace event = ticket::event;

bool starts_clocks(std::string_view kind) {
  return kind == event::assigned || kind == event::extension_decided || kind == event::sent_back ||
         kind == event::reopened || kind == event::resumed || kind == event::replanned;
}

Occasion occasion_of(const ticket::Ticket& ticket, std::string evidence) {
  Occasion occasion;
  occasion.subject = ticket.id;
  occasion.number = ticket.number;
  occasion.evidence = std::move(evidence);
  if (const ticket::Assignment* lead = ticket.lead()) {
    occasion.unit = lead->unit;
    occasion.assignment = lead->id;
  }
  return occasion;
}

}  // namespace

base::Status Ladder::follow(store::WriteTx& tx, const store::Entry& entry) {
  if (entry.stream == "ticket") return handle_ticket(tx, entry);
  if (entry.stream == "late" && entry.kind == "overdue") return handle_late(tx, entry);
  if (entry.stream == "request" && entry.kind == "rated") return handle_rated(tx, entry);
  if (entry.stream == "request" && entry.kind == "erased") {
    if (const auto request = ticket::RequestBook::find(tx, entry.subject))
      tx.execute(queries::forget_watched, request->ticket);
    return {};
  }
  if (entry.stream == "knowledge_task" && entry.kind == "late") {
    Occasion occasion;
    occasion.stream = entry.stream;
    occasion.subject = entry.subject;
    occasion.unit = entry.payload.text_or_empty("unit");
    occasion.number = std::to_string(entry.subject);
    occasion.evidence = "late";
    for (const city::TriggerRule& rule : city_.get()->supervision.triggers) {
      if (rule.on == city::Trigger::stale_knowledge) HOTLINE_CHECK(pull(tx, rule, occasion));
    }
  }
  return {};
}

base::Status Ladder::handle_ticket(store::WriteTx& tx, const store::Entry& entry) {
  const std::string_view kind = entry.kind;
  const bool concerns = starts_clocks(kind) || kind == event::opened || kind == event::amended ||
                        kind == event::requests_joined || kind == event::returned ||
                        kind == event::handed_over || kind == event::replied || kind == event::resolved ||
                        kind == event::closed || kind == event::merged;
  if (!concerns) return {};
  const auto loaded = ticket::TicketBook::load(tx, entry.subject);
  if (!loaded.ok()) return {};
  const ticket::Ticket& ticket = *loaded;
  if (starts_clocks(kind)) HOTLINE_CHECK(plan_yellow(tx, ticket));
  if (kind == event::opened) return handle_opened(tx, entry, ticket);
  if (kind == event::amended) {
    const auto city = city_.get();
    return alerts_.watch(tx, *city, ticket, watch_object(tx, *city, ticket), entry.at);
  }
  if (kind == event::replied) return settle(tx, ticket, entry.payload.integer("assignment").value_or(0));
  if (kind == event::resolved || kind == event::closed || kind == event::merged) {
    if (kind != event::merged) tx.execute(queries::end_watched, ticket.id, entry.at);
    return settle(tx, ticket, 0);
  }
  if (kind == event::requests_joined) return watch_repeats(tx, ticket, false);
  if (kind == event::handed_over) {
    jobs::NewJob job;
    job.kind = kAcknowledge;
    job.stream = "ticket";
    job.subject = ticket.id;
    job.payload.set("order", entry.payload.integer("order").value_or(0));
    job.key = fmt::format("{}:{}", ticket.id, entry.payload.integer("order").value_or(0));
    job.due = base::from_millis(entry.payload.integer("acknowledge_by").value_or(0));
    job.priority = jobs::Priority::urgent;
    job.max_tries = 100;
    HOTLINE_CHECK(scheduler_.put(tx, job));
    return {};
  }
  for (const city::TriggerRule& rule : city_.get()->supervision.triggers) {
    const bool returned =
        kind == event::returned && rule.on == city::Trigger::returned && ticket.returned >= rule.count;
    const bool reopened =
        kind == event::reopened && rule.on == city::Trigger::reopened && ticket.reopened >= rule.count;
    if (returned || reopened)
      HOTLINE_CHECK(pull(tx, rule, occasion_of(ticket, fmt::format("e{}", entry.seq))));
  }
  return {};
}

base::Status Ladder::handle_opened(store::WriteTx& tx, const store::Entry& entry,
                                   const ticket::Ticket& ticket) {
  const auto city = city_.get();
  const WatchedObject object = watch_object(tx, *city, ticket);
  const std::vector<std::string> flags = entry.payload.list("flags");
  for (const city::TriggerRule& rule : city->supervision.triggers) {
    if (rule.on == city::Trigger::risk) {
      const bool risky = std::any_of(flags.begin(), flags.end(), [&](const std::string& flag) {
        return std::find(rule.flags.begin(), rule.flags.end(), flag) != rule.flags.end();
      });
      if (risky) HOTLINE_CHECK(pull(tx, rule, occasion_of(ticket, "opened")));
    } else if (rule.on == city::Trigger::recurrence && !object.key.empty()) {
      const base::Time since = entry.at - std::chrono::hours{rule.hours};
      if (const auto earlier = find_ended(tx, object, ticket.id, since, entry.at))
        HOTLINE_CHECK(pull(tx, rule, occasion_of(ticket, fmt::format("t{}", *earlier))));
    }
  }
  HOTLINE_CHECK(watch_repeats(tx, ticket, true));
  return alerts_.watch(tx, *city, ticket, object, entry.at);
}

// Three requests about one matter: joined under one ticket, or of one caller under several.
base::Status Ladder::watch_repeats(store::WriteTx& tx, const ticket::Ticket& ticket, bool opened) {
  for (const city::TriggerRule& rule : city_.get()->supervision.triggers) {
    if (rule.on != city::Trigger::repeats) continue;
    auto repeats = static_cast<std::int64_t>(ticket.requests.size());
    if (opened) {
      const base::Time since = ticket.opened_at - std::chrono::hours{24 * rule.days};
      repeats = std::max(repeats, count_of_caller(tx, ticket, since, rule.count));
    }
    if (repeats >= rule.count)
      HOTLINE_CHECK(pull(tx, rule, occasion_of(ticket, fmt::format("n{}", rule.count))));
  }
  return {};
}

base::Status Ladder::handle_rated(store::WriteTx& tx, const store::Entry& entry) {
  ticket::Rating rating;
  rating.solved = entry.payload.text_or_empty("solved");
  if (const auto result = entry.payload.integer("result")) rating.result = static_cast<int>(*result);
  if (!rating.unhappy()) return {};
  const auto request = ticket::RequestBook::find(tx, entry.subject);
  if (!request) return {};
  HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, request->ticket));
  for (const city::TriggerRule& rule : city_.get()->supervision.triggers) {
    if (rule.on == city::Trigger::unsatisfied)
      HOTLINE_CHECK(pull(tx, rule, occasion_of(ticket, fmt::format("r{}", request->id))));
  }
  return {};
}

// The red card itself has been told with the lateness; here it is listed, and leads further.
base::Status Ladder::handle_late(store::WriteTx& tx, const store::Entry& entry) {
  const auto loaded = ticket::TicketBook::load(tx, entry.subject);
  const auto what = city::find_limited(entry.payload.text_or_empty("what"));
  if (!loaded.ok() || !what) return {};
  const auto city = city_.get();
  Occasion occasion = occasion_of(
      *loaded, fmt::format("{}:{}:{}", city::name_of(*what), entry.payload.integer("assignment").value_or(0),
                           entry.payload.integer("due").value_or(0)));
  if (const auto assignment = entry.payload.integer("assignment"); assignment.value_or(0) != 0) {
    occasion.assignment = *assignment;
    occasion.unit = entry.payload.text_or_empty("unit");
  }
  if (*what == city::Limited::resolve && city->supervision.cards)
    HOTLINE_CHECK(card(tx, city::Step::red, occasion));
  for (const city::TriggerRule& rule : city->supervision.triggers) {
    if (rule.on != city::Trigger::late) continue;
    if (std::find(rule.clocks.begin(), rule.clocks.end(), *what) != rule.clocks.end())
      HOTLINE_CHECK(pull(tx, rule, occasion));
  }
  return {};
}

base::Status Ladder::plan_yellow(store::WriteTx& tx, const ticket::Ticket& ticket) {
  const auto city = city_.get();
  if (!city->supervision.cards || ticket.is_merged()) return {};
  for (const ticket::RunningClock& clock : ticket.clocks) {
    if (clock.stopped || clock.paused() || clock.what != city::Limited::resolve) continue;
    const auto yellow = decide_yellow_time(*city, ticket, clock);
    if (!yellow.ok() || !*yellow) continue;
    jobs::NewJob job;
    job.kind = kYellow;
    job.stream = "ticket";
    job.subject = ticket.id;
    job.payload.set("assignment", clock.assignment);
    job.key = fmt::format("{}:{}:{}", ticket.id, clock.assignment, base::to_millis(**yellow));
    job.due = **yellow;
    job.max_tries = 100;
    HOTLINE_CHECK(scheduler_.put(tx, job));
  }
  return {};
}

base::Status Ladder::show_yellow(store::WriteTx& tx, const jobs::LeasedJob& job) {
  HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, job.subject));
  const auto city = city_.get();
  if (ticket.is_merged()) return {};
  const std::int64_t assignment = job.payload.integer("assignment").value_or(0);
  for (const ticket::RunningClock& clock : ticket.clocks) {
    if (clock.stopped || clock.paused() || clock.what != city::Limited::resolve ||
        clock.assignment != assignment || clock.due <= tx.now()) {
      continue;
    }
    const auto yellow = decide_yellow_time(*city, ticket, clock);
    // The limit was moved since: another job stands for the new one.
    if (!yellow.ok() || !*yellow || **yellow > tx.now()) continue;
    Occasion occasion = occasion_of(ticket, fmt::format("{}:{}", assignment, base::to_millis(clock.due)));
    const ticket::Assignment* part = ticket.find_assignment(assignment);
    occasion.assignment = assignment;
    if (part != nullptr) occasion.unit = part->unit;
    HOTLINE_CHECK(card(tx, city::Step::yellow, occasion));
    const city::Unit* unit = city->units.find(occasion.unit);
    std::string due =
        base::format_rfc3339(clock.due, std::chrono::minutes{city->settings.zone_offset_minutes})
            .substr(0, 16);
    due[10] = ' ';
    notify::NewMessage message;
    message.once_key = fmt::format("yellow.{}.{}.{}", ticket.id, assignment, base::to_millis(clock.due));
    message.stream = "ticket";
    message.subject = ticket.id;
    message.recipient = notify::Recipient::unit(occasion.unit);
    message.template_name = "yellow_card";
    message.arguments = {
        {"number", ticket.number}, {"deadline", due}, {"unit", unit != nullptr ? unit->name : occasion.unit}};
    HOTLINE_CHECK(outbox_.queue(tx, message));
  }
  return {};
}

base::Status Ladder::check_acknowledged(store::WriteTx& tx, const jobs::LeasedJob& job) {
  HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, job.subject));
  const std::int64_t id = job.payload.integer("order").value_or(0);
  for (const ticket::HandoverOrder& order : ticket.handovers) {
    if (order.id != id || order.acknowledged_at || order.declined_at) continue;
    bool climbed = false;
    const auto city = city_.get();
    for (const city::TriggerRule& rule : city->supervision.triggers) {
      if (rule.on != city::Trigger::unacknowledged) continue;
      HOTLINE_CHECK(pull(tx, rule, occasion_of(ticket, fmt::format("o{}", id))));
      climbed = true;
    }
    // A city without a ladder for it: the supervisors are told all the same.
    if (!climbed) HOTLINE_CHECK(tell_unacknowledged(tx, ticket, order));
  }
  return {};
}

base::Status Ladder::tell_unacknowledged(store::WriteTx& tx, const ticket::Ticket& ticket,
                                         const ticket::HandoverOrder& order) {
  notify::NewMessage message;
  message.stream = "ticket";
  message.subject = ticket.id;
  message.template_name = "handover_late";
  message.arguments = {{"number", ticket.number}, {"line", order.line}};
  message.critical = true;
  message.once_key = fmt::format("handover_late.{}.{}.supervisor", ticket.id, order.id);
  message.recipient = notify::Recipient::role("supervisor");
  HOTLINE_CHECK(outbox_.queue(tx, message));
  if (order.unit.empty()) return {};
  message.once_key = fmt::format("handover_late.{}.{}.unit", ticket.id, order.id);
  message.recipient = notify::Recipient::unit(order.unit);
  HOTLINE_CHECK(outbox_.queue(tx, message));
  return {};
}

}  // namespace hotline::supervise
