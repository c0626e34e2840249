#include "app/simulate/people.hpp"

#include <fmt/format.h>

#include "hotline/ticket/deadlines.hpp"

namespace hotline::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ticket::Ticket;

// Requests of each hour of a day, as parts of a whole.
constexpr std::array<int, 24> hourly{4,  2,  2,  2,  2,  4,  12, 30, 70, 85, 85, 75,
                                     55, 60, 75, 75, 70, 65, 50, 45, 40, 30, 18, 8};
constexpr int callers = 12000;  // numbers that call; some call again

ticket::Deed by(const char* who) {
  return {{who, "simulation"}, ""};
}

const ticket::RunningClock* resolve_clock(const Ticket& ticket, std::int64_t part) {
  for (const ticket::RunningClock& clock : ticket.clocks) {
    if (clock.what == city::Limited::resolve && clock.assignment == part && !clock.stopped) return &clock;
  }
  return nullptr;
}

}  // namespace

People::People(Town& town, const SimulationSettings& settings, SimulationReport& report)
    : town_(town), settings_(settings), report_(report), deadlines_(*town.city), engine_(settings.seed) {
  for (const city::Place& one : town.city->places) {
    const city::Division* division = town.city->divisions.find(one.division);
    if (division != nullptr && division->level >= city::DivisionLevel::district) places_.push_back(&one);
  }
  for (const city::Unit& one : town.city->units.rows()) {
    if (one.kind == "bureau" || one.kind == "government") units_.push_back(one.code);
  }
  int parts = 0;
  for (const int one : hourly) parts += one;
  for (int i = 0; i < settings.tickets; ++i) {
    auto at = static_cast<int>(draw(static_cast<std::uint64_t>(parts)));
    int hour = 0;
    while (at >= hourly[static_cast<std::size_t>(hour)]) at -= hourly[static_cast<std::size_t>(hour++)];
    const base::Time day =
        settings.start + hours{24 * static_cast<int>(draw(static_cast<std::uint64_t>(settings.days)))};
    plan(day + hours{hour} + between(0, 59), Deed::arrive, 0);
  }
}

void People::plan(base::Time at, Deed deed, std::int64_t subject, std::int64_t part, std::size_t unit) {
  plans_.push({at, ++order_, deed, subject, part, unit});
}

std::optional<base::Time> People::next() const {
  return plans_.empty() ? std::nullopt : std::optional(plans_.top().at);
}

base::Time People::worked(const std::string& unit, base::Duration wait) const {
  const city::Unit* found = town_.city->units.find(unit);
  const auto clock = town_.city->calendar.find_timetable(found != nullptr ? found->hours : "office");
  if (!clock) return now() + wait;
  const auto at = clock->due(now(), wait);
  return at.ok() ? *at : now() + wait;
}

base::Status People::act(store::WriteTx& tx) {
  while (!plans_.empty() && plans_.top().at <= now()) {
    const Plan due = plans_.top();
    plans_.pop();
    HOTLINE_CHECK(carry_out(tx, due));
  }
  return {};
}

intake::Submission People::submission() {
  const SimulatedText& text = settings_.texts[draw(settings_.texts.size())];
  const city::Place& place = *places_[draw(places_.size())];
  intake::Submission out;
  out.request.channel = town_.city->channels.rows()[draw(town_.city->channels.rows().size())].code;
  out.request.received_at = now();
  out.request.title = text.title;
  out.request.words = text.words;
  out.request.place = place.kind == "estate" ? fmt::format("{}{}幢", place.name, 1 + draw(20))
                                             : fmt::format("{}{}号", place.name, 1 + draw(300));
  out.request.caller_name = "市民";
  out.request.caller_phone = fmt::format("+86138{:08}", draw(callers));
  out.division = place.division;
  return out;
}

base::Status People::arrive(store::WriteTx& tx) {
  const intake::Submission in = submission();
  const intake::Assessment assessment = town_.intake.assess(
      in, town_.intake.caller_record(tx, in.request.caller_phone, in.request.words, now()));
  HOTLINE_TRY(const intake::Receipt receipt, town_.intake.take(tx, in, assessment, by("account:1")));
  ++report_.counts["tickets"];
  if (receipt.ticket.state == ticket::TicketState::dispatched) {
    ++report_.counts["dispatched.automatically"];
    plan_units(receipt.ticket);
  } else {
    plan(now() + between(3, 45), Deed::settle, receipt.ticket.id);
  }
  return {};
}

