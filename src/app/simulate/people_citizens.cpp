// What citizens say when they are asked, and what leaders do when they are told.
#include <fmt/format.h>

#include "app/simulate/people.hpp"
#include "hotline/ticket/deadlines.hpp"

namespace hotline::app {

using std::chrono::hours;
using std::chrono::minutes;
using ticket::Ticket;

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

// Who was not content is worked for again.
base::Status People::work_again(store::WriteTx& tx, const Ticket& before) {
  HOTLINE_TRY(const Ticket after, ticket::TicketBook::load(tx, before.id));
  if (after.state != ticket::TicketState::dispatched || after.reopened == before.reopened) return {};
  ++report_.counts["reopened"];
  for (const ticket::Assignment& one : after.assignments) {
    if (one.state == ticket::AssignmentState::signed_for) plan_reply(after, one);
  }
  return {};
}

// Who prefers to write gets a link; some open it.
base::Status People::plan_links(store::WriteTx& tx, std::int64_t id) {
  for (const ticket::Request& one : ticket::RequestBook::of_ticket(tx, id)) {
    if (one.reply_by != "phone" && chance(600)) plan(now() + between(30, 1200), Deed::open_link, one.id);
  }
  return {};
}

base::Status People::open_link(store::WriteTx& tx, std::int64_t id) {
  bool sent = false;
  for (const store::Entry& one : store::entries_of(tx, "request", id))
    sent = sent || (one.kind == "callback_begun" && one.payload.text_or_empty("channel") == "sms");
  const auto request = ticket::RequestBook::find(tx, id);
  if (!sent || !request || ticket::RequestBook::rating_of(tx, id)) return {};
  HOTLINE_TRY(const Ticket ticket, ticket::TicketBook::load(tx, request->ticket));
  if (ticket.state != ticket::TicketState::resolved) return {};
  HOTLINE_CHECK(town_.tickets.rate(tx, *request, rating(), deadlines_, {{"citizen", "simulation"}, ""}));
  ++report_.counts["callbacks.rated_by_link"];
  return work_again(tx, ticket);
}

base::Status People::call_citizens(store::WriteTx& tx) {
  if (!call::is_calling_time(*town_.city, now())) return {};
  HOTLINE_TRY(const auto leased,
              town_.scheduler.lease(
                  tx, {{std::string(ticket::job::callback)}, "voice", jobs::kLargestLease, minutes{10}}));
  for (const jobs::LeasedJob& job : leased) {
    const call::CallbackLease lease{job.attempt, job.token};
    HOTLINE_CHECK(town_.callbacks.begin(tx, lease, *town_.city, {"key:1", "simulation"}));
    const auto request = ticket::RequestBook::find(tx, job.subject);
    if (!request) continue;
    HOTLINE_TRY(const Ticket ticket, ticket::TicketBook::load(tx, request->ticket));
    ++report_.counts["callbacks.attempts"];
    call::CallbackResult result;
    const std::uint64_t luck = draw(100);
    result.outcome = luck < 62   ? call::CallbackOutcome::answered
                     : luck < 95 ? call::CallbackOutcome::no_answer
                     : luck < 98 ? call::CallbackOutcome::refused
                                 : call::CallbackOutcome::wrong_number;
    if (result.outcome == call::CallbackOutcome::answered) result.rating = rating();
    HOTLINE_TRY(const call::CallbackStep step,
                town_.callbacks.record(tx, lease, result, *town_.city, {{"key:1", "simulation"}, ""}));
    if (step.end != call::CallbackEnd::rated) continue;
    ++report_.counts["callbacks.rated"];
    HOTLINE_CHECK(work_again(tx, ticket));
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
