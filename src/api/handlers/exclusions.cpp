// What is left out of the figures: appeals of units, unreasonable demands, suspected ratings.
#include "hotline/insight/exclusions.hpp"

#include "api/handlers/action.hpp"
#include "api/handlers/lists.hpp"
#include "api/handlers/more_routes.hpp"
#include "hotline/text/identifiers.hpp"

namespace hotline::api {
namespace {

using access::Right;
using insight::Exclusion;
using insight::ExclusionKind;

constexpr std::int64_t most_listed = 200;
constexpr std::size_t most_evidence = 20;

Type figure_list() {
  std::vector<std::string> codes;
  for (const insight::Figure one : insight::all_figures) codes.emplace_back(insight::code_of(one));
  return list_of(choice(codes), codes.size());
}

ObjectSpec exclusion_spec() {
  return {
      "Exclusion",
      {"一件剔除申请。", "One application to leave something out of the figures."},
      {required("id", integer(1), {"编号。", "Key."}), required("ticket", integer(1), {"工单。", "Ticket."}),
       required("number", text(32), {"工单编号。", "Number of the ticket."}),
       required("request", nullable(text(32)), {"所涉诉求的受理编号。", "Number of the request, if one."}),
       required("kind", choice({"unreasonable", "appeal", "malicious"}),
                {"不合理诉求、考核申诉、疑似恶意评价。", "Kind."}),
       required("figures", figure_list(), {"涉及的指标。", "Figures that it is about."}),
       required("unit", nullable(object(named_spec())), {"申诉单位。", "Unit that appeals."}),
       required("state", choice({"asked", "upheld", "rejected"}), {"待审核、成立、不成立。", "State."}),
       required("asked_at", date_time(), {"申请时间。", "When it was asked."}),
       required("asked_by", text(64), {"申请人。", "Who asked."}),
       required("words", text(2000), {"理由（已脱敏）。", "Why, masked."}),
       required("evidence", list_of(integer(1), most_evidence), {"佐证附件。", "Attachments."}),
       required("record", text(2000), {"供审核参考的记录。", "What stands beside it."}),
       required("decided_at", nullable(date_time()), {"审核时间。", "When it was decided."}),
       required("decided_by", nullable(text(64)), {"审核人。", "Who decided."}),
       required("decision", text(2000), {"审核意见（已脱敏）。", "The reviewer's words, masked."})}};
}

std::string opened(store::ReadTx& tx, std::int64_t sealed) {
  if (sealed == 0) return "";
  const auto plain = tx.vault().open(tx, sealed);
  return plain.ok() ? text::mask_identifiers(*plain) : "";
}

Json exclusion_json(store::ReadTx& tx, const Exclusion& e, const ticket::Ticket& ticket,
                    const city::City& city) {
  Json figures = Json::array();
  for (const insight::Figure one : e.figures) figures.push_back(insight::code_of(one));
  const auto request = e.request != 0 ? ticket::RequestBook::find(tx, e.request) : std::nullopt;
  return {{"id", e.id},
          {"ticket", e.ticket},
          {"number", ticket.number},
          {"request", request ? Json(request->number) : Json(nullptr)},
          {"kind", insight::name_of(e.kind)},
          {"figures", std::move(figures)},
          {"unit", e.unit.empty() ? Json(nullptr) : unit_json(e.unit, city)},
          {"state", insight::name_of(e.state)},
          {"asked_at", city_time(e.asked_at, city)},
          {"asked_by", e.asked_by},
          {"words", opened(tx, e.words)},
          {"evidence", e.evidence},
          {"record", e.record},
          {"decided_at", city_time_or_null(e.decided_at, city)},
          {"decided_by", code_or_null(e.decided_by)},
          {"decision", opened(tx, e.decision)}};
}

// A unit's people see what concerns their own unit.
bool concerns(const access::Principal& who, const Exclusion& e, const ticket::Ticket& ticket,
              const city::City& city) {
  if (!may_see(who, ticket, city)) return false;
  return who.unit.empty() || (!e.unit.empty() && city.units.within(e.unit, who.unit));
}

Route ask(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/tickets/{id}/exclusions";
  route.operation = "askExclusion";
  route.tag = "figures";
  route.summary = {"申请不计入考核：单位申诉、不合理诉求、疑似恶意评价",
                   "Ask to leave a ticket or rating out of the figures"};
  route.allow = any_of(Right::assignment_approve, Right::ticket_review);
  route.path_fields = ticket_path();
  route.body = ObjectSpec{
      "NewExclusion",
      {"申请。", "The application."},
      {required("kind", choice({"unreasonable", "appeal", "malicious"}),
                {"类别；承办单位只能申诉。", "Kind; units appeal."}),
       optional("request", code(32),
                {"所涉诉求的受理编号；恶意评价必填。", "Number of the request; needed for a rating."}),
       optional("figures", figure_list(), {"涉及的指标；默认按类别。", "Figures; by kind when absent."}),
       required("words", text(2000, 1), {"理由。", "Why."}),
       optional("evidence", list_of(integer(1), most_evidence), {"佐证附件编号。", "Attachments."})}};
  route.outputs = {{201, {"已提交，待审核。", "Asked; it waits for a decision."}, exclusion_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    insight::NewExclusion order;
    order.ticket = call.path_id("id");
    order.kind = *insight::find_exclusion_kind(text_in(call.body(), "kind"));
    order.unit = call.principal().unit;
    order.words = text_in(call.body(), "words");
    for (const std::string& one : texts_in(call.body(), "figures"))
      order.figures.push_back(*insight::find_figure(one));
    if (call.body().contains("evidence"))
      order.evidence = call.body()["evidence"].get<std::vector<std::int64_t>>();
    if (order.unit.empty() == (order.kind == ExclusionKind::appeal)) {
      return base::Error::field("/kind", "kind", "承办单位提出申诉；不合理诉求和恶意评价由热线提出。",
                                "Units appeal; the hotline asks for the other kinds.");
    }
    if (order.kind == ExclusionKind::malicious && text_in(call.body(), "request").empty()) {
      return base::Error::field("/request", "required", "请写明是哪一件诉求的评价。",
                                "Say whose rating is meant.");
    }
    return writing([city = domain.city.get(), order = std::move(order),
                    number = text_in(call.body(), "request"), who = call.shared_principal(),
                    actor = call.actor()](store::WriteTx& tx) mutable -> base::Result<Reply> {
      HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, order.ticket));
      if (!may_see(*who, ticket, *city)) return unseen_ticket();
      if (!number.empty()) {
        const auto request = ticket::RequestBook::find_by_number(tx, number);
        order.request = request.value_or(-1);
      }
      HOTLINE_TRY(const Exclusion asked, insight::ask_exclusion(tx, order, actor));
      return Reply::created("/api/v1/exclusions/" + std::to_string(asked.id),
                            exclusion_json(tx, asked, ticket, *city));
    });
  };
  return route;
}

Route list(Domain& domain) {
  Route route;
  route.path = "/api/v1/exclusions";
  route.operation = "listExclusions";
  route.tag = "figures";
  route.summary = {"不计入考核的申请，最新的在前", "Applications to leave things out, newest first"};
  route.allow = any_of(Right::assignment_approve, Right::ticket_review);
  route.query = page_fields(most_listed);
  route.query.push_back(optional("state", choice({"asked", "upheld", "rejected"}),
                                 {"状态；默认待审核。", "State; those that wait by default."}));
  route.outputs = {{200, {"一页申请。", "A page."}, page_of(exclusion_spec(), most_listed)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto before = cursor_of(call.query());
    if (!before.ok()) return before.error();
    return reading([city = domain.city.get(), before = *before, who = call.shared_principal(),
                    state = *insight::find_exclusion_state(call.query().text_or("state", "asked")),
                    limit = static_cast<std::size_t>(call.query().integer_or("limit", 50))](
                       store::ReadTx& tx) -> base::Result<Reply> {
      Json items = Json::array();
      const auto found = insight::find_exclusions(tx, state, before, limit);
      for (const Exclusion& one : found) {
        HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, one.ticket));
        if (concerns(*who, one, ticket, *city)) items.push_back(exclusion_json(tx, one, ticket, *city));
      }
      const Json next = found.size() == limit ? Json(std::to_string(found.back().id)) : Json(nullptr);
      return Reply::ok({{"items", std::move(items)}, {"next", next}});
    });
  };
  return route;
}

