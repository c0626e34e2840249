// Attachments and exports: what goes in is told by content, what comes out is masked and the asker's to see.
#include "api/scenario.hpp"

namespace hotline::api {
namespace {

using access::Right;
using access::Role;

const std::string kPng = std::string("\x89PNG\r\n\x1A\n", 8) + std::string(64, 'x');

class Files : public ScenarioApi {
 protected:
  static std::string of(const Json& receipt, const std::string& query = "") {
    return "/api/v1/requests/" + receipt["number"].get<std::string>() + "/attachments" + query;
  }
  static std::string with_code(const Json& receipt) {
    return "?code=" + receipt["query_code"].get<std::string>();
  }
  static test::HttpReply upload(test::HttpClient& who, const std::string& path, const std::string& content) {
    return who.send("POST", path, content, {{"Content-Type", "image/jpeg"}});
  }
};

TEST_F(Files, AreToldByTheirContentAndAttachedOnce) {
  const Json receipt = given_request();
  auto clerk = agent();
  const auto first = upload(clerk, of(receipt), kPng);
  ASSERT_EQ(first.status, 201U) << first.body;
  EXPECT_EQ(first.json()["type"], "image/png") << "whatever the sender calls it";
  EXPECT_EQ(upload(clerk, of(receipt), kPng).status, 200U);
  EXPECT_EQ(clerk.get(of(receipt)).json()["items"].size(), 1U);
  const auto back = clerk.get("/api/v1/attachments/" + std::to_string(first.json()["id"].get<int>()));
  EXPECT_EQ(back.body, kPng);
  EXPECT_EQ(back.header("Content-Type"), "image/png");
  EXPECT_NE(back.header("Content-Disposition").find("attachment"), std::string::npos);
  EXPECT_EQ(back.header("Content-Security-Policy"), "sandbox");
}

TEST_F(Files, OfACitizenNeedTheCodeOfTheVeryRequest) {
  const Json receipt = given_request(), other = given_request();
  auto citizen = client();
  const std::int64_t before = newest_seq();
  EXPECT_EQ(upload(citizen, of(receipt), kPng).status, 404U);
  EXPECT_EQ(upload(citizen, of(receipt, with_code(other)), kPng).status, 404U);
  EXPECT_EQ(newest_seq(), before);
  EXPECT_EQ(upload(citizen, of(receipt, with_code(receipt)), kPng).status, 201U);
  EXPECT_EQ(citizen.get(of(receipt, with_code(receipt))).status, 401U) << "a citizen does not list files";
}

TEST_F(Files, ThatAreTooLargeEmptyOrOfNoKnownKindAreRefused) {
  const Json receipt = given_request();
  auto clerk = agent();
  const std::int64_t before = newest_seq();
  EXPECT_EQ(upload(clerk, of(receipt), std::string(70 * 1024, 'x')).status, 413U);
  clerk.disconnect();
  EXPECT_EQ(upload(clerk, of(receipt), "").status, 422U);
  EXPECT_EQ(upload(clerk, of(receipt), std::string("MZ\x90\x00\x03", 5) + std::string(100, '\0')).status,
            415U);
  EXPECT_EQ(newest_seq(), before);
}

TEST_F(Files, AreSeenByWhoSeesTheTicket) {
  const Json receipt = given_request();
  act(supervisor(), receipt["ticket"].get<std::int64_t>(), "/dispatch", {{"lead", "XH-CG"}});
  auto clerk = agent(), own = handler("XH-CG"), other = handler("WATER"),
       auditor = signed_in({Role::auditor});
  const Json file = upload(clerk, of(receipt), kPng).json();
  const std::string path = "/api/v1/attachments/" + std::to_string(file["id"].get<int>());
  check({{"the unit", own, "GET", path, nullptr, 200, {"PNG"}, {}, {"attachment downloaded"}},
         {"another unit", other, "GET", path, nullptr, 404, {}, {"PNG"}, {"attachment download_refused"}},
         {"another unit's list", other, "GET", of(receipt), nullptr, 404},
         {"an auditor", auditor, "GET", path, nullptr, 403, {}, {"PNG"}}});
  EXPECT_EQ(upload(other, of(receipt), kPng + "y").status, 404U);
}

TEST_F(Files, OfAConfidentialReporterAreForNamedRolesWhileAUnitKeepsItsOwn) {
  const Json receipt = given_request({{"secret", true}});
  const auto id = receipt["ticket"].get<std::int64_t>();
  auto citizen = client(), own = handler("XH-CG"), approving = approver("XH-CG"), chief = supervisor();
  const auto key = [](const test::HttpReply& made) {
    EXPECT_EQ(made.status, 201U) << made.body;
    return std::to_string(made.json()["id"].get<int>());
  };
  const std::string photo = key(upload(citizen, of(receipt, with_code(receipt)), kPng));
  act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}});
  const std::string reply = key(upload(own, of(receipt), kPng + "evidence"));
  const std::string files = "/api/v1/attachments/";
  check(
      {{"the reporter's photo",
        own,
        "GET",
        files + photo,
        nullptr,
        403,
        {"保密"},
        {"PNG"},
        {"attachment download_refused"}},
       {"its own evidence",
        own,
        "GET",
        files + reply,
        nullptr,
        200,
        {"evidence"},
        {},
        {"attachment downloaded"}},
       {"which its approver sees",
        approving,
        "GET",
        files + reply,
        nullptr,
        200,
        {"evidence"},
        {},
        {"attachment downloaded"}},
       {"a named role", chief, "GET", files + photo, nullptr, 200, {"PNG"}, {}, {"attachment downloaded"}}});
  const Json listed = own.get(of(receipt)).json()["items"];
  ASSERT_EQ(listed.size(), 1U) << "the reporter's is not even named";
  EXPECT_EQ(std::to_string(listed[0]["id"].get<int>()), reply);
  EXPECT_EQ(chief.get(of(receipt)).json()["items"].size(), 2U);
  act(supervisor(), id, "/secrecy",
      {{"secret", true}, {"kept_out", {"account:" + std::to_string(account_of(chief))}}});
  check({"a supervisor who is kept out",
         chief,
         "GET",
         files + photo,
         nullptr,
         404,
         {},
         {"PNG"},
         {"attachment download_refused"}});
}

