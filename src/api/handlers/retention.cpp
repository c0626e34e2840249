// retention: what the rules would let go, and letting it go at once.
#include "hotline/api/retention.hpp"

#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/actor_name.hpp"
#include "api/route.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::size_t kMostRead = 5'000;  // tickets of each rule; then `more` is told
constexpr std::size_t kMostRuns = 30;

ObjectSpec view_spec() {
  const ObjectSpec rule{
      "RetentionRule",
      {"一条保存期限规则。", "One rule of retention."},
      {required("rule", choice({"words", "callers", "attachments", "calls"}), {"规则。", "Rule."}),
       required("days", integer(0),
                {"办结（或来电）后保存天数，0 为不限。",
                 "Days kept since closing, or since the call; 0: for ever."}),
       required("until", nullable(date_time()),
                {"此时之前办结的已到期。", "What closed up to then has run out."}),
       required("items", integer(0), {"到期件数。", "How many have run out."}),
       required("more", boolean(), {"件数是否只数到上限。", "Whether counting stopped there."}),
       required("first", list_of(text(64), 10),
                {"最早的几件：受理编号、附件或通话编号。",
                 "The oldest: numbers of requests, ids of attachments or calls."})}};
  return {"Retention",
          {"到期情况。", "What has run out."},
          {required("rules", list_of(object(rule), 8), {"各规则。", "The rules."}),
           required("log", choice({"kept"}),
                    {"审计日志：永久保存，不随任何规则删除。",
                     "The audit log: kept for ever, whatever the rules."})}};
}

ObjectSpec runs_spec() {
  const ObjectSpec term{
      "RetentionTerm",
      {"一条规则的期限。", "One rule's term."},
      {required("rule", choice({"words", "callers", "attachments", "calls"}), {"规则。", "Rule."}),
       required("days", integer(0), {"保存天数，0 为不限。", "Days kept; 0: for ever."})}};
  const ObjectSpec gone{
      "RetentionGone",
      {"一条规则清理的件数。", "What one rule let go."},
      {required("rule", choice({"words", "callers", "attachments", "calls"}), {"规则。", "Rule."}),
       required("items", integer(0), {"件数。", "How many."})}};
  const ObjectSpec run{
      "RetentionRun",
      {"一次清理。", "One run."},
      {required("began_at", date_time(), {"开始时间。", "When it began."}),
       required("ended_at", date_time(), {"最后一批的时间。", "When its last batch was done."}),
       required("actor", text(64),
                {"由谁发起，如 account:17；每夜自动为 system。", "Who asked; system at night."}),
       required("actor_name", nullable(text(200)), {"发起人现名。", "What that one is called now."}),
       required("reason", text(2000), {"理由（已脱敏）。", "Why, masked."}),
       required("gone", list_of(object(gone), 8), {"各规则清理的件数。", "What each rule let go."})}};
  return {"RetentionRuns",
          {"现行期限与最近的清理。", "The terms in force, and the last runs."},
          {required("rules", list_of(object(term), 8), {"现行期限。", "The terms in force."}),
           required("runs", list_of(object(run), kMostRuns),
                    {"最近的清理，最新的在前。", "The last runs, newest first."})}};
}

Json run_json(const call::RetentionRun& run, access::DisplayNames& names) {
  Json gone = Json::array();
  for (std::size_t i = 0; i < run.items.size(); ++i) {
    if (run.items[i] > 0)
      gone.push_back({{"rule", name_of(call::kRetentionRules[i])}, {"items", run.items[i]}});
  }
  return {{"began_at", base::format_rfc3339(run.began)},
          {"ended_at", base::format_rfc3339(run.ended)},
          {"actor", run.actor},
          {"actor_name", actor_name(names, run.actor)},
          {"reason", run.reason},
          {"gone", std::move(gone)}};
}

Json view_json(const call::RetentionView& view) {
  Json first = Json::array();
  for (const std::string& one : view.first) first.push_back(one);
  return {{"rule", name_of(view.rule)},
          {"days", view.days},
          {"until", view.until ? Json(base::format_rfc3339(*view.until)) : Json(nullptr)},
          {"items", view.items},
          {"more", view.more},
          {"first", std::move(first)}};
}

Json views_json(store::ReadTx& tx, const call::Retention& retention, base::Time now) {
  Json rules = Json::array();
  for (const call::RetentionView& view : call::preview_retention(tx, retention.terms(), now, kMostRead))
    rules.push_back(view_json(view));
  return {{"rules", std::move(rules)}, {"log", "kept"}};
}

Route show(const call::Retention& retention) {
  Route route;
  route.path = "/api/v1/retention";
  route.operation = "previewRetention";
  route.tag = "personal data";
  route.summary = {"试算：保存期满将清理的内容", "Dry run: what has run out and would go"};
  route.allow = any_of(Right::personal_data_erase);
  route.outputs = {{200, {"试算结果。", "What would go."}, view_spec()}};
  route.cost = 20;
  route.handler = [&retention](Call& call) -> Answer {
    return reading([&retention, now = call.now()](store::ReadTx& tx) -> base::Result<Reply> {
      return Reply::ok(views_json(tx, retention, now));
    });
  };
  return route;
}

Route last_runs(const call::Retention& retention) {
  Route route;
  route.path = "/api/v1/retention/runs";
  route.operation = "listRetentionRuns";
  route.tag = "personal data";
  route.summary = {"现行保存期限与最近的清理", "The terms in force, and what was let go of late"};
  route.allow = any_of(Right::personal_data_erase);
  route.outputs = {{200, {"期限与清理。", "Terms and runs."}, runs_spec()}};
  route.handler = [&retention](Call&) -> Answer {
    return reading([&retention](store::ReadTx& tx) -> base::Result<Reply> {
      Json rules = Json::array(), runs = Json::array();
      for (const call::RetentionRule rule : call::kRetentionRules)
        rules.push_back({{"rule", name_of(rule)}, {"days", retention.terms().of(rule)}});
      access::DisplayNames names(tx);
      for (const call::RetentionRun& one : call::retention_runs(tx, kMostRuns))
        runs.push_back(run_json(one, names));
      return Reply::ok({{"rules", std::move(rules)}, {"runs", std::move(runs)}});
    });
  };
  return route;
}

Route run(const call::Retention& retention) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/retention/run";
  route.operation = "runRetention";
  route.tag = "personal data";
  route.summary = {"立即清理保存期满的内容，须说明理由并留痕",
                   "Let go at once what has run out, with a reason and on record"};
  route.allow = any_of(Right::personal_data_erase);
  route.body = ObjectSpec{
      "RunRetention", {"理由。", "Why now."}, {required("reason", line(200, 1), {"理由。", "Reason."})}};
  route.outputs = {{202, {"已开始，分批进行。", "Begun; it goes on in batches."}, view_spec()}};
  route.handler = [&retention](Call& call) -> Answer {
    return reading_then_writing(
        [&retention, now = call.now()](store::ReadTx& tx) -> base::Result<Json> {
          return views_json(tx, retention, now);
        },
        [&retention, reason = text_in(call.body(), "reason"), by = call.actor()](
            store::WriteTx& tx, Json& views) -> base::Result<Reply> {
          HOTLINE_CHECK(retention.plan_now(tx, by, reason));
          return Reply::json(202, views);
        });
  };
  return route;
}

}  // namespace

void add_retention_routes(Routes& routes, const call::Retention& retention) {
  routes.add({show(retention), last_runs(retention), run(retention)});
}

}  // namespace hotline::api
