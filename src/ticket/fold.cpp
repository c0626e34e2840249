#include <algorithm>
#include <array>
#include <unordered_map>

#include "hotline/ticket/events.hpp"
#include "hotline/ticket/ticket.hpp"

namespace hotline::ticket {
namespace {

constexpr std::array<std::string_view, 5> outcome_names{"none", "answered", "refused", "handed_over",
                                                        "handled"};
constexpr std::array<std::string_view, 2> part_names{"lead", "assist"};
constexpr std::array<std::string_view, 4> origin_names{"dispatch", "whistle", "transfer", "ruling"};

template <class Enum, std::size_t N>
Enum parse(const std::array<std::string_view, N>& names, const std::string& name) {
  const auto at = std::find(names.begin(), names.end(), name);
  return at == names.end() ? Enum{} : static_cast<Enum>(at - names.begin());
}

base::Time time_in(const store::Payload& payload, std::string_view key) {
  return base::from_millis(payload.integer(key).value_or(0));
}

// The assignment that the event is about; events about none change nothing.
Assignment* assignment_in(Ticket& ticket, const store::Entry& entry) {
  return ticket.find_assignment(entry.payload.integer("assignment").value_or(0));
}

// A clock that stands still ends where it stood.
void stop(RunningClock& clock, base::Time at) {
  if (!clock.paused()) {
    clock.stopped = at;
    return;
  }
  clock.stopped = clock.pauses.back().from;
  clock.pauses.back().to = at;
}

void stop_clock(Ticket& ticket, city::Limited what, std::int64_t assignment, base::Time at) {
  for (RunningClock& clock : ticket.clocks) {
    if (clock.what == what && clock.assignment == assignment && !clock.stopped) stop(clock, at);
  }
}

// Starts a clock when the event carries its due time under `key`.
void start_clock(Ticket& ticket, city::Limited what, std::int64_t assignment, const store::Entry& entry,
                 std::string_view key) {
  if (const auto due = entry.payload.integer(key)) {
    ticket.clocks.push_back({what, assignment, entry.at, base::from_millis(*due), std::nullopt});
  }
}

// A unit that no longer has the ticket owes nothing more.
void stop_clocks_of(Ticket& ticket, std::int64_t assignment, base::Time at) {
  for (RunningClock& clock : ticket.clocks) {
    if (clock.assignment == assignment && !clock.stopped) stop(clock, at);
  }
}

void apply_facts(Ticket& t, const store::Payload& p) {
  if (const auto kind = city::find_kind(p.text_or_empty("kind"))) t.kind = *kind;
  if (const auto urgency = city::find_urgency(p.text_or_empty("urgency"))) t.urgency = *urgency;
  if (const auto importance = city::find_importance(p.text_or_empty("importance")))
    t.importance = *importance;
  if (p.has("matter")) t.matter = p.text_or_empty("matter");
  if (p.has("division")) t.division = p.text_or_empty("division");
  if (const auto summary = p.integer("summary")) t.summary = *summary;
}

void apply_opened(Ticket& t, const store::Entry& e) {
  t.number = e.payload.text_or_empty("number");
  t.parent = e.payload.integer("parent").value_or(0);
  apply_facts(t, e.payload);
  t.secret = e.payload.boolean("secret").value_or(false);
  t.flags = e.payload.list("flags");
  t.requests = e.payload.numbers("requests");
  t.opened_at = e.at;
}

void apply_proposed(Ticket& t, const store::Entry& e) {
  const store::Payload& p = e.payload;
  t.proposal = Proposal{p.text_or_empty("matter"),
                        p.text_or_empty("lead"),
                        p.list("assistants"),
                        p.list("reasons"),
                        p.numbers("neighbours"),
                        p.real("confidence").value_or(0),
                        p.integer("city_version").value_or(0),
                        p.text_or_empty("model"),
                        p.integer("related").value_or(0)};
}

void apply_assigned(Ticket& t, const store::Entry& e) {
  Assignment a;
  a.id = e.payload.integer("assignment").value_or(0);
  a.unit = e.payload.text_or_empty("unit");
  a.part = parse<Part>(part_names, e.payload.text_or_empty("part"));
  a.origin = parse<Origin>(origin_names, e.payload.text_or_empty("origin"));
  a.designated = e.payload.boolean("designated").value_or(false);
  a.parent = e.payload.integer("parent").value_or(0);
  a.assigned_at = e.at;
  start_clock(t, city::Limited::sign, a.id, e, "sign_due");
  start_clock(t, city::Limited::first_contact, a.id, e, "contact_due");
  start_clock(t, city::Limited::return_window, a.id, e, "return_due");
  start_clock(t, city::Limited::resolve, a.id, e, "resolve_due");
  t.assignments.push_back(std::move(a));
}

void apply_handed_over(Ticket& t, const store::Entry& e) {
  HandoverOrder order;
  order.id = e.payload.integer("order").value_or(0);
  order.line = e.payload.text_or_empty("line");
  order.unit = e.payload.text_or_empty("unit");
  order.caller_on_line = e.payload.boolean("caller_on_line").value_or(false);
  order.ordered_by = e.actor.id;
  order.ordered_at = e.at;
  order.acknowledge_by = time_in(e.payload, "acknowledge_by");
  t.handovers.push_back(std::move(order));
  if (t.state == TicketState::registered || t.state == TicketState::consulting)
    t.state = TicketState::handed_over;
}

HandoverOrder* order_in(Ticket& t, const store::Entry& e) {
  const std::int64_t id = e.payload.integer("order").value_or(0);
  for (HandoverOrder& order : t.handovers) {
    if (order.id == id) return &order;
  }
  return nullptr;
}

void apply_handover_acknowledged(Ticket& t, const store::Entry& e) {
  if (HandoverOrder* order = order_in(t, e)) {
    order->acknowledged_at = e.at;
    order->answered_by = e.actor.id;
    order->taken_by = e.payload.text_or_empty("taken_by");
    order->reference = e.payload.text_or_empty("reference");
  }
}

void apply_handover_declined(Ticket& t, const store::Entry& e) {
  if (HandoverOrder* order = order_in(t, e)) {
    order->declined_at = e.at;
    order->answered_by = e.actor.id;
  }
  if (t.state == TicketState::handed_over) t.state = TicketState::registered;
}

void apply_consulted(Ticket& t, const store::Entry& e) {
  t.state = TicketState::consulting;
  t.consultations.clear();
  for (const std::string& unit : e.payload.list("units"))
    t.consultations.push_back({unit, e.at, std::nullopt, std::nullopt, ""});
}

void apply_opinion(Ticket& t, const store::Entry& e) {
  const std::string unit = e.payload.text_or_empty("unit");
  for (Consultation& one : t.consultations) {
    if (one.unit != unit) continue;
    one.accepts = e.payload.boolean("accepts").value_or(false);
    one.answered_at = e.at;
    one.answered_by = e.actor.id;
  }
}

void apply_signed(Ticket& t, const store::Entry& e) {
  if (Assignment* a = assignment_in(t, e)) {
    a->state = AssignmentState::signed_for;
    a->signed_at = e.at;
    stop_clock(t, city::Limited::sign, a->id, e.at);
  }
}

void apply_contacted(Ticket& t, const store::Entry& e) {
  if (Assignment* a = assignment_in(t, e)) {
    if (!a->contacted_at) a->contacted_at = e.at;
    stop_clock(t, city::Limited::first_contact, a->id, e.at);
  }
}

void apply_extension_requested(Ticket& t, const store::Entry& e) {
  if (Assignment* a = assignment_in(t, e)) {
    a->extension = Extension{e.payload.integer("minutes").value_or(0), e.at, std::nullopt};
  }
}

void apply_extension_decided(Ticket& t, const store::Entry& e) {
  Assignment* a = assignment_in(t, e);
  if (a == nullptr || !a->extension) return;
  a->extension->granted = e.payload.boolean("granted").value_or(false);
  if (!*a->extension->granted) return;
  for (RunningClock& clock : t.clocks) {
    if (clock.assignment == a->id && clock.what == city::Limited::resolve && !clock.stopped) {
      clock.due = time_in(e.payload, "due");
      clock.extended = a->extension->minutes;
    }
  }
}

void apply_paused(Ticket& t, const store::Entry& e) {
  const std::int64_t id = e.payload.integer("assignment").value_or(0);
  for (RunningClock& clock : t.clocks) {
    if (clock.assignment == id && clock.what == city::Limited::resolve && !clock.stopped)
      clock.pauses.push_back({e.at, std::nullopt});
  }
}

void apply_resumed(Ticket& t, const store::Entry& e) {
  const std::int64_t id = e.payload.integer("assignment").value_or(0);
  for (RunningClock& clock : t.clocks) {
    if (clock.assignment != id || clock.what != city::Limited::resolve || !clock.paused()) continue;
    clock.pauses.back().to = e.at;
    if (e.payload.has("resolve_due")) clock.due = time_in(e.payload, "resolve_due");
  }
}

void apply_replanned(Ticket& t, const store::Entry& e) {
  const auto positions = e.payload.numbers("positions");
  const auto dues = e.payload.numbers("dues");
  for (std::size_t i = 0; i < positions.size() && i < dues.size(); ++i) {
    const auto at = static_cast<std::size_t>(positions[i] - 1);
    if (at < t.clocks.size()) t.clocks[at].due = base::from_millis(dues[i]);
  }
}

void apply_returned(Ticket& t, const store::Entry& e) {
  ++t.returned;
  t.state = TicketState::disputed;
  if (Assignment* a = assignment_in(t, e)) {
    a->state = AssignmentState::returned;
    a->returned_at = e.at;
    a->return_reason = e.payload.text_or_empty("code");
    a->suggested_unit = e.payload.text_or_empty("suggested");
    stop_clock(t, city::Limited::sign, a->id, e.at);
    stop_clock(t, city::Limited::return_window, a->id, e.at);
  }
}

void apply_ruled(Ticket& t, const store::Entry& e) {
  Assignment* a = assignment_in(t, e);
  if (a != nullptr && e.payload.text_or_empty("ruling") == "upheld") {
    a->state = AssignmentState::signed_for;
    a->designated = true;
    if (!a->signed_at) a->signed_at = e.at;
  }
  const bool still_disputed =
      std::any_of(t.assignments.begin(), t.assignments.end(), [&](const Assignment& one) {
        return one.state == AssignmentState::returned && (a == nullptr || one.id != a->id);
      });
  t.state = still_disputed ? TicketState::disputed : TicketState::dispatched;
}

void apply_withdrawn(Ticket& t, const store::Entry& e) {
  if (Assignment* a = assignment_in(t, e)) {
    a->state = AssignmentState::withdrawn;
    stop_clocks_of(t, a->id, e.at);
  }
}

void apply_transferred(Ticket& t, const store::Entry& e) {
  if (Assignment* a = assignment_in(t, e)) {
    a->state = AssignmentState::transferred;
    stop_clocks_of(t, a->id, e.at);
  }
}

void apply_replied(Ticket& t, const store::Entry& e) {
  if (Assignment* a = assignment_in(t, e)) {
    a->state = AssignmentState::replied;
    a->replied_at = e.at;
    a->reply = e.payload.integer("text").value_or(0);
    stop_clocks_of(t, a->id, e.at);
  }
}

void apply_in_review(Ticket& t, const store::Entry& e) {
  t.state = TicketState::in_review;
  start_clock(t, city::Limited::review, 0, e, "review_due");
}

void apply_review_accepted(Ticket& t, const store::Entry& e) {
  stop_clock(t, city::Limited::review, 0, e.at);
  for (Assignment& a : t.assignments) {
    if (a.state == AssignmentState::replied) a.state = AssignmentState::done;
  }
}

// The units named in the event work again, with a new limit.
void rework(Ticket& t, const store::Entry& e) {
  for (const std::int64_t id : e.payload.numbers("assignments")) {
    if (Assignment* a = t.find_assignment(id)) {
      a->state = AssignmentState::signed_for;
      ++a->reworked;
      start_clock(t, city::Limited::resolve, id, e, "resolve_due");
    }
  }
}

void apply_sent_back(Ticket& t, const store::Entry& e) {
  ++t.sent_back;
  t.state = TicketState::dispatched;
  stop_clock(t, city::Limited::review, 0, e.at);
  rework(t, e);
}

void apply_resolved(Ticket& t, const store::Entry& e) {
  t.state = TicketState::resolved;
  t.outcome = Outcome::handled;
  t.resolved_at = e.at;
  start_clock(t, city::Limited::callback, 0, e, "callback_due");
}

void apply_closed(Ticket& t, const store::Entry& e) {
  t.state = TicketState::closed;
  t.outcome = parse<Outcome>(outcome_names, e.payload.text_or_empty("outcome"));
  t.closed_at = e.at;
  for (RunningClock& clock : t.clocks) {
    if (!clock.stopped) stop(clock, e.at);
  }
}

void apply_reopened(Ticket& t, const store::Entry& e) {
  ++t.reopened;
  t.outcome = Outcome::none;
  t.resolved_at.reset();
  t.closed_at.reset();
  t.state = e.payload.text_or_empty("to") == "registered" ? TicketState::registered : TicketState::dispatched;
  stop_clock(t, city::Limited::callback, 0, e.at);
  rework(t, e);
}

void apply_merged(Ticket& t, const store::Entry& e) {
  t.merged_into = e.payload.integer("into").value_or(0);
}
void apply_unmerged(Ticket& t, const store::Entry&) {
  t.merged_into = 0;
}

void apply_requests_joined(Ticket& t, const store::Entry& e) {
  for (const std::int64_t request : e.payload.numbers("requests")) t.requests.push_back(request);
}

void apply_requests_left(Ticket& t, const store::Entry& e) {
  for (const std::int64_t request : e.payload.numbers("requests")) std::erase(t.requests, request);
}

void apply_dispatched(Ticket& t, const store::Entry& e) {
  t.state = TicketState::dispatched;
  if (!t.dispatched_at) t.dispatched_at = e.at;
}

using Apply = void (*)(Ticket&, const store::Entry&);

const std::unordered_map<std::string_view, Apply>& appliers() {
  static const std::unordered_map<std::string_view, Apply> table{
      {event::opened, apply_opened},
      {event::proposed, apply_proposed},
      {event::amended, [](Ticket& t, const store::Entry& e) { apply_facts(t, e.payload); }},
      {event::answered,
       [](Ticket& t, const store::Entry& e) { t.answer = e.payload.integer("text").value_or(0); }},
      {event::refused,
       [](Ticket& t, const store::Entry& e) {
         t.refusal = e.payload.text_or_empty("code");
         t.answer = e.payload.integer("text").value_or(0);
       }},
      {event::handed_over, apply_handed_over},
      {event::handover_acknowledged, apply_handover_acknowledged},
      {event::handover_declined, apply_handover_declined},
      {event::consulted, apply_consulted},
      {event::opinion, apply_opinion},
      {event::dispatched, apply_dispatched},
      {event::assigned, apply_assigned},
      {event::signed_for, apply_signed},
      {event::contacted, apply_contacted},
      {event::extension_requested, apply_extension_requested},
      {event::extension_decided, apply_extension_decided},
      {event::paused, apply_paused},
      {event::resumed, apply_resumed},
      {event::replanned, apply_replanned},
      {event::returned, apply_returned},
      {event::ruled, apply_ruled},
      {event::withdrawn, apply_withdrawn},
      {event::transferred, apply_transferred},
      {event::replied, apply_replied},
      {event::in_review, apply_in_review},
      {event::review_accepted, apply_review_accepted},
      {event::sent_back, apply_sent_back},
      {event::resolved, apply_resolved},
      {event::closed, apply_closed},
      {event::reopened, apply_reopened},
      {event::merged, apply_merged},
      {event::unmerged, apply_unmerged},
      {event::requests_joined, apply_requests_joined},
      {event::requests_left, apply_requests_left},
      {event::urged, [](Ticket& t, const store::Entry&) { ++t.urged; }},
      {event::supervised,
       [](Ticket& t, const store::Entry& e) {
         t.supervision_level = static_cast<int>(e.payload.integer("level").value_or(1));
       }},
      {event::secured,
       [](Ticket& t, const store::Entry& e) {
         t.secret = e.payload.boolean("secret").value_or(true);
         // Whom a secret ticket is kept from stands among its flags.
         std::erase_if(t.flags, [](const std::string& one) { return one.starts_with("kept_out:"); });
         for (const std::string& one : e.payload.list("kept_out")) t.flags.push_back("kept_out:" + one);
       }},
      {event::published,
       [](Ticket& t, const store::Entry& e) {
         t.publications.push_back({e.at, e.payload.integer("text").value_or(0)});
       }},
  };
  return table;
}

}  // namespace

std::string_view name_of(Outcome outcome) {
  return outcome_names.at(static_cast<std::size_t>(outcome));
}
std::string_view name_of(Part part) {
  return part_names.at(static_cast<std::size_t>(part));
}
std::string_view name_of(Origin origin) {
  return origin_names.at(static_cast<std::size_t>(origin));
}

std::vector<std::string> Ticket::concerned_units() const {
  std::vector<std::string> units;
  for (const HandoverOrder& one : handovers) {
    if (!one.unit.empty() && !one.declined_at) units.push_back(one.unit);
  }
  if (state == TicketState::consulting) {
    for (const Consultation& one : consultations) units.push_back(one.unit);
  }
  return units;
}

const Assignment* Ticket::find_assignment(std::int64_t assignment) const {
  for (const Assignment& one : assignments) {
    if (one.id == assignment) return &one;
  }
  return nullptr;
}

Assignment* Ticket::find_assignment(std::int64_t assignment) {
  return const_cast<Assignment*>(std::as_const(*this).find_assignment(assignment));
}

const Assignment* Ticket::lead() const {
  for (auto one = assignments.rbegin(); one != assignments.rend(); ++one) {
    if (one->part == Part::lead && one->state != AssignmentState::withdrawn &&
        one->state != AssignmentState::transferred) {
      return &*one;
    }
  }
  return nullptr;
}

std::optional<base::Time> Ticket::next_due() const {
  std::optional<base::Time> earliest;
  for (const RunningClock& clock : clocks) {
    if (!clock.stopped && !clock.paused() && clock.what != city::Limited::return_window &&
        (!earliest || clock.due < *earliest)) {
      earliest = clock.due;
    }
  }
  return earliest;
}

void apply(Ticket& ticket, const store::Entry& entry) {
  ++ticket.version;
  const auto found = appliers().find(entry.kind);
  if (found != appliers().end()) found->second(ticket, entry);
}

Ticket fold(std::int64_t id, const std::vector<store::Entry>& entries) {
  Ticket ticket;
  ticket.id = id;
  for (const store::Entry& entry : entries) apply(ticket, entry);
  return ticket;
}

}  // namespace hotline::ticket
