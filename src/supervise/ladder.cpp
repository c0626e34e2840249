// Steps: taken, told, climbed, answered. What leads to them stands in watch.cpp.
#include "hotline/supervise/ladder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hotline/access/account.hpp"
#include "supervise/hours.hpp"
#include "supervise/queries.hpp"

namespace hotline::supervise {
namespace {

const store::Actor& ladder_actor() {
  static const store::Actor actor{"system", "supervision"};
  return actor;
}

std::string local_time(const city::City& city, base::Time time) {
  std::string text =
      base::format_rfc3339(time, std::chrono::minutes{city.settings.zone_offset_minutes}).substr(0, 16);
  text[10] = ' ';
  return text;
}

std::string name_of_unit(const city::City& city, const std::string& code) {
  const city::Unit* unit = city.units.find(code.empty() ? city.settings.fallback_unit : code);
  return unit != nullptr ? unit->name : code;
}

std::string reason_of(const std::string& cause) {
  if (const auto trigger = city::find_trigger(cause)) return std::string(city::chinese_name_of(*trigger));
  return "上一级督办逾时未答复";
}

base::Error no_step() {
  return base::Error::of(base::ErrorCode::not_found, "没有找到该督办记录，请刷新列表。",
                         "There is no such step. Reload the list.");
}

bool is_finished(const ticket::Ticket& ticket) {
  return ticket.is_merged() || ticket.state == ticket::TicketState::resolved ||
         ticket.state == ticket::TicketState::closed;
}

}  // namespace

const city::Leader* find_leader(const city::City& city, const std::string& post, const std::string& unit) {
  for (const city::Unit* at : city.units.upwards(unit)) {
    for (const city::Leader& one : city.supervision.leaders) {
      if (one.post == post && one.unit == at->code) return &one;
    }
  }
  for (const city::Leader& one : city.supervision.leaders) {
    if (one.post == post && one.unit.empty()) return &one;
  }
  return nullptr;
}

base::Result<std::int64_t> Ladder::insert(store::WriteTx& tx, const Step& step) {
  tx.execute(queries::insert_step, step.stream, step.subject, step.assignment, step.unit,
             city::name_of(step.step), step.rung, step.name, step.cause, step.leader, step.raised_at,
             step.answer_due);
  const std::int64_t id = tx.last_insert_id();
  store::Payload payload{{"stream", step.stream}, {"subject", step.subject}, {"unit", step.unit},
                         {"rung", step.rung},     {"cause", step.cause},     {"assignment", step.assignment}};
  if (step.answer_due) payload.set("answer_due", base::to_millis(*step.answer_due));
  tx.journal().append(tx, {"supervision", id, city::name_of(step.step), ladder_actor(), "", payload});
  return id;
}

void Ladder::end(store::WriteTx& tx, const Step& step, const char* state, const store::Actor& actor,
                 std::int64_t answer) {
  tx.execute(queries::end_step, step.id, state, tx.now(), actor.id,
             answer != 0 ? std::optional(answer) : std::nullopt);
  store::Payload payload{{"stream", step.stream}, {"subject", step.subject}};
  if (answer != 0) payload.set("answer", answer);
  tx.journal().append(tx, {"supervision", step.id, state, actor, "", payload});
}

base::Status Ladder::card(store::WriteTx& tx, city::Step kind, const Occasion& occasion) {
  tx.execute(
      queries::insert_cause,
      fmt::format("{}:{}:{}:{}", occasion.stream, occasion.subject, city::name_of(kind), occasion.evidence),
      "due", tx.now());
  if (tx.changes() == 0) return {};
  Step step;
  step.stream = occasion.stream;
  step.subject = occasion.subject;
  step.assignment = occasion.assignment;
  step.unit = occasion.unit;
  step.step = kind;
  step.name = kind == city::Step::yellow ? "黄牌" : "红牌";
  step.cause = "due";
  step.raised_at = tx.now();
  HOTLINE_CHECK(insert(tx, step));
  return {};
}

base::Status Ladder::pull(store::WriteTx& tx, const city::TriggerRule& rule, const Occasion& occasion) {
  const auto city = city_.get();
  const auto wanted = city->supervision.find_rung(rule.rung);
  if (!wanted) return {};
  const std::string cause(city::name_of(rule.on));
  const std::string key =
      fmt::format("{}:{}:{}:{}:{}", occasion.stream, occasion.subject, cause, rule.rung, occasion.evidence);
  tx.execute(queries::insert_cause, key, cause, tx.now());
  if (tx.changes() == 0) return {};

  std::size_t rung = *wanted;
  for (const Step& step : steps_of(tx, occasion.stream, occasion.subject)) {
    const auto stands = city->supervision.find_rung(step.rung);
    if (!stands || *stands < *wanted) continue;
    if (step.state == "open") {
      tx.execute(queries::name_cause, key, step.id);
      tx.journal().append(tx,
                          {"supervision", step.id, "cause_joined", ladder_actor(), "", {{"cause", cause}}});
      return {};
    }
    if (step.state == "answered") rung = std::max(rung, *stands + 1);
  }
  rung = std::min(rung, city->supervision.rungs.size() - 1);
  HOTLINE_TRY(const std::int64_t taken, take_step(tx, rung, cause, occasion));
  tx.execute(queries::name_cause, key, taken);
  return {};
}

base::Result<std::int64_t> Ladder::take_step(store::WriteTx& tx, std::size_t index, const std::string& cause,
                                             const Occasion& occasion) {
  const auto city = city_.get();
  const city::Rung& rung = city->supervision.rungs.at(index);
  const city::Leader* leader = rung.leader.empty() ? nullptr : find_leader(*city, rung.leader, occasion.unit);
  Step step;
  step.stream = occasion.stream;
  step.subject = occasion.subject;
  step.assignment = occasion.assignment;
  step.unit = occasion.unit;
  step.step = rung.step;
  step.rung = rung.code;
  step.name = rung.name;
  step.cause = cause;
  step.leader = leader != nullptr ? leader->name : "";
  step.raised_at = tx.now();
  if (rung.answer_minutes > 0) {
    const auto due = city->calendar.timetable(hours_of(*city, occasion.unit))
                         .due(tx.now(), std::chrono::minutes{rung.answer_minutes});
    // Outside the calendar a step still stands; it has no limit, as the ticket has none.
    if (due.ok()) step.answer_due = *due;
  }
  HOTLINE_TRY(step.id, insert(tx, step));

  if (occasion.stream == "ticket") {
    // What stands on the ticket shows that it is pressed; a finished one keeps its step alone.
    const auto acted = tickets_.act(tx, occasion.subject, std::nullopt, {ladder_actor(), ""},
                                    [&](const ticket::Ticket& t) -> base::Result<ticket::NewEvents> {
                                      const int level = std::max(rung.level, t.supervision_level);
                                      auto events = rung.step == city::Step::urge
                                                        ? ticket::decide_urge(t, occasion.unit)
                                                        : ticket::decide_supervise(t, level, occasion.unit);
                                      if (events.ok()) events->front().payload.set("step", step.id);
                                      return events;
                                    });
    if (!acted.ok() && acted.error().code != base::ErrorCode::illegal_transition &&
        acted.error().code != base::ErrorCode::conflict) {
      return acted.error();
    }
  }
  if (step.answer_due && index + 1 < city->supervision.rungs.size()) {
    jobs::NewJob job;
    job.kind = kClimb;
    job.stream = "supervision";
    job.subject = step.id;
    job.key = std::to_string(step.id);
    job.due = *step.answer_due;
    job.max_tries = 100;
    HOTLINE_CHECK(scheduler_.schedule(tx, job));
  }
  HOTLINE_CHECK(tell(tx, step, leader, occasion));
  return step.id;
}

// The unit, the named leader and the supervisors, once each.
base::Status Ladder::tell(store::WriteTx& tx, const Step& step, const city::Leader* leader,
                          const Occasion& occasion) {
  const auto city = city_.get();
  notify::NewMessage message;
  message.stream = "supervision";
  message.subject = step.id;
  message.template_name = step.stream == "ticket" ? "supervision_step" : "supervision_knowledge";
  message.critical = step.step >= city::Step::raise;
  message.arguments = {
      {"step", step.name},
      {"number", occasion.number},
      {"reason", reason_of(step.cause)},
      {"unit", name_of_unit(*city, step.unit)},
      {"leader", step.leader.empty() ? std::string("经办部门") : step.leader},
      {"deadline", step.answer_due ? local_time(*city, *step.answer_due) : std::string("即日")}};
  if (!step.unit.empty()) {
    message.once_key = fmt::format("step.{}.unit", step.id);
    message.recipient = notify::Recipient::unit(step.unit);
    HOTLINE_CHECK(outbox_.queue(tx, message));
  }
  message.once_key = fmt::format("step.{}.supervisor", step.id);
  message.recipient = notify::Recipient::role("supervisor");
  HOTLINE_CHECK(outbox_.queue(tx, message));
  if (leader == nullptr || leader->account.empty()) return {};
  const auto account = access::find_account(tx, std::string_view(leader->account));
  if (!account || account->disabled) return {};
  message.once_key = fmt::format("step.{}.leader", step.id);
  message.recipient = notify::Recipient::account(account->id);
  HOTLINE_CHECK(outbox_.queue(tx, message));
  return {};
}

base::Status Ladder::climb(store::WriteTx& tx, const jobs::LeasedJob& job) {
  const auto step = find_step(tx, job.subject);
  if (!step || step->state != "open") return {};
  const auto city = city_.get();
  const auto rung = city->supervision.find_rung(step->rung);
  if (!rung || *rung + 1 >= city->supervision.rungs.size()) return {};
  Occasion occasion{
      step->stream, step->subject, step->assignment, step->unit, std::to_string(step->subject), ""};
  if (step->stream == "ticket") {
    HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, step->subject));
    if (is_finished(ticket)) return {};
    occasion.number = ticket.number;
    // It may have been ruled to another unit since.
    if (const ticket::Assignment* lead = ticket.lead()) occasion.unit = lead->unit;
  }
  end(tx, *step, "climbed", ladder_actor(), 0);
  HOTLINE_CHECK(take_step(tx, *rung + 1, "unanswered", occasion));
  return {};
}

