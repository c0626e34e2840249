// A unit's part: sign, contact, return, extension, transfer, reply.
#include <algorithm>

#include "api/handlers/action.hpp"
#include "api/handlers/reply_review.hpp"

namespace hotline::api {
namespace {

using access::Right;
using Events = base::Result<ticket::NewEvents>;

base::Status check_return(const city::City& city, const ticket::ReturnClaim& claim) {
  const city::ReturnReason* reason = city.return_reasons.find(claim.code);
  if (reason == nullptr) {
    return base::Error::field("/reason", "unknown_reason", "没有这个退单理由，请从退单理由表中选择。",
                              "There is no such reason. Choose one of the city's return reasons.");
  }
  if (reason->needs_evidence && claim.evidence.empty()) {
    return base::Error::field("/evidence", "required", "该退单理由须附证明材料，请先上传附件。",
                              "This reason needs evidence. Upload it first and name its attachment.");
  }
  if (reason->needs_target && claim.suggested.empty()) {
    return base::Error::field("/suggested_unit", "required", "请写明应由哪个单位承办。",
                              "Name the unit that it belongs to.");
  }
  if (!claim.suggested.empty()) HOTLINE_CHECK(check_unit(city, claim.suggested, "/suggested_unit"));
  return {};
}

// Evidence is a file of this very ticket, so that whoever rules can open it.
base::Status check_evidence(store::ReadTx& tx, const ticket::Ticket& t,
                            const std::vector<std::int64_t>& evidence) {
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    const auto found = intake::Attachments::find(tx, evidence[i]);
    if (found && std::find(t.requests.begin(), t.requests.end(), found->request) != t.requests.end())
      continue;
    if (found && found->ticket == t.id) continue;
    return base::Error::field("/evidence/" + std::to_string(i), "unknown_attachment",
                              "本工单没有这个附件，请先上传证明材料，再填写其编号。",
                              "This ticket has no such attachment. Upload it first and name its number.");
  }
  return {};
}

Events do_return(Action& a, const ticket::Ticket& t) {
  ticket::ReturnClaim claim{text_in(a.body, "reason"), text_in(a.body, "suggested_unit"), {}};
  if (a.body.contains("evidence")) claim.evidence = a.body["evidence"].get<std::vector<std::int64_t>>();
  HOTLINE_CHECK(check_return(a.city, claim));
  HOTLINE_CHECK(check_evidence(a.tx, t, claim.evidence));
  return ticket::decide_return(t, a.assignment, claim, a.acting,
                               a.city.settings.dispatch.max_returns_per_unit, a.tx.now());
}

Events do_transfer(Action& a, const ticket::Ticket& t) {
  const std::string unit = text_in(a.body, "unit");
  HOTLINE_CHECK(check_unit(a.city, unit, "/unit"));
  const ticket::Assignment* assignment = t.find_assignment(a.assignment);
  if (assignment != nullptr && (assignment->unit == unit || !a.city.units.within(unit, assignment->unit))) {
    return base::Error::field("/unit", "below", "只能转派给本单位的下级单位；不属于本单位职责请退单。",
                              "It can be passed down to a unit below only. If it is not yours, return it.");
  }
  return ticket::decide_transfer(t, a.assignment, unit, a.acting, a.deadlines, a.tx.now());
}

Events do_reply(Action& a, const ticket::Ticket& t) {
  const store::Sealed text = ticket::TicketBook::seal_text(a.tx, t.id, "reply", text_in(a.body, "text"));
  return ticket::decide_reply(t, a.assignment, text, a.acting, a.deadlines, a.tx.now());
}

// Time that stands still needs a reason on record.
base::Status check_reason(const Action& a) {
  if (!text_in(a.body, "note").empty()) return {};
  return base::Error::field("/note", "required", "请写明暂停或恢复计时的理由。",
                            "Say why the clock is to stand still or to go on.");
}

Events do_pause(Action& a, const ticket::Ticket& t) {
  HOTLINE_CHECK(check_reason(a));
  return ticket::decide_pause(t, a.assignment, a.deadlines, a.tx.now());
}

Events do_resume(Action& a, const ticket::Ticket& t) {
  HOTLINE_CHECK(check_reason(a));
  return ticket::decide_resume(t, a.assignment, a.acting, a.deadlines, a.tx.now());
}

}  // namespace

