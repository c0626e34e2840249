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
  const std::uint64_t wish = draw(100);
  out.request.reply_by = wish < 70 ? "phone" : wish < 85 ? "sms" : "web";
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
base::Status People::settle(store::WriteTx& tx, Ticket& ticket) {
  if (ticket.state != ticket::TicketState::registered) return {};
  const std::string lead = ticket.proposal ? ticket.proposal->lead : "";
  const bool urgent = ticket.urgency == city::Urgency::critical;
  if (urgent && !town_.city->handover.rows().empty() && chance(500)) {
    const city::HandoverLine& line = town_.city->handover.rows()[draw(town_.city->handover.rows().size())];
    const base::Time limit = now() + minutes{line.ack_minutes};
    HOTLINE_TRY(const bool done, try_act(tx, ticket, [&](const Ticket& t) {
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
    HOTLINE_CHECK(try_act(tx, ticket, [&](const Ticket& t) { return ticket::decide_answer(t, text); }));
    ++report_.counts["answered.directly"];
    return {};
  }
  const std::string unit =
      lead.empty() || town_.city->units.find(lead) == nullptr ? units_[draw(units_.size())] : lead;
  HOTLINE_CHECK(try_act(tx, ticket, [&](const Ticket& t) {
    return ticket::decide_dispatch(t, {unit, {}, false}, deadlines_, now());
  }));
  plan_units(ticket);
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

base::Result<bool> People::try_act(store::WriteTx& tx, Ticket& ticket,
                                   const ticket::TicketBook::Decide& decide) {
  auto acted = town_.tickets.act(tx, ticket.id, std::nullopt, by("account:2"), decide);
  if (acted.ok()) {
    ticket = std::move(*acted);
    return true;
  }
  const base::ErrorCode code = acted.error().code;
  if (code == base::ErrorCode::illegal_transition || code == base::ErrorCode::conflict ||
      code == base::ErrorCode::not_found || code == base::ErrorCode::invalid_input) {
    return false;
  }
  return acted.error();
}

base::Result<bool> People::reply(store::WriteTx& tx, Ticket& ticket, std::int64_t part) {
  const store::Sealed text =
      ticket::TicketBook::seal_text(tx, ticket.id, "reply", "经核实已处理，并告知诉求人。");
  return try_act(tx, ticket,
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
  if (due.deed == Deed::open_link) return open_link(tx, due.subject);
  HOTLINE_TRY(Ticket ticket, ticket::TicketBook::load(tx, due.subject));
  if (due.deed == Deed::settle) return settle(tx, ticket);
  const ticket::Assignment* part = ticket.find_assignment(due.part);
  const std::string unit = part != nullptr ? part->unit : "";
  bool done = false;
  switch (due.deed) {
    case Deed::sign: {
      HOTLINE_TRY(done,
                  try_act(tx, ticket, [&](const Ticket& t) { return ticket::decide_sign(t, due.part, {}); }));
      if (!done) break;
      plan(worked(unit, chance(960) ? between(5, 240) : between(500, 900)), Deed::contact, ticket.id,
           due.part);
      plan_reply(ticket, *ticket.find_assignment(due.part));
      break;
    }
    case Deed::give_back: {
      const std::string code = town_.city->return_reasons.rows().front().code;
      HOTLINE_TRY(done, try_act(tx, ticket, [&](const Ticket& t) {
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
      HOTLINE_TRY(done, try_act(tx, ticket, [&](const Ticket& t) {
                    return ticket::decide_rule(t, due.part, ruling, deadlines_, now());
                  }));
      if (done) plan_units(ticket);
      break;
    }
    case Deed::contact: {
      HOTLINE_TRY(done, try_act(tx, ticket,
                                [&](const Ticket& t) { return ticket::decide_contact(t, due.part, {}); }));
      break;
    }
    case Deed::extend: {
      HOTLINE_TRY(done, try_act(tx, ticket, [&](const Ticket& t) {
                    return ticket::decide_extension_request(t, due.part, 225, {}, deadlines_, now());
                  }));
      report_.counts["extensions.asked"] += done;
      if (done) plan(now() + between(20, 120), Deed::decide, ticket.id, due.part);
      break;
    }
    case Deed::decide: {
      const bool granted = chance(800);
      HOTLINE_TRY(done, try_act(tx, ticket, [&](const Ticket& t) {
                    return ticket::decide_extension(t, due.part, granted, deadlines_);
                  }));
      report_.counts["extensions.granted"] += done && granted;
      break;
    }
    case Deed::pause: {
      HOTLINE_TRY(done, try_act(tx, ticket, [&](const Ticket& t) {
                    return ticket::decide_pause(t, due.part, deadlines_, now());
                  }));
      report_.counts["clocks.paused"] += done;
      if (done) plan(now() + hours{30}, Deed::resume, ticket.id, due.part);
      break;
    }
    case Deed::resume: {
      HOTLINE_TRY(done, try_act(tx, ticket, [&](const Ticket& t) {
                    return ticket::decide_resume(t, due.part, {}, deadlines_, now());
                  }));
      break;
    }
    case Deed::reply: {
      HOTLINE_TRY(done, reply(tx, ticket, due.part));
      if (ticket.state == ticket::TicketState::in_review)
        plan(worked("", between(10, 180)), Deed::review, ticket.id);
      break;
    }
    case Deed::review: {
      const bool accepted = chance(970);
      HOTLINE_TRY(done, try_act(tx, ticket, [&](const Ticket& t) {
                    return accepted ? ticket::decide_accept_review(t, deadlines_, now())
                                    : ticket::decide_send_back(t, deadlines_, now());
                  }));
      if (done && accepted) HOTLINE_CHECK(plan_links(tx, ticket.id));
      if (done && !accepted) {
        ++report_.counts["sent_back"];
        for (const ticket::Assignment& one : ticket.assignments) {
          if (one.state == ticket::AssignmentState::signed_for) plan_reply(ticket, one);
        }
      }
      break;
    }
    case Deed::acknowledge: {
      HOTLINE_TRY(done, try_act(tx, ticket, [&](const Ticket& t) {
                    return ticket::decide_acknowledge(t, {due.part, "J1", "1"}, {});
                  }));
      break;
    }
    default:
      break;
  }
  return {};
}

}  // namespace hotline::app
