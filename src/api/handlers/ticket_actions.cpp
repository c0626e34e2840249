// What the hotline's own people do with a ticket.
#include <set>

#include "api/handlers/action.hpp"

namespace hotline::api {

void add_ticket_actions(std::vector<Route>& routes, Domain& domain);

namespace {

using access::Right;
using Events = base::Result<ticket::NewEvents>;

Events do_answer(Action& a, const ticket::Ticket& t) {
  return ticket::decide_answer(t,
                               ticket::TicketBook::seal_text(a.tx, t.id, "answer", text_in(a.body, "text")));
}

Events do_refuse(Action& a, const ticket::Ticket& t) {
  const std::string code = text_in(a.body, "code");
  const city::Refusal* refusal = a.city.refusals.find(code);
  if (refusal == nullptr) {
    return base::Error::field("/code", "unknown_refusal", "没有这种不予受理情形，请从清单中选择。",
                              "There is no such ground. Choose one of the city's list.");
  }
  // A refusal always names the lawful channel: the city's own words do, an agent's get it put behind them.
  std::string words = a.body.contains("text") ? text_in(a.body, "text") : refusal->text;
  if (a.body.contains("text") && words.find(refusal->lawful_channel) == std::string::npos &&
      refusal->lawful_channel != "无")
    words += "\n法定途径：" + refusal->lawful_channel + "。";
  return ticket::decide_refuse(t, code, ticket::TicketBook::seal_text(a.tx, t.id, "answer", words));
}

Events do_handover(Action& a, const ticket::Ticket& t) {
  const std::string line = text_in(a.body, "line");
  const city::HandoverLine* found = a.city.handover.find(line);
  if (found == nullptr) {
    return base::Error::field("/line", "unknown_line", "没有这条联动线路，请选择 110、119、120 或 122。",
                              "There is no such line. Choose 110, 119, 120 or 122.");
  }
  return ticket::decide_handover(t, line, ticket::unit_of_line(a.city, line),
                                 a.tx.now() + std::chrono::minutes{found->ack_minutes},
                                 a.body.value("caller_on_line", false));
}

Events do_dispatch(Action& a, const ticket::Ticket& t) {
  const ticket::DispatchOrder order{text_in(a.body, "lead"), texts_in(a.body, "assistants"), false};
  HOTLINE_CHECK(check_unit(a.city, order.lead, "/lead"));
  HOTLINE_CHECK(check_units(a.city, order.assistants, "/assistants"));
  return ticket::decide_dispatch(t, order, a.deadlines, a.tx.now());
}

Events do_consult(Action& a, const ticket::Ticket& t) {
  const auto units = texts_in(a.body, "units");
  HOTLINE_CHECK(check_units(a.city, units, "/units"));
  if (std::set<std::string>(units.begin(), units.end()).size() != units.size()) {
    return base::Error::field("/units", "unique", "会商单位重复，每个单位保留一个。",
                              "A unit is named twice. Keep one of each.");
  }
  return ticket::decide_consult(t, units);
}

// A unit speaks for itself; the hotline's people write down what they were told.
Events do_opinion(Action& a, const ticket::Ticket& t) {
  const std::string unit = a.body.contains("unit") ? text_in(a.body, "unit") : a.acting.unit;
  if (unit.empty()) {
    return base::Error::field("/unit", "required", "请写明是哪个单位的会商意见。",
                              "Name the unit whose opinion it is.");
  }
  HOTLINE_CHECK(check_unit(a.city, unit, "/unit"));
  if (!a.acting.unit.empty() && unit != a.acting.unit) {
    return base::Error::of(base::ErrorCode::forbidden, "只能提交本单位的会商意见。",
                           "A unit gives its own opinion only.");
  }
  return ticket::decide_opinion(t, unit, a.body["accepts"].get<bool>());
}

// 街道吹哨、部门报到: streets and towns call, and they call departments, not each other.
base::Status check_whistle(const city::City& city, const ticket::Ticket& t,
                           const std::vector<std::string>& units) {
  const ticket::Assignment* lead = t.lead();
  const city::Unit* caller = lead != nullptr ? city.units.find(lead->unit) : nullptr;
  if (caller != nullptr && caller->level != "street") {
    return base::Error::of(base::ErrorCode::conflict,
                           "吹哨报到由街道（乡镇）主办的工单发起，本工单主办单位不是街道。",
                           "Departments are called up by a street; the lead of this ticket is none.");
  }
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (city.units.find(units[i])->level != "street") continue;
    return base::Error::field("/units/" + std::to_string(i), "department", "只能召集部门，不能召集其他街道。",
                              "Departments are called up, not other streets.");
  }
  return {};
}

Events do_whistle(Action& a, const ticket::Ticket& t) {
  const auto units = texts_in(a.body, "units");
  HOTLINE_CHECK(check_units(a.city, units, "/units"));
  if (ticket::is_legal(t.state, ticket::TicketAction::whistle))
    HOTLINE_CHECK(check_whistle(a.city, t, units));
  return ticket::decide_whistle(t, units, a.acting, a.deadlines, a.tx.now());
}

Events do_rule(Action& a, const ticket::Ticket& t) {
  const std::string kind = text_in(a.body, "ruling");
  ticket::Ruling ruling;
  ruling.kind = kind == "upheld"       ? ticket::RulingKind::upheld
                : kind == "designated" ? ticket::RulingKind::designated
                                       : ticket::RulingKind::redispatched;
  ruling.unit = text_in(a.body, "unit");
  if (ruling.kind != ticket::RulingKind::upheld) {
    if (ruling.unit.empty())
      return base::Error::field("/unit", "required", "请写明裁定由哪个单位承办。",
                                "Name the unit that gets it.");
    HOTLINE_CHECK(check_unit(a.city, ruling.unit, "/unit"));
  }
  return ticket::decide_rule(t, a.body["assignment"].get<std::int64_t>(), ruling, a.deadlines, a.tx.now());
}

Events do_amend(Action& a, const ticket::Ticket& t) {
  ticket::Amendment amendment;
  amendment.kind = city::find_kind(text_in(a.body, "kind"));
  amendment.urgency = city::find_urgency(text_in(a.body, "urgency"));
  amendment.importance = city::find_importance(text_in(a.body, "importance"));
  if (a.body.contains("matter")) {
    amendment.matter = text_in(a.body, "matter");
    if (a.city.matters.find(*amendment.matter) == nullptr) {
      return base::Error::field("/matter", "unknown_matter", "没有这个诉求事项，请从事项目录中选择。",
                                "There is no such matter. Choose one of the catalogue.");
    }
  }
  if (a.body.contains("division")) {
    amendment.division = text_in(a.body, "division");
    if (a.city.divisions.find(*amendment.division) == nullptr) {
      return base::Error::field("/division", "unknown_division", "没有这个行政区划，请从区划表中选择。",
                                "There is no such division. Choose one of the city's.");
    }
  }
  return ticket::decide_amend(t, amendment);
}

Events do_publish(Action& a, const ticket::Ticket& t) {
  const std::string masked = access::masked_text("note", text_in(a.body, "text"));
  return ticket::decide_publish(t, ticket::TicketBook::seal_text(a.tx, t.id, "publication", masked));
}

Events do_secure(Action& a, const ticket::Ticket& t) {
  const auto kept_out = texts_in(a.body, "kept_out");
  for (std::size_t i = 0; i < kept_out.size(); ++i) {
    if (!kept_out[i].starts_with("account:"))
      HOTLINE_CHECK(check_unit(a.city, kept_out[i], "/kept_out/" + std::to_string(i)));
  }
  const bool secret = a.body["secret"].get<bool>();
  if (!secret && !kept_out.empty()) {
    return base::Error::field("/kept_out", "secret", "只有保密工单可以设置回避，请同时设为保密。",
                              "Only a secret ticket keeps people out. Make it secret as well.");
  }
  HOTLINE_TRY(ticket::NewEvents events, ticket::decide_secure(t, secret));
  if (!kept_out.empty()) events.front().payload.set("kept_out", kept_out);
  return events;
}

Type urgency_type() {
  return choice({"normal", "urgent", "critical"});
}
Field units_field() {
  return required("units", list_of(code(64), 20), {"单位代码。", "Codes of units."});
}

// The ticket, for one who may see it.
base::Result<ticket::Ticket> visible_ticket(store::ReadTx& tx, std::int64_t id, const access::Principal& who,
                                            const city::City& city) {
  HOTLINE_TRY(ticket::Ticket ticket, ticket::TicketBook::load(tx, id));
  if (!may_see(who, ticket, city)) return unseen_ticket();
  return ticket;
}

// Both tickets of a merge must be the asker's to see, and a secret one never gets into an open one.
base::Status check_merge(store::ReadTx& tx, std::int64_t id, std::int64_t into, const access::Principal& who,
                         const city::City& city) {
  HOTLINE_TRY(const ticket::Ticket ticket, visible_ticket(tx, id, who, city));
  if (into == 0) return {};
  HOTLINE_TRY(const ticket::Ticket target, visible_ticket(tx, into, who, city));
  if (ticket.secret && !target.secret) {
    return base::Error::of(base::ErrorCode::conflict, "保密工单不能并入非保密工单，请先将主工单设为保密。",
                           "A secret ticket is not merged into an open one. Make that one secret first.");
  }
  return {};
}

// Merging and splitting touch two tickets, so they are written out.
Route merge(Domain& domain, bool undo) {
  Route route;
  route.method = Method::post;
  route.path = undo ? "/api/v1/tickets/{id}/unmerge" : "/api/v1/tickets/{id}/merge";
  route.operation = undo ? "unmergeTicket" : "mergeTicket";
  route.tag = "tickets";
  route.summary = undo ? base::Text{"撤销并单，诉求原样退回", "Undo a merge: its requests come back exactly"}
                       : base::Text{"并入另一工单，各诉求保留回执、回访和评价",
                                    "Merge into another: each request keeps receipt, callback and rating"};
  route.allow = any_of(Right::ticket_merge);
  route.path_fields = ticket_path();
  std::vector<Field> fields;
  if (!undo)
    fields.push_back(required("into", integer(1), {"主工单。", "The ticket that takes its requests."}));
  fields.push_back(optional("note", text(2000), {"说明。", "Why."}));
  route.body = ObjectSpec{undo ? "UnmergeTicket" : "MergeTicket", route.summary, std::move(fields)};
  route.outputs = {{200, {"操作后的工单。", "The ticket after it."}, ticket_spec()}};
  route.needs_if_match = true;
  route.handler = [&domain, undo](Call& call) -> Answer {
    return writing([&domain, undo, id = call.path_id("id"), version = call.expected_version(),
                    body = std::move(call.body()), who = call.shared_principal(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const std::int64_t into = undo ? 0 : body["into"].get<std::int64_t>();
      HOTLINE_CHECK(check_merge(tx, id, into, *who, *domain.city.get()));
      const ticket::Deed deed{actor, text_in(body, "note")};
      auto after = undo ? domain.tickets.unmerge(tx, id, version, deed)
                        : domain.tickets.merge(tx, id, into, version, deed);
      if (!after.ok()) return std::move(after).error();
      return ticket_reply(tx, *after, *domain.city.get(), *who);
    });
  };
  return route;
}

Route split(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/tickets/{id}/split";
  route.operation = "splitTicket";
  route.tag = "tickets";
  route.summary = {"拆单：一部分诉求另立工单", "Split: part of the words becomes a ticket of its own"};
  route.allow = any_of(Right::ticket_dispatch);
  route.path_fields = ticket_path();
  route.body =
      ObjectSpec{"SplitTicket",
                 {"拆出的部分。", "The part to split off."},
                 {required("title", line(100, 1), {"标题。", "Title."}),
                  required("words", text(5000, 1), {"属于这一部分的原话。", "The words that belong to it."}),
                  optional("place", line(300), {"地点。", "Place."}),
                  optional("matter", code(32), {"事项。", "Matter."}),
                  optional("urgency", urgency_type(), {"紧急程度。", "Urgency."}),
                  optional("note", text(2000), {"说明。", "Why."})}};
  route.outputs = {{200, {"原工单。", "The ticket that was split."}, ticket_spec()}};
  route.needs_if_match = true;
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id"), version = call.expected_version(),
                    body = std::move(call.body()), who = call.shared_principal(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      HOTLINE_TRY(const ticket::Ticket whole, visible_ticket(tx, id, *who, *city));
      ticket::NewTicket part;
      part.kind = whole.kind;
      part.division = whole.division;
      part.secret = whole.secret;
      part.urgency = city::find_urgency(text_in(body, "urgency")).value_or(whole.urgency);
      part.matter = text_in(body, "matter");
      if (!part.matter.empty() && city->matters.find(part.matter) == nullptr) {
        return base::Error::field("/matter", "unknown_matter", "没有这个诉求事项，请从事项目录中选择。",
                                  "There is no such matter. Choose one of the catalogue.");
      }
      const std::string title = text_in(body, "title"), place = text_in(body, "place");
      const store::Payload summary{{"title", title}, {"words", text_in(body, "words")}, {"place", place}};
      part.summary = ticket::TicketBook::seal_text(tx, id, "summary", summary.encode());
      part.title = access::masked_text("note", title);
      part.place = access::masked_text("note", place);
      HOTLINE_TRY(const ticket::Ticket after,
                  domain.tickets.split(tx, id, version, std::move(part), {actor, text_in(body, "note")}));
      return ticket_reply(tx, after, *city, *who);
    });
  };
  return route;
}

}  // namespace

