#include "api/handlers/ticket_json.hpp"

namespace hotline::api {

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

}  // namespace hotline::api
