// Steps of the ladder: listed until answered.
#include "api/call.hpp"
#include "api/handlers/city_json.hpp"
#include "api/handlers/lists.hpp"
#include "api/route.hpp"
#include "hotline/api/domain.hpp"
#include "hotline/text/identifiers.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::int64_t most_steps = 200;
constexpr std::size_t most_words = 2000;

ObjectSpec step_spec() {
  return {"SupervisionStep",
          {"红黄牌、催办、督办、提级、挂牌中的一步。", "One card, urging or supervision."},
          {required("id", integer(1), {"编号。", "Key."}),
           required("about", choice({"ticket", "knowledge"}), {"针对工单或知识。", "What it is about."}),
           required("subject", integer(0), {"工单或知识任务编号。", "Key of the ticket or knowledge task."}),
           required("number", nullable(text(40)), {"工单号。", "Number of the ticket."}),
           required("unit", nullable(object(named_spec())), {"应答复的单位。", "Who is to answer."}),
           required("step", choice({"yellow", "red", "urge", "supervise", "raise", "board"}),
                    {"步骤。", "Which step."}),
           required("name", text(100), {"名称。", "Its name."}),
           required("cause", text(40), {"触发原因代码。", "What led to it."}),
           required("cause_text", text(100), {"触发原因。", "The same in words."}),
           required("leader", text(100), {"领办领导，没有为空。", "Named leader, empty for none."}),
           required("raised_at", date_time(), {"发出时间。", "When it was taken."}),
           required("answer_due", nullable(date_time()), {"应答复时间。", "When an answer is due."}),
           required("state", choice({"open", "answered", "settled", "climbed"}),
                    {"待答复、已答复、已了结、已升级。", "Open, answered, settled, climbed."}),
           required("ended_at", nullable(date_time()), {"结束时间。", "When it ended."}),
           required("answer", nullable(text(most_words)), {"答复。", "The answer."})}};
}

std::string cause_text(const std::string& cause) {
  if (const auto trigger = city::find_trigger(cause)) return std::string(city::chinese_name_of(*trigger));
  return cause == "due" ? "办理期限" : "上一级逾时未答复";
}

Json step_json(store::ReadTx& tx, const supervise::Step& step, const city::City& city) {
  const bool on_ticket = step.stream == "ticket";
  Json number, answer;
  if (on_ticket) {
    if (const auto ticket = ticket::TicketBook::load(tx, step.subject); ticket.ok()) number = ticket->number;
  }
  if (step.answer != 0) {
    if (const auto words = tx.vault().open(tx, step.answer); words.ok())
      answer = text::mask_identifiers(*words);
  }
  return {{"id", step.id},
          {"about", on_ticket ? "ticket" : "knowledge"},
          {"subject", step.subject},
          {"number", number},
          {"unit", step.unit.empty() ? Json() : unit_json(step.unit, city)},
          {"step", city::name_of(step.step)},
          {"name", step.name},
          {"cause", step.cause},
          {"cause_text", cause_text(step.cause)},
          {"leader", step.leader},
          {"raised_at", city_time(step.raised_at, city)},
          {"answer_due", city_time_or_null(step.answer_due, city)},
          {"state", step.state},
          {"ended_at", city_time_or_null(step.ended_at, city)},
          {"answer", answer}};
}

Allow of_supervision() {
  return any_of(Right::ticket_supervise, Right::assignment_handle, Right::assignment_approve);
}

Route list(Domain& domain) {
  Route route;
  route.path = "/api/v1/supervision";
  route.operation = "listSupervision";
  route.tag = "supervision";
  route.summary = {"红黄牌、催办与督办清单", "Cards, urgings and supervision"};
  route.allow = of_supervision();
  route.query = page_fields(most_steps);
  route.query.push_back(optional("state", choice({"open", "answered", "settled", "climbed"}),
                                 {"状态，默认待答复。", "State; open when not given."}));
  route.query.push_back(optional("step", choice({"yellow", "red", "urge", "supervise", "raise", "board"}),
                                 {"步骤。", "Which step."}));
  route.query.push_back(optional("unit", code(64), {"承办单位。", "Handling unit."}));
  route.query.push_back(
      optional("ticket", integer(1),
               {"工单；给出时列出它的全部步骤。", "A ticket; lists all of its steps, in any state."}));
  route.outputs = {{200, {"一页。", "A page."}, page_of(step_spec(), most_steps)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto after = cursor_of(call.query());
    if (!after.ok()) return after.error();
    supervise::StepFilter filter;
    filter.after = *after;
    filter.state = call.query().text_or("state", "open");
    if (const std::string step = call.query().text_or("step", ""); !step.empty()) filter.step = step;
    if (const std::string unit = call.query().text_or("unit", ""); !unit.empty()) filter.unit = unit;
    // A unit sees its own steps.
    if (!call.principal().unit.empty()) filter.unit = call.principal().unit;
    return reading([&domain, filter, ticket = call.query().integer_or("ticket", 0),
                    limit = static_cast<int>(call.query().integer_or("limit", 50))](
                       store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      Json items = Json::array();
      if (ticket != 0) {
        for (const supervise::Step& one : supervise::steps_of(tx, "ticket", ticket)) {
          if (!filter.unit || *filter.unit == one.unit) items.push_back(step_json(tx, one, *city));
        }
        return Reply::ok({{"items", std::move(items)}, {"next", nullptr}});
      }
      const auto steps = supervise::list_steps(tx, filter, limit);
      for (const supervise::Step& one : steps) items.push_back(step_json(tx, one, *city));
      const bool more = steps.size() == static_cast<std::size_t>(limit);
      return Reply::ok({{"items", std::move(items)},
                        {"next", more ? Json(std::to_string(steps.back().id)) : Json(nullptr)}});
    });
  };
  return route;
}

Route answer(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/supervision/{id}/answer";
  route.operation = "answerSupervision";
  route.tag = "supervision";
  route.summary = {"答复督办", "Answer a step"};
  route.allow = any_of(Right::ticket_supervise, Right::assignment_approve);
  route.path_fields = {required("id", integer(1), {"编号。", "Key of the step."})};
  route.body = ObjectSpec{"SupervisionAnswer",
                          {"答复。", "An answer."},
                          {required("text", text(most_words, 1),
                                    {"办理情况、原因和措施。", "What was done, why, and what follows."})}};
  route.outputs = {{200, {"答复后的记录。", "The step after it."}, step_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id"), words = call.body()["text"].get<std::string>(),
                    unit = call.principal().unit,
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const supervise::Step step, domain.office.ladder.answer(tx, id, unit, words, actor));
      return Reply::ok(step_json(tx, step, *domain.city.get()));
    });
  };
  return route;
}

}  // namespace

void add_supervision_routes(Routes& routes, Domain& domain) {
  routes.add({list(domain), answer(domain)});
}

}  // namespace hotline::api