// What the desk does with what the machine left to a person.
base::Status People::settle(store::WriteTx& tx, const Ticket& ticket) {
  if (ticket.state != ticket::TicketState::registered) return {};
  const std::string lead = ticket.proposal ? ticket.proposal->lead : "";
  const bool urgent = ticket.urgency == city::Urgency::critical;
  if (urgent && !town_.city->handover.rows().empty() && chance(500)) {
    const city::HandoverLine& line = town_.city->handover.rows()[draw(town_.city->handover.rows().size())];
    const base::Time limit = now() + minutes{line.ack_minutes};
    HOTLINE_TRY(const bool done, try_act(tx, ticket.id, [&](const Ticket& t) {
                  return ticket::decide_handover(t, line.number,
                                                 ticket::unit_of_line(*town_.city, line.number), limit, true);
                }));
    if (done) {
      ++report_.counts["handed_over"];
      plan(chance(970) ? now() : now() + minutes{30}, Deed::acknowledge, ticket.id, 1);
    }
    return {};
  }
  if (ticket.kind == city::Kind::consult && chance(750)) {
    const store::Sealed text = ticket::TicketBook::seal_text(tx, ticket.id, "answer", "已按知识库口径答复。");
    HOTLINE_CHECK(try_act(tx, ticket.id, [&](const Ticket& t) { return ticket::decide_answer(t, text); }));
    ++report_.counts["answered.directly"];
    return {};
  }
  const std::string unit =
      lead.empty() || town_.city->units.find(lead) == nullptr ? units_[draw(units_.size())] : lead;
  HOTLINE_CHECK(try_act(tx, ticket.id, [&](const Ticket& t) {
    return ticket::decide_dispatch(t, {unit, {}, false}, deadlines_, now());
  }));
  HOTLINE_TRY(const Ticket sent, ticket::TicketBook::load(tx, ticket.id));
  plan_units(sent);
  return {};
}

void People::plan_units(const Ticket& ticket) {
  for (const ticket::Assignment& one : ticket.assignments) {
    if (one.state != ticket::AssignmentState::assigned) continue;
    const bool quick = ticket.urgency != city::Urgency::normal;
    if (!one.designated && ticket.returned < town_.city->settings.dispatch.max_returns_per_unit &&
        chance(35)) {
      plan(worked(one.unit, quick ? between(5, 14) : between(20, 200)), Deed::give_back, ticket.id, one.id);
    } else {
      const bool slow = chance(60);
      plan(worked(one.unit, quick ? (slow ? between(35, 90) : between(1, 9))
                                  : (slow ? between(125, 480) : between(5, 115))),
           Deed::sign, ticket.id, one.id);
    }
  }
}

void People::plan_reply(const Ticket& ticket, const ticket::Assignment& part) {
  const ticket::RunningClock* clock = resolve_clock(ticket, part.id);
  if (clock == nullptr) return;
  const auto allowance = std::max<base::Duration>(clock->due - now(), minutes{20});
  const std::uint64_t share = chance(930) ? 10 + draw(85) : 101 + draw(40);  // of a hundred
  base::Time at = now() + allowance * static_cast<std::int64_t>(share) / 100;
  const city::Unit* unit = town_.city->units.find(part.unit);
  const auto hours_of = town_.city->calendar.find_timetable(unit != nullptr ? unit->hours : "office");
  if (share < 100 && hours_of) {
    if (const auto open = hours_of->next_working(at); open.ok() && *open < clock->due) at = *open;
  }
  plan(at, Deed::reply, ticket.id, part.id);
  if (part.reworked > 0) return;
  if (chance(25)) plan(now() + allowance / 2, Deed::extend, ticket.id, part.id);
  if (chance(15)) plan(now() + allowance / 10, Deed::pause, ticket.id, part.id);
}

base::Result<bool> People::try_act(store::WriteTx& tx, std::int64_t id,
                                   const ticket::TicketBook::Decide& decide) {
  const auto acted = town_.tickets.act(tx, id, std::nullopt, by("account:2"), decide);
  if (acted.ok()) return true;
  const base::ErrorCode code = acted.error().code;
  if (code == base::ErrorCode::illegal_transition || code == base::ErrorCode::conflict ||
      code == base::ErrorCode::not_found || code == base::ErrorCode::invalid_input) {
    return false;
  }
  return acted.error();
}

base::Result<bool> People::reply(store::WriteTx& tx, std::int64_t id, std::int64_t part) {
  const store::Sealed text = ticket::TicketBook::seal_text(tx, id, "reply", "经核实已处理，并告知诉求人。");
  return try_act(tx, id,
                 [&](const Ticket& t) { return ticket::decide_reply(t, part, text, {}, deadlines_, now()); });
}

