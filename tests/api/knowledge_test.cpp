// Knowledge over HTTP: who writes, who publishes, who is told what.
#include "api/domain_fixture.hpp"
#include "hotline/knowledge/import.hpp"
#include "hotline/notify/outbox.hpp"

namespace hotline::api {
namespace {

using namespace std::chrono_literals;
using access::Role;
using test::HttpClient;
using test::HttpReply;

class KnowledgeRoutes : public DomainApi {
 protected:
  HttpClient editor() { return signed_in({Role::knowledge_editor}); }

  static Json content(const std::string& question, const std::string& answer, Json more = Json::object()) {
    Json body{{"questions", {question}}, {"answer", answer}, {"visibility", "public"}};
    body.update(more);
    return body;
  }
  // Written by an editor, reviewed by whom it needs; its id.
  std::int64_t given_published(Json body) {
    HttpClient writer = editor();
    body["submit"] = true;
    const HttpReply made = writer.post("/api/v1/knowledge/entries", body);
    if (made.status != 201) throw std::runtime_error(made.body);
    const auto id = made.json()["id"].get<std::int64_t>();
    const std::string owner = body.value("owner", "");
    HttpClient reviewer = owner.empty() ? editor() : handler(owner);
    const HttpReply out = reviewer.post(entry(id) + "/publish", Json::object(), if_match(1));
    if (out.status != 200) throw std::runtime_error(out.body);
    return id;
  }
  static std::string entry(std::int64_t id) { return "/api/v1/knowledge/entries/" + std::to_string(id); }
  template <class Client>
  static Json ask(Client&& client, const std::string& question, Json more = Json::object()) {
    more["question"] = question;
    const HttpReply reply = client.post("/api/v1/knowledge/answers", more);
    if (reply.status != 200) throw std::runtime_error(reply.body);
    return reply.json();
  }
  template <class Client>
  static Json ask_publicly(Client&& client, const std::string& question) {
    const HttpReply reply = client.post("/api/v1/public/questions", {{"question", question}});
    if (reply.status != 200) throw std::runtime_error(reply.body);
    return reply.json();
  }
  // A query string holds plain ASCII alone.
  static std::string encoded(const std::string& text) {
    std::string out;
    for (const char c : text) {
      static constexpr char digits[] = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
    return out;
  }
  template <class Client>
  static std::size_t hits(Client&& client, const std::string& query) {
    const HttpReply reply = client.get("/api/v1/knowledge/search?q=" + encoded(query));
    if (reply.status != 200) throw std::runtime_error(reply.body);
    return reply.json()["items"].size();
  }
};

TEST_F(KnowledgeRoutes, AnEntryGoesFromDraftOverTheOwnersReviewToReaders) {
  HttpClient writer = editor();
  const HttpReply made = writer.post("/api/v1/knowledge/entries",
                                     content("犬证怎么办？", "到区城管窗口办理犬证。", {{"owner", "XH-CG"}}));
  ASSERT_EQ(made.status, 201U) << made.body;
  const auto id = made.json()["id"].get<std::int64_t>();
  EXPECT_EQ(agent().get(entry(id)).status, 404U) << "a draft is nobody's but its keepers'";
  ASSERT_EQ(writer.post(entry(id) + "/submit", Json::object(), if_match(1)).status, 200U);
  EXPECT_EQ(writer.post(entry(id) + "/publish", Json::object(), if_match(2)).status, 403U);
  EXPECT_EQ(handler("ENV").post(entry(id) + "/publish", Json::object(), if_match(2)).status, 404U);
  const HttpReply out = handler("XH-CG").post(entry(id) + "/publish", Json::object(), if_match(2));
  ASSERT_EQ(out.status, 200U) << out.body;
  EXPECT_EQ(agent().get(entry(id)).json()["answer"], "到区城管窗口办理犬证。");
  EXPECT_EQ(agent().put(entry(id), content("犬证怎么办？", "改"), if_match(3)).status, 403U);
}

TEST_F(KnowledgeRoutes, OfTwoEditsOfOneVersionTheSecondIsRefused) {
  const std::int64_t id = given_published(content("犬证怎么办？", "到窗口办理。"));
  HttpClient first = editor(), second = editor();
  EXPECT_EQ(first.put(entry(id), content("犬证怎么办？", "到窗口或者网上办理。"), if_match(2)).status, 200U);
  EXPECT_EQ(second.put(entry(id), content("犬证怎么办？", "别的"), if_match(2)).status, 412U);
  EXPECT_EQ(second.put(entry(id), content("犬证怎么办？", "别的")).status, 428U);
  const Json changes = first.get(entry(id) + "/comparison").json();
  ASSERT_EQ(changes["items"].size(), 1U);
  EXPECT_EQ(changes["items"][0]["after"], "到窗口或者网上办理。");
  EXPECT_EQ(first.get(entry(id) + "/versions").json()["items"].size(), 3U);
  EXPECT_EQ(agent().get(entry(id)).json()["answer"], "到窗口办理。") << "readers keep the published version";
}

TEST_F(KnowledgeRoutes, AnAnswerComesWithPassageSourceAndValidity) {
  given_published(content("犬只登记证怎么办理？", "",
                          {{"facts",
                            {{{"kind", "place"}, {"text", "翠苑街道便民服务中心 3 号窗口"}},
                             {{"kind", "materials"}, {"text", "居民身份证、犬只免疫证明"}}}},
                           {"source_title", "养犬登记办事指南"},
                           {"valid_to", "2027-01-01T00:00:00+08:00"}}));
  const Json answer = ask(agent(), "犬只登记证怎么办理？要带哪些材料");
  ASSERT_TRUE(answer["answered"].get<bool>()) << answer.dump(1);
  const Json& point = answer["points"][0];
  EXPECT_EQ(point["passage"], "所需材料：居民身份证、犬只免疫证明");
  EXPECT_EQ(point["source"]["title"], "养犬登记办事指南");
  EXPECT_EQ(point["valid_to"], "2027-01-01T00:00:00+08:00");
  EXPECT_TRUE(answer["person"].is_null());
  const Json next = ask(agent(), "那在哪里办？", {{"about", point["entry"]}});
  EXPECT_EQ(next["points"][0]["passage"], "办理地点：翠苑街道便民服务中心 3 号窗口");
}

TEST_F(KnowledgeRoutes, WhatNobodyKnowsOffersAPersonAndBecomesAGapThatIsFilledAndTold) {
  HttpClient desk = agent();
  const Json none = ask(desk, "无人机在西湖上空能飞吗？");
  EXPECT_FALSE(none["answered"].get<bool>());
  EXPECT_NE(none["person"].get<std::string>().find("12345"), std::string::npos);
  EXPECT_TRUE(none["points"].empty());
  ask(agent(), "无人机在西湖上空能飞行吗");
  HttpClient keeper = editor();
  const Json gaps = keeper.get("/api/v1/knowledge/gaps").json();
  ASSERT_EQ(gaps["items"].size(), 1U) << "the same question in other words is the same gap";
  EXPECT_EQ(gaps["items"][0]["asked"], 2);
  const std::int64_t id =
      given_published(content("无人机在西湖上空能飞吗？", "西湖景区为无人机管控区域，未经批准不得飞行。"));
  const std::string gap = "/api/v1/knowledge/gaps/" + std::to_string(gaps["items"][0]["id"].get<int>());
  EXPECT_EQ(desk.post(gap + "/fill", {{"entry", id}}).status, 403U);
  const HttpReply filled = keeper.post(gap + "/fill", {{"entry", id}});
  ASSERT_EQ(filled.status, 200U) << filled.body;
  EXPECT_TRUE(ask(desk, "无人机在西湖上空能飞吗？")["answered"].get<bool>());
  EXPECT_TRUE(keeper.get("/api/v1/knowledge/gaps").json()["items"].empty());
  const auto told = store().read([&](store::ReadTx& tx) {
    return notify::messages_about(tx, "knowledge_gap", gaps["items"][0]["id"].get<std::int64_t>());
  });
  ASSERT_EQ(told.size(), 2U) << "both desks that asked are told";
  EXPECT_EQ(told[0].recipient, notify::Recipient::account(account_of(desk)));
}

TEST_F(KnowledgeRoutes, AnInternalEntryIsInNoPublicAnswerCountOrSuggestion) {
  given_published(
      content("应急排涝泵站调度电话是多少？", "调度电话 0571-80000001。", {{"visibility", "internal"}}));
  HttpClient nobody = client();
  const Json answer = ask_publicly(nobody, "应急排涝泵站调度电话是多少？");
  EXPECT_FALSE(answer["answered"].get<bool>());
  EXPECT_TRUE(answer["points"].empty() && answer["options"].empty());
  EXPECT_EQ(answer["confidence"], 0.0) << "not even the confidence may tell that there is one";
  EXPECT_TRUE(
      nobody.get("/api/v1/public/questions/suggestions?q=" + encoded("应急")).json()["items"].empty());
  EXPECT_TRUE(ask(agent(), "应急排涝泵站调度电话是多少？")["answered"].get<bool>());
  EXPECT_EQ(agent().get("/api/v1/knowledge/suggestions?q=" + encoded("应急")).json()["items"].size(), 1U);
  // The signed-in page of a citizen sees no more than a citizen.
  HttpClient desk = agent();
  EXPECT_FALSE(ask_publicly(desk, "应急排涝泵站调度电话是多少？")["answered"].get<bool>());
}

TEST_F(KnowledgeRoutes, AConfidentialEntryIsForItsUnitAndNoOther) {
  given_published(
      content("涉密泵房位置在哪里？", "见内部图纸。", {{"visibility", "confidential"}, {"owner", "WATER"}}));
  EXPECT_EQ(hits(handler("WATER"), "涉密泵房"), 1U);
  EXPECT_EQ(hits(handler("ENV"), "涉密泵房"), 0U);
  EXPECT_EQ(hits(agent(), "涉密泵房"), 0U);
  EXPECT_EQ(agent().get("/api/v1/knowledge/entries").json()["items"].size(), 0U);
}

TEST_F(KnowledgeRoutes, AnEntryLeavesSearchAtItsMinute) {
  given_published(
      content("高温津贴发到几月？", "高温津贴发放至九月。", {{"valid_to", "2026-03-02T13:00:00+08:00"}}));
  clock().set(test::value_of(base::parse_rfc3339("2026-03-02T12:59:59+08:00")));
  HttpClient desk = agent();
  EXPECT_EQ(hits(desk, "高温津贴"), 1U);
  EXPECT_TRUE(ask(desk, "高温津贴发到几月？")["answered"].get<bool>());
  clock().set(test::value_of(base::parse_rfc3339("2026-03-02T13:00:00+08:00")));
  EXPECT_EQ(hits(desk, "高温津贴"), 0U);
  EXPECT_FALSE(ask(desk, "高温津贴发到几月？")["answered"].get<bool>());
  EXPECT_TRUE(desk.get("/api/v1/knowledge/suggestions?q=" + encoded("高温")).json()["items"].empty());
}

TEST_F(KnowledgeRoutes, AMarkBecomesATaskOfTheOwnerOnce) {
  const std::int64_t id = given_published(content("犬证怎么办？", "到窗口办理。", {{"owner", "XH-CG"}}));
  const HttpReply marked = agent().post(entry(id) + "/marks", {{"kind", "outdated"}, {"words", "窗口搬了"}});
  ASSERT_EQ(marked.status, 200U) << marked.body;
  EXPECT_EQ(agent().post(entry(id) + "/marks", {{"kind", "outdated"}}).json()["id"], marked.json()["id"]);
  HttpClient owner = handler("XH-CG");
  const Json tasks = owner.get("/api/v1/knowledge/tasks").json();
  ASSERT_EQ(tasks["items"].size(), 1U);
  EXPECT_EQ(tasks["items"][0]["detail"], "窗口搬了");
  EXPECT_TRUE(handler("ENV").get("/api/v1/knowledge/tasks").json()["items"].empty());
  const std::string task = "/api/v1/knowledge/tasks/" + std::to_string(tasks["items"][0]["id"].get<int>());
  EXPECT_EQ(handler("ENV").post(task + "/close", {{"note", "无误"}}).status, 403U);
  EXPECT_EQ(owner.post(task + "/close", {{"note", "已核实无误"}}).status, 200U);
  EXPECT_TRUE(owner.get("/api/v1/knowledge/tasks").json()["items"].empty());
}

TEST_F(KnowledgeRoutes, ACitizenRatesByCodeAndHandsAQuestionOverToARequest) {
  given_published(content("犬证怎么办？", "到窗口办理犬证。"));
  HttpClient nobody = client();
  const Json asked = ask_publicly(nobody, "犬证怎么办？我的电话13812345678");
  const std::string path = "/api/v1/public/questions/" + std::to_string(asked["id"].get<int>()) + "/rating";
  EXPECT_EQ(nobody.post(path, {{"helpful", true}, {"code", "WRONG123"}}).status, 404U);
  EXPECT_EQ(nobody.post(path, {{"helpful", false}, {"code", asked["code"]}}).status, 204U);
  EXPECT_EQ(nobody.post(path, {{"helpful", true}, {"code", asked["code"]}}).status, 409U);
  const auto logged = store().read(
      [&](store::ReadTx& tx) { return *knowledge::QuestionBook::find(tx, asked["id"].get<std::int64_t>()); });
  EXPECT_EQ(logged.question.find("13812345678"), std::string::npos) << logged.question;
  EXPECT_NE(logged.gap, 0) << "an answer that did not help is a gap";
  const HttpReply filed =
      nobody.post("/api/v1/public/requests", {{"words", "窗口不给办犬证，请帮忙协调。"},
                                              {"phone", "13812345678"},
                                              {"question", {{"id", asked["id"]}, {"code", asked["code"]}}}});
  ASSERT_EQ(filed.status, 201U) << filed.body;
  const auto after = store().read(
      [&](store::ReadTx& tx) { return *knowledge::QuestionBook::find(tx, asked["id"].get<std::int64_t>()); });
  EXPECT_EQ(after.request, filed.json()["number"].get<std::string>());
}

TEST_F(KnowledgeRoutes, AnUploadIsReadInTheBackgroundAndConfirmedByOneWord) {
  HttpClient keeper = editor();
  const std::string table = "问题,答案,所需材料\n取水许可怎么办？,到水务窗口办理。,申请书\n";
  const HttpReply taken = keeper.send("POST", "/api/v1/knowledge/imports?name=a.csv&visibility=public", table,
                                      {{"Content-Type", "application/octet-stream"}});
  ASSERT_EQ(taken.status, 202U) << taken.body;
  const HttpReply bad = keeper.send("POST", "/api/v1/knowledge/imports?name=b.docx", "no document",
                                    {{"Content-Type", "application/octet-stream"}});
  ASSERT_EQ(bad.status, 202U);
  domain().knowledge->imports->wait_idle();
  const std::string batch = taken.header("Location");
  const Json done = keeper.get(batch).json();
  EXPECT_EQ(done["state"], "done");
  EXPECT_EQ(done["created"], 1);
  const Json refused = keeper.get(bad.header("Location")).json();
  ASSERT_EQ(refused["refused"].size(), 1U);
  EXPECT_EQ(refused["refused"][0]["name"], "b.docx");
  EXPECT_EQ(handler("ENV").get(batch).status, 404U);
  EXPECT_FALSE(ask(agent(), "取水许可怎么办？")["answered"].get<bool>()) << "nobody has confirmed it";
  EXPECT_EQ(handler("ENV").post(batch + "/publish", Json::object()).status, 404U);
  EXPECT_EQ(keeper.post(batch + "/publish", Json::object()).json()["published"], 1);
  EXPECT_TRUE(ask(agent(), "取水许可怎么办？")["answered"].get<bool>());
}

TEST_F(KnowledgeRoutes, TheTwoSidesOfAConflictAreShownTogether) {
  given_published(content("高龄津贴多少钱？", "每月60元。"));
  HttpClient keeper = editor();
  keeper.send("POST", "/api/v1/knowledge/imports?name=a.csv&visibility=public",
              "问题,答案\n高龄津贴多少钱？,每月80元。\n", {{"Content-Type", "application/octet-stream"}});
  domain().knowledge->imports->wait_idle();
  const Json tasks = keeper.get("/api/v1/knowledge/tasks").json();
  ASSERT_EQ(tasks["items"].size(), 1U);
  EXPECT_EQ(tasks["items"][0]["kind"], "conflict");
  const Json sides =
      keeper.get("/api/v1/knowledge/tasks/" + std::to_string(tasks["items"][0]["id"].get<int>()) + "/sides")
          .json();
  EXPECT_EQ(sides["entry"]["answer"], "每月80元。");
  EXPECT_EQ(sides["other"]["answer"], "每月60元。");
  EXPECT_EQ(sides["detail"], "80 / 60");
}

TEST_F(KnowledgeRoutes, AnAttachedFormComesWithTheAnswerAndStaysClosedWithItsEntry) {
  HttpClient writer = editor();
  const std::string form = "%PDF-1.4\nform";
  const HttpReply up = writer.send("POST", "/api/v1/knowledge/attachments?name=" + encoded("申请表.pdf"),
                                   form, {{"Content-Type", "application/octet-stream"}});
  ASSERT_EQ(up.status, 201U) << up.body;
  EXPECT_EQ(up.json()["type"], "application/pdf");
  const Json files = {{{"id", up.json()["id"]}, {"name", "申请表.pdf"}}};
  const std::int64_t open =
      given_published(content("犬证怎么办？", "填表后到窗口办理。", {{"attachments", Json::array()}}));
  const std::int64_t closed =
      given_published(content("泵站钥匙在哪里？", "见附件。", {{"visibility", "internal"}}));
  const HttpReply edited = writer.put(
      entry(open), content("犬证怎么办？", "填表后到窗口办理。", {{"attachments", files}}), if_match(2));
  ASSERT_EQ(edited.status, 200U) << edited.body;
  EXPECT_EQ(writer.get(entry(open) + "/comparison").json()["items"][0]["field"], "attachments");
  const std::string file = "/attachments/" + std::to_string(up.json()["id"].get<int>());
  EXPECT_EQ(agent().get(entry(open) + file).status, 404U) << "the draft alone has it";
  EXPECT_EQ(writer.get(entry(open) + file).status, 200U);
  writer.post(entry(open) + "/submit", Json::object(), if_match(3));
  ASSERT_EQ(editor().post(entry(open) + "/publish", Json::object(), if_match(4)).status, 200U);
  const Json answer = ask_publicly(client(), "犬证怎么办？");
  ASSERT_EQ(answer["points"].size(), 1U) << answer.dump(1);
  EXPECT_EQ(answer["points"][0]["attachments"][0]["name"], "申请表.pdf");
  const HttpReply got = client().get("/api/v1/public/entries/" + std::to_string(open) + file);
  EXPECT_EQ(got.body, form);
  EXPECT_NE(got.header("Content-Disposition").find("filename*=UTF-8''%E7%94%B3"), std::string::npos);
  EXPECT_EQ(client().get("/api/v1/public/entries/" + std::to_string(closed) + file).status, 404U);
  ASSERT_EQ(
      writer
          .put(entry(closed),
               content("泵站钥匙在哪里？", "见附件。", {{"visibility", "internal"}, {"attachments", files}}),
               if_match(2))
          .status,
      200U);
  EXPECT_EQ(client().get("/api/v1/public/entries/" + std::to_string(closed) + file).status, 404U);
}

TEST_F(KnowledgeRoutes, NobodyAttachesWhatAnotherSentIn) {
  const Json receipt = given_request();
  const HttpReply photo =
      agent().send("POST", "/api/v1/requests/" + receipt["number"].get<std::string>() + "/attachments",
                   "%PDF-1.4\nphoto", {{"Content-Type", "application/octet-stream"}});
  ASSERT_EQ(photo.status, 201U) << photo.body;
  const HttpReply other = editor().send("POST", "/api/v1/knowledge/attachments?name=a.pdf", "%PDF-1.4\nother",
                                        {{"Content-Type", "application/octet-stream"}});
  for (const Json& id : {photo.json()["id"], other.json()["id"], Json(987654)}) {
    const HttpReply made =
        editor().post("/api/v1/knowledge/entries",
                      content("甲", "乙", {{"attachments", {{{"id", id}, {"name", "a.pdf"}}}}}));
    EXPECT_EQ(made.status, 422U) << id;
    EXPECT_NE(made.faults().find("/attachments/0/id unknown_attachment"), std::string::npos) << made.body;
  }
}

TEST_F(KnowledgeRoutes, SeveralSituationsOfOneMatterAreNarrowedDownByChoosing) {
  for (const char* situation : {"新办", "延续", "变更"}) {
    given_published(content(std::string("取水许可（") + situation + "）", "",
                            {{"facts",
                              {{{"kind", "materials"}, {"text", std::string(situation) + "申请书"}},
                               {{"kind", "phone"}, {"text", "0571-11112222"}}}}}));
  }
  HttpClient desk = agent();
  const Json open = ask(desk, "取水许可要带什么材料？");
  EXPECT_FALSE(open["answered"].get<bool>());
  ASSERT_FALSE(open["choices"].is_null()) << open.dump(1);
  EXPECT_EQ(open["choices"]["level"], "situation");
  EXPECT_EQ(open["choices"]["items"].size(), 3U);
  const Json chosen = ask(desk, "取水许可要带什么材料？", {{"chosen", {"延续"}}});
  ASSERT_TRUE(chosen["answered"].get<bool>()) << chosen.dump(1);
  EXPECT_EQ(chosen["points"][0]["passage"], "所需材料：延续申请书");
  EXPECT_TRUE(chosen["choices"].is_null());
  EXPECT_EQ(ask(desk, "取水许可变更要带什么材料？")["points"][0]["passage"], "所需材料：变更申请书")
      << "what is said need not be asked";
  EXPECT_EQ(ask(desk, "取水许可的电话是多少？")["points"][0]["passage"], "咨询电话：0571-11112222")
      << "what is the same in all of them need not be asked either";
  EXPECT_TRUE(editor().get("/api/v1/knowledge/gaps").json()["items"].empty()) << "asked back is not missing";
}

TEST_F(KnowledgeRoutes, SearchUnderstandsPinyinInitialsTraditionalAndSlips) {
  given_published(content("住房公积金提取", "租房提取公积金请到公积金中心窗口。"));
  given_published(content("居住证办理", "到派出所申领居住证。"));
  given_published(content("养犬登记", "到城管窗口登记。", {{"visibility", "internal"}}));
  HttpClient desk = agent();
  const auto first = [&](const std::string& query) -> std::string {
    const Json items = desk.get("/api/v1/knowledge/search?q=" + encoded(query)).json()["items"];
    return items.empty() ? "nothing" : items[0]["title"].get<std::string>();
  };
  EXPECT_EQ(first("公积金"), "住房公积金提取");
  EXPECT_EQ(first("gongjijin"), "住房公积金提取");
  EXPECT_EQ(first("gjj"), "住房公积金提取");
  EXPECT_EQ(first("jzz"), "居住证办理");
  EXPECT_EQ(first("gjj提取"), "住房公积金提取");
  EXPECT_EQ(first("公積金提取"), "住房公积金提取");
  EXPECT_EQ(first("工积金提取"), "住房公积金提取") << "a character of the same sound";
  EXPECT_EQ(first("居主证办理"), "居住证办理");
  EXPECT_EQ(first("ＧＪＪ"), "住房公积金提取");
  EXPECT_EQ(first("yqdj"), "养犬登记");
  HttpClient nobody = client();
  const Json hint = nobody.get("/api/v1/public/questions/suggestions?q=yqdj").json();
  EXPECT_TRUE(hint["items"].empty()) << "letters open nothing that characters do not";
  const Json asked = ask_publicly(nobody, "yqdj");
  EXPECT_TRUE(asked["options"].empty() && asked["points"].empty());
  EXPECT_EQ(ask_publicly(nobody, "jzz")["options"][0]["title"], "居住证办理");
}

TEST_F(KnowledgeRoutes, TheCitysSynonymsHoldFromTheReloadOn) {
  given_published(content("基本医疗保险参保登记", "到社保窗口办理参保登记。"));
  given_published(content("养老保险关系转移", "到社保窗口办理转移。"));
  HttpClient desk = agent();
  EXPECT_EQ(ask(desk, "医保怎么参保？")["points"][0]["title"], "基本医疗保险参保登记");
  write_city_file("synonyms.csv", "words,note\n基本医疗保险|看病险,\n");
  const HttpReply reloaded = signed_in({Role::operations}).post("/api/v1/city/reload", Json::object());
  ASSERT_EQ(reloaded.status / 100, 2U) << reloaded.body;
  EXPECT_EQ(ask(desk, "看病险怎么参保？")["points"][0]["title"], "基本医疗保险参保登记");
  write_city_file("synonyms.csv", "words,note\n看病险,\n");
  const HttpReply wrong = signed_in({Role::operations}).post("/api/v1/city/reload", Json::object());
  EXPECT_EQ(wrong.status, 422U) << wrong.body;
  EXPECT_NE(wrong.body.find("synonyms.csv"), std::string::npos) << wrong.body;
}

TEST_F(KnowledgeRoutes, UseShowsWhatDidNotHelpFirst) {
  const std::int64_t good = given_published(content("犬证怎么办？", "到窗口办理犬证。"));
  const std::int64_t bad = given_published(content("居住证怎么办？", "见公告。", {{"owner", "XH-CG"}}));
  HttpClient desk = agent();
  const auto rate = [&](const std::string& question, bool helpful) {
    const Json answer = ask(desk, question);
    const HttpReply rated =
        desk.post("/api/v1/knowledge/answers/" + std::to_string(answer["id"].get<int>()) + "/rating",
                  {{"helpful", helpful}});
    EXPECT_EQ(rated.status, 204U) << rated.body;
  };
  rate("犬证怎么办？", true);
  rate("犬证怎么办？", true);
  rate("居住证怎么办？", false);
  ask(desk, "火星移民怎么办？");
  const Json use = editor().get("/api/v1/knowledge/usage").json();
  EXPECT_EQ(use["asked"], 4);
  EXPECT_EQ(use["answered"], 3);
  EXPECT_EQ(use["helpful"], 2);
  ASSERT_EQ(use["items"].size(), 2U);
  EXPECT_EQ(use["items"][0]["entry"], bad);
  EXPECT_EQ(use["items"][1]["entry"], good);
  EXPECT_EQ(use["items"][1]["shown"], 2);
  EXPECT_EQ(handler("XH-CG").get("/api/v1/knowledge/usage").json()["items"].size(), 1U);
  EXPECT_TRUE(handler("ENV").get("/api/v1/knowledge/usage").json()["items"].empty());
  EXPECT_EQ(agent().get("/api/v1/knowledge/usage").status, 403U);
}

TEST_F(KnowledgeRoutes, AUnitIsNotShownTheOtherSideThatIsClosedToIt) {
  given_published(
      content("泵房值班电话是多少？", "每班2人。", {{"visibility", "confidential"}, {"owner", "WATER"}}));
  HttpClient unit = handler("ENV");
  unit.send("POST", "/api/v1/knowledge/imports?name=a.csv", "问题,答案\n泵房值班电话是多少？,每班3人。\n",
            {{"Content-Type", "application/octet-stream"}});
  domain().knowledge->imports->wait_idle();
  const Json tasks = unit.get("/api/v1/knowledge/tasks").json();
  ASSERT_EQ(tasks["items"].size(), 1U);
  const HttpReply sides =
      unit.get("/api/v1/knowledge/tasks/" + std::to_string(tasks["items"][0]["id"].get<int>()) + "/sides");
  EXPECT_EQ(sides.status, 403U);
  EXPECT_EQ(sides.body.find("每班2人"), std::string::npos);
}

TEST_F(KnowledgeRoutes, AnySiteMayEmbedThePageForQuestions) {
  const HttpReply page = client().get("/api/public/ask");
  EXPECT_EQ(page.status, 200U);
  EXPECT_NE(page.header("Content-Security-Policy").find("frame-ancestors *"), std::string::npos);
  EXPECT_EQ(client().get("/api/public/ask.js").status, 200U);
  EXPECT_EQ(client().get("/api/public/ask.css").status, 200U);
}

TEST_F(KnowledgeRoutes, AnyQuestionIsAnsweredOrSaidNoToAndNeverAFault) {
  given_published(content("犬证怎么办？", "到窗口办理犬证。"));
  std::string thousands;
  for (int i = 0; i < 2500; ++i) thousands += "犬证怎么";
  HttpClient desk = agent();
  for (const std::string& question :
       {std::string("犬"), std::string("，。！？"), std::string("\"AND OR NOT* (犬证"),
        std::string("NEAR(犬 证)"), std::string("% _ ' --"), thousands}) {
    EXPECT_EQ(desk.post("/api/v1/knowledge/answers", {{"question", question}}).status, 200U)
        << question.substr(0, 40);
  }
  EXPECT_EQ(desk.post("/api/v1/knowledge/answers", {{"question", " "}}).status, 422U);
  EXPECT_EQ(desk.post("/api/v1/knowledge/answers", {{"question", thousands + "犬"}}).status, 422U);
  EXPECT_EQ(desk.get("/api/v1/knowledge/search?q=").status, 422U);
  HttpClient nobody = client();
  for (const std::string& query :
       {std::string("犬"), std::string("，。！？"), std::string("\"AND OR NOT* (犬证"),
        std::string("title:犬证"), std::string("NEAR(犬 证)/2"), std::string("% _ ' -- ;DROP TABLE"),
        std::string("^犬证$ {a} [b]"), std::string("\xF0\x9F\x90\x95"), std::string("a\0b", 3), thousands}) {
    for (const std::string path : {"knowledge/search?q=", "knowledge/suggestions?q="}) {
      if (query == thousands) continue;  // no address is as long as that
      const HttpReply reply = desk.get("/api/v1/" + path + encoded(query));
      EXPECT_LT(reply.status, 500U) << path << query.substr(0, 40);
      EXPECT_FALSE(reply.body.empty()) << "and says why";
    }
    const HttpReply reply = nobody.post("/api/v1/public/questions", {{"question", query}});
    EXPECT_LT(reply.status, 500U) << query.substr(0, 40) << " " << reply.body;
  }
}

}  // namespace
}  // namespace hotline::api
