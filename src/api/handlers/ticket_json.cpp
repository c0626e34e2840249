#include "api/handlers/ticket_json.hpp"

#include <algorithm>

#include "api/handlers/request_json.hpp"
#include "api/handlers/ticket_parts_json.hpp"

namespace hotline::api {

ObjectSpec ticket_spec() {
  return {"Ticket",
          {"一张工单。", "One ticket."},
          {required("id", integer(1), {"内部编号。", "Internal key."}),
           required("version", integer(1), {"版本，即 ETag。", "Version, the ETag."}),
           required("number", text(32), {"工单编号。", "Number."}),
           required("parent", integer(0),
                    {"拆自哪张工单，0 为无。", "The ticket it was split from, 0 for none."}),
           required("state", text(20), {"状态。", "State."}),
           required("outcome", text(20), {"结果。", "Outcome."}),
           required("kind", text(20), {"诉求类型。", "Kind."}),
           required("urgency", text(20), {"紧急程度。", "Urgency."}),
           required("importance", text(20), {"重要程度。", "Importance."}),
           required("matter", nullable(object(matter_spec())), {"事项。", "Matter."}),
           required("division", nullable(object(named_spec())), {"区划。", "Division."}),
           required("title", text(200), {"标题（已脱敏）。", "Title, masked."}),
           required("place", text(500), {"地点（已脱敏）。", "Place, masked."}),
           required("secret", boolean(), {"是否保密。", "Whether it is confidential."}),
           required("flags", list_of(text(64), 50), {"标记。", "Flags."}),
           required("proposal", nullable(object(proposal_spec())), {"派单建议。", "The machine's proposal."}),
           required("requests", list_of(request_spec(), 100000), {"名下诉求。", "Its requests."}),
           required("assignments", list_of(assignment_spec(), 1000), {"承办任务。", "Units' parts."}),
           required("clocks", list_of(clock_spec(), 10000), {"时限。", "Time limits."}),
           required("handovers", list_of(handover_spec(), 100), {"移交单。", "Orders to emergency lines."}),
           required("consultations", list_of(consultation_spec(), 20),
                    {"最近一次派前会商。", "The newest consultation before dispatch."}),
           required("publications", list_of(text(20000), 100),
                    {"公开答复（已脱敏）。", "Public replies, masked."}),
           required("answer", nullable(text(20000)),
                    {"直接答复或不予受理的说明。", "The direct answer or the refusal's words."}),
           required("refusal", nullable(text(64)), {"不予受理代码。", "Code of the refusal."}),
           required("merged_into", nullable(integer(1)), {"已并入的工单。", "The ticket it is merged into."}),
           required("urged", integer(0), {"催办次数。", "How often it was urged."}),
           required("supervision_level", integer(0), {"督办级别。", "Level of supervision."}),
           required("returned", integer(0), {"退单次数。", "How often it was returned."}),
           required("reopened", integer(0), {"重办次数。", "How often it was reopened."}),
           required("sent_back", integer(0), {"发回次数。", "How often its review sent it back."}),
           time_field("opened_at", "受理时间。", "When it was opened."),
           maybe_time("dispatched_at", "派单时间。", "When it was dispatched."),
           maybe_time("resolved_at", "办结时间。", "When it was resolved."),
           maybe_time("closed_at", "归档时间。", "When it was closed."),
           maybe_time("next_due", "最近到期时间。", "When the next limit runs out."),
           required("allowed_actions", list_of(text(40), 40),
                    {"此状态允许的操作。", "Actions that this state allows."})}};
}

Json ticket_json(store::ReadTx& tx, const ticket::Ticket& t, const city::City& city,
                 const access::Principal& who) {
  const bool trusted = who.may(access::Right::secret_read);
  Json requests = Json::array(), assignments = Json::array(), clocks = Json::array(),
       handovers = Json::array(), publications = Json::array(), consultations = Json::array(),
       actions = Json::array();
  for (const std::int64_t id : t.requests) {
    if (const auto request = ticket::RequestBook::find(tx, id))
      requests.push_back(request_json(tx, *request, city, trusted || !t.secret));
  }
  for (const ticket::Assignment& one : t.assignments) assignments.push_back(assignment_json(tx, one, city));
  for (const ticket::RunningClock& one : t.clocks) clocks.push_back(clock_json(one, city));
  for (const ticket::HandoverOrder& one : t.handovers) handovers.push_back(handover_json(one, city));
  for (const ticket::Consultation& one : t.consultations)
    consultations.push_back(consultation_json(one, city));
  for (const ticket::Publication& one : t.publications) {
    if (Json text = masked_text(tx, one.text); !text.is_null()) publications.push_back(std::move(text));
  }
  if (!t.is_merged()) {
    for (const auto action : ticket::legal_actions(t.state)) actions.push_back(ticket::name_of(action));
  }
  const ticket::TicketBook::Heading heading = ticket::TicketBook::heading(tx, t.id);
  return {{"id", t.id},
          {"version", t.version},
          {"number", t.number},
          {"parent", t.parent},
          {"state", ticket::name_of(t.state)},
          {"outcome", ticket::name_of(t.outcome)},
          {"kind", city::name_of(t.kind)},
          {"urgency", city::name_of(t.urgency)},
          {"importance", city::name_of(t.importance)},
          {"matter", t.matter.empty() ? Json(nullptr) : matter_json(t.matter, city)},
          {"division", t.division.empty() ? Json(nullptr) : division_json(t.division, city)},
          {"title", heading.title},
          {"place", heading.place},
          {"secret", t.secret},
          {"flags", t.flags},
          {"proposal", proposal_json(t.proposal, city)},
          {"requests", std::move(requests)},
          {"assignments", std::move(assignments)},
          {"clocks", std::move(clocks)},
          {"handovers", std::move(handovers)},
          {"consultations", std::move(consultations)},
          {"publications", std::move(publications)},
          {"answer", masked_text(tx, t.answer)},
          {"refusal", text_or_null(t.refusal)},
          {"merged_into", t.is_merged() ? Json(t.merged_into) : Json(nullptr)},
          {"urged", t.urged},
          {"supervision_level", t.supervision_level},
          {"returned", t.returned},
          {"reopened", t.reopened},
          {"sent_back", t.sent_back},
          {"opened_at", city_time(t.opened_at, city)},
          {"dispatched_at", city_time_or_null(t.dispatched_at, city)},
          {"resolved_at", city_time_or_null(t.resolved_at, city)},
          {"closed_at", city_time_or_null(t.closed_at, city)},
          {"next_due", city_time_or_null(t.next_due(), city)},
          {"allowed_actions", std::move(actions)}};
}

namespace {

constexpr std::string_view kept_out = "kept_out:";  // flag of a secret ticket: a unit, or account:17

}  // namespace

bool is_kept_out(const ticket::Ticket& t, const std::string& unit, const city::City& city) {
  return std::any_of(t.flags.begin(), t.flags.end(), [&](const std::string& flag) {
    if (!flag.starts_with(kept_out)) return false;
    const std::string one = flag.substr(kept_out.size());
    return city.units.find(one) != nullptr && city.units.within(unit, one);
  });
}

bool may_see(const access::Principal& who, const ticket::Ticket& t, const city::City& city) {
  const auto its = [&](const std::string& unit) { return city.units.within(unit, who.unit); };
  const auto of_it = [&](const ticket::Assignment& one) {
    return one.state != ticket::AssignmentState::withdrawn && its(one.unit);
  };
  const auto concerned = [&] {
    const std::vector<std::string> units = t.concerned_units();
    return std::any_of(units.begin(), units.end(), its);
  };
  const bool has_part =
      !who.unit.empty() && (std::any_of(t.assignments.begin(), t.assignments.end(), of_it) || concerned());
  if (t.secret && !who.may(access::Right::secret_read) && !has_part) return false;
  if (std::find(t.flags.begin(), t.flags.end(), std::string(kept_out) + who.actor) != t.flags.end())
    return false;
  if (!who.unit.empty() && is_kept_out(t, who.unit, city)) return false;
  return who.may(access::Right::ticket_read_all) || has_part;
}

base::Error unseen_ticket() {
  return base::Error::of(base::ErrorCode::not_found, "没有找到该工单，请核对工单编号。",
                         "There is no such ticket. Check its number.");
}

std::string view_of(const access::Principal& who) {
  // Secret tickets keep single people out, so nobody who may meet one shares his view.
  const bool meets_secrets = who.may(access::Right::secret_read) || !who.unit.empty();
  return (meets_secrets ? who.actor + "|" : "") + who.unit +
         (who.may(access::Right::ticket_read_all) ? "|all" : "|own") +
         (who.may(access::Right::secret_read) ? "|secret" : "");
}

}  // namespace hotline::api
