// What keeps knowledge right: gaps to fill, marks, and the owners' tasks.
#include "api/handlers/knowledge_json.hpp"
#include "api/handlers/lists.hpp"

namespace hotline::api {
namespace {

using access::Right;
using knowledge::Gap;
using knowledge::QuestionBook;
using knowledge::Task;
using knowledge::TaskBook;

constexpr std::int64_t most_rows = 200;

Route care_route(Method method, std::string path, std::string operation, base::Text summary) {
  Route route;
  route.method = method;
  route.path = "/api/v1/knowledge" + path;
  route.operation = std::move(operation);
  route.tag = "knowledge";
  route.summary = std::move(summary);
  route.allow = any_of(Right::knowledge_read, Right::knowledge_edit);
  if (path.find("{id}") != std::string::npos)
    route.path_fields = {required("id", integer(1), {"编号。", "Its key."})};
  return route;
}

// Editors keep every gap and task; a unit its own.
base::Status check_keeper(const access::Principal& who, const std::string& unit) {
  if (knowledge::may_write(who, unit)) return {};
  return base::Error::of(base::ErrorCode::forbidden, "由责任单位或知识编辑处理。",
                         "The owning unit or a knowledge editor does that.");
}

// Which unit's rows the asker gets: all for editors and the hotline's people, else the own unit's.
std::string unit_of(const access::Principal& who, const Query& query) {
  return who.unit.empty() ? query.text_or("unit", "") : who.unit;
}

ObjectSpec gap_spec() {
  return {"KnowledgeGap",
          {"一个知识缺口：问过而无人能答的问题。", "A question that nobody could answer."},
          {required("id", integer(1), {"编号。", "Its key."}),
           required("question", text(600), {"问题（已脱敏）。", "The question, masked."}),
           required("unit", nullable(object(named_spec())), {"责任单位。", "The unit that should know."}),
           required("matter", nullable(object(matter_spec())), {"诉求事项。", "Matter."}),
           required("state", choice({"open", "filled", "dismissed"}), {"状态。", "State."}),
           required("asked", integer(1), {"问过几次。", "How often it was asked."}),
           required("first_at", date_time(), {"首次提问。", "Asked first."}),
           required("last_at", date_time(), {"最近提问。", "Asked last."}),
           required("entry", nullable(integer(1)), {"补上缺口的条目。", "The entry that fills it."})}};
}

Json gap_json(const Gap& gap, const city::City& city) {
  return {{"id", gap.id},
          {"question", gap.question},
          {"unit", unit_or_null(gap.unit, city)},
          {"matter", gap.matter.empty() ? Json(nullptr) : matter_json(gap.matter, city)},
          {"state", knowledge::name_of(gap.state)},
          {"asked", gap.asked},
          {"first_at", city_time(gap.first, city)},
          {"last_at", city_time(gap.last, city)},
          {"entry", gap.entry != 0 ? Json(gap.entry) : Json(nullptr)}};
}

Route list_gaps(Domain& domain) {
  Route route = care_route(Method::get, "/gaps", "listKnowledgeGaps",
                           {"知识缺口，问得最多的在前", "Gaps, the most asked first"});
  route.query = page_fields(most_rows);
  route.query.push_back(optional("state", choice({"open", "filled", "dismissed"}), {"状态。", "State."}));
  route.query.push_back(optional("unit", code(64), {"责任单位。", "Owning unit."}));
  route.outputs = {{200, {"一页缺口。", "A page of gaps."}, page_of(gap_spec(), most_rows)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto skip = cursor_of(call.query());
    if (!skip.ok()) return skip.error();
    const auto limit = static_cast<std::size_t>(call.query().integer_or("limit", 50));
    return reading([&domain, skip = static_cast<std::size_t>(*skip), limit,
                    filter = knowledge::GapFilter{call.query().text_or("state", "open"),
                                                  unit_of(call.principal(), call.query())}](
                       store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      Json items = Json::array();
      const auto gaps = QuestionBook::gaps(tx, filter, skip, limit);
      for (const Gap& one : gaps) items.push_back(gap_json(one, *city));
      const Json next = gaps.size() == limit ? Json(std::to_string(skip + limit)) : Json(nullptr);
      return Reply::ok({{"items", std::move(items)}, {"next", next}});
    });
  };
  return route;
}

Route fill_gap(Domain& domain) {
  Route route = care_route(Method::post, "/gaps/{id}/fill", "fillKnowledgeGap",
                           {"用已发布的条目补上缺口，并告知提问的座席",
                            "Fill a gap with a published entry; those who asked are told"});
  route.allow = any_of(Right::knowledge_edit, Right::assignment_handle);
  route.body = ObjectSpec{"GapFilling",
                          {"补缺。", "The filling."},
                          {required("entry", integer(1), {"条目编号。", "Key of the entry."}),
                           optional("note", text(500), {"说明。", "Words."})}};
  route.outputs = {{200, {"缺口。", "The gap."}, gap_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id"), entry = call.body()["entry"].get<std::int64_t>(),
                    who = call.shared_principal(),
                    deed = knowledge::Deed{call.actor(), text_in(call.body(), "note")}](
                       store::WriteTx& tx) -> base::Result<Reply> {
      if (const auto gap = QuestionBook::find_gap(tx, id)) HOTLINE_CHECK(check_keeper(*who, gap->unit));
      HOTLINE_TRY(const Gap gap, domain.knowledge->fill_gap(tx, id, entry, deed));
      return Reply::ok(gap_json(gap, *domain.city.get()));
    });
  };
  return route;
}

Route dismiss_gap(Domain& domain) {
  Route route =
      care_route(Method::post, "/gaps/{id}/dismiss", "dismissKnowledgeGap",
                 {"不属于知识库的问题，关闭缺口", "Close a gap that is none of the knowledge base's"});
  route.allow = any_of(Right::knowledge_edit, Right::assignment_handle);
  route.body = ObjectSpec{
      "GapDismissal", {"关闭。", "The dismissal."}, {required("note", text(500, 1), {"原因。", "Why."})}};
  route.outputs = {{200, {"缺口。", "The gap."}, gap_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id"), who = call.shared_principal(),
                    deed = knowledge::Deed{call.actor(), text_in(call.body(), "note")}](
                       store::WriteTx& tx) -> base::Result<Reply> {
      if (const auto gap = QuestionBook::find_gap(tx, id)) HOTLINE_CHECK(check_keeper(*who, gap->unit));
      HOTLINE_TRY(const Gap gap, domain.knowledge->questions.dismiss(tx, id, deed));
      return Reply::ok(gap_json(gap, *domain.city.get()));
    });
  };
  return route;
}

ObjectSpec task_spec() {
  return {"KnowledgeTask",
          {"责任单位对一条知识的待办。", "What an owner has to do about an entry."},
          {required("id", integer(1), {"编号。", "Its key."}),
           required("kind", choice({"review", "wrong", "missing", "outdated", "conflict", "duplicate"}),
                    {"到期复核、有误、缺失、过时、冲突、近似重复。", "What it is."}),
           required("entry", integer(1), {"条目。", "The entry."}),
           required("other", nullable(integer(1)), {"冲突或重复的另一条。", "The other entry of a pair."}),
           required("unit", nullable(object(named_spec())), {"责任单位。", "Who has to do it."}),
           required("detail", text(2000), {"说明。", "What it is about."}),
           required("opened_at", date_time(), {"提出时间。", "Opened."}),
           required("due", date_time(), {"期限。", "Limit."}),
           required("late", boolean(), {"是否超期。", "Whether it is past its limit."}),
           required("closed_at", nullable(date_time()), {"完成时间。", "Closed."})}};
}

Json task_json(const Task& task, const city::City& city) {
  return {{"id", task.id},
          {"kind", knowledge::name_of(task.kind)},
          {"entry", task.entry},
          {"other", task.other != 0 ? Json(task.other) : Json(nullptr)},
          {"unit", unit_or_null(task.unit, city)},
          {"detail", task.detail},
          {"opened_at", city_time(task.opened, city)},
          {"due", city_time(task.due, city)},
          {"late", task.late},
          {"closed_at", city_time_or_null(task.closed, city)}};
}

Route list_tasks(Domain& domain) {
  Route route = care_route(Method::get, "/tasks", "listKnowledgeTasks",
                           {"知识待办，期限最近的在前", "Open tasks about entries, the nearest limit first"});
  route.allow = any_of(Right::knowledge_edit, Right::assignment_handle);
  route.query = page_fields(most_rows);
  route.query.push_back(optional("unit", code(64), {"责任单位。", "Owning unit."}));
  route.outputs = {{200, {"一页待办。", "A page of tasks."}, page_of(task_spec(), most_rows)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto skip = cursor_of(call.query());
    if (!skip.ok()) return skip.error();
    const auto limit = static_cast<std::size_t>(call.query().integer_or("limit", 50));
    return reading(
        [&domain, skip = static_cast<std::size_t>(*skip), limit,
         unit = unit_of(call.principal(), call.query())](store::ReadTx& tx) -> base::Result<Reply> {
          const auto city = domain.city.get();
          Json items = Json::array();
          const auto tasks = TaskBook::open_tasks(tx, unit, skip, limit);
          for (const Task& one : tasks) items.push_back(task_json(one, *city));
          const Json next = tasks.size() == limit ? Json(std::to_string(skip + limit)) : Json(nullptr);
          return Reply::ok({{"items", std::move(items)}, {"next", next}});
        });
  };
  return route;
}

Route close_task(Domain& domain) {
  Route route = care_route(Method::post, "/tasks/{id}/close", "closeKnowledgeTask",
                           {"核实无误，关闭待办", "Close a task: looked at, and it stands as it is"});
  route.allow = any_of(Right::knowledge_edit, Right::assignment_handle);
  route.body = ObjectSpec{"TaskClosing",
                          {"关闭。", "The closing."},
                          {required("note", text(500, 1), {"核实结果。", "What was found."})}};
  route.outputs = {{200, {"待办。", "The task."}, task_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id"), who = call.shared_principal(),
                    deed = knowledge::Deed{call.actor(), text_in(call.body(), "note")}](
                       store::WriteTx& tx) -> base::Result<Reply> {
      if (const auto task = TaskBook::find(tx, id)) HOTLINE_CHECK(check_keeper(*who, task->unit));
      HOTLINE_TRY(const Task task, domain.knowledge->tasks.close(tx, id, "stands", deed));
      return Reply::ok(task_json(task, *domain.city.get()));
    });
  };
  return route;
}

Route mark(Domain& domain) {
  Route route = care_route(Method::post, "/entries/{id}/marks", "markKnowledge",
                           {"标注条目有误、缺失或过时，责任单位限期核实",
                            "Mark an entry as wrong, missing something or outdated; its owner gets a task"});
  route.body = ObjectSpec{"KnowledgeMark",
                          {"标注。", "The mark."},
                          {required("kind", choice({"wrong", "missing", "outdated"}), {"哪一种。", "Which."}),
                           optional("words", text(500), {"说明。", "Words."})}};
  route.outputs = {{200, {"责任单位的待办。", "The owner's task."}, task_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id"),
                    kind = *knowledge::find_task_kind(text_in(call.body(), "kind")),
                    words = text_in(call.body(), "words"), who = call.shared_principal(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const knowledge::Asking asking = asking_of(*who, tx.now());
      if (!domain.knowledge->library.find(id, asking)) {
        return base::Error::of(base::ErrorCode::not_found, "没有找到该在用条目，请核对编号。",
                               "There is no such published entry. Check its number.");
      }
      HOTLINE_TRY(const Task task, domain.knowledge->mark(tx, id, kind, words, actor));
      return Reply::ok(task_json(task, *domain.city.get()));
    });
  };
  return route;
}

Route usage(Domain& domain) {
  Route route = care_route(Method::get, "/usage", "listKnowledgeUsage",
                           {"条目使用与评价：没有帮到人的在前", "How entries helped: what did not, first"});
  route.allow = any_of(Right::knowledge_edit, Right::assignment_handle);
  route.query = page_fields(most_rows);
  route.query.push_back(
      optional("days", integer(1, 366), {"最近多少天，默认 30。", "Of so many days; 30 by default."}));
  route.query.push_back(optional("unit", code(64), {"责任单位。", "Owning unit."}));
  const ObjectSpec row{"KnowledgeUse",
                       {"一条条目的使用情况。", "How one entry was used."},
                       {required("entry", integer(1), {"条目编号。", "Key of the entry."}),
                        required("title", text(300), {"标题。", "Its title."}),
                        required("owner", nullable(object(named_spec())), {"责任单位。", "Owning unit."}),
                        required("shown", integer(0), {"作答次数。", "How often it answered."}),
                        required("helpful", integer(0), {"评为有用。", "Rated as helpful."}),
                        required("unhelpful", integer(0), {"评为无用。", "Rated as not helpful."})}};
  ObjectSpec page = page_of(row, most_rows);
  page.name = "KnowledgeUsage";
  page.fields.push_back(required("asked", integer(0), {"提问数。", "Questions asked, of all units."}));
  page.fields.push_back(required("answered", integer(0), {"作答数。", "Of these answered."}));
  page.fields.push_back(required("helpful", integer(0), {"评为有用。", "Rated as helpful."}));
  page.fields.push_back(required("unhelpful", integer(0), {"评为无用。", "Rated as not helpful."}));
  route.outputs = {{200, {"一页使用情况。", "A page of use."}, std::move(page)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto skip = cursor_of(call.query());
    if (!skip.ok()) return skip.error();
    const std::string unit = unit_of(call.principal(), call.query());
    if (const auto may = check_keeper(call.principal(), unit); !may.ok()) return may.error();
    const auto limit = static_cast<std::size_t>(call.query().integer_or("limit", 50));
    const base::Time since = call.now() - std::chrono::days{call.query().integer_or("days", 30)};
    return reading([&domain, skip = static_cast<std::size_t>(*skip), limit, since,
                    unit](store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      Json items = Json::array();
      const auto uses = QuestionBook::uses(tx, since, unit, skip, limit);
      for (const knowledge::EntryUse& one : uses) {
        items.push_back({{"entry", one.entry},
                         {"title", one.title},
                         {"owner", unit_or_null(one.owner, *city)},
                         {"shown", one.shown},
                         {"helpful", one.helpful},
                         {"unhelpful", one.unhelpful}});
      }
      const knowledge::AskedFigures all = QuestionBook::figures(tx, since);
      const Json next = uses.size() == limit ? Json(std::to_string(skip + limit)) : Json(nullptr);
      return Reply::ok({{"items", std::move(items)},
                        {"next", next},
                        {"asked", all.asked},
                        {"answered", all.answered},
                        {"helpful", all.helpful},
                        {"unhelpful", all.unhelpful}});
    });
  };
  return route;
}

}  // namespace

void add_knowledge_care_routes(Routes& routes, Domain& domain) {
  routes.add({list_gaps(domain), fill_gap(domain), dismiss_gap(domain), list_tasks(domain),
              close_task(domain), mark(domain), usage(domain)});
}

}  // namespace hotline::api
