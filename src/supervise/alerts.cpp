#include "hotline/supervise/alerts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hotline/ticket/repository.hpp"
#include "supervise/objects.hpp"
#include "supervise/queries.hpp"

namespace hotline::supervise {
namespace {

const store::Actor& watch_actor() {
  static const store::Actor actor{"system", "supervision"};
  return actor;
}

Alert read_alert(store::Statement& row) {
  Alert alert;
  alert.id = row.integer(0);
  alert.rule = row.text(1);
  alert.kind = row.text(2);
  alert.object = row.text(3);
  alert.matter = row.text(4);
  alert.people = static_cast<int>(row.integer(5));
  alert.state = row.text(6);
  alert.raised_at = base::from_millis(row.integer(7));
  if (const auto closed = row.maybe_integer(8)) alert.closed_at = base::from_millis(*closed);
  alert.closed_by = row.text(9);
  alert.note = row.maybe_integer(10).value_or(0);
  return alert;
}

void read_parts(store::ReadTx& tx, Alert& alert) {
  {
    store::Statement row = tx.query(queries::alert_tickets);
    row.bind(alert.id);
    while (row.step()) alert.tickets.push_back(row.integer(0));
  }
  store::Statement row = tx.query(queries::alert_bodies);
  row.bind(alert.id);
  while (row.step()) {
    const auto at = row.maybe_integer(1);
    alert.bodies.push_back(
        {row.text(0), at ? std::optional(base::from_millis(*at)) : std::nullopt, row.text(2)});
  }
}

std::optional<Alert> newest_of(store::ReadTx& tx, const city::AlertRule& rule, const std::string& object,
                               const std::string& matter) {
  std::optional<Alert> found;
  {
    store::Statement row = tx.query(queries::newest_alert_of);
    row.bind(rule.name, object, matter);
    if (row.step()) found = read_alert(row);
  }
  if (found) read_parts(tx, *found);
  return found;
}

bool covers(const city::AlertRule& rule, const city::City& city, const ticket::Ticket& ticket) {
  if (rule.matters.empty()) return true;
  const city::Matter* matter = city.matters.find(ticket.matter);
  return matter != nullptr &&
         std::any_of(rule.matters.begin(), rule.matters.end(),
                     [&](const std::string& one) { return city::Matters::covers(one, *matter); });
}

// `days` consecutive calendar days, the day of `at` being the last.
base::Time window_of(const city::City& city, base::Time at, int days) {
  return city.calendar.start_of(city.calendar.local_date(at)) - std::chrono::hours{24 * (days - 1)};
}

int people_of(store::ReadTx& tx, const ticket::Ticket& ticket) {
  int most = 0;
  for (const std::int64_t id : ticket.requests) {
    const auto request = ticket::RequestBook::find(tx, id);
    if (!request) continue;
    most = std::max({most, find_people(request->title), find_people(request->text)});
  }
  return most;
}

// What tells of a group in one ticket.
struct Signs {
  int people = 0;
  bool many = false, flagged = false;
  bool any() const { return many || flagged; }
};

Signs signs_of(store::ReadTx& tx, const city::AlertRule& rule, const ticket::Ticket& ticket) {
  Signs signs;
  signs.people = people_of(tx, ticket);
  signs.many = signs.people >= rule.people;
  signs.flagged = std::any_of(rule.flags.begin(), rule.flags.end(), [&](const std::string& flag) {
    return std::find(ticket.flags.begin(), ticket.flags.end(), flag) != ticket.flags.end();
  });
  return signs;
}

Alert alert_of(const city::AlertRule& rule, const WatchedObject& object) {
  Alert alert;
  alert.rule = rule.name;
  alert.kind = city::name_of(rule.kind);
  alert.object = object.key;
  alert.matter = object.level2;
  return alert;
}

// Tickets count from the first of the rule's days, and from the end of an alert that was closed.
base::Time since_when(const city::City& city, const city::AlertRule& rule,
                      const std::optional<Alert>& earlier, base::Time opened) {
  const base::Time since = window_of(city, opened, rule.days);
  return earlier && earlier->closed_at ? std::max(since, *earlier->closed_at) : since;
}

base::Error no_alert() {
  return base::Error::of(base::ErrorCode::not_found, "没有找到该预警，请刷新列表。",
                         "There is no such alert. Reload the list.");
}
base::Error closed_alert() {
  return base::Error::of(base::ErrorCode::conflict, "该预警已办结，请刷新列表。",
                         "This alert has been closed. Reload the list.");
}

}  // namespace

bool Alert::joins(const std::string& unit) const {
  return std::any_of(bodies.begin(), bodies.end(), [&](const AlertBody& one) { return one.unit == unit; });
}

base::Status Alerts::watch(store::WriteTx& tx, const city::City& city, const ticket::Ticket& ticket,
                           const WatchedObject& object, base::Time opened) {
  if (object.key.empty()) return {};
  bool in_group = false;
  for (const city::AlertRule& rule : city.supervision.alerts) {
    if (!covers(rule, city, ticket)) continue;
    if (rule.kind == city::AlertKind::growing) {
      HOTLINE_CHECK(watch_growth(tx, city, rule, ticket, object, opened));
    } else if (!in_group) {
      HOTLINE_TRY(in_group, watch_group(tx, city, rule, ticket, object, opened));
    }
  }
  return {};
}

base::Status Alerts::watch_growth(store::WriteTx& tx, const city::City& city, const city::AlertRule& rule,
                                  const ticket::Ticket& ticket, const WatchedObject& object,
                                  base::Time opened) {
  Alert alert = alert_of(rule, object);
  const auto earlier = newest_of(tx, rule, alert.object, alert.matter);
  if (earlier && !earlier->closed_at) return grow(tx, *earlier, {ticket.id}, 0);
  alert.tickets = find_opened(tx, object, since_when(city, rule, earlier, opened), opened);
  if (static_cast<int>(alert.tickets.size()) < rule.tickets) return {};
  return raise(tx, city, rule, std::move(alert), ticket);
}

base::Result<bool> Alerts::watch_group(store::WriteTx& tx, const city::City& city,
                                       const city::AlertRule& rule, const ticket::Ticket& ticket,
                                       const WatchedObject& object, base::Time opened) {
  const Signs signs = signs_of(tx, rule, ticket);
  if (!signs.any()) return false;
  Alert alert = alert_of(rule, object);
  alert.people = signs.people;
  const auto earlier = newest_of(tx, rule, alert.object, alert.matter);
  if (earlier && !earlier->closed_at) {
    HOTLINE_CHECK(grow(tx, *earlier, {ticket.id}, signs.people));
    return true;
  }
  for (const std::int64_t id : find_opened(tx, object, since_when(city, rule, earlier, opened), opened)) {
    if (id == ticket.id) continue;
    const auto other = ticket::TicketBook::load(tx, id);
    if (!other.ok()) continue;
    const Signs before = signs_of(tx, rule, *other);
    if (!before.any()) continue;
    alert.tickets.push_back(id);
    alert.people = std::max(alert.people, before.people);
  }
  alert.tickets.push_back(ticket.id);
  const bool at_once = signs.many && (signs.flagged || rule.alone);
  if (!at_once && static_cast<int>(alert.tickets.size()) < rule.tickets) return false;
  HOTLINE_CHECK(raise(tx, city, rule, std::move(alert), ticket));
  return true;
}

base::Status Alerts::raise(store::WriteTx& tx, const city::City& city, const city::AlertRule& rule,
                           Alert alert, const ticket::Ticket& first) {
  tx.execute(queries::insert_alert, alert.rule, alert.kind, alert.object, alert.matter, alert.people,
             tx.now());
  alert.id = tx.last_insert_id();
  for (const std::int64_t ticket : alert.tickets) tx.execute(queries::insert_alert_ticket, alert.id, ticket);
  for (const std::string& unit : rule.bodies) tx.execute(queries::insert_alert_body, alert.id, unit);
  tx.journal().append(tx, {"alert",
                           alert.id,
                           "raised",
                           watch_actor(),
                           "",
                           {{"kind", alert.kind},
                            {"rule", alert.rule},
                            {"tickets", alert.tickets},
                            {"people", alert.people},
                            {"bodies", rule.bodies}}});
  const std::string place = alert.object.substr(alert.object.find(':') + 1);
  for (const std::string& code : rule.bodies) {
    const city::Unit* unit = city.units.find(code);
    notify::NewMessage message;
    message.once_key = fmt::format("alert.{}.{}", alert.id, code);
    message.stream = "alert";
    message.subject = alert.id;
    message.recipient = code == city.settings.fallback_unit ? notify::Recipient::role("supervisor")
                                                            : notify::Recipient::unit(code);
    message.template_name = "alert";
    message.critical = true;
    message.arguments = {{"title", alert.rule},
                         {"number", first.number},
                         {"count", static_cast<std::int64_t>(alert.tickets.size())},
                         {"place", place},
                         {"unit", unit != nullptr ? unit->name : code}};
    HOTLINE_CHECK(outbox_.queue(tx, message));
  }
  return {};
}

base::Status Alerts::grow(store::WriteTx& tx, const Alert& alert, const std::vector<std::int64_t>& tickets,
                          int people) {
  std::int64_t added = 0;
  for (const std::int64_t ticket : tickets) {
    tx.execute(queries::insert_alert_ticket, alert.id, ticket);
    added += tx.changes();
  }
  if (added == 0 && people <= alert.people) return {};  // seen again with another word put right
  if (people > alert.people) tx.execute(queries::raise_people, alert.id, people);
  tx.journal().append(
      tx, {"alert", alert.id, "grown", watch_actor(), "", {{"tickets", tickets}, {"people", people}}});
  return {};
}

base::Result<Alert> Alerts::acknowledge(store::WriteTx& tx, std::int64_t id, const std::string& unit,
                                        const city::City& city, const store::Actor& actor) {
  const auto alert = find_alert(tx, id);
  const std::string& body = unit.empty() ? city.settings.fallback_unit : unit;
  if (!alert || !alert->joins(body)) return no_alert();
  if (alert->closed_at) return closed_alert();
  tx.execute(queries::acknowledge_body, id, body, tx.now(), actor.id);
  if (tx.changes() == 0) {
    return base::Error::of(base::ErrorCode::conflict, "本单位已确认该预警。",
                           "This body has acknowledged the alert before.");
  }
  if (alert->state == "open") tx.execute(queries::set_alert_state, id, "acknowledged");
  tx.journal().append(tx, {"alert", id, "acknowledged", actor, "", {{"unit", body}}});
  return *find_alert(tx, id);
}

base::Result<Alert> Alerts::close(store::WriteTx& tx, std::int64_t id, const std::string& words,
                                  const store::Actor& actor) {
  const auto alert = find_alert(tx, id);
  if (!alert) return no_alert();
  if (alert->closed_at) return closed_alert();
  const store::Sealed note = tx.vault().seal(tx, "note", words);
  tx.execute(queries::close_alert, id, tx.now(), actor.id, note.id);
  tx.journal().append(tx,
                      {"alert", id, "closed", actor, "", {{"note", note.id}, {"note_digest", note.digest}}});
  return *find_alert(tx, id);
}

std::optional<Alert> find_alert(store::ReadTx& tx, std::int64_t id) {
  std::optional<Alert> alert;
  {
    store::Statement row = tx.query(queries::alert_by_id);
    row.bind(id);
    if (row.step()) alert = read_alert(row);
  }
  if (alert) read_parts(tx, *alert);
  return alert;
}

std::vector<Alert> list_alerts(store::ReadTx& tx, const AlertFilter& filter, int limit) {
  std::vector<Alert> alerts;
  {
    store::Statement row = tx.query(queries::list_alerts);
    row.bind(filter.after, filter.state, filter.unit, limit);
    while (row.step()) alerts.push_back(read_alert(row));
  }
  for (Alert& alert : alerts) read_parts(tx, alert);
  return alerts;
}

}  // namespace hotline::supervise