void add_assignment_routes(Routes& routes, Domain& domain) {
  const std::string at = "/assignments/{assignment}";
  std::vector<Route> list;
  list.push_back(action_route(
      domain, {at + "/sign", "signAssignment", {"签收", "Sign"}, any_of(Right::assignment_handle), {}},
      [](Action& a, const ticket::Ticket& t) { return ticket::decide_sign(t, a.assignment, a.acting); }));
  list.push_back(action_route(
      domain,
      {at + "/contact",
       "contactCaller",
       {"先行联系来电人", "First contact with the caller"},
       any_of(Right::assignment_handle),
       {}},
      [](Action& a, const ticket::Ticket& t) { return ticket::decide_contact(t, a.assignment, a.acting); }));
  list.push_back(
      action_route(domain,
                   {at + "/return",
                    "returnAssignment",
                    {"退单", "Return"},
                    any_of(Right::assignment_approve, Right::ticket_rule),
                    {required("reason", code(64), {"退单理由代码。", "Code of the reason."}),
                     optional("suggested_unit", code(64), {"应承办的单位。", "The unit that it belongs to."}),
                     optional("evidence", list_of(integer(1), 20),
                              {"证明材料的附件编号。", "Attachments that show it."})}},
                   do_return));
  list.push_back(action_route(domain,
                              {at + "/extension",
                               "requestExtension",
                               {"申请延期", "Ask for more time"},
                               any_of(Right::assignment_approve),
                               {required("working_minutes", integer(1, 100000),
                                         {"需要增加的工作分钟数。", "Working minutes to add."})}},
                              [](Action& a, const ticket::Ticket& t) {
                                return ticket::decide_extension_request(
                                    t, a.assignment, a.body["working_minutes"].get<std::int64_t>(), a.acting,
                                    a.deadlines, a.tx.now());
                              }));
  list.push_back(action_route(domain,
                              {at + "/extension/decision",
                               "decideExtension",
                               {"审批延期", "Decide about more time"},
                               any_of(Right::ticket_review),
                               {required("granted", boolean(), {"是否同意。", "Whether it is granted."})}},
                              [](Action& a, const ticket::Ticket& t) {
                                return ticket::decide_extension(t, a.assignment,
                                                                a.body["granted"].get<bool>(), a.deadlines);
                              }));
  list.push_back(action_route(
      domain,
      {at + "/pause", "pauseAssignment", {"暂停计时", "Pause the clock"}, any_of(Right::ticket_rule), {}},
      do_pause));
  list.push_back(action_route(domain,
                              {at + "/resume",
                               "resumeAssignment",
                               {"恢复计时", "Let the clock go on"},
                               any_of(Right::ticket_rule, Right::assignment_approve),
                               {}},
                              do_resume));
  list.push_back(action_route(domain,
                              {at + "/transfer",
                               "transferAssignment",
                               {"转派下级单位", "Pass down"},
                               any_of(Right::assignment_approve),
                               {required("unit", code(64), {"下级单位。", "The unit below."})}},
                              do_transfer));
  list.push_back(action_route(domain,
                              {at + "/reply",
                               "replyAssignment",
                               {"答复", "Reply"},
                               any_of(Right::assignment_handle),
                               {required("text", text(5000, 1), {"答复内容。", "The reply."})}},
                              do_reply));
  list.push_back(reply_review_route(domain));
  routes.add(std::move(list));
}

}  // namespace hotline::api
