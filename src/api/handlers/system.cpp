// Health, figures, the OpenAPI document and its page, live events.
#include "api/call.hpp"
#include "api/docs/docs_page.hpp"
#include "api/handlers/handlers.hpp"
#include "api/openapi.hpp"
#include "api/queries.hpp"

namespace hotline::api {
namespace {

// A check of this name is shown as a concern: service goes on.
constexpr std::string_view concern_prefix = "concern:";

Route public_get(std::string path, std::string operation, base::Text summary) {
  Route route;
  route.path = std::move(path);
  route.operation = std::move(operation);
  route.tag = "system";
  route.summary = std::move(summary);
  route.allow = anyone();
  return route;
}

Route live() {
  Route route = public_get("/health/live", "getLive", {"进程是否存活", "Whether the process is alive"});
  const ObjectSpec spec{"Live", {}, {required("status", choice({"live"}), {"存活。", "Alive."})}};
  route.outputs = {{200, {"存活。", "Alive."}, spec}};
  route.handler = [](Call&) -> Answer { return Reply::ok({{"status", "live"}}); };
  return route;
}

ObjectSpec ready_spec() {
  const ObjectSpec reason{"NotReadyReason",
                          {},
                          {required("part", text(64), {"部件。", "Part."}),
                           required("detail", text(1000), {"原因。", "Reason."})}};
  return {
      "Ready",
      {"能否提供服务。", "Whether service can be given."},
      {required("status", choice({"ready", "not_ready"}), {"状态。", "State."}),
       required("reasons", list_of(reason, 100), {"不能提供服务的原因。", "Why service cannot be given."}),
       required("concerns", list_of(reason, 100),
                {"服务不受影响但须运维处理的事项，如损坏的页、中断的归档。",
                 "What an operator must see to although service goes on: a damaged page, an archive that "
                 "stopped."})}};
}

base::Result<Reply> readiness(const Core& core, store::ReadTx& tx, Language language) {
  Json reasons = Json::array();
  Json concerns = Json::array();
  const auto add = [&](std::string_view part, const base::Text& detail) {
    const bool concern = part.starts_with(concern_prefix);
    if (concern) part.remove_prefix(concern_prefix.size());
    (concern ? concerns : reasons).push_back({{"part", part}, {"detail", in_language(detail, language)}});
  };
  if (!tx.query(sql::probe).step()) add("store", {"数据库没有应答。", "The database does not answer."});
  if (core.stopping) add("server", {"正在停止服务。", "The server is stopping."});
  for (const HealthCheck& check : core.platform.checks) {
    if (const base::Status status = check.check(tx); !status.ok()) add(check.name, status.error().text);
  }
  const bool ready = reasons.empty();
  return Reply::json(ready ? 200 : 503, {{"status", ready ? "ready" : "not_ready"},
                                         {"reasons", std::move(reasons)},
                                         {"concerns", std::move(concerns)}});
}

Route ready(Core& core) {
  Route route = public_get("/health/ready", "getReady",
                           {"能否提供服务及原因", "Whether service can be given, and why not"});
  route.outputs = {{200, {"可以提供服务。", "Ready."}, ready_spec()},
                   {503, {"暂不能提供服务。", "Not ready."}, ready_spec()}};
  route.handler = [&core](Call& call) -> Answer {
    return reading(
        [&core, language = call.language()](store::ReadTx& tx) { return readiness(core, tx, language); });
  };
  return route;
}

Route metrics(Core& core) {
  Route route =
      public_get("/metrics", "getMetrics", {"Prometheus 指标", "Figures in Prometheus text format"});
  route.outputs = {{200, {"指标。", "Figures."}, std::nullopt, "text/plain; version=0.0.4; charset=utf-8"}};
  route.handler = [&core](Call&) -> Answer {
    return Reply::bytes("text/plain; version=0.0.4; charset=utf-8", core.metrics->page(core.platform.gauges));
  };
  return route;
}

Route openapi(Core& core) {
  Route route =
      public_get("/api/openapi.json", "getOpenApi", {"OpenAPI 3.1 接口文档", "The OpenAPI 3.1 document"});
  route.outputs = {{200, {"接口文档。", "The document."}, std::nullopt, "application/json"}};
  auto document = std::make_shared<std::optional<Reply>>();
  route.handler = [&core, once = std::make_shared<std::once_flag>(), document](Call&) -> Answer {
    std::call_once(*once, [&] { *document = Reply::ok(openapi_document(core.routes->routes())); });
    return **document;
  };
  return route;
}

Route docs_part(std::string path, std::string operation, base::Text summary, std::string type,
                std::string_view content) {
  Route route = public_get(std::move(path), std::move(operation), std::move(summary));
  route.outputs = {{200, {"页面。", "The page."}, std::nullopt, type}};
  Reply reply = Reply::bytes(type, std::string(content));
  reply.headers.emplace_back("Content-Security-Policy",
                             "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                             "frame-ancestors 'none'; base-uri 'none'");
  reply.headers.emplace_back("Cache-Control", "no-cache");
  route.handler = [reply](Call&) -> Answer { return reply; };
  return route;
}

Route live_events(Core& core) {
  Route route =
      public_get("/api/v1/events", "followEvents",
                 {"实时事件（SSE），可用 Last-Event-ID 续传", "Live events (SSE); Last-Event-ID resumes"});
  route.tag = "events";
  route.allow = signed_in();
  route.outputs = {{200, {"事件流。", "The stream of events."}, std::nullopt, "text/event-stream"}};
  route.handler = [&core](Call& call) -> Answer {
    auto stream = core.events->subscribe(call.shared_principal(), call.last_event_id());
    if (!stream.ok()) return stream.error();
    Reply reply;
    reply.content_type = "text/event-stream";
    reply.stream = std::move(stream).value();
    return reply;
  };
  return route;
}

}  // namespace

std::vector<Route> system_routes(Core& core) {
  std::vector<Route> routes;
  routes.push_back(live());
  routes.push_back(ready(core));
  routes.push_back(metrics(core));
  routes.push_back(openapi(core));
  routes.push_back(docs_part("/api/docs", "getDocs", {"接口文档页面", "The page of this document"},
                             "text/html; charset=utf-8", docs_html()));
  routes.push_back(docs_part("/api/docs.js", "getDocsScript", {"文档页面脚本", "Script of that page"},
                             "text/javascript; charset=utf-8", docs_js()));
  routes.push_back(docs_part("/api/docs.css", "getDocsStyle", {"文档页面样式", "Style of that page"},
                             "text/css; charset=utf-8", docs_css()));
  routes.push_back(live_events(core));
  return routes;
}

}  // namespace hotline::api
