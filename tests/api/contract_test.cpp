// The OpenAPI document, the page that shows it, health, figures, console files.
#include <filesystem>
#include <fstream>
#include <set>

#include "api/notes_fixture.hpp"
#include "api/openapi.hpp"
#include "api/pipeline.hpp"
#include "api/route_table.hpp"

namespace hotline::api {
namespace {

class Contract : public NotesApi {};

// Every "$ref" of a document.
void collect_refs(const Json& json, std::set<std::string>& refs) {
  for (const auto& item : json.items()) {
    if (item.key() == "$ref") refs.insert(item.value().get<std::string>());
    if (item.value().is_structured()) collect_refs(item.value(), refs);
  }
}

TEST_F(Contract, TheDocumentNamesEveryRouteWithItsInputAndOutput) {
  const Json document = client().get("/api/openapi.json").json();
  EXPECT_EQ(document["openapi"], "3.1.0");
  for (const std::string path : {"/api/v1/notes", "/api/v1/notes/{id}", "/api/v1/session", "/api/v1/events",
                                 "/health/ready", "/metrics", "/api/docs"}) {
    EXPECT_TRUE(document["paths"].contains(path)) << path;
  }
  const Json& create = document["paths"]["/api/v1/notes"]["post"];
  EXPECT_EQ(create["requestBody"]["content"]["application/json"]["schema"]["$ref"],
            "#/components/schemas/NewNote");
  for (const std::string status : {"201", "400", "401", "403", "413", "415", "422", "429", "503", "507"}) {
    EXPECT_TRUE(create["responses"].contains(status)) << status;
  }
  const Json& replace = document["paths"]["/api/v1/notes/{id}"]["put"];
  EXPECT_TRUE(replace["responses"].contains("412"));
  EXPECT_TRUE(replace["responses"].contains("428"));
  EXPECT_EQ(document["components"]["schemas"]["NewNote"]["properties"]["due"]["type"],
            Json::array({"string", "null"}));
}

TEST_F(Contract, EveryReferenceOfTheDocumentLeadsSomewhere) {
  const Json document = client().get("/api/openapi.json").json();
  std::set<std::string> refs;
  collect_refs(document, refs);
  EXPECT_GT(refs.size(), 3U);
  for (const std::string& ref : refs) {
    EXPECT_TRUE(document.contains(Json::json_pointer(ref.substr(1)))) << ref;
  }
}

TEST_F(Contract, ThePageOfTheDocumentNeedsNothingFromElsewhere) {
  const auto page = client().get("/api/docs");
  EXPECT_EQ(page.status, 200U);
  EXPECT_NE(page.header("Content-Security-Policy").find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(page.body.find("http"), std::string::npos);
  EXPECT_EQ(client().get("/api/docs.js").header("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(client().get("/api/docs.css").status, 200U);
}

TEST_F(Contract, ContradictoryRoutesAreFoundAtStart) {
  EXPECT_THROW(RouteTable({list_notes(), list_notes()}), std::logic_error);
  Route other = list_notes();
  other.operation = "listNotesAgain";
  EXPECT_THROW(RouteTable({list_notes(), other}), std::logic_error) << "the same method and path";
  Route silent = list_notes();
  silent.summary.zh = "";
  EXPECT_THROW(RouteTable({silent}), std::logic_error);
  Route astray = get_note();
  astray.path = "/api/v1/notes/{note}";
  EXPECT_THROW(RouteTable({astray}), std::logic_error);
}

TEST_F(Contract, AReplyThatBreaksItsSpecificationIsFound) {
  const Route route = get_note();
  EXPECT_EQ(find_breach(route, Reply::ok({{"id", 1}, {"text", "a"}, {"version", 1}})), "");
  EXPECT_NE(find_breach(route, Reply::ok({{"id", 1}, {"text", "a"}})), "");
  EXPECT_NE(find_breach(route, Reply::ok({{"id", 1}, {"text", "a"}, {"version", 1}, {"x", 1}})), "");
  EXPECT_NE(find_breach(route, Reply::json(201, {{"id", 1}, {"text", "a"}, {"version", 1}})), "");
  EXPECT_NE(find_breach(route, Reply::bytes("text/plain", "a")), "");
}

class Health : public NotesApi {
 protected:
  bool city_loaded_ = true;
  void adjust(Platform& platform) override {
    platform.gauges = {{"hotline_answer", "The answer.", [] { return 42.0; }}};
    platform.checks = {{"city", [this](store::ReadTx&) -> base::Status {
                          if (city_loaded_) return {};
                          return base::Error::of(base::ErrorCode::unavailable, "城市配置未载入。",
                                                 "No city is loaded.");
                        }}};
  }
};

TEST_F(Health, ReadinessTellsItsReasons) {
  auto caller = client();
  EXPECT_EQ(caller.get("/health/ready").json(),
            Json({{"status", "ready"}, {"reasons", Json::array()}, {"concerns", Json::array()}}));
  city_loaded_ = false;
  const auto reply = caller.get("/health/ready", {{"Accept-Language", "en"}});
  EXPECT_EQ(reply.status, 503U);
  EXPECT_EQ(reply.json()["reasons"][0], Json({{"part", "city"}, {"detail", "No city is loaded."}}));
  EXPECT_EQ(caller.get("/health/live").status, 200U);
}

TEST_F(Health, FiguresCountRequestsByOperationAndStatus) {
  auto caller = client();
  caller.get("/api/v1/notes");
  caller.get("/api/v1/notes");
  caller.get("/nowhere");
  const std::string page = caller.get("/metrics").body;
  EXPECT_NE(
      page.find("hotline_http_requests_total{operation=\"listNotes\",method=\"GET\",status=\"401\"} 2\n"),
      std::string::npos)
      << page;
  EXPECT_NE(page.find("hotline_http_request_seconds_count{operation=\"listNotes\"} 2\n"), std::string::npos);
  EXPECT_NE(page.find("{operation=\"other\",method=\"other\",status=\"404\"} 1\n"), std::string::npos);
  EXPECT_NE(page.find("hotline_answer 42\n"), std::string::npos);
}

class Console : public NotesApi {
 protected:
  test::TempDir dir_;
  void adjust(ServerSettings& settings) override {
    std::filesystem::create_directory(dir_.path() / "assets");
    std::ofstream(dir_.file("index.html")) << "<!doctype html><title>console</title>";
    std::ofstream(dir_.file("assets/app-1f3a.js")) << "let a = 1;";
    std::ofstream(dir_.file("assets/big-77aa.js")) << "let b = 2;";
    std::ofstream(dir_.file("assets/big-77aa.js.br")) << "as brotli";
    std::ofstream(dir_.file("assets/big-77aa.js.gz")) << "as gzip";
    std::ofstream(dir_.file("assets/lonely.gz")) << "a file of its own";
    settings.console_dir = dir_.path().string();
  }
};

TEST_F(Console, FilesAndScreensAreServed) {
  auto caller = client();
  const auto page = caller.get("/");
  EXPECT_EQ(page.status, 200U);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.header("Cache-Control"), "no-cache");
  EXPECT_EQ(caller.get("/tickets/17").body, page.body) << "a screen of the console";
  const auto script = caller.get("/assets/app-1f3a.js");
  EXPECT_NE(script.header("Cache-Control").find("immutable"), std::string::npos);
  EXPECT_EQ(caller.get("/assets/app-1f3a.js", {{"If-None-Match", script.header("ETag")}}).status, 304U);
}

TEST_F(Console, ServesTheSmallestFormThatTheClientTakes) {
  auto caller = client();
  const auto body_for = [&](const std::string& accepted) {
    return caller.get("/assets/big-77aa.js", {{"Accept-Encoding", accepted}});
  };
  const auto brotli = body_for("gzip, deflate, br");
  EXPECT_EQ(brotli.body, "as brotli");
  EXPECT_EQ(brotli.header("Content-Encoding"), "br");
  EXPECT_EQ(brotli.header("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(brotli.header("Vary"), "Accept-Encoding");
  const auto gzip = body_for("GZIP ; q=0.5, br;q=0");
  EXPECT_EQ(gzip.body, "as gzip");
  EXPECT_NE(gzip.header("ETag"), brotli.header("ETag"));
  const auto plain = caller.get("/assets/big-77aa.js");
  EXPECT_EQ(plain.body, "let b = 2;");
  EXPECT_EQ(plain.header("Content-Encoding"), "");
  EXPECT_EQ(plain.header("Vary"), "Accept-Encoding") << "a cache must keep the forms apart";
  EXPECT_EQ(body_for("*").body, "as brotli");
  EXPECT_EQ(body_for("*, br;q=0").body, "as gzip");
  EXPECT_EQ(body_for("identity, brotli, xgzip").body, "let b = 2;");
  EXPECT_EQ(body_for("gzip;q=0.000, br;q=0.").body, "let b = 2;");
  EXPECT_EQ(
      caller.get("/assets/big-77aa.js", {{"Accept-Encoding", "br"}, {"If-None-Match", brotli.header("ETag")}})
          .status,
      304U);
}

TEST_F(Console, CompressedFormsHaveNoAddressOfTheirOwn) {
  auto caller = client();
  EXPECT_EQ(caller.get("/assets/big-77aa.js.br").status, 404U);
  EXPECT_EQ(caller.get("/assets/lonely.gz").body, "a file of its own");
}

TEST_F(Console, NothingElseIsServed) {
  auto caller = client();
  EXPECT_EQ(caller.get("/assets/none.js").status, 404U);
  EXPECT_EQ(caller.get("/../hotline.db").status, 404U);
  EXPECT_EQ(caller.get("/api/v1/none").problem(), "not_found");
  EXPECT_EQ(caller.post_empty("/").status, 404U);
}

}  // namespace
}  // namespace hotline::api