TEST_F(Files, EachDownloadIsInTheTrailOfItsRequest) {
  const Json receipt = given_request();
  auto clerk = agent();
  const Json file = upload(clerk, of(receipt), kPng).json();
  EXPECT_EQ(clerk.get("/api/v1/attachments/" + std::to_string(file["id"].get<int>())).status, 200U);
  const std::string path = "/api/v1/requests/" + receipt["number"].get<std::string>() + "/trail";
  const Json trail = client().post(path, {{"code", receipt["query_code"]}}).json()["trail"]["entries"];
  const auto look =
      std::find_if(trail.begin(), trail.end(), [](const Json& one) { return one["kind"] == "downloaded"; });
  ASSERT_NE(look, trail.end()) << trail.dump();
  EXPECT_EQ((*look)["actor"], "account:" + std::to_string(account_of(clerk)));
  EXPECT_EQ((*look)["subject"], file["id"]);
}

TEST_F(Files, AnExportIsOnRecordWithWhatItWasNarrowedByAndKeepsOutWhoHasAnInterest) {
  const std::int64_t id = given_ticket({{"kind", "complaint"}, {"title", "广场舞"}, {"secret", true}});
  auto chief = supervisor(), auditor = signed_in({Role::auditor});
  check({"by number of a person",
         chief,
         "GET",
         "/api/v1/tickets/export?kind=complaint&q=13812345678",
         nullptr,
         200,
         {},
         {},
         {"access tickets_exported"}});
  const Json kept = auditor.get("/api/v1/audit/entries?kind=tickets_exported").json()["items"];
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_NE(kept.dump().find("complaint"), std::string::npos) << kept.dump();
  EXPECT_EQ(kept.dump().find("13812345678"), std::string::npos) << kept.dump();
  EXPECT_EQ(kept[0]["actor"], "account:" + std::to_string(account_of(chief)));
  EXPECT_NE(chief.get("/api/v1/tickets/export").body.find("广场舞"), std::string::npos);
  act(supervisor(), id, "/secrecy",
      {{"secret", true}, {"kept_out", {"account:" + std::to_string(account_of(chief))}}});
  EXPECT_EQ(chief.get("/api/v1/tickets/export").body.find("广场舞"), std::string::npos);
}

TEST_F(Files, AnExportIsMaskedFilteredAndAsLongAsItMustBe) {
  for (int i = 0; i < 3; ++i) given_ticket({{"title", "路灯 \"A\", 第" + std::to_string(i) + "盏"}});
  given_ticket({{"kind", "complaint"}, {"title", "广场舞"}, {"secret", true}});
  auto chief = supervisor(), clerk = agent(), unit = handler("XH-CG");
  auto machine = program({Right::export_data, Right::ticket_read_all});
  const auto csv = chief.get("/api/v1/tickets/export", {{"Accept-Language", "en"}});
  EXPECT_EQ(csv.status, 200U);
  EXPECT_EQ(csv.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(csv.body.substr(0, 9), "\xEF\xBB\xBFnumber");
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 5);
  EXPECT_NE(csv.body.find("\"路灯 \"\"A\"\", 第2盏\""), std::string::npos) << csv.body;
  for (const std::string hidden : {"13812345678", "王小明"})
    EXPECT_EQ(csv.body.find(hidden), std::string::npos) << hidden;
  const auto lines = chief.get("/api/v1/tickets/export?format=ndjson&kind=complaint");
  EXPECT_EQ(std::count(lines.body.begin(), lines.body.end(), '\n'), 1);
  EXPECT_EQ(Json::parse(lines.body)["title"], "广场舞");
  check({{"secret ones need the right",
          machine,
          "GET",
          "/api/v1/tickets/export",
          nullptr,
          200,
          {"路灯"},
          {"广场舞"},
          {"access tickets_exported"}},
         {"agents export nothing", clerk, "GET", "/api/v1/tickets/export", nullptr, 403, {}, {"路灯"}},
         {"nor do units", unit, "GET", "/api/v1/tickets/export", nullptr, 403, {}, {"路灯"}},
         {"an unknown form", chief, "GET", "/api/v1/tickets/export?format=pdf", nullptr, 422, {"choice"}}});
}

}  // namespace
}  // namespace hotline::api
