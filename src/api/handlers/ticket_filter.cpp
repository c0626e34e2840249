#include "api/handlers/ticket_filter.hpp"

#include "api/handlers/action.hpp"

namespace hotline::api {

using access::Right;

std::vector<Field> ticket_filter_fields() {
  return {optional("state",
                   choice({"registered", "consulting", "dispatched", "disputed", "handed_over", "in_review",
                           "resolved", "closed"}),
                   {"状态。", "State."}),
          optional("kind", choice({"consult", "help", "complaint", "report", "suggestion", "praise"}),
                   {"类型。", "Kind."}),
          optional("urgency", choice({"normal", "urgent", "critical"}), {"紧急程度。", "Urgency."}),
          optional("matter", code(32), {"事项行号或前缀。", "Row key of a matter, or a prefix."}),
          optional("division", code(32), {"区划代码或前缀。", "Code of a division, or a prefix."}),
          optional("number", code(32), {"工单编号。", "Number."}),
          optional("q", line(200), {"全文检索。", "Full text."}),
          optional("unit", code(64), {"承办单位。", "Unit that has a part."}),
          optional("part_state", choice({"assigned", "signed", "replied", "returned", "transferred", "done"}),
                   {"该单位承办任务的状态。", "State of that unit's part."}),
          optional("from", date_time(), {"受理时间起。", "Opened at or after."}),
          optional("to", date_time(), {"受理时间止（不含）。", "Opened before."}),
          optional("due_before", date_time(), {"此时之前到期。", "With a limit that runs out before."}),
          optional("merged", boolean(), {"是否包括已并入的工单。", "Whether merged ones are listed too."})};
}

base::Result<ticket::TicketFilter> ticket_filter_of(const Query& q, const access::Principal& who,
                                                    const city::City& city) {
  ticket::TicketFilter f;
  f.state = q.text_or("state", "");
  f.kind = q.text_or("kind", "");
  f.urgency = q.text_or("urgency", "");
  f.matter = q.text_or("matter", "");
  f.division = q.text_or("division", "");
  f.number = q.text_or("number", "");
  f.words = q.text_or("q", "");
  f.unit = q.text_or("unit", "");
  f.part_state = q.text_or("part_state", "");
  f.from = q.time("from");
  f.to = q.time("to");
  f.due_before = q.time("due_before");
  f.with_merged = q.boolean_or("merged", false);
  // Who sees all tickets needs the right for secret ones; a unit sees those that it has a part in.
  f.with_secret = who.may(Right::secret_read) || !who.may(Right::ticket_read_all);
  if (!f.unit.empty()) HOTLINE_CHECK(check_unit(city, f.unit, "?unit"));
  if (!who.may(Right::ticket_read_all)) {
    if (f.unit.empty()) f.unit = who.unit;
    if (!city.units.within(f.unit, who.unit)) {
      return base::Error::of(base::ErrorCode::forbidden, "只能查看本单位及下级单位的工单。",
                             "Only tickets of your own unit and those below it can be listed.");
    }
    if (f.number.empty()) return f;
    f.words.clear();
  }
  return f;
}

}  // namespace hotline::api
