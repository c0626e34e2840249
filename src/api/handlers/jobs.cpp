// Work for programs outside, and the state of all work.
#include "hotline/jobs/reading.hpp"

#include <algorithm>

#include "api/handlers/action.hpp"
#include "api/handlers/callback_json.hpp"
#include "api/handlers/lists.hpp"
#include "hotline/call/missed.hpp"

namespace hotline::api {
namespace {

using access::Right;
using std::chrono::seconds;

constexpr int most_leased = 100;
constexpr std::int64_t usual_lease_seconds = 120;
constexpr std::int64_t longest_lease_seconds = 3600;
constexpr std::int64_t longest_wait_seconds = 7 * 24 * 3600;
constexpr std::int64_t most_listed = 200;

bool is_for_workers(const Domain& domain, const std::string& kind) {
  const auto& more = domain.worker_kinds;
  return kind == ticket::job::callback || kind == call::kMissedCall ||
         std::find(more.begin(), more.end(), kind) != more.end();
}

Route worker_route(std::string path, std::string operation, base::Text summary) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/jobs" + path;
  route.operation = std::move(operation);
  route.tag = "jobs";
  route.summary = std::move(summary);
  route.allow = any_of(Right::job_work);
  return route;
}

Field token_field() {
  return required("token", code(64), {"领取时得到的令牌。", "Token that came with the lease."});
}

Json job_time(base::Time time, const city::City& city) {
  return city_time(time, city);
}

// The number of the request that a callback is about; null for other work.
Json request_number(store::ReadTx& tx, const jobs::LeasedJob& job) {
  if (job.kind != ticket::job::callback) return nullptr;
  const auto request = ticket::RequestBook::find(tx, job.subject);
  return request ? Json(request->number) : Json(nullptr);
}

// Missed calls are dialled for agents who are free, so no more of them go out than there are.
base::Result<std::vector<jobs::LeasedJob>> lease_within(Domain& domain, store::WriteTx& tx,
                                                        const jobs::LeaseRequest& asked) {
  const auto missed = std::find(asked.kinds.begin(), asked.kinds.end(), call::kMissedCall);
  if (missed == asked.kinds.end()) return domain.scheduler.lease(tx, asked);
  jobs::LeaseRequest calls = asked, others = asked;
  calls.kinds = {std::string(call::kMissedCall)};
  calls.limit = std::min(asked.limit, call::free_for_missed(tx));
  std::vector<jobs::LeasedJob> leased;
  if (calls.limit > 0) {
    HOTLINE_TRY(leased, domain.scheduler.lease(tx, calls));
  }
  std::erase(others.kinds, call::kMissedCall);
  others.limit -= static_cast<int>(leased.size());
  if (others.kinds.empty() || others.limit < 1) return leased;
  HOTLINE_TRY(const auto more, domain.scheduler.lease(tx, others));
  leased.insert(leased.end(), more.begin(), more.end());
  return leased;
}

Route lease(Domain& domain) {
  Route route = worker_route("/lease", "leaseJobs", {"领取到期任务", "Lease due jobs"});
  route.effects_once = false;  // tokens are secrets; a lease that got lost comes back by itself
  route.body = ObjectSpec{
      "LeaseOrder",
      {"领取。", "The order."},
      {required("kinds", list_of(code(64), 64), {"任务种类。", "Kinds of jobs."}),
       optional("limit", integer(1, most_leased), {"最多几个。", "How many at most."}),
       optional("lease_seconds", integer(1, longest_lease_seconds), {"领取时长。", "For how long."})}};
  const ObjectSpec leased_job{
      "LeasedJob",
      {"领取的任务。", "A leased job."},
      {required("attempt", text(40), {"执行编号，永不重复。", "Id of this attempt, never used again."}),
       required("token", text(64), {"令牌。", "Proves that you hold the lease."}),
       required("kind", text(64), {"种类。", "Kind."}),
       required("stream", text(64), {"对象种类。", "What it is about."}),
       required("subject", integer(0), {"对象编号。", "Key of that."}),
       required("request", nullable(text(32)), {"回访的受理编号。", "Number of the request to call back."}),
       required("payload", anything(), {"内容。", "What it needs."}),
       required("due", date_time(), {"到期时间。", "When it was due."}),
       required("lease_until", date_time(), {"领取至。", "When the lease ends."}),
       required("tries", integer(1), {"第几次尝试。", "Which try this is."}),
       required("max_tries", integer(1), {"最多尝试次数。", "Tries at most."})}};
  route.outputs = {{200,
                    {"领取的任务，可能为空。", "Leased jobs; maybe none."},
                    ObjectSpec{"LeasedJobs",
                               {"领取的任务。", "Leased jobs."},
                               {required("items", list_of(leased_job, most_leased), {"任务。", "Jobs."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    const Json& body = call.body();
    std::vector<std::string> kinds = texts_in(body, "kinds");
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      if (is_for_workers(domain, kinds[i])) continue;
      return base::Error::field("/kinds/" + std::to_string(i), "kind", "这种任务不对外领取。",
                                "Jobs of this kind are not for workers outside.");
    }
    const auto city = domain.city.get();
    // Citizens are not called at night, whatever is due.
    if (!call::is_calling_time(*city, call.now())) std::erase(kinds, ticket::job::callback);
    if (kinds.empty()) return Reply::ok({{"items", Json::array()}});
    jobs::LeaseRequest request;
    request.kinds = std::move(kinds);
    request.worker = call.principal().actor;
    request.limit = static_cast<int>(body.value("limit", std::int64_t{1}));
    request.lease_for = seconds{body.value("lease_seconds", usual_lease_seconds)};
    return writing([&domain, city, request = std::move(request)](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const auto leased, lease_within(domain, tx, request));
      Json items = Json::array();
      for (const jobs::LeasedJob& one : leased) {
        items.push_back({{"attempt", one.attempt},
                         {"token", one.token},
                         {"kind", one.kind},
                         {"stream", one.stream},
                         {"subject", one.subject},
                         {"request", request_number(tx, one)},
                         {"payload", Json::parse(one.payload.encode())},
                         {"due", job_time(one.due, *city)},
                         {"lease_until", job_time(one.lease_until, *city)},
                         {"tries", one.tries},
                         {"max_tries", one.max_tries}});
      }
      return Reply::ok({{"items", std::move(items)}});
    });
  };
  return route;
}

Route heartbeat(Domain& domain) {
  Route route = worker_route("/{attempt}/heartbeat", "extendLease", {"延长领取", "Extend a lease"});
  route.effects_once = false;  // repeating it is harmless
  route.body = ObjectSpec{"Heartbeat",
                          {"延长。", "The extension."},
                          {token_field(), optional("extend_seconds", integer(1, longest_lease_seconds),
                                                   {"从现在起的秒数。", "Seconds from now."})}};
  route.outputs = {{200,
                    {"已延长。", "Extended."},
                    ObjectSpec{"LeaseEnd",
                               {"领取至。", "End of the lease."},
                               {required("lease_until", date_time(), {"领取至。", "When it ends."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, attempt = call.path("attempt"), token = text_in(call.body(), "token"),
                    extend = seconds{call.body().value("extend_seconds", usual_lease_seconds)}](
                       store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const base::Time until, domain.scheduler.heartbeat(tx, attempt, token, extend));
      return Reply::ok({{"lease_until", job_time(until, *domain.city.get())}});
    });
  };
  return route;
}

Route begin(Domain& domain) {
  Route route = worker_route(
      "/{attempt}/begin", "beginCall",
      {"登记外呼（发送）即将开始；此后不会重复派出", "The call begins now; it is never repeated"});
  route.body = ObjectSpec{"BeginCall", {"开始。", "The beginning."}, {token_field()}};
  route.outputs = {{204, {"已登记，可以外呼。", "Recorded: dial now."}}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, attempt = call.path("attempt"), token = text_in(call.body(), "token"),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const auto key = jobs::parse_attempt_id(attempt);
      const auto job = key ? jobs::find_job(tx, key->job) : std::optional<jobs::Job>();
      if (job && job->kind == ticket::job::callback) {
        HOTLINE_CHECK(domain.callbacks.begin(tx, {attempt, token}, *domain.city.get(), actor));
      } else {
        HOTLINE_CHECK(domain.scheduler.begin_call(tx, attempt, token));
      }
      return Reply::no_content();
    });
  };
  return route;
}

// What a worker reported of work that is no callback.
base::Result<store::Payload> payload_of(const Json& body) {
  if (!body.contains("result")) return store::Payload();
  auto payload = store::Payload::decode(to_text(body["result"]));
  if (payload.ok()) return payload;
  return base::Error::field("/result", "type", "结果应为一层的 JSON 对象。",
                            "The result is an object of plain values.");
}

base::Result<Json> take_done(Domain& domain, store::WriteTx& tx, const std::string& attempt, const Json& body,
                             const store::Actor& actor, const city::City& city) {
  const std::string token = text_in(body, "token");
  const auto key = jobs::parse_attempt_id(attempt);
  const auto job = key ? jobs::find_job(tx, key->job) : std::optional<jobs::Job>();
  if (!job || job->kind != ticket::job::callback) {
    HOTLINE_TRY(const store::Payload payload, payload_of(body));
    HOTLINE_CHECK(domain.scheduler.complete(tx, attempt, token, payload));
    return Json{{"state", "done"}, {"callback", nullptr}};
  }
  if (!body.contains("callback")) {
    return base::Error::field("/callback", "required", "回访任务须报告回访结果。",
                              "Report how the callback went.");
  }
  HOTLINE_TRY(const call::CallbackResult result, callback_result_of(body["callback"], "/callback"));
  HOTLINE_TRY(const call::CallbackStep step,
              domain.callbacks.record(tx, call::CallbackLease{attempt, token}, result, city, {actor, ""}));
  return Json{{"state", "done"}, {"callback", callback_step_json(step, city)}};
}

base::Result<Json> take_failure(Domain& domain, store::WriteTx& tx, const std::string& attempt,
                                const Json& body) {
  const std::string said = body.contains("message") ? text_in(body, "message") : "worker failed";
  jobs::Failure failure{base::Error::of(base::ErrorCode::unavailable, said, said), false, {}};
  failure.for_good = body.value("for_good", false);
  if (body.contains("retry_after_seconds"))
    failure.retry_after = seconds{body["retry_after_seconds"].get<std::int64_t>()};
  HOTLINE_TRY(const jobs::State state, domain.scheduler.fail(tx, attempt, text_in(body, "token"), failure));
  return Json{{"state", name_of(state)}, {"callback", nullptr}};
}

Route result(Domain& domain) {
  Route route = worker_route("/{attempt}/result", "reportResult", {"提交任务结果", "Report the result"});
  route.body = ObjectSpec{
      "JobResult",
      {"结果。", "The result."},
      {token_field(),
       required("outcome", choice({"done", "failed", "uncertain", "released"}),
                {"完成、失败、已开始但结果不明、未做退回。",
                 "Done; failed; begun and nobody knows how it ended; given back unused."}),
       optional("callback", object(callback_result_spec("WorkerCallbackResult")),
                {"回访任务的结果，完成时必填。", "How a callback went; needed when it is done."}),
       optional("result", anything(), {"其他任务的结果。", "What other work gave."}),
       optional("message", line(400), {"失败原因，不含个人信息。", "Why it failed; no personal data."}),
       optional("for_good", boolean(), {"不再重试。", "Never again."}),
       optional("retry_after_seconds", integer(0, longest_wait_seconds),
                {"多久后重试。", "Try again after."})}};
  route.outputs = {
      {200,
       {"已采纳。", "Taken."},
       ObjectSpec{"JobEnd",
                  {"任务现状。", "The job as it is now."},
                  {required("state", choice({"ready", "done", "dead", "unknown"}), {"状态。", "State."}),
                   required("callback", nullable(object(callback_step_spec())),
                            {"回访之后。", "What follows from a callback."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, attempt = call.path("attempt"), body = std::move(call.body()),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const std::string outcome = text_in(body, "outcome"), token = text_in(body, "token");
      const auto city = domain.city.get();
      if (outcome == "uncertain") {
        HOTLINE_CHECK(domain.scheduler.report_unknown(tx, attempt, token));
        return Reply::ok({{"state", "unknown"}, {"callback", nullptr}});
      }
      if (outcome == "released") {
        HOTLINE_CHECK(domain.scheduler.release(tx, attempt, token));
        return Reply::ok({{"state", "ready"}, {"callback", nullptr}});
      }
      HOTLINE_TRY(const Json taken, outcome == "done" ? take_done(domain, tx, attempt, body, actor, *city)
                                                      : take_failure(domain, tx, attempt, body));
      return Reply::ok(taken);
    });
  };
  return route;
}

ObjectSpec job_spec() {
  const ObjectSpec error{"JobError",
                         {"最近一次失败。", "The latest failure."},
                         {required("code", text(40), {"代码。", "Code."}),
                          required("message", text(2000), {"说明。", "What went wrong."})}};
  return {
      "Job",
      {"一个任务。", "One job."},
      {required("id", integer(1), {"编号。", "Its key."}), required("kind", text(64), {"种类。", "Kind."}),
       required("stream", text(64), {"对象种类。", "What it is about."}),
       required("subject", integer(0), {"对象编号。", "Key of that."}),
       required("state", text(20), {"状态。", "State."}), required("due", date_time(), {"到期。", "Due."}),
       required("attempts", integer(0), {"执行次数。", "Attempts so far."}),
       required("created_at", date_time(), {"建立时间。", "When it was planned."}),
       required("ended_at", nullable(date_time()), {"结束时间。", "When it ended."}),
       required("error", nullable(object(error)), {"最近一次失败。", "The latest failure."})}};
}

Json job_json(store::ReadTx& tx, const jobs::Job& job, const city::City& city, Language language) {
  Json error = nullptr;
  for (const jobs::Attempt& attempt : jobs::attempts_of(tx, job.id)) {
    if (attempt.error)
      error = {{"code", base::name_of(attempt.error->code)},
               {"message", in_language(attempt.error->text, language)}};
  }
  return {{"id", job.id},
          {"kind", job.kind},
          {"stream", job.stream},
          {"subject", job.subject},
          {"state", name_of(job.state)},
          {"due", job_time(job.due, city)},
          {"attempts", job.attempts},
          {"created_at", job_time(job.created, city)},
          {"ended_at", city_time_or_null(job.ended, city)},
          {"error", std::move(error)}};
}

Route overview(Domain& domain) {
  Route route;
  route.path = "/api/v1/jobs";
  route.operation = "getJobs";
  route.tag = "jobs";
  route.summary = {"任务概况与待人工处理的任务", "Counts of jobs, and those that wait for a person"};
  route.allow = any_of(Right::job_read);
  route.query = page_fields(most_listed);
  route.query.push_back(optional("kind", code(64), {"任务种类。", "Kind of the jobs listed."}));
  const ObjectSpec count{
      "JobCount",
      {"一种任务的一个状态。", "One kind in one state."},
      {required("kind", text(64), {"种类。", "Kind."}), required("state", text(20), {"状态。", "State."}),
       required("jobs", integer(1), {"任务数。", "How many."})}};
  route.outputs = {
      {200,
       {"概况。", "The jobs."},
       ObjectSpec{
           "Jobs",
           {"任务概况。", "The jobs."},
           {required("counts", list_of(count, 10000), {"各种类各状态任务数。", "By kind and state."}),
            required("dead", list_of(job_spec(), most_listed),
                     {"已停止重试的任务。", "Jobs that were given up."}),
            required("next", nullable(text(32)), {"下一页 dead 的游标。", "Cursor of further dead ones."}),
            required("uncertain", list_of(job_spec(), most_listed),
                     {"外部结果不明的任务。", "Jobs that nobody knows the end of."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto after = cursor_of(call.query());
    if (!after.ok()) return after.error();
    return reading([&domain, after = *after, kind = call.query().text_or("kind", ""),
                    limit = static_cast<int>(call.query().integer_or("limit", 50)),
                    language = call.language()](store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      Json counts = Json::array(), dead = Json::array(), uncertain = Json::array();
      for (const jobs::Count& one : jobs::counts(tx))
        counts.push_back({{"kind", one.kind}, {"state", name_of(one.state)}, {"jobs", one.jobs}});
      const auto letters = jobs::dead_letters(tx, kind, after, limit);
      for (const jobs::Job& one : letters) dead.push_back(job_json(tx, one, *city, language));
      for (const jobs::Job& one : jobs::unknown_jobs(tx, kind, 0, limit))
        uncertain.push_back(job_json(tx, one, *city, language));
      const bool more = letters.size() == static_cast<std::size_t>(limit);
      return Reply::ok({{"counts", std::move(counts)},
                        {"dead", std::move(dead)},
                        {"next", more ? Json(std::to_string(letters.back().id)) : Json(nullptr)},
                        {"uncertain", std::move(uncertain)}});
    });
  };
  return route;
}

Route replay(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/jobs/{id}/replay";
  route.operation = "replayJob";
  route.tag = "jobs";
  route.summary = {"重新投放已停止重试的任务", "Put a job that was given up to work again"};
  route.allow = any_of(Right::city_manage);
  route.path_fields = {required("id", integer(1), {"任务编号。", "Key of the job."})};
  route.outputs = {{200, {"任务。", "The job."}, job_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id"),
                    language = call.language()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_CHECK(domain.scheduler.replay(tx, id));
      return Reply::ok(job_json(tx, *jobs::find_job(tx, id), *domain.city.get(), language));
    });
  };
  return route;
}

}  // namespace

void add_job_routes(Routes& routes, Domain& domain) {
  routes.add(
      {lease(domain), heartbeat(domain), begin(domain), result(domain), overview(domain), replay(domain)});
}

}  // namespace hotline::api
