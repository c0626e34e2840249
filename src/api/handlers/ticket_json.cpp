#include "api/handlers/ticket_json.hpp"

#include <algorithm>

#include "hotline/dispatch/decision.hpp"
#include "hotline/text/identifiers.hpp"

namespace hotline::api {
namespace {

Field time_field(const char* name, const char* zh, const char* en) {
  return required(name, date_time(), {zh, en});
}
Field maybe_time(const char* name, const char* zh, const char* en) {
  return required(name, nullable(date_time()), {zh, en});
}

ObjectSpec clock_spec() {
  return {
      "Clock",
      {"一个时限。", "One time limit."},
      {required("what", text(20),
                {"时限种类：sign、first_contact、return、resolve、review、callback。",
                 "Which limit: sign, first_contact, return, resolve, review, callback."}),
       required("assignment", integer(0),
                {"承办任务序号，0 为工单本身。", "The assignment it belongs to, 0 for the ticket itself."}),
       time_field("started", "开始时间。", "When it started."),
       time_field("due", "到期时间。", "When it runs out."),
       maybe_time("stopped", "停止时间；仍在计时为 null。", "When it stopped; null while it runs.")}};
}

ObjectSpec assignment_spec() {
  return {
      "Assignment",
      {"一个单位的承办任务。", "One unit's part of a ticket."},
      {required("id", integer(1), {"工单内的序号。", "Number within the ticket."}),
       required("unit", object(named_spec()), {"承办单位。", "The handling unit."}),
       required("part", choice({"lead", "assist"}), {"主办或协办。", "Lead or assistant."}),
       required("origin", choice({"dispatch", "whistle", "transfer", "ruling"}),
                {"来源：派单、吹哨、转派、裁定。", "How it came about."}),
       required("designated", boolean(),
                {"是否经裁定指定，不得退单。", "Designated by ruling: may not be returned."}),
       required("parent", integer(0),
                {"由哪个任务转派而来，0 为无。", "The assignment it was transferred from, 0 for none."}),
       required("state", text(20), {"状态。", "State."}),
       time_field("assigned_at", "派发时间。", "When it was assigned."),
       maybe_time("signed_at", "签收时间。", "When it was signed."),
       maybe_time("contacted_at", "先行联系时间。", "When the caller was first contacted."),
       maybe_time("replied_at", "答复时间。", "When it was replied."),
       required("extension",
                nullable(object({"Extension",
                                 {"延期申请。", "A request for more time."},
                                 {required("working_minutes", integer(1),
                                           {"申请的工作分钟数。", "Working minutes asked for."}),
                                  time_field("asked_at", "申请时间。", "When it was asked for."),
                                  required("granted", nullable(boolean()),
                                           {"是否批准；未审批为 null。",
                                            "Whether it was granted; null while undecided."})}})),
                {"延期申请。", "The request for more time, if any."}),
       required("return_reason", nullable(text(64)), {"退单理由代码。", "Code of the reason for returning."}),
       required("suggested_unit", nullable(object(named_spec())),
                {"退单时建议的单位。", "The unit that the return suggests."}),
       required("reply", nullable(text(20000)), {"答复内容（已脱敏）。", "The reply, masked."}),
       required("allowed_actions", list_of(text(40), 20),
                {"此状态允许的操作。", "Actions that this state allows."})}};
}

ObjectSpec handover_spec() {
  return {"Handover",
          {"移交单。", "An order to an emergency line."},
          {required("id", integer(1), {"序号。", "Number within the ticket."}),
           required("line", text(8), {"线路：110、119、120、122。", "Line: 110, 119, 120 or 122."}),
           time_field("ordered_at", "移交时间。", "When it was ordered."),
           time_field("acknowledge_by", "应确认时间。", "When it must be acknowledged."),
           maybe_time("acknowledged_at", "确认时间。", "When it was acknowledged."),
           maybe_time("declined_at", "退回时间。", "When it was declined."),
           required("reference", text(64), {"对方编号。", "The other line's own number."})}};
}

ObjectSpec proposal_spec() {
  return {
      "Proposal",
      {"系统的派单建议及理由。", "What the machine proposed, and why."},
      {required("matter", nullable(object(matter_spec())), {"建议事项。", "Matter."}),
       required("lead", nullable(object(named_spec())), {"建议主办单位。", "Lead unit."}),
       required("assistants", list_of(named_spec(), 50), {"建议协办单位。", "Assistants."}),
       required("confidence", number(), {"把握，0 至 1。", "Confidence, 0 to 1."}),
       required("reasons", list_of(reason_spec(), 50),
                {"理由，最重要的在前。", "Reasons, the weightiest first."}),
       required("neighbours", list_of(integer(1), 50),
                {"参照的相似工单。", "Earlier tickets of like words."}),
       required("city_version", integer(0), {"所用城市配置版本。", "Version of the city's files."}),
       required("model", text(64), {"所用模型，空为未用。", "The model that was asked; empty for none."})}};
}

Json reasons_json(const std::vector<std::string>& encoded) {
  Json reasons = Json::array();
  for (const std::string& one : encoded) {
    const dispatch::Reason reason = dispatch::parse_reason(one);
    reasons.push_back({{"source", reason.source}, {"name", reason.name}, {"detail", reason.detail}});
  }
  return reasons;
}

// A sealed text that belongs to the ticket, masked; null when there is none or it was erased.
Json masked_text(store::ReadTx& tx, std::int64_t sealed) {
  if (sealed == 0) return nullptr;
  const auto plain = tx.vault().open(tx, sealed);
  return plain.ok() ? Json(text::mask_identifiers(*plain)) : Json(nullptr);
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json assignment_json(store::ReadTx& tx, const ticket::Assignment& a, const city::City& city) {
  Json actions = Json::array();
  for (const auto action : ticket::legal_actions(a.state)) actions.push_back(ticket::name_of(action));
  Json extension = nullptr;
  if (a.extension) {
    extension = {{"working_minutes", a.extension->minutes},
                 {"asked_at", city_time(a.extension->asked_at, city)},
                 {"granted", a.extension->granted ? Json(*a.extension->granted) : Json(nullptr)}};
  }
  return {{"id", a.id},
          {"unit", unit_json(a.unit, city)},
          {"part", ticket::name_of(a.part)},
          {"origin", ticket::name_of(a.origin)},
          {"designated", a.designated},
          {"parent", a.parent},
          {"state", ticket::name_of(a.state)},
          {"assigned_at", city_time(a.assigned_at, city)},
          {"signed_at", city_time_or_null(a.signed_at, city)},
          {"contacted_at", city_time_or_null(a.contacted_at, city)},
          {"replied_at", city_time_or_null(a.replied_at, city)},
          {"extension", std::move(extension)},
          {"return_reason", text_or_null(a.return_reason)},
          {"suggested_unit", a.suggested_unit.empty() ? Json(nullptr) : unit_json(a.suggested_unit, city)},
          {"reply", masked_text(tx, a.reply)},
          {"allowed_actions", std::move(actions)}};
}

Json proposal_json(const std::optional<ticket::Proposal>& p, const city::City& city) {
  if (!p) return nullptr;
  Json assistants = Json::array();
  for (const std::string& unit : p->assistants) assistants.push_back(unit_json(unit, city));
  return {{"matter", p->matter.empty() ? Json(nullptr) : matter_json(p->matter, city)},
          {"lead", p->lead.empty() ? Json(nullptr) : unit_json(p->lead, city)},
          {"assistants", std::move(assistants)},
          {"confidence", p->confidence},
          {"reasons", reasons_json(p->reasons)},
          {"neighbours", p->neighbours},
          {"city_version", p->city_version},
          {"model", p->model}};
}

}  // namespace

std::string city_time(base::Time time, const city::City& city) {
  return base::format_rfc3339(time, std::chrono::minutes{city.settings.zone_offset_minutes});
}

Json city_time_or_null(const std::optional<base::Time>& time, const city::City& city) {
  return time ? Json(city_time(*time, city)) : Json(nullptr);
}

ObjectSpec matter_spec() {
  return {"Matter",
          {"诉求事项。", "A matter of the catalogue."},
          {required("row", text(32), {"事项行号，目录中的唯一键。", "Key of its row in the catalogue."}),
           required("name", text(200), {"名称。", "Name."}),
           required("path", text(600), {"三级路径。", "Path of its three levels."})}};
}

ObjectSpec named_spec() {
  return {
      "Named",
      {"代码与名称。", "A code with its name."},
      {required("code", text(64), {"代码。", "Code."}), required("name", text(200), {"名称。", "Name."})}};
}

ObjectSpec reason_spec() {
  return {
      "Reason",
      {"一条理由。", "One reason of a decision."},
      {required(
           "source", text(40),
           {"来源：rule、settlement、direct、duty、place、model、neighbour、risk、handover、kind、given。",
            "Where it comes from."}),
       required("name", text(400), {"规则名、行号或代码。", "Rule, row or code."}),
       required("detail", text(400), {"命中的词或概率。", "The phrase that was found, or a probability."})}};
}

Json matter_json(const std::string& row, const city::City& city) {
  const city::Matter* matter = city.matters.find(row);
  return {{"row", row}, {"name", matter ? matter->name() : row}, {"path", matter ? matter->path() : row}};
}

Json division_json(const std::string& code, const city::City& city) {
  const city::Division* division = city.divisions.find(code);
  return {{"code", code}, {"name", division ? division->name : code}};
}

Json unit_json(const std::string& code, const city::City& city) {
  const city::Unit* unit = city.units.find(code);
  return {{"code", code}, {"name", unit ? unit->name : code}};
}

ObjectSpec request_spec() {
  return {
      "Request",
      {"一位来电人的一件诉求（已脱敏）。", "One caller's request, masked."},
      {required("id", integer(1), {"内部编号。", "Internal key."}),
       required("number", text(32), {"受理编号。", "Its number."}),
       required("ticket", integer(1), {"所属工单。", "The ticket it belongs to."}),
       required("channel", object(named_spec()), {"受理渠道。", "Channel."}),
       time_field("received_at", "受理时间。", "When it was received."),
       required("title", text(200), {"标题。", "Title."}),
       required("words", text(20000), {"诉求内容。", "The citizen's words."}),
       required("place", text(500), {"事发地点。", "Where it happened."}),
       required("caller_name", text(100), {"来电人（已脱敏）。", "Caller, masked."}),
       required("caller_phone", text(40), {"联系电话（已脱敏）。", "Phone, masked."}),
       required("language", text(8), {"语言。", "Language."}),
       required("special_needs", list_of(text(40), 20), {"特殊需要。", "Special needs."}),
       required("anonymous", boolean(), {"是否匿名。", "Whether the caller stays unnamed."}),
       required("secret", boolean(), {"是否保密。", "Whether it is confidential."}),
       maybe_time("erased_at", "依法删除的时间。", "When it was erased by law."),
       required(
           "rating",
           nullable(object(
               {"Rating",
                {"评价。", "The caller's rating."},
                {time_field("at", "评价时间。", "When it was given."),
                 required("contacted", nullable(boolean()),
                          {"是否有部门联系。", "Whether the unit made contact."}),
                 required("solved", choice({"yes", "no", "not_due", "unknown"}),
                          {"是否解决。", "Whether it is solved."}),
                 required("result", nullable(integer(1, 5)), {"对结果的评分。", "Score of the result."}),
                 required("unit", nullable(integer(1, 5)), {"对单位的评分。", "Score of the unit."}),
                 required("agent", nullable(integer(1, 5)), {"对话务员的评分。", "Score of the agent."})}})),
           {"评价；未评价为 null。", "The rating; null while there is none."})}};
}

Json request_json(store::ReadTx& tx, const ticket::Request& r, const city::City& city) {
  const city::Channel* channel = city.channels.find(r.channel);
  Json rating = nullptr;
  if (const auto stored = ticket::RequestBook::rating_of(tx, r.id)) {
    const auto score = [](const std::optional<int>& value) { return value ? Json(*value) : Json(nullptr); };
    rating = {{"at", city_time(stored->at, city)},
              {"contacted", stored->rating.contacted ? Json(*stored->rating.contacted) : Json(nullptr)},
              {"solved", stored->rating.solved},
              {"result", score(stored->rating.result)},
              {"unit", score(stored->rating.unit)},
              {"agent", score(stored->rating.agent)}};
  }
  return {{"id", r.id},
          {"number", r.number},
          {"ticket", r.ticket},
          {"channel", {{"code", r.channel}, {"name", channel ? channel->name : r.channel}}},
          {"received_at", city_time(r.received_at, city)},
          {"title", r.title},
          {"words", r.text},
          {"place", r.place},
          {"caller_name", r.masked_name},
          {"caller_phone", r.masked_phone},
          {"language", r.language},
          {"special_needs", r.special_needs},
          {"anonymous", r.anonymous},
          {"secret", r.secret},
          {"erased_at", city_time_or_null(r.erased_at, city)},
          {"rating", std::move(rating)}};
}

ObjectSpec ticket_row_spec() {
  return {"TicketRow",
          {"列表中的工单。", "A ticket in a list."},
          {required("id", integer(1), {"内部编号。", "Internal key."}),
           required("version", integer(1), {"版本。", "Version."}),
           required("number", text(32), {"工单编号。", "Number."}),
           required("state", text(20), {"状态。", "State."}),
           required("outcome", text(20), {"结果。", "Outcome."}),
           required("kind", text(20), {"诉求类型。", "Kind."}),
           required("urgency", text(20), {"紧急程度。", "Urgency."}),
           required("matter", nullable(object(matter_spec())), {"事项。", "Matter."}),
           required("division", nullable(object(named_spec())), {"区划。", "Division."}),
           required("lead", nullable(object(named_spec())), {"主办单位。", "Lead unit."}),
           required("title", text(200), {"标题（已脱敏）。", "Title, masked."}),
           required("place", text(500), {"地点（已脱敏）。", "Place, masked."}),
           required("secret", boolean(), {"是否保密。", "Whether it is confidential."}),
           required("flags", list_of(text(64), 50), {"标记。", "Flags."}),
           required("confidence", nullable(number()), {"派单把握。", "Confidence of the proposal."}),
           required("requests", integer(0), {"诉求件数。", "How many requests it has."}),
           required("urged", integer(0), {"催办次数。", "How often it was urged."}),
           required("supervision_level", integer(0), {"督办级别。", "Level of supervision."}),
           required("returned", integer(0), {"退单次数。", "How often it was returned."}),
           time_field("opened_at", "受理时间。", "When it was opened."),
           maybe_time("next_due", "最近到期时间。", "When the next limit runs out.")}};
}

Json ticket_row_json(const ticket::TicketRow& t, const city::City& city) {
  return {{"id", t.id},
          {"version", t.version},
          {"number", t.number},
          {"state", t.state},
          {"outcome", t.outcome},
          {"kind", t.kind},
          {"urgency", t.urgency},
          {"matter", t.matter.empty() ? Json(nullptr) : matter_json(t.matter, city)},
          {"division", t.division.empty() ? Json(nullptr) : division_json(t.division, city)},
          {"lead", t.lead_unit.empty() ? Json(nullptr) : unit_json(t.lead_unit, city)},
          {"title", t.title},
          {"place", t.place},
          {"secret", t.secret},
          {"flags", t.flags},
          {"confidence", t.confidence ? Json(*t.confidence) : Json(nullptr)},
          {"requests", t.requests},
          {"urged", t.urged},
          {"supervision_level", t.supervision},
          {"returned", t.returned},
          {"opened_at", city_time(t.opened_at, city)},
          {"next_due", city_time_or_null(t.next_due, city)}};
}

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

Json ticket_json(store::ReadTx& tx, const ticket::Ticket& t, const city::City& city) {
  Json requests = Json::array(), assignments = Json::array(), clocks = Json::array(),
       handovers = Json::array(), publications = Json::array(), actions = Json::array();
  for (const std::int64_t id : t.requests) {
    if (const auto request = ticket::RequestBook::find(tx, id))
      requests.push_back(request_json(tx, *request, city));
  }
  for (const ticket::Assignment& one : t.assignments) assignments.push_back(assignment_json(tx, one, city));
  for (const ticket::RunningClock& one : t.clocks) {
    clocks.push_back({{"what", city::name_of(one.what)},
                      {"assignment", one.assignment},
                      {"started", city_time(one.started, city)},
                      {"due", city_time(one.due, city)},
                      {"stopped", city_time_or_null(one.stopped, city)}});
  }
  for (const ticket::HandoverOrder& one : t.handovers) {
    handovers.push_back({{"id", one.id},
                         {"line", one.line},
                         {"ordered_at", city_time(one.ordered_at, city)},
                         {"acknowledge_by", city_time(one.acknowledge_by, city)},
                         {"acknowledged_at", city_time_or_null(one.acknowledged_at, city)},
                         {"declined_at", city_time_or_null(one.declined_at, city)},
                         {"reference", one.reference}});
  }
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

bool may_see(const access::Principal& who, const ticket::Ticket& t, const city::City& city) {
  const bool has_part =
      !who.unit.empty() &&
      std::any_of(t.assignments.begin(), t.assignments.end(), [&](const ticket::Assignment& one) {
        return one.state != ticket::AssignmentState::withdrawn && city.units.within(one.unit, who.unit);
      });
  if (t.secret && !who.may(access::Right::secret_read) && !has_part) return false;
  return who.may(access::Right::ticket_read_all) || has_part;
}

base::Error unseen_ticket() {
  return base::Error::of(base::ErrorCode::not_found, "没有找到该工单，请核对工单编号。",
                         "There is no such ticket. Check its number.");
}

std::string view_of(const access::Principal& who) {
  return who.unit + (who.may(access::Right::ticket_read_all) ? "|all" : "|own") +
         (who.may(access::Right::secret_read) ? "|secret" : "");
}

}  // namespace hotline::api
