// Bad input gets a problem document that names the field and the rule, and nothing is stored.
#include "api/notes_fixture.hpp"

namespace hotline::api {
namespace {

using test::HttpReply;

struct BadBody {
  std::string body;
  unsigned status;
  std::string problem;
  std::string faults;
};

class BadInput : public NotesApi {};

TEST_F(BadInput, EachFaultOfABodyIsNamedAndNothingIsStored) {
  auto caller = writer();
  const std::vector<BadBody> table{
      {R"({"text":)", 400, "malformed", ""},
      {"", 400, "malformed", ""},
      {"{\"text\":\"\xff\xfe\"}", 400, "malformed", ""},
      {std::string("{\"text\":\"a\0b\"}", 14), 400, "malformed", ""},
      {R"({"text":"\ud800"})", 400, "malformed", ""},
      {R"({"text":"ok","count":1e999})", 400, "malformed", ""},
      {std::string(40, '[') + std::string(40, ']'), 400, "malformed", ""},
      {R"(["text"])", 422, "invalid_input", " type"},
      {R"({})", 422, "invalid_input", "/text required"},
      {R"({"text":"a\u0000b"})", 422, "invalid_input", "/text nul"},
      {R"({"text":7})", 422, "invalid_input", "/text type"},
      {R"({"text":null})", 422, "invalid_input", "/text type"},
      {R"({"text":"  　 "})", 422, "invalid_input", "/text blank"},
      {R"({"text":"一二三四五六七八九十一二三四五六七八九十一"})", 422, "invalid_input", "/text max_length"},
      {R"({"text":"a","txet":"b"})", 422, "invalid_input", "/txet unknown_field"},
      {R"({"text":"a","a/b~c":1})", 422, "invalid_input", "/a~1b~0c unknown_field"},
      {R"({"text":"a","phone":"12"})", 422, "invalid_input", "/phone phone"},
      {R"({"text":"a","kind":"urgnt"})", 422, "invalid_input", "/kind choice"},
      {R"({"text":"a","count":10})", 422, "invalid_input", "/count range"},
      {R"({"text":"a","count":18446744073709551615})", 422, "invalid_input", "/count range"},
      {R"({"text":"a","count":1.5})", 422, "invalid_input", "/count type"},
      {R"({"text":"a","due":"2026-13-01T00:00:00Z"})", 422, "invalid_input", "/due date_time"},
      {R"({"text":"a","place":{"stret":"x"}})", 422, "invalid_input",
       "/place/street required, /place/stret unknown_field"},
      {R"({"text":"a","labels":["a","b","c"]})", 422, "invalid_input", "/labels max_items"},
      {R"({"text":"a","labels":["a","b c"]})", 422, "invalid_input", "/labels/1 code"},
      {R"({"text":5,"count":"x","kind":true})", 422, "invalid_input", "/text type, /kind type, /count type"},
  };
  for (const BadBody& bad : table) {
    const HttpReply reply = caller.send_json("POST", "/api/v1/notes", bad.body);
    EXPECT_EQ(reply.status, bad.status) << bad.body;
    EXPECT_EQ(reply.problem(), bad.problem) << bad.body;
    EXPECT_EQ(reply.faults(), bad.faults) << bad.body;
    EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
    EXPECT_EQ(reply.json()["instance"], "/api/v1/notes");
  }
  EXPECT_EQ(notes_stored(), 0);
}

TEST_F(BadInput, TheNearestNameIsSuggestedInTheReadersLanguage) {
  auto caller = writer();
  const auto english =
      caller.post("/api/v1/notes", {{"text", "a"}, {"phnoe", "1"}}, {{"Accept-Language", "en-GB,zh;q=0.5"}});
  EXPECT_EQ(english.json()["errors"][0]["message"], "No such field. Did you mean phone?");
  EXPECT_EQ(english.header("Content-Language"), "en");
  const auto chinese = caller.post("/api/v1/notes", {{"text", "a"}, {"phnoe", "1"}},
                                   {{"Accept-Language", "fr, zh-CN;q=0.8, en;q=0.3"}});
  EXPECT_EQ(chinese.json()["errors"][0]["message"], "没有此字段，是否应为 phone？");
  EXPECT_EQ(chinese.header("Content-Language"), "zh-CN");
}

TEST_F(BadInput, AMalformedBodyTellsLineAndPlace) {
  auto caller = writer();
  const auto reply =
      caller.send_json("POST", "/api/v1/notes", "{\n  \"text\": oops\n}", {{"Accept-Language", "en"}});
  EXPECT_NE(reply.json()["detail"].get<std::string>().find("Line 2, byte 11"), std::string::npos)
      << reply.body;
}

TEST_F(BadInput, QueryParametersAreDeclaredTypedAndGivenOnce) {
  auto caller = writer();
  EXPECT_EQ(caller.get("/api/v1/notes?limit=2&kind=plain,urgent").status, 200U);
  EXPECT_EQ(caller.get("/api/v1/notes?limt=2").faults(), "?limt unknown_parameter");
  EXPECT_EQ(caller.get("/api/v1/notes?limit=two").faults(), "?limit type");
  EXPECT_EQ(caller.get("/api/v1/notes?limit=101").faults(), "?limit range");
  EXPECT_EQ(caller.get("/api/v1/notes?limit=1&limit=2").faults(), "?limit duplicate");
  EXPECT_EQ(caller.get("/api/v1/notes?kind=plain,rush").faults(), "?kind/1 choice");
  EXPECT_EQ(caller.get("/api/v1/notes?limit=%zz").status, 400U);
  EXPECT_EQ(caller.get("/api/v1/notes?kind=%ff").status, 400U);
}

TEST_F(BadInput, PathParametersThatAreNoIdsAreNotFound) {
  auto caller = writer();
  EXPECT_EQ(caller.get("/api/v1/notes/seven").status, 404U);
  EXPECT_EQ(caller.get("/api/v1/notes/0").status, 404U);
  EXPECT_EQ(caller.get("/api/v1/notes/99999999999999999999").status, 404U);
  EXPECT_EQ(caller.get("/api/v1/notes/%ff").status, 404U);
  EXPECT_EQ(caller.get("/api/v1/notes/").status, 404U);
  EXPECT_EQ(caller.get("/api/v1/notes/7").problem(), "not_found");
}

TEST_F(BadInput, BodiesOfAnotherTypeAreRefused) {
  auto caller = writer();
  EXPECT_EQ(
      caller.send("POST", "/api/v1/notes", "text=a", {{"Content-Type", "application/x-www-form-urlencoded"}})
          .status,
      415U);
  EXPECT_EQ(caller.send("POST", "/api/v1/notes", R"({"text":"a"})").status, 415U);
  EXPECT_EQ(caller.send_json("DELETE", "/api/v1/session", R"({"x":1})").status, 400U);
  EXPECT_EQ(notes_stored(), 0);
}

}  // namespace
}  // namespace hotline::api
