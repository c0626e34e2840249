#include "hotline/ticket/repository.hpp"

#include <fmt/format.h>

#include <map>

#include "hotline/ticket/correcting.hpp"
#include "hotline/ticket/erasing.hpp"
#include "ticket/folded.hpp"
#include "ticket/projection.hpp"
#include "ticket/queries.hpp"
#include "ticket/rules.hpp"

namespace hotline::ticket {
namespace {

constexpr std::string_view stream = "ticket";
constexpr int most_supervised = 3;  // highest level of supervision

base::Error unknown_ticket() {
  return base::Error::of(base::ErrorCode::not_found, "没有找到该工单，请核对工单编号。",
                         "There is no such ticket. Check its number.");
}

base::Status check_version(const Ticket& ticket, std::optional<std::int64_t> seen) {
  if (!seen || *seen == ticket.version) return {};
  return base::Error::of(
      base::ErrorCode::stale_version, "该工单已被他人更新，请刷新后核对再操作。",
      "Somebody changed this ticket since you read it. Reload it, compare, and try again.");
}

std::string opened_kind(city::Kind kind) {
  return std::string(city::name_of(kind));
}

NewEvent opened_event(const NewTicket& in) {
  store::Payload payload{{"number", in.number},
                         {"parent", in.parent},
                         {"kind", opened_kind(in.kind)},
                         {"urgency", std::string(city::name_of(in.urgency))},
                         {"importance", std::string(city::name_of(in.importance))},
                         {"matter", in.matter},
                         {"division", in.division},
                         {"summary", in.summary.id},
                         {"digest", in.summary.digest},
                         {"secret", in.secret},
                         {"flags", in.flags},
                         {"requests", in.requests}};
  return {event::opened, std::move(payload)};
}

void keep(const Ticket& ticket, const store::KnownEntry& upto) {
  folded_tickets().keep(std::make_shared<const FoldedTicket>(FoldedTicket{ticket, upto}));
}

// What the merge into `from` moved: told by the newest `merged` event of the ticket.
std::vector<std::int64_t> moved_by_merge(store::ReadTx& tx, std::int64_t id) {
  std::vector<std::int64_t> moved;
  for (const store::Entry& entry : store::entries_of(tx, stream, id)) {
    if (entry.kind == event::merged) moved = entry.payload.numbers("requests");
  }
  return moved;
}

}  // namespace

jobs::NewJob deadline_job(std::int64_t ticket, base::Time due) {
  jobs::NewJob job;
  job.kind = job::deadline;
  job.stream = stream;
  job.subject = ticket;
  job.key = fmt::format("{}:{}", ticket, base::to_millis(due));
  job.due = due;
  job.max_tries = 100;
  return job;
}

std::int64_t TicketBook::next_id(store::ReadTx& tx) {
  store::Statement row = tx.query(queries::next_ticket_id);
  row.step();
  return row.integer(0);
}

base::Result<Ticket> TicketBook::load(store::ReadTx& tx, std::int64_t id) {
  if (const auto known = folded_tickets().find(id)) {
    if (const auto more = store::entries_since(tx, stream, id, known->upto)) {
      Ticket ticket = known->ticket;
      for (const store::Entry& entry : *more) apply(ticket, entry);
      if (!more->empty()) keep(ticket, {more->back().seq, more->back().hash});
      return ticket;
    }
  }
  const std::vector<store::Entry> entries = store::entries_of(tx, stream, id);
  if (entries.empty()) return unknown_ticket();
  Ticket ticket = fold(id, entries);
  keep(ticket, {entries.back().seq, entries.back().hash});
  return ticket;
}

std::optional<std::int64_t> TicketBook::find_by_number(store::ReadTx& tx, std::string_view number) {
  store::Statement row = tx.query(queries::ticket_id_by_number);
  row.bind(number);
  return row.step() ? std::optional(row.integer(0)) : std::nullopt;
}

TicketBook::Heading TicketBook::heading(store::ReadTx& tx, std::int64_t id) {
  store::Statement row = tx.query(queries::ticket_heading);
  row.bind(id);
  if (!row.step()) return {};
  return {row.text(0), row.text(1)};
}

base::Result<Ticket> TicketBook::open(store::WriteTx& tx, std::int64_t id, const NewTicket& in,
                                      const Deed& deed, const Decide& then) {
  Ticket ticket;
  ticket.id = id;
  NewEvents events{opened_event(in)};
  if (then) {
    // What follows is decided on the ticket as it will be, before anything is written.
    store::Entry first;
    first.kind = std::string(events[0].kind);
    first.payload = events[0].payload;
    first.at = tx.now();
    Ticket opened = ticket;
    apply(opened, first);
    HOTLINE_TRY(NewEvents more, then(opened));
    for (NewEvent& one : more) events.push_back(std::move(one));
  }
  HOTLINE_TRY(Ticket written, write(tx, std::move(ticket), std::move(events), deed));
  tx.execute(queries::set_ticket_title, id, in.title, in.place);
  tx.execute(queries::insert_sealed, id, in.summary.id, "summary");
  return written;
}

base::Result<Ticket> TicketBook::act(store::WriteTx& tx, std::int64_t id,
                                     std::optional<std::int64_t> seen_version, const Deed& deed,
                                     const Decide& decide) {
  HOTLINE_TRY(Ticket ticket, load(tx, id));
  HOTLINE_CHECK(check_version(ticket, seen_version));
  HOTLINE_TRY(NewEvents events, decide(ticket));
  return write(tx, std::move(ticket), std::move(events), deed);
}

store::Sealed TicketBook::seal_text(store::WriteTx& tx, std::int64_t ticket, std::string_view kind,
                                    std::string_view words) {
  const store::Sealed sealed = tx.vault().seal(tx, "note", words);
  tx.execute(queries::insert_sealed, ticket, sealed.id, kind);
  return sealed;
}

base::Result<Ticket> TicketBook::write(store::WriteTx& tx, Ticket ticket, NewEvents events,
                                       const Deed& deed) {
  const Ticket before = ticket;
  if (!deed.note.empty() && !events.empty()) {
    const store::Sealed note = seal_text(tx, ticket.id, "note", deed.note);
    events.front().payload.set("note", note.id).set("note_digest", note.digest);
  }
  store::Entry entry;
  for (NewEvent& one : events) {
    entry.seq = tx.journal().append(tx, {stream, ticket.id, one.kind, deed.actor, "", one.payload});
    entry.at = tx.now();
    entry.actor = deed.actor;
    entry.kind = std::string(one.kind);
    entry.payload = std::move(one.payload);
    apply(ticket, entry);
    project_facet(tx, ticket.id, entry, deed.actor);
  }
  if (!events.empty()) keep(ticket, store::known_entry(tx, entry.seq));
  if (before.version == 0) {
    project(tx, ticket);
  } else {
    project_changes(tx, before, ticket);
  }
  HOTLINE_CHECK(plan(tx, before, ticket));
  return ticket;
}

void TicketBook::project(store::WriteTx& tx, const Ticket& ticket) {
  project_changes(tx, Ticket{}, ticket);
}

base::Status TicketBook::plan(store::WriteTx& tx, const Ticket& before, const Ticket& after) {
  const auto due_before = before.is_merged() ? std::nullopt : before.next_due();
  const auto due_after = after.is_merged() ? std::nullopt : after.next_due();
  if (due_before != due_after) {
    if (due_before)
      HOTLINE_CHECK(scheduler_.cancel(tx, job::deadline, deadline_job(after.id, *due_before).key));
    // Planned already where lateness has moved on to it.
    if (due_after) HOTLINE_CHECK(scheduler_.put(tx, deadline_job(after.id, *due_after)));
  }
  const bool resolved_now = after.state == TicketState::resolved && before.state != TicketState::resolved;
  // Closed by hand before everybody was asked, too.
  const bool reopened_now = after.reopened > before.reopened;
  for (const std::int64_t request : after.requests) {
    const std::string key = std::to_string(request);
    if (resolved_now) {
      // What was redone is judged anew; the earlier judgement stays in the journal.
      if (after.reopened > 0) tx.execute(queries::forget_rating, request);
      jobs::NewJob job;
      job.kind = job::callback;
      job.stream = "request";
      job.subject = request;
      job.key = key;
      job.due = tx.now();
      job.payload.set("ticket", after.id);
      HOTLINE_CHECK(scheduler_.put(tx, job));
    } else if (reopened_now) {
      HOTLINE_CHECK(scheduler_.cancel(tx, job::callback, key));
    }
  }
  return {};
}

base::Result<Ticket> TicketBook::merge(store::WriteTx& tx, std::int64_t id, std::int64_t into,
                                       std::optional<std::int64_t> seen_version, const Deed& deed) {
  HOTLINE_TRY(Ticket ticket, load(tx, id));
  HOTLINE_CHECK(check_version(ticket, seen_version));
  HOTLINE_TRY(Ticket target, load(tx, into));
  HOTLINE_TRY(Regrouping regrouping, decide_merge(ticket, target));
  RequestBook::move(tx, ticket.requests, into);
  HOTLINE_CHECK(write(tx, std::move(target), std::move(regrouping.there), Deed{deed.actor, ""}));
  return write(tx, std::move(ticket), std::move(regrouping.here), deed);
}

base::Result<Ticket> TicketBook::unmerge(store::WriteTx& tx, std::int64_t id,
                                         std::optional<std::int64_t> seen_version, const Deed& deed) {
  HOTLINE_TRY(Ticket ticket, load(tx, id));
  HOTLINE_CHECK(check_version(ticket, seen_version));
  if (!ticket.is_merged()) {
    return base::Error::of(base::ErrorCode::conflict, "该工单未并入其他工单，无需撤销。",
                           "This ticket is not merged.");
  }
  HOTLINE_TRY(Ticket from, load(tx, ticket.merged_into));
  const std::vector<std::int64_t> moved = moved_by_merge(tx, id);
  HOTLINE_TRY(Regrouping regrouping, decide_unmerge(ticket, from, moved));
  RequestBook::move(tx, moved, id);
  HOTLINE_CHECK(write(tx, std::move(from), std::move(regrouping.there), Deed{deed.actor, ""}));
  return write(tx, std::move(ticket), std::move(regrouping.here), deed);
}

base::Result<Ticket> TicketBook::split(store::WriteTx& tx, std::int64_t id,
                                       std::optional<std::int64_t> seen_version, NewTicket part,
                                       const Deed& deed) {
  HOTLINE_TRY(Ticket ticket, load(tx, id));
  HOTLINE_CHECK(check_version(ticket, seen_version));
  HOTLINE_CHECK(check_action(ticket, TicketAction::split));
  store::Statement parts = tx.query(queries::count_parts);
  parts.bind(id);
  parts.step();
  part.parent = id;
  part.number = fmt::format("{}-{:02}", ticket.number, parts.integer(0) + 2);
  parts.reset();
  const std::int64_t child = next_id(tx);
  HOTLINE_CHECK(open(tx, child, part, Deed{deed.actor, ""}));
  return write(tx, std::move(ticket), {{event::split, {{"child", child}}}}, deed);
}

base::Status TicketBook::rate(store::WriteTx& tx, const Request& request, const Rating& rating,
                              const Deadlines& deadlines, const Deed& deed) {
  HOTLINE_CHECK(RequestBook::rate(tx, request, rating, deed.actor));
  // Who has judged is not called any more. A call that is under way ends by itself.
  if (const auto cancelled = scheduler_.cancel(tx, job::callback, std::to_string(request.id));
      !cancelled.ok() && cancelled.error().code != base::ErrorCode::conflict) {
    return cancelled.error();
  }
  HOTLINE_TRY(Ticket ticket, load(tx, request.ticket));
  // Whoever looks at the ticket sees the judgement: it is a new version of it.
  HOTLINE_TRY(ticket,
              write(tx, std::move(ticket), {{event::rated, {{"request", request.id}}}}, {deed.actor, ""}));
  if (ticket.is_merged() || ticket.state != TicketState::resolved) return {};
  // "The limit is still running" is no judgement of the result.
  if (rating.unhappy()) {
    const int level = std::min(ticket.supervision_level + 1, most_supervised);
    const std::string unit = ticket.lead() != nullptr ? ticket.lead()->unit : "";
    HOTLINE_TRY(NewEvents events, ticket.reopened == 0 ? decide_reopen(ticket, deadlines, tx.now())
                                                       : decide_supervise(ticket, level, unit));
    HOTLINE_CHECK(write(tx, std::move(ticket), std::move(events), deed));
    return {};
  }
  for (const std::int64_t one : ticket.requests) {
    if (!RequestBook::rating_of(tx, one)) return {};
  }
  HOTLINE_TRY(NewEvents events, decide_close(ticket));
  HOTLINE_CHECK(write(tx, std::move(ticket), std::move(events), deed));
  return {};
}

base::Result<std::vector<std::int64_t>> TicketBook::erase_caller(store::WriteTx& tx, const PersonKey& whom,
                                                                 const Deed& deed) {
  std::vector<Request> requests;
  for (const std::int64_t id : requests_of_person(tx, whom)) {
    if (auto one = RequestBook::find(tx, id)) requests.push_back(std::move(*one));
  }
  return erase_requests(tx, *this, scheduler_, requests, deed);
}

}  // namespace hotline::ticket
