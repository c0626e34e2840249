#include "api/handlers/ticket_parts_json.hpp"

#include "hotline/dispatch/decision.hpp"
#include "hotline/text/identifiers.hpp"

namespace hotline::api {
namespace {

Json reasons_json(const std::vector<std::string>& encoded) {
  Json reasons = Json::array();
  for (const std::string& one : encoded) {
    const dispatch::Reason reason = dispatch::parse_reason(one);
    reasons.push_back({{"source", reason.source}, {"name", reason.name}, {"detail", reason.detail}});
  }
  return reasons;
}

}  // namespace

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
       maybe_time("stopped", "停止时间；仍在计时为 null。", "When it stopped; null while it runs."),
       maybe_time("paused", "暂停计时的起始时间；没有暂停为 null。",
                  "Since when it stands still; null while it does not.")}};
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
           required("unit", nullable(object(named_spec())),
                    {"接收单位；对方不在本平台为 null。", "The line's unit; null where it has none here."}),
           required("caller_on_line", boolean(),
                    {"移交时来电人是否在线（三方通话）。",
                     "Whether the caller was on the line: a three-party call."}),
           required("ordered_by", text(64), {"移交人。", "Who of the hotline ordered it."}),
           time_field("ordered_at", "移交时间。", "When it was ordered."),
           time_field("acknowledge_by", "应确认时间。", "When it must be acknowledged."),
           maybe_time("acknowledged_at", "确认时间。", "When it was acknowledged."),
           maybe_time("declined_at", "退回时间。", "When it was declined."),
           required("answered_by", nullable(text(64)),
                    {"登记对方答复的账号。", "Account that recorded the other line's answer."}),
           required("taken_by", nullable(text(64)),
                    {"对方接收人的坐席号或警号。", "Seat or badge number of who took it at the other line."}),
           required("reference", text(64), {"对方编号。", "The other line's own number."})}};
}

ObjectSpec consultation_spec() {
  return {"Consultation",
          {"一个单位的会商意见。", "A unit that was asked before dispatch."},
          {required("unit", object(named_spec()), {"单位。", "Unit."}),
           time_field("asked_at", "邀请时间。", "When it was asked."),
           required("accepts", nullable(boolean()),
                    {"是否愿意承办；未答复为 null。", "Whether it takes it; null while it has not said."}),
           maybe_time("answered_at", "答复时间。", "When it answered."),
           required("answered_by", nullable(text(64)), {"提交人。", "Who gave or recorded it."})}};
}

ObjectSpec proposal_spec() {
  return {"Proposal",
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
           required("model", text(64), {"所用模型，空为未用。", "The model that was asked; empty for none."}),
           required("related", nullable(integer(1)),
                    {"疑为同一事项的在办工单。", "The caller's own open ticket that it may be about."})}};
}

Json clock_json(const ticket::RunningClock& one, const city::City& city) {
  return {{"what", city::name_of(one.what)},
          {"assignment", one.assignment},
          {"started", city_time(one.started, city)},
          {"due", city_time(one.due, city)},
          {"stopped", city_time_or_null(one.stopped, city)},
          {"paused", one.paused() ? Json(city_time(one.pauses.back().from, city)) : Json()}};
}

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

Json handover_json(const ticket::HandoverOrder& one, const city::City& city) {
  return {{"id", one.id},
          {"line", one.line},
          {"unit", one.unit.empty() ? Json(nullptr) : unit_json(one.unit, city)},
          {"caller_on_line", one.caller_on_line},
          {"ordered_by", one.ordered_by},
          {"ordered_at", city_time(one.ordered_at, city)},
          {"acknowledge_by", city_time(one.acknowledge_by, city)},
          {"acknowledged_at", city_time_or_null(one.acknowledged_at, city)},
          {"declined_at", city_time_or_null(one.declined_at, city)},
          {"answered_by", text_or_null(one.answered_by)},
          {"taken_by", text_or_null(one.taken_by)},
          {"reference", one.reference}};
}

Json consultation_json(const ticket::Consultation& one, const city::City& city) {
  return {{"unit", unit_json(one.unit, city)},
          {"asked_at", city_time(one.asked_at, city)},
          {"accepts", one.accepts ? Json(*one.accepts) : Json(nullptr)},
          {"answered_at", city_time_or_null(one.answered_at, city)},
          {"answered_by", text_or_null(one.answered_by)}};
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
          {"model", p->model},
          {"related", p->related != 0 ? Json(p->related) : Json(nullptr)}};
}

}  // namespace hotline::api