void add_ticket_actions(std::vector<Route>& routes, Domain& domain) {
  const auto add = [&](ActionDoc doc, Decide decide) {
    routes.push_back(action_route(domain, std::move(doc), std::move(decide)));
  };
  add({"/answer",
       "answerTicket",
       {"直接答复", "Answer at the desk"},
       any_of(Right::ticket_answer),
       {required("text", text(5000, 1), {"答复内容。", "The answer."})}},
      do_answer);
  add({"/refuse",
       "refuseTicket",
       {"不予受理并告知法定途径", "Refuse, naming the lawful channel"},
       any_of(Right::ticket_answer),
       {required("code", code(64), {"不予受理情形代码。", "Code of the ground."}),
        optional("text", text(5000, 1),
                 {"告知来电人的话；不给则用配置的用语。",
                  "What the caller is told; the city's own words when absent."})}},
      do_refuse);
  add({"/handover",
       "handOverTicket",
       {"移交 110/119/120/122", "Hand over to an emergency line"},
       any_of(Right::ticket_answer),
       {required("line", code(8), {"线路。", "Line."}),
        optional("caller_on_line", boolean(), {"是否三方通话。", "Whether the caller stays on the line."})}},
      do_handover);
  add({"/handover/acknowledge",
       "acknowledgeHandover",
       {"对方已接收移交", "The other line took the order"},
       any_of(Right::ticket_answer, Right::ticket_dispatch, Right::assignment_handle),
       {required("order", integer(1), {"移交单序号。", "Number of the order."}),
        optional("reference", line(64), {"对方编号。", "The other line's number."}),
        optional("taken_by", line(64),
                 {"对方接收人的坐席号或警号。", "Seat or badge number of who took it at the other line."})}},
      [](Action& a, const ticket::Ticket& t) {
        return ticket::decide_acknowledge(
            t,
            {a.body["order"].get<std::int64_t>(), text_in(a.body, "reference"), text_in(a.body, "taken_by")},
            a.acting);
      });
  add({"/handover/decline",
       "declineHandover",
       {"对方退回移交", "The other line declined the order"},
       any_of(Right::ticket_answer, Right::ticket_dispatch, Right::assignment_handle),
       {required("order", integer(1), {"移交单序号。", "Number of the order."})}},
      [](Action& a, const ticket::Ticket& t) {
        return ticket::decide_decline(t, a.body["order"].get<std::int64_t>(), a.acting);
      });
  add({"/dispatch",
       "dispatchTicket",
       {"派单", "Dispatch"},
       any_of(Right::ticket_dispatch),
       {required("lead", code(64), {"主办单位。", "Lead unit."}),
        optional("assistants", list_of(code(64), 20), {"协办单位。", "Assistants."})}},
      do_dispatch);
  add({"/consult",
       "consultUnits",
       {"派前会商", "Consult before dispatch"},
       any_of(Right::ticket_dispatch),
       {units_field()}},
      do_consult);
  add({"/opinion",
       "recordOpinion",
       {"会商意见：被邀请的单位提交，或由热线代记", "A unit that was asked gives its opinion"},
       any_of(Right::ticket_dispatch, Right::assignment_handle),
       {optional("unit", code(64),
                 {"单位；承办单位提交时可不填。", "Unit; a unit's own people may leave it out."}),
        required("accepts", boolean(), {"是否愿意承办。", "Whether it takes it."})}},
      do_opinion);
  add({"/whistle",
       "whistleForUnits",
       {"吹哨报到：召集部门协办", "Call departments up"},
       any_of(Right::assignment_approve, Right::ticket_dispatch),
       {units_field()}},
      do_whistle);
  add({"/ruling",
       "ruleOnReturn",
       {"退单裁定", "Rule on a return"},
       any_of(Right::ticket_rule),
       {required("assignment", integer(1), {"退单的承办任务。", "The returned assignment."}),
        required(
            "ruling", choice({"redispatched", "designated", "upheld"}),
            {"改派、指定（不得再退）或维持。", "Redispatched, designated (no second return) or upheld."}),
        optional("unit", code(64), {"改派或指定的单位。", "The unit that gets it."})}},
      do_rule);
  add({"/review",
       "reviewTicket",
       {"审核答复", "Review the reply"},
       any_of(Right::ticket_review),
       {required("accepted", boolean(), {"通过，或发回重办。", "Accepted, or sent back."})}},
      [](Action& a, const ticket::Ticket& t) {
        return a.body["accepted"].get<bool>() ? ticket::decide_accept_review(t, a.deadlines, a.tx.now())
                                              : ticket::decide_send_back(t, a.deadlines, a.tx.now());
      });
  add({"/close", "closeTicket", {"归档", "Close"}, any_of(Right::ticket_close), {}},
      [](Action&, const ticket::Ticket& t) { return ticket::decide_close(t); });
  add({"/reopen", "reopenTicket", {"重新办理", "Reopen"}, any_of(Right::ticket_close), {}},
      [](Action& a, const ticket::Ticket& t) { return ticket::decide_reopen(t, a.deadlines, a.tx.now()); });
  add({"/amend",
       "amendTicket",
       {"更正事项、区划、类型、紧急或重要程度", "Correct matter, division, kind, urgency or importance"},
       any_of(Right::ticket_answer, Right::ticket_dispatch),
       {optional("matter", code(32), {"事项。", "Matter."}),
        optional("division", code(32), {"区划。", "Division."}),
        optional("kind", choice({"consult", "help", "complaint", "report", "suggestion", "praise"}),
                 {"类型。", "Kind."}),
        optional("urgency", urgency_type(), {"紧急程度。", "Urgency."}),
        optional("importance", choice({"ordinary", "important"}), {"重要程度。", "Importance."})}},
      do_amend);
  add({"/urge",
       "urgeTicket",
       {"催办", "Urge"},
       any_of(Right::ticket_supervise, Right::ticket_answer),
       {optional("unit", code(64), {"被催办单位。", "The unit that is urged."})}},
      [](Action& a, const ticket::Ticket& t) -> Events {
        if (a.body.contains("unit")) HOTLINE_CHECK(check_unit(a.city, text_in(a.body, "unit"), "/unit"));
        return ticket::decide_urge(t, text_in(a.body, "unit"));
      });
  add({"/supervise",
       "superviseTicket",
       {"督办", "Supervise"},
       any_of(Right::ticket_supervise),
       {required("level", integer(1, 3), {"级别。", "Level."}),
        optional("unit", code(64), {"被督办单位。", "The unit."})}},
      [](Action& a, const ticket::Ticket& t) -> Events {
        if (a.body.contains("unit")) HOTLINE_CHECK(check_unit(a.city, text_in(a.body, "unit"), "/unit"));
        return ticket::decide_supervise(t, a.body["level"].get<int>(), text_in(a.body, "unit"));
      });
  add({"/secrecy",
       "setSecrecy",
       {"设置保密", "Set or lift secrecy"},
       any_of(Right::secret_read),
       {required("secret", boolean(), {"是否保密。", "Whether it is confidential."}),
        optional(
            "kept_out", list_of(code(64), 50),
            {"被举报单位代码、须回避的账号（account:17），今后看不到此工单；以此次所列为准。",
             "Units that are reported and accounts (account:17) with an interest: they never see it from now "
             "on. The whole list."})}},
      do_secure);
  add({"/publish",
       "publishReply",
       {"公开答复（自动脱敏）", "Publish a reply, masked"},
       any_of(Right::ticket_publish),
       {required("text", text(5000, 1), {"公开的内容。", "What is published."})}},
      do_publish);
  routes.push_back(merge(domain, false));
  routes.push_back(merge(domain, true));
  routes.push_back(split(domain));
}

}  // namespace hotline::api