Route decide(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/exclusions/{id}/decision";
  route.operation = "decideExclusion";
  route.tag = "figures";
  route.summary = {"审核申请；申请人不得自审", "Decide an application; not by who asked"};
  route.allow = any_of(Right::ticket_review);
  route.path_fields = {required("id", integer(1), {"编号。", "Key."})};
  route.body = ObjectSpec{"ExclusionDecision",
                          {"审核。", "The decision."},
                          {required("upheld", boolean(), {"是否成立。", "Whether it is left out."}),
                           required("words", text(2000, 1), {"审核意见。", "Why."})}};
  route.outputs = {{200, {"已审核。", "Decided."}, exclusion_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([city = domain.city.get(), id = call.path_id("id"),
                    upheld = call.body()["upheld"].get<bool>(), words = text_in(call.body(), "words"),
                    who = call.shared_principal(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      if (const auto found = insight::find_exclusion(tx, id)) {
        HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, found->ticket));
        if (!may_see(*who, ticket, *city)) return unseen_ticket();
      }
      HOTLINE_TRY(const Exclusion decided, insight::decide_exclusion(tx, id, upheld, words, actor));
      HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, decided.ticket));
      return Reply::ok(exclusion_json(tx, decided, ticket, *city));
    });
  };
  return route;
}

}  // namespace

void add_exclusion_routes(Routes& routes, Domain& domain) {
  routes.add({ask(domain), list(domain), decide(domain)});
}

}  // namespace hotline::api
