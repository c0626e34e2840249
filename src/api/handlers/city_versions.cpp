#include "api/handlers/city_versions.hpp"

#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/actor_name.hpp"
#include "api/handlers/city_change_json.hpp"
#include "api/handlers/lists.hpp"
#include "api/handlers/more_routes.hpp"
#include "api/route.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::int64_t most_versions = 200;
constexpr std::size_t most_files = 200;
constexpr std::size_t most_file_chars = 8'000'000;
constexpr std::size_t most_check_bytes = 32 * 1024 * 1024;
constexpr std::size_t most_findings = most_city_findings;

Route version_route(Method method, std::string path, std::string operation, base::Text summary) {
  Route route;
  route.method = method;
  route.path = std::move(path);
  route.operation = std::move(operation);
  route.tag = "city";
  route.summary = std::move(summary);
  route.allow = any_of(Right::city_manage);
  route.effects_once = false;  // what is checked changes nothing; what is loaded twice is one version
  return route;
}

ObjectSpec version_spec() {
  return {"CityVersion",
          {"一版城市配置。", "One version of the city's files."},
          {required("number", integer(1), {"版本号。", "Number."}),
           required("at", date_time(), {"载入时间。", "When it was loaded."}),
           required("actor", text(64), {"载入者。", "Who loaded it."}),
           optional("actor_name", nullable(text(200)),
                    {"载入者现名，仅列表给出；系统为空。",
                     "What that one is called now, in the list alone; null for the system."}),
           required("digest", text(64), {"内容摘要。", "Digest of names and contents."}),
           required("note", text(400), {"说明。", "Why."}),
           required("rollback_of", nullable(integer(1)), {"恢复自哪一版。", "The version it puts back."}),
           required("in_force", boolean(), {"是否在用。", "Whether it is in force."})}};
}

Json version_json(const city::CityVersion& v, const city::City& city) {
  return {{"number", v.number},
          {"at", city_time(v.at, city)},
          {"actor", v.actor},
          {"digest", v.digest},
          {"note", v.note},
          {"rollback_of", v.rollback_of ? Json(*v.rollback_of) : Json(nullptr)},
          {"in_force", v.number == city.version}};
}

