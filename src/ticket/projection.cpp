#include "ticket/projection.hpp"

#include <algorithm>

#include "hotline/ticket/events.hpp"
#include "hotline/ticket/repository.hpp"
#include "ticket/lists.hpp"
#include "ticket/queries.hpp"

namespace hotline::ticket {
namespace {

std::optional<std::int64_t> millis(const std::optional<base::Time>& time) {
  return time ? std::optional(base::to_millis(*time)) : std::nullopt;
}

// What the unit must meet next: its sign limit until it signs, then the limit of the whole.
std::optional<std::int64_t> due_of(const Ticket& ticket, std::int64_t assignment) {
  std::optional<std::int64_t> due;
  for (const RunningClock& clock : ticket.clocks) {
    if (clock.assignment != assignment || clock.stopped || clock.paused() ||
        clock.what == city::Limited::return_window)
      continue;
    const std::int64_t at = base::to_millis(clock.due);
    if (!due || at < *due) due = at;
  }
  return due;
}

std::optional<std::int64_t> paused_since(const RunningClock& clock) {
  return clock.paused() ? std::optional(base::to_millis(clock.pauses.back().from)) : std::nullopt;
}

// Whether the rows of both say the same: the columns that can change once a row is there.
bool same_row(const Ticket& before, const Assignment& a, const Ticket& after, const Assignment& b) {
  return a.id == b.id && a.state == b.state && a.signed_at == b.signed_at && a.replied_at == b.replied_at &&
         due_of(before, a.id) == due_of(after, b.id);
}
bool same_row(const RunningClock& a, const RunningClock& b) {
  return a.due == b.due && a.stopped == b.stopped && paused_since(a) == paused_since(b);
}
bool same_row(const HandoverOrder& a, const HandoverOrder& b) {
  return a.id == b.id && a.acknowledged_at == b.acknowledged_at && a.declined_at == b.declined_at &&
         a.reference == b.reference;
}

std::string lead_unit(const Ticket& ticket) {
  return ticket.lead() != nullptr ? ticket.lead()->unit : "";
}

std::optional<std::int64_t> shown_due(const Ticket& ticket) {
  return ticket.is_merged() ? std::nullopt : millis(ticket.next_due());
}

}  // namespace

void project_changes(store::WriteTx& tx, const Ticket& before, const Ticket& t) {
  tx.execute(queries::upsert_ticket, t.id, t.number, t.version, t.parent, name_of(t.state),
             name_of(t.outcome), city::name_of(t.kind), city::name_of(t.urgency), city::name_of(t.importance),
             t.matter, t.division, lead_unit(t), t.secret, join_list(t.flags),
             t.proposal ? std::optional(t.proposal->confidence) : std::nullopt,
             static_cast<std::int64_t>(t.requests.size()), t.merged_into, t.urged, t.supervision_level,
             t.returned, t.reopened, base::to_millis(t.opened_at), millis(t.dispatched_at),
             millis(t.resolved_at), millis(t.closed_at), shown_due(t));
  for (std::size_t i = 0; i < t.assignments.size(); ++i) {
    const Assignment& a = t.assignments[i];
    if (i < before.assignments.size() && same_row(before, before.assignments[i], t, a)) continue;
    tx.execute(queries::upsert_assignment, t.id, a.id, a.unit, name_of(a.part), name_of(a.origin),
               name_of(a.state), base::to_millis(a.assigned_at), millis(a.signed_at), millis(a.replied_at),
               due_of(t, a.id));
  }
  for (std::size_t i = 0; i < t.clocks.size(); ++i) {
    const RunningClock& clock = t.clocks[i];
    if (i < before.clocks.size() && same_row(before.clocks[i], clock)) continue;
    tx.execute(queries::upsert_clock, t.id, static_cast<std::int64_t>(i) + 1, city::name_of(clock.what),
               clock.assignment, base::to_millis(clock.started), base::to_millis(clock.due),
               millis(clock.stopped), paused_since(clock));
  }
  for (std::size_t i = 0; i < t.handovers.size(); ++i) {
    const HandoverOrder& order = t.handovers[i];
    if (i < before.handovers.size() && same_row(before.handovers[i], order)) continue;
    tx.execute(queries::upsert_handover, t.id, order.id, order.line, base::to_millis(order.ordered_at),
               base::to_millis(order.acknowledge_by), millis(order.acknowledged_at),
               millis(order.declined_at), order.reference);
  }
  const std::vector<std::string> concerned = t.concerned_units();
  if (concerned == before.concerned_units()) return;
  tx.execute(queries::forget_concerned, t.id);
  for (const std::string& unit : concerned) tx.execute(queries::insert_concerned, unit, t.id);
}

void project_facet(store::WriteTx& tx, std::int64_t ticket, const store::Entry& entry,
                   const store::Actor& actor) {
  const std::string unit = entry.payload.text_or_empty("unit");
  if (entry.kind == event::urged) {
    tx.execute(queries::insert_urging, ticket, base::to_millis(entry.at), unit, actor.id);
  } else if (entry.kind == event::supervised) {
    tx.execute(queries::insert_supervision, ticket, base::to_millis(entry.at),
               entry.payload.integer("level").value_or(1), unit, actor.id);
  } else if (entry.kind == event::published) {
    tx.execute(queries::insert_publication, ticket, base::to_millis(entry.at),
               entry.payload.integer("text").value_or(0));
  }
}

std::vector<std::int64_t> erase_ticket_words(store::WriteTx& tx, std::int64_t ticket) {
  std::vector<std::int64_t> touched{ticket};
  std::vector<std::int64_t> parts;
  {
    store::Statement row = tx.query(queries::tickets_of_parent);
    row.bind(ticket);
    while (row.step()) parts.push_back(row.integer(0));
  }
  for (const std::int64_t part : parts) {
    const auto below = erase_ticket_words(tx, part);
    touched.insert(touched.end(), below.begin(), below.end());
  }
  for (const Request& left : RequestBook::of_ticket(tx, ticket)) {
    if (left.erased_at) continue;
    // Others' words remain: the ticket goes by those, and keeps what units wrote to all of them.
    tx.execute(queries::set_ticket_title, ticket, left.title, left.place);
    return touched;
  }
  std::vector<std::int64_t> sealed;
  {
    store::Statement row = tx.query(queries::sealed_of_ticket);
    row.bind(ticket);
    while (row.step()) sealed.push_back(row.integer(0));
  }
  for (const std::int64_t id : sealed) tx.vault().erase(tx, id);
  tx.execute(queries::set_ticket_title, ticket, "", "");
  return touched;
}

std::optional<std::string> find_projection_fault(store::ReadTx& tx, std::int64_t id) {
  // From the first event on: what is kept of earlier folds must not vouch for itself.
  const std::vector<store::Entry> entries = store::entries_of(tx, "ticket", id);
  if (entries.empty()) return "no events";
  const Ticket t = fold(id, entries);
  store::Statement row = tx.query(queries::ticket_row);
  row.bind(id);
  if (!row.step()) return "no row";
  const std::pair<const char*, bool> checks[] = {
      {"number", row.view(0) == t.number},
      {"version", row.integer(1) == t.version},
      {"state", row.view(2) == name_of(t.state)},
      {"outcome", row.view(3) == name_of(t.outcome)},
      {"kind", row.view(4) == city::name_of(t.kind)},
      {"urgency", row.view(5) == city::name_of(t.urgency)},
      {"importance", row.view(6) == city::name_of(t.importance)},
      {"matter", row.view(7) == t.matter},
      {"division", row.view(8) == t.division},
      {"lead_unit", row.view(9) == lead_unit(t)},
      {"secret", (row.integer(10) != 0) == t.secret},
      {"requests", row.integer(11) == static_cast<std::int64_t>(t.requests.size())},
      {"merged_into", row.integer(12) == t.merged_into},
      {"urged", row.integer(13) == t.urged},
      {"supervision", row.integer(14) == t.supervision_level},
      {"returned", row.integer(15) == t.returned},
      {"reopened", row.integer(16) == t.reopened},
      {"next_due", row.maybe_integer(17) == shown_due(t)},
  };
  for (const auto& [what, right] : checks) {
    if (!right) return what;
  }
  std::vector<std::pair<std::int64_t, std::string>> shown;
  store::Statement assignments = tx.query(queries::assignment_states);
  assignments.bind(id);
  while (assignments.step()) shown.emplace_back(assignments.integer(0), assignments.text(2));
  if (shown.size() != t.assignments.size()) return "assignments";
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i].second != name_of(t.assignments[i].state)) return "assignment state";
  }
  return std::nullopt;
}

}  // namespace hotline::ticket
