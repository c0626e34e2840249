// Hard cases of the week.
#include "hotline/supervise/topics.hpp"
#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/city_json.hpp"
#include "api/handlers/lists.hpp"
#include "api/route.hpp"
#include "hotline/api/domain.hpp"

namespace hotline::api {

void add_topic_routes(Routes& routes, Domain& domain);

namespace {

using access::Right;

constexpr std::int64_t most_topics = 100;
constexpr std::size_t most_tasks = 50;

ObjectSpec topic_spec() {
  const ObjectSpec task{"TopicTask",
                        {"一项任务。", "One task."},
                        {required("id", integer(1), {"序号。", "Number within the topic."}),
                         required("unit", object(named_spec()), {"承办单位。", "Who does it."}),
                         required("text", text(2000), {"任务内容。", "What is to be done."}),
                         time_field("due", "完成期限。", "By when."),
                         maybe_time("done_at", "完成时间。", "When it was done.")}};
  const ObjectSpec note{
      "TopicNote",
      {"一次跟踪。", "One follow-up."},
      {time_field("at", "时间。", "When."), required("text", text(2000), {"内容。", "What was found."})}};
  return {"Topic",
          {"每周一题、每月一题的一个议题。", "One hard case of a week or month."},
          {required("id", integer(1), {"编号。", "Key."}),
           required("week", text(10),
                    {"所在周的周一；每月一题为所看月份，如 2026-03。",
                     "Monday of its week; of a month's topic the month looked at, as 2026-03."}),
           required("matter", text(100), {"事项。", "The sort of matter."}),
           required("division", nullable(object(named_spec())),
                    {"区县；每月一题为 null，指全市。",
                     "The district; null for a month's topic, which is the whole city's."}),
           required("score", integer(0), {"难度分。", "What it was ranked by."}),
           required("tickets", integer(0), {"工单数。", "Tickets."}),
           required("reopened", integer(0), {"重新办理次数。", "Times reopened."}),
           required("unhappy", integer(0), {"不满意诉求人数。", "Unhappy callers."}),
           required("late", integer(0), {"逾期次数。", "Clocks that ran out."}),
           required("state", choice({"proposed", "adopted", "closed", "dropped"}),
                    {"拟议、已确定、已办结、未采纳。", "State."}),
           required("leader", text(100), {"领办领导。", "Named leader."}),
           time_field("proposed_at", "提出时间。", "When it was proposed."),
           maybe_time("ended_at", "结束时间。", "When it ended."),
           required("tasks", list_of(task, most_tasks), {"任务清单。", "Tasks."}),
           required("notes", list_of(note, 10000), {"跟踪情况。", "Follow-up."})}};
}

Json topic_json(const supervise::Topic& topic, const city::City& city) {
  Json tasks = Json::array(), notes = Json::array();
  for (const supervise::TopicTask& one : topic.tasks) {
    tasks.push_back({{"id", one.id},
                     {"unit", unit_json(one.unit, city)},
                     {"text", one.words},
                     {"due", city_time(one.due, city)},
                     {"done_at", city_time_or_null(one.done_at, city)}});
  }
  for (const supervise::TopicNote& one : topic.notes)
    notes.push_back({{"at", city_time(one.at, city)}, {"text", one.words}});
  std::string matter = topic.level2;
  for (const city::Matter& one : city.matters.rows()) {
    if (one.level2_code != topic.level2) continue;
    matter = one.level2;
    break;
  }
  return {{"id", topic.id},
          {"week", topic.week},
          {"matter", matter},
          {"division", division_json(topic.division, city)},
          {"score", topic.score},
          {"tickets", topic.tickets},
          {"reopened", topic.reopened},
          {"unhappy", topic.unhappy},
          {"late", topic.late},
          {"state", topic.state},
          {"leader", topic.leader},
          {"proposed_at", city_time(topic.proposed_at, city)},
          {"ended_at", city_time_or_null(topic.ended_at, city)},
          {"tasks", std::move(tasks)},
          {"notes", std::move(notes)}};
}

Route list(Domain& domain) {
  Route route;
  route.path = "/api/v1/topics";
  route.operation = "listTopics";
  route.tag = "supervision";
  route.summary = {"每周一题", "Hard cases of the week"};
  route.allow = any_of(Right::ticket_supervise, Right::figures_read);
  route.query = page_fields(most_topics);
  route.query.push_back(
      optional("state", choice({"proposed", "adopted", "closed", "dropped"}), {"状态。", "State."}));
  route.outputs = {{200, {"一页。", "A page."}, page_of(topic_spec(), most_topics)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto after = cursor_of(call.query());
    if (!after.ok()) return after.error();
    std::optional<std::string> state;
    if (const std::string given = call.query().text_or("state", ""); !given.empty()) state = given;
    return reading(
        [&domain, state, after = *after, limit = static_cast<int>(call.query().integer_or("limit", 50))](
            store::ReadTx& tx) -> base::Result<Reply> {
          const auto city = domain.city.get();
          Json items = Json::array();
          const auto topics = supervise::list_topics(tx, state, after, limit);
          for (const supervise::Topic& one : topics) items.push_back(topic_json(one, *city));
          const bool more = topics.size() == static_cast<std::size_t>(limit);
          return Reply::ok({{"items", std::move(items)},
                            {"next", more ? Json(std::to_string(topics.back().id)) : Json(nullptr)}});
        });
  };
  return route;
}

Route propose(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/topics/propose";
  route.operation = "proposeTopics";
  route.tag = "supervision";
  route.summary = {"按数据提出本期议题", "Propose those of this week or month from the data"};
  route.allow = any_of(Right::ticket_supervise);
  route.query = {optional("span", choice({"week", "month"}), {"每周或每月，默认每周。", "Week by default."})};
  route.outputs = {{200,
                    {"新提出的议题。", "Those that are new."},
                    ObjectSpec{"ProposedTopics",
                               {"新提出的议题。", "Those that are new."},
                               {required("items", list_of(topic_spec(), 50), {"议题。", "Topics."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto span = call.query().text_or("span", "week") == "month" ? supervise::TopicSpan::month
                                                                      : supervise::TopicSpan::week;
    return writing([&domain, span, actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      HOTLINE_TRY(const auto made, supervise::propose_topics(tx, *city, span, actor));
      Json items = Json::array();
      for (const std::int64_t id : made) items.push_back(topic_json(*supervise::find_topic(tx, id), *city));
      return Reply::ok({{"items", std::move(items)}});
    });
  };
  return route;
}

using Change = std::function<base::Result<supervise::Topic>(
    store::WriteTx&, std::int64_t topic, const Json& body, const city::City&, const store::Actor&)>;

Route change(Domain& domain, const char* path, const char* operation, base::Text summary,
             std::optional<ObjectSpec> body, Change what) {
  Route route;
  route.method = Method::post;
  route.path = std::string("/api/v1/topics/{id}/") + path;
  route.operation = operation;
  route.tag = "supervision";
  route.summary = std::move(summary);
  route.allow = any_of(Right::ticket_supervise);
  route.path_fields = {required("id", integer(1), {"编号。", "Key of the topic."})};
  route.body = std::move(body);
  route.outputs = {{200, {"操作后的议题。", "The topic after it."}, topic_spec()}};
  route.handler = [&domain, what = std::move(what)](Call& call) -> Answer {
    return writing([&domain, what, id = call.path_id("id"), body = std::move(call.body()),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      HOTLINE_TRY(const supervise::Topic topic, what(tx, id, body, *city, actor));
      return Reply::ok(topic_json(topic, *city));
    });
  };
  return route;
}

base::Result<supervise::Topic> do_adopt(store::WriteTx& tx, std::int64_t id, const Json& body,
                                        const city::City& city, const store::Actor& actor) {
  std::vector<supervise::NewTask> tasks;
  for (const Json& one : body["tasks"]) {
    supervise::NewTask task{text_in(one, "unit"), text_in(one, "text"), {}};
    HOTLINE_CHECK(check_unit(city, task.unit, "/tasks/" + std::to_string(tasks.size()) + "/unit"));
    HOTLINE_TRY(task.due, base::parse_rfc3339(text_in(one, "due")));
    tasks.push_back(std::move(task));
  }
  return supervise::adopt_topic(tx, id, text_in(body, "leader"), tasks, actor);
}

ObjectSpec adopt_spec() {
  const ObjectSpec task{"NewTopicTask",
                        {"一项任务。", "One task."},
                        {required("unit", code(64), {"承办单位。", "Who does it."}),
                         required("text", text(2000, 1), {"任务内容。", "What is to be done."}),
                         required("due", date_time(), {"完成期限。", "By when."})}};
  return {"AdoptTopic",
          {"确定议题。", "Adopt a topic."},
          {required("leader", line(100, 1), {"领办领导姓名和职务。", "Named leader."}),
           required("tasks", list_of(task, most_tasks), {"任务清单。", "Tasks."})}};
}

ObjectSpec words_spec(const char* name) {
  return {name,
          {"说明。", "Words."},
          {required("text", text(2000, 1), {"内容。", "What was found or reached."})}};
}

}  // namespace

void add_topic_routes(Routes& routes, Domain& domain) {
  using Topic = base::Result<supervise::Topic>;
  const ObjectSpec done{"TopicTaskDone",
                        {"完成任务。", "A task is done."},
                        {required("task", integer(1), {"任务序号。", "Number of the task."})}};
  routes.add({list(domain), propose(domain),
              change(domain, "adopt", "adoptTopic", {"确定议题", "Adopt a topic"}, adopt_spec(), do_adopt),
              change(domain, "drop", "dropTopic", {"不采纳", "Drop a topic"}, std::nullopt,
                     [](store::WriteTx& tx, std::int64_t id, const Json&, const city::City&,
                        const store::Actor& actor) -> Topic { return supervise::drop_topic(tx, id, actor); }),
              change(domain, "task-done", "finishTopicTask", {"任务完成", "A task is done"}, done,
                     [](store::WriteTx& tx, std::int64_t id, const Json& body, const city::City&,
                        const store::Actor& actor) -> Topic {
                       return supervise::finish_task(tx, id, body["task"].get<std::int64_t>(), "", actor);
                     }),
              change(domain, "follow-up", "followUpTopic", {"跟踪", "Follow up"}, words_spec("TopicFollowUp"),
                     [](store::WriteTx& tx, std::int64_t id, const Json& body, const city::City&,
                        const store::Actor& actor) -> Topic {
                       return supervise::follow_up_topic(tx, id, text_in(body, "text"), actor);
                     }),
              change(domain, "close", "closeTopic", {"办结议题", "Close a topic"}, words_spec("TopicEnd"),
                     [](store::WriteTx& tx, std::int64_t id, const Json& body, const city::City&,
                        const store::Actor& actor) -> Topic {
                       return supervise::close_topic(tx, id, text_in(body, "text"), actor);
                     })});
}

}  // namespace hotline::api