base::Status People::carry_out(store::WriteTx& tx, const Plan& due) {
  if (due.deed == Deed::arrive) return arrive(tx);
  const store::Actor leader{"account:9", "simulation"};
  if (due.deed == Deed::answer_step) {
    const auto done = town_.office.ladder.answer(tx, due.subject, "", "已督促办理并报告措施。", leader);
    report_.counts["steps.answered"] += done.ok();
    return {};
  }
  if (due.deed == Deed::join_alert) {
    const auto alert = supervise::find_alert(tx, due.subject);
    if (alert && due.unit < alert->bodies.size()) {
      const auto done =
          town_.office.alerts.acknowledge(tx, due.subject, alert->bodies[due.unit].unit, *town_.city, leader);
      report_.counts["alerts.joined"] += done.ok();
    }
    return {};
  }
  if (due.deed == Deed::close_alert) {
    const auto done = town_.office.alerts.close(tx, due.subject, "会同处置完毕。", leader);
    report_.counts["alerts.closed"] += done.ok();
    return {};
  }
  HOTLINE_TRY(const Ticket ticket, ticket::TicketBook::load(tx, due.subject));
  if (due.deed == Deed::settle) return settle(tx, ticket);
  const ticket::Assignment* part = ticket.find_assignment(due.part);
  const std::string unit = part != nullptr ? part->unit : "";
  bool done = false;
  switch (due.deed) {
    case Deed::sign: {
      HOTLINE_TRY(done, try_act(tx, ticket.id,
                                [&](const Ticket& t) { return ticket::decide_sign(t, due.part, {}); }));
      if (!done) break;
      plan(worked(unit, chance(960) ? between(5, 240) : between(500, 900)), Deed::contact, ticket.id,
           due.part);
      HOTLINE_TRY(const Ticket signed_one, ticket::TicketBook::load(tx, ticket.id));
      plan_reply(signed_one, *signed_one.find_assignment(due.part));
      break;
    }
    case Deed::give_back: {
      const std::string code = town_.city->return_reasons.rows().front().code;
      HOTLINE_TRY(done, try_act(tx, ticket.id, [&](const Ticket& t) {
                    return ticket::decide_return(t, due.part, {code, "", {}}, {},
                                                 town_.city->settings.dispatch.max_returns_per_unit, now());
                  }));
      if (done) plan(now() + between(30, 240), Deed::rule, ticket.id, due.part);
      if (!done) plan(now() + minutes{10}, Deed::sign, ticket.id, due.part);
      break;
    }
    case Deed::rule: {
      const bool again = ticket.returned < town_.city->settings.dispatch.max_returns_per_unit;
      const ticket::Ruling ruling{again ? ticket::RulingKind::redispatched : ticket::RulingKind::designated,
                                  units_[draw(units_.size())]};
      HOTLINE_TRY(done, try_act(tx, ticket.id, [&](const Ticket& t) {
                    return ticket::decide_rule(t, due.part, ruling, deadlines_, now());
                  }));
      HOTLINE_TRY(const Ticket ruled, ticket::TicketBook::load(tx, ticket.id));
      if (done) plan_units(ruled);
      break;
    }
    case Deed::contact: {
      HOTLINE_TRY(done, try_act(tx, ticket.id,
                                [&](const Ticket& t) { return ticket::decide_contact(t, due.part, {}); }));
      break;
    }
    case Deed::extend: {
      HOTLINE_TRY(done, try_act(tx, ticket.id, [&](const Ticket& t) {
                    return ticket::decide_extension_request(t, due.part, 225, {}, deadlines_, now());
                  }));
      report_.counts["extensions.asked"] += done;
      if (done) plan(now() + between(20, 120), Deed::decide, ticket.id, due.part);
      break;
    }
    case Deed::decide: {
      const bool granted = chance(800);
      HOTLINE_TRY(done, try_act(tx, ticket.id, [&](const Ticket& t) {
                    return ticket::decide_extension(t, due.part, granted, deadlines_);
                  }));
      report_.counts["extensions.granted"] += done && granted;
      break;
    }
    case Deed::pause: {
      HOTLINE_TRY(done, try_act(tx, ticket.id, [&](const Ticket& t) {
                    return ticket::decide_pause(t, due.part, deadlines_, now());
                  }));
      report_.counts["clocks.paused"] += done;
      if (done) plan(now() + hours{30}, Deed::resume, ticket.id, due.part);
      break;
    }
    case Deed::resume: {
      HOTLINE_TRY(done, try_act(tx, ticket.id, [&](const Ticket& t) {
                    return ticket::decide_resume(t, due.part, {}, deadlines_, now());
                  }));
      break;
    }
    case Deed::reply: {
      HOTLINE_TRY(done, reply(tx, ticket.id, due.part));
      HOTLINE_TRY(const Ticket replied, ticket::TicketBook::load(tx, ticket.id));
      if (replied.state == ticket::TicketState::in_review)
        plan(worked("", between(10, 180)), Deed::review, ticket.id);
      break;
    }
    case Deed::review: {
      const bool accepted = chance(970);
      HOTLINE_TRY(done, try_act(tx, ticket.id, [&](const Ticket& t) {
                    return accepted ? ticket::decide_accept_review(t, deadlines_, now())
                                    : ticket::decide_send_back(t, deadlines_, now());
                  }));
      if (done && !accepted) {
        ++report_.counts["sent_back"];
        HOTLINE_TRY(const Ticket again, ticket::TicketBook::load(tx, ticket.id));
        for (const ticket::Assignment& one : again.assignments) {
          if (one.state == ticket::AssignmentState::signed_for) plan_reply(again, one);
        }
      }
      break;
    }
    case Deed::acknowledge: {
      HOTLINE_TRY(done, try_act(tx, ticket.id, [&](const Ticket& t) {
                    return ticket::decide_acknowledge(t, {due.part, "J1", "1"}, {});
                  }));
      break;
    }
    default:
      break;
  }
  return {};
}