Route versions(Domain& domain) {
  Route route = version_route(Method::get, "/api/v1/city/versions", "listCityVersions",
                              {"配置版本，最新的在前", "Versions of the city's files, newest first"});
  route.allow = any_of(Right::city_manage, Right::audit_read);
  route.query = page_fields(most_versions);
  route.outputs = {{200, {"一页版本。", "A page of versions."}, page_of(version_spec(), most_versions)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto before = cursor_of(call.query());
    if (!before.ok()) return before.error();
    return blocking(
        [&domain, before = *before,
         limit = static_cast<std::size_t>(call.query().integer_or("limit", 50))]() -> base::Result<Reply> {
          const auto city = domain.city.get();
          HOTLINE_TRY(auto list, domain.versions.list(limit + 1, before));
          Json items = Json::array(), next = nullptr;
          for (const city::CityVersion& one : list) {
            if (items.size() == limit) {
              next = std::to_string(items.back()["number"].get<std::int64_t>());
              break;
            }
            items.push_back(version_json(one, *city));
          }
          HOTLINE_CHECK(domain.store.read([&](store::ReadTx& tx) -> base::Status {
            access::DisplayNames names(tx);
            for (Json& one : items) one["actor_name"] = actor_name(names, one["actor"].get<std::string>());
            return {};
          }));
          return Reply::ok({{"items", std::move(items)}, {"next", std::move(next)}});
        });
  };
  return route;
}

ObjectSpec diff_spec() {
  return {"CityDiff",
          {"两版配置的差异。", "What changed between two versions."},
          {required("before", integer(0), {"旧版本，0 为没有。", "The older version, 0 for none."}),
           required("after", integer(1), {"新版本。", "The newer version."}),
           required("files", file_changes_type(), {"变化的文件。", "Files that changed."})}};
}

Route diff(Domain& domain) {
  Route route = version_route(Method::get, "/api/v1/city/versions/{number}/diff", "diffCityVersions",
                              {"两版配置的差异", "What changed between two versions"});
  route.allow = any_of(Right::city_manage, Right::audit_read);
  route.path_fields = {required("number", integer(1), {"版本号。", "Number of the version."})};
  route.query = {
      optional("against", integer(1),
               {"与哪一版比较；不给为前一版。", "Compared with which; the one before it when absent."})};
  route.outputs = {{200, {"差异。", "The differences."}, diff_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    const std::int64_t after = call.path_id("number");
    const std::int64_t before = call.query().integer_or("against", after - 1);
    return blocking([&domain, before, after]() -> base::Result<Reply> {
      // Before the first version there was nothing.
      HOTLINE_TRY(const city::CityFiles now, domain.versions.files(after));
      city::CityFiles then;
      if (before > 0) {
        HOTLINE_TRY(then, domain.versions.files(before));
      }
      return Reply::ok({{"before", before},
                        {"after", after},
                        {"files", file_changes_json(city::diff_city_files(then, now))}});
    });
  };
  return route;
}

Route check(Domain& domain) {
  Route route = version_route(Method::post, "/api/v1/city/check", "checkCity",
                              {"检查配置，一次报告全部问题", "Check the files: every mistake at once"});
  route.max_body = most_check_bytes;
  route.cost = 20;
  const ObjectSpec file{
      "CityFile",
      {"一个文件。", "One file."},
      {required("name", line(200, 1), {"文件名，如 units.csv。", "Its name, such as units.csv."}),
       required("content", text(most_file_chars), {"内容。", "Its content."})}};
  route.body = ObjectSpec{"CityCheck",
                          {"要检查的文件；不给则检查服务器上的配置目录。",
                           "The files to check; the server's configured folder when absent."},
                          {optional("files", list_of(file, most_files), {"文件。", "Files."})}};
  route.outputs = {{200,
                    {"检查结果。", "What was found."},
                    ObjectSpec{"CityReport",
                               {"检查结果。", "What was found."},
                               {required("errors", integer(0), {"错误数。", "Errors."}),
                                required("warnings", integer(0), {"警告数。", "Warnings."}),
                                required("findings", list_of(city_finding_spec(), most_findings),
                                         {"按文件和行排列。", "By file and line."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return blocking(
        [&domain, body = std::move(call.body()), language = call.language()]() -> base::Result<Reply> {
          city::CityLoad load;
          if (body.contains("files")) {
            city::CityFiles files;
            for (const Json& one : body["files"])
              files[one["name"].get<std::string>()] = one["content"].get<std::string>();
            load = city::load_city_files(files);
          } else {
            load = city::load_city(domain.city_directory);
          }
          return Reply::ok({{"errors", load.errors()},
                            {"warnings", load.warnings()},
                            {"findings", city_findings_json(load.diagnostics, language)}});
        });
  };
  return route;
}

std::vector<Output> reload_outputs() {
  return {{200,
           {"现行版本及警告。", "The version now in force, and its warnings."},
           ObjectSpec{"CityReload",
                      {"载入结果。", "What came of it."},
                      {required("version", object(version_spec()), {"现行版本。", "The version in force."}),
                       required("findings", list_of(city_finding_spec(), most_findings),
                                {"警告。", "Warnings."})}}}};
}

// Either the new version is in force when this returns, or the old one still is and the error says why.
base::Result<Reply> finish_reload(Domain& domain, const city::Reload& reload, Language language) {
  if (!reload.version) {
    std::vector<base::FieldError> faults;
    for (const city::Diagnostic& one : reload.diagnostics) {
      if (one.severity == city::Severity::error)
        faults.push_back({one.file + ":" + std::to_string(one.line), one.code, one.text});
    }
    base::Error error = base::Error::fields_wrong(std::move(faults));
    error.text = {"配置有误，未作任何更改。请逐条改正后重新载入。",
                  "The files have mistakes, so nothing was changed. Correct each and load again."};
    return error;
  }
  domain.city_changed();
  const auto city = domain.city.get();
  Reply reply = Reply::ok({{"version", version_json(*reload.version, *city)},
                           {"findings", city_findings_json(reload.diagnostics, language)}});
  reply.version(city->version);
  return reply;
}

Route reload(Domain& domain) {
  Route route = version_route(
      Method::post, "/api/v1/city/reload", "reloadCity",
      {"从配置目录重新载入：全部生效或全不生效", "Reload from the configured folder: all of it, or nothing"});
  route.cost = 20;
  route.body = ObjectSpec{
      "CityReloadOrder", {"载入。", "The order."}, {optional("note", line(200), {"说明。", "Why."})}};
  route.outputs = reload_outputs();
  route.handler = [&domain](Call& call) -> Answer {
    return blocking([&domain, note = text_in(call.body(), "note"), actor = call.actor(),
                     language = call.language()]() -> base::Result<Reply> {
      HOTLINE_TRY(const city::CityFiles files, city::read_city_files(domain.city_directory));
      HOTLINE_TRY(const city::Reload done,
                  city::reload_city(files, domain.versions, domain.city, actor, note));
      return finish_reload(domain, done, language);
    });
  };
  return route;
}

Route rollback(Domain& domain) {
  Route route = version_route(Method::post, "/api/v1/city/rollback", "rollBackCity",
                              {"恢复到以前的版本", "Go back to an earlier version"});
  route.cost = 20;
  route.needs_if_match = true;
  route.body = ObjectSpec{"CityRollback",
                          {"恢复到哪一版；If-Match 为 GET /city 的 ETag。",
                           "Which version to put back; If-Match is the ETag of GET /city."},
                          {required("to", integer(1), {"版本号。", "Its number."}),
                           optional("note", line(200), {"说明。", "Why."})}};
  route.outputs = reload_outputs();
  route.outputs.push_back(
      {404, {"没有这一版。", "There is no such version."}, std::nullopt, "application/problem+json"});
  route.handler = [&domain](Call& call) -> Answer {
    return blocking([&domain, to = call.body()["to"].get<std::int64_t>(), seen = *call.expected_version(),
                     note = text_in(call.body(), "note"), actor = call.actor(),
                     language = call.language()]() -> base::Result<Reply> {
      if (domain.city.get()->version != seen) {
        return base::Error::of(
            base::ErrorCode::stale_version, "城市配置已被他人更新，请刷新后再操作。",
            "Somebody changed the city's files since you read them. Reload and try again.");
      }
      HOTLINE_TRY(const city::Reload done,
                  city::rollback_city(to, domain.versions, domain.city, actor, note));
      return finish_reload(domain, done, language);
    });
  };
  return route;
}

}  // namespace

void add_city_version_routes(Routes& routes, Domain& domain) {
  routes.add({versions(domain), diff(domain), check(domain), reload(domain), rollback(domain),
              city_backtest_route(domain), city_boundaries_route(domain)});
}

}  // namespace hotline::api
