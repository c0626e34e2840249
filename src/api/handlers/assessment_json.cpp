#include "api/handlers/assessment_json.hpp"

#include "api/handlers/form_json.hpp"
#include "api/handlers/ticket_json.hpp"
#include "hotline/intake/merging.hpp"

namespace hotline::api {
namespace {

ObjectSpec candidate_spec() {
  return {"Candidate",
          {"候选单位。", "A candidate unit."},
          {required("unit", object(named_spec()), {"单位。", "Unit."}),
           required("matter", object(matter_spec()), {"对应事项。", "Matter it would have it for."}),
           required("probability", number(), {"概率。", "Probability."})}};
}

}  // namespace

std::string triage_detail(const intake::Triage& triage, const city::City& city) {
  if (triage.way == intake::Way::lawful_channel || triage.way == intake::Way::nothing_to_take) {
    const city::Refusal* refusal = city.refusals.find(triage.name);
    return refusal ? refusal->text : "";
  }
  if (triage.way == intake::Way::announced) {
    for (const city::Announcement& one : city.announcements) {
      if (one.id == triage.name) return one.text;
    }
  }
  return "";
}

ObjectSpec assessment_spec() {
  const ObjectSpec alike{
      "LikeTicket",
      {"相似工单。", "An earlier ticket of like words."},
      {required("ticket", integer(1), {"工单。", "Ticket."}),
       required("similarity", number(), {"相似度，0 至 1。", "Similarity, 0 to 1."}),
       required("same", boolean(), {"是否疑为同一事项，可合并。", "Whether merging into it is proposed."}),
       required("matter", nullable(object(matter_spec())), {"事项。", "Matter."}),
       required("lead", nullable(object(named_spec())), {"主办单位。", "Lead unit."})}};
  const ObjectSpec triage{
      "Triage",
      {"分流建议。", "Triage."},
      {required("way", text(32),
                {"去向：in_scope、urgent、lawful_channel、in_progress、announced、nothing_to_take。",
                 "in_scope, urgent, lawful_channel, in_progress, announced or nothing_to_take."}),
       required("name", text(64), {"依据的代码。", "Code that says why."}),
       required("detail", text(2000), {"给来电人的说明。", "What to tell the caller."}),
       required("ticket", nullable(integer(1)), {"正在办理的工单。", "The ticket that is in progress."}),
       required("phrase", text(200), {"命中的词。", "The phrase that was found."})}};
  return {
      "Assessment",
      {"系统对一件诉求的判断。", "What the machine makes of a request."},
      {required("matter", nullable(object(matter_spec())), {"事项。", "Matter."}),
       required("division", nullable(object(named_spec())), {"区划。", "Division."}),
       required("kind", text(20), {"类型。", "Kind."}),
       required("urgency", text(20), {"紧急程度。", "Urgency."}),
       required("importance", text(20), {"重要程度。", "Importance."}),
       required("secret", boolean(), {"是否保密。", "Whether it is confidential."}),
       required("lead", nullable(object(named_spec())), {"主办单位。", "Lead unit."}),
       required("assistants", list_of(named_spec(), 50), {"协办单位。", "Assistants."}),
       required(
           "limit",
           nullable(object({"ProposedLimit",
                            {"办理时限。", "How long the lead would have."},
                            {required("amount", integer(1), {"数量。", "How many."}),
                             required("unit", choice({"minutes", "hours", "working_minutes", "working_days"}),
                                      {"单位。", "Of what."})}})),
           {"主办单位的办理时限；本市未规定为 null。", "The lead's limit; null where the city sets none."}),
       required("handover", nullable(text(8)), {"建议移交的线路。", "Emergency line to hand over to."}),
       required("flags", list_of(text(64), 50), {"标记。", "Flags."}),
       required("confidence", number(), {"把握。", "Confidence."}),
       required("automatic", boolean(), {"是否可自动派单。", "Whether it may go out by itself."}),
       required("candidates", list_of(candidate_spec(), 10),
                {"候选单位，最可能的在前。", "Candidate units, best first."}),
       required("reasons", list_of(reason_spec(), 50), {"理由。", "Reasons."}),
       required("questions", list_of(text(32), 10), {"应向来电人追问的内容。", "What to ask the caller."}),
       required("alike", list_of(alike, 20), {"相似工单。", "Earlier tickets of like words."}),
       required("triage", object(triage), {"分流。", "Triage."}),
       optional("form", object(form_spec()),
                {"由原话填出的表单；只在录入时给出。", "The form from the words; only while typing."}),
       optional(
           "parts", list_of(part_spec(), 10),
           {"建议拆分的各部分，可逐一用于拆单；没有则为空。只在录入时给出。",
            "Parts that could become tickets of their own by a split; empty when there is one matter. Only "
            "while typing."})}};
}

Json assessment_json(const intake::Assessment& a) {
  const city::City& city = a.dispatcher->city();
  const dispatch::Decision& d = a.decision;
  const auto matter = [&](const std::string& row) {
    return row.empty() ? Json(nullptr) : matter_json(row, city);
  };
  const auto unit = [&](const std::string& code) {
    return code.empty() ? Json(nullptr) : unit_json(code, city);
  };
  Json assistants = Json::array(), candidates = Json::array(), reasons = Json::array(), alike = Json::array();
  for (const std::string& one : d.assistants) assistants.push_back(unit_json(one, city));
  for (const dispatch::Candidate& one : d.candidates) {
    candidates.push_back({{"unit", unit_json(one.unit, city)},
                          {"matter", matter_json(one.matter, city)},
                          {"probability", one.probability}});
  }
  for (const dispatch::Reason& one : d.reasons)
    reasons.push_back({{"source", one.source}, {"name", one.name}, {"detail", one.detail}});
  for (const dispatch::Neighbour& one : a.alike) {
    alike.push_back({{"ticket", one.ticket},
                     {"similarity", one.similarity},
                     {"same", intake::may_merge(one, false)},
                     {"matter", matter(one.matter)},
                     {"lead", unit(one.lead)}});
  }
  return {{"matter", matter(d.matter)},
          {"division", d.division.empty() ? Json(nullptr) : division_json(d.division, city)},
          {"kind", city::name_of(d.kind)},
          {"urgency", city::name_of(d.urgency)},
          {"importance", city::name_of(d.importance)},
          {"secret", d.secret},
          {"lead", unit(d.lead)},
          {"assistants", std::move(assistants)},
          {"limit", d.limit ? Json{{"amount", d.limit->amount}, {"unit", city::name_of(d.limit->unit)}}
                            : Json(nullptr)},
          {"handover", d.handover.empty() ? Json(nullptr) : Json(d.handover)},
          {"flags", d.flags},
          {"confidence", d.confidence},
          {"automatic", d.automatic},
          {"candidates", std::move(candidates)},
          {"reasons", std::move(reasons)},
          {"questions", d.questions},
          {"alike", std::move(alike)},
          {"triage",
           {{"way", intake::name_of(a.triage.way)},
            {"name", a.triage.name},
            {"detail", triage_detail(a.triage, city)},
            {"ticket", a.triage.ticket != 0 ? Json(a.triage.ticket) : Json(nullptr)},
            {"phrase", a.triage.phrase}}}};
}

Json whole_assessment_json(const intake::Assessment& a, const intake::ReadWords& read) {
  Json json = assessment_json(a);
  const city::City& city = a.dispatcher->city();
  json["form"] = form_json(read.form, city);
  json["parts"] = Json::array();
  for (const intake::Part& one : read.parts) json["parts"].push_back(part_json(one, city));
  return json;
}

}  // namespace hotline::api