base::Status Ladder::settle(store::WriteTx& tx, const ticket::Ticket& ticket, std::int64_t assignment) {
  for (const Step& step : steps_of(tx, "ticket", ticket.id)) {
    if (step.state != "open" || step.step > city::Step::urge) continue;
    if (assignment != 0 && step.assignment != 0 && step.assignment != assignment) continue;
    end(tx, step, "settled", ladder_actor(), 0);
    HOTLINE_CHECK(scheduler_.cancel(tx, kClimb, std::to_string(step.id)));
  }
  return {};
}

base::Result<Step> Ladder::answer(store::WriteTx& tx, std::int64_t id, const std::string& unit,
                                  const std::string& words, const store::Actor& actor) {
  const auto step = find_step(tx, id);
  // Another unit's step is as unknown as none.
  if (!step || (!unit.empty() && step->unit != unit)) return no_step();
  if (step->state != "open") {
    return base::Error::of(base::ErrorCode::conflict, "该督办记录已答复或已结束，请刷新列表。",
                           "This step was answered or has ended. Reload the list.");
  }
  const store::Sealed sealed = step->stream == "ticket"
                                   ? ticket::TicketBook::seal_text(tx, step->subject, "supervision", words)
                                   : tx.vault().seal(tx, "note", words);
  end(tx, *step, "answered", actor, sealed.id);
  HOTLINE_CHECK(scheduler_.cancel(tx, kClimb, std::to_string(id)));
  return *find_step(tx, id);
}

}  // namespace hotline::supervise