ticket::Rating People::rating() {
  ticket::Rating out;
  const std::uint64_t mood = draw(1000);
  out.contacted = mood < 960;
  out.solved = mood < 860 ? "yes" : mood < 940 ? "no" : "not_due";
  const int score = mood < 600 ? 5 : mood < 800 ? 4 : mood < 890 ? 3 : mood < 950 ? 2 : 1;
  out.result = score;
  out.unit = std::min(5, score + static_cast<int>(draw(2)));
  out.agent = 5 - static_cast<int>(draw(20) == 0);
  return out;
}

base::Status People::call_citizens(store::WriteTx& tx) {
  if (!call::is_calling_time(*town_.city, now())) return {};
  HOTLINE_TRY(const auto leased,
              town_.scheduler.lease(
                  tx, {{std::string(ticket::job::callback)}, "voice", jobs::kLargestLease, minutes{10}}));
  for (const jobs::LeasedJob& job : leased) {
    HOTLINE_CHECK(town_.scheduler.begin_call(tx, job.attempt, job.token));
    const auto request = ticket::RequestBook::find(tx, job.subject);
    if (!request) continue;
    HOTLINE_TRY(const Ticket ticket, ticket::TicketBook::load(tx, request->ticket));
    ++report_.counts["callbacks.attempts"];
    if (job.payload.integer("calls").value_or(0) == 0 && ticket.resolved_at) {
      const base::Time limit = call::next_calling_time(*town_.city, *ticket.resolved_at) +
                               hours{town_.city->settings.callback.start_within_hours};
      ++report_.counts["callbacks.first"];
      report_.counts["callbacks.first_in_time"] += now() <= limit;
    }
    call::CallbackResult result;
    const std::uint64_t luck = draw(100);
    result.outcome = luck < 62   ? call::CallbackOutcome::answered
                     : luck < 95 ? call::CallbackOutcome::no_answer
                     : luck < 98 ? call::CallbackOutcome::refused
                                 : call::CallbackOutcome::wrong_number;
    if (result.outcome == call::CallbackOutcome::answered) result.rating = rating();
    HOTLINE_TRY(const call::CallbackStep step,
                town_.callbacks.record(tx, call::CallbackLease{job.attempt, job.token}, result, *town_.city,
                                       by("key:1")));
    if (step.end != call::CallbackEnd::rated) continue;
    ++report_.counts["callbacks.rated"];
    HOTLINE_TRY(const Ticket after, ticket::TicketBook::load(tx, request->ticket));
    if (after.state != ticket::TicketState::dispatched || after.reopened == ticket.reopened) continue;
    ++report_.counts["reopened"];
    for (const ticket::Assignment& one : after.assignments) {
      if (one.state == ticket::AssignmentState::signed_for) plan_reply(after, one);
    }
  }
  return {};
}

void People::hear(store::ReadTx& tx) {
  for (const supervise::Step& step :
       supervise::list_steps(tx, {last_step_, std::nullopt, std::nullopt, std::nullopt}, 100000)) {
    last_step_ = step.id;
    ++report_.counts[fmt::format("step.{}",
                                 step.rung.empty() ? std::string(city::name_of(step.step)) : step.rung)];
    ++report_.counts[fmt::format("cause.{}", step.cause)];
    if (step.step < city::Step::urge) continue;
    if (chance(880)) plan(worked(step.unit, between(20, 210)), Deed::answer_step, step.id);
  }
  for (const supervise::Alert& alert :
       supervise::list_alerts(tx, {last_alert_, std::nullopt, std::nullopt}, 100000)) {
    last_alert_ = alert.id;
    ++report_.counts["alert." + alert.kind];
    for (std::size_t i = 0; i < alert.bodies.size(); ++i)
      plan(now() + between(5, 60), Deed::join_alert, alert.id, 0, i);
    plan(now() + hours{48}, Deed::close_alert, alert.id);
  }
}

}  // namespace hotline::app
