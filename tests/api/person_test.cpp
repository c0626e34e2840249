// A person's own data: given out whole and signed, put right, both on record and for those alone who may.
#include <algorithm>
#include <set>

#include "api/domain_fixture.hpp"
#include "hotline/api/person.hpp"
#include "hotline/store/anchor.hpp"
#include "hotline/store/digest.hpp"
#include "hotline/store/signing.hpp"
#include "hotline/ticket/erasing.hpp"
#include "support/file_bytes.hpp"

namespace hotline::api {
namespace {

using access::Role;

class Person : public DomainApi {
 protected:
  static Json of(const std::string& phone, Json more = Json::object()) {
    more.update({{"phone", phone}, {"reason", "本人申请2026-7"}});
    return more;
  }
  static Json of_id(const std::string& id_number, Json more = Json::object()) {
    more.update({{"id_number", id_number}, {"reason", "本人申请2026-7"}});
    return more;
  }
  Json caller(const std::string& phone, const std::string& name, Json more = Json::object()) {
    more["caller"] = {{"phone", phone}, {"name", name}, {"address", "文三路90号2幢"}};
    return given_request(std::move(more));
  }
  static std::string digest_of(const Json& person) {
    store::Digest digest;
    digest.add(to_text(person));
    return digest.finish();
  }
  Json exported(const std::string& phone) {
    return supervisor().post("/api/v1/callers/export", of(phone)).json()["person"];
  }
  ticket::Request stored(const Json& receipt) {
    return store().read([&](store::ReadTx& tx) {
      const auto id = ticket::RequestBook::find_by_number(tx, receipt["number"].get<std::string>());
      return *ticket::RequestBook::find(tx, id.value());
    });
  }
  // A message about the request, or its ticket, that went to its caller's number.
  void given_message(std::string_view stream, std::int64_t subject, std::int64_t address,
                     const std::string& text) {
    store().write([&](store::WriteTx& tx) -> base::Status {
      const std::int64_t said = tx.vault().seal(tx, "sent_text", text).id;
      tx.execute(
          "INSERT INTO message (once_key, stream, subject, recipient_kind, address, template, language, "
          "arguments, "
          "sealed_arguments, critical, job, created_at, state, ended_at, sent_text) "
          "VALUES (?1, ?2, ?3, 'phone', ?4, 'receipt', 'zh', '{}', '{}', 0, 0, 0, 'sent', ?5, ?6)",
          text, stream, subject, address, base::to_millis(tx.now()), said);
      return {};
    });
  }
  std::size_t entries(const std::string& kind) {
    return store().read(
        [&](store::ReadTx& tx) { return store::find_entries(tx, {.kind = kind}, 0, 1000).size(); });
  }
};

TEST_F(Person, GetsAllThatIsKeptInOneSignedFile) {
  const Json first = caller("13812345678", "王小明"),
             second = caller("13812345678", "王小明", {{"words", "门口噪声扰民"}});
  caller("13912345678", "李四");
  auto chief = supervisor();
  const auto reply = chief.post("/api/v1/callers/export", of("13812345678"));
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const Json file = reply.json();
  const Json& person = file["person"];
  ASSERT_EQ(person["requests"].size(), 2U);
  EXPECT_EQ(person["requests"][0]["name"], "王小明");
  EXPECT_EQ(person["requests"][0]["address"], "文三路90号2幢");
  EXPECT_EQ(person["requests"][0]["number"], second["number"]);
  EXPECT_EQ(person["requests"][0]["said"]["words"], "门口噪声扰民");
  EXPECT_EQ(person["requests"][1]["number"], first["number"]);
  EXPECT_EQ(reply.body.find("李四"), std::string::npos);
  store::PublicKey key{};
  store::Signature signature{};
  ASSERT_TRUE(store::from_hex(file["public_key"].get<std::string>(), key));
  ASSERT_TRUE(store::from_hex(file["signature"].get<std::string>(), signature));
  const std::string digest = digest_of(person);
  EXPECT_EQ(file["digest"], digest);
  EXPECT_TRUE(store::is_signed_by(key, "hotline-person-2:" + digest, signature));
  const auto own_key = domain().anchors->key().public_key();
  const auto checked = check_person(reply.body, own_key);
  ASSERT_TRUE(checked && checked->ok());
  EXPECT_EQ((*checked)->requests, 2);
  Json changed = file;
  changed["person"]["requests"][0]["name"] = "王大明";
  EXPECT_EQ(check_person(changed.dump(), own_key)->error().code, base::ErrorCode::corrupt);
  EXPECT_EQ(check_person(reply.body, store::SigningKey(std::string(32, 's')).public_key())->error().code,
            base::ErrorCode::corrupt);
  EXPECT_FALSE(check_person(R"({"trail": {}})", own_key)) << "of another kind";
  EXPECT_EQ(entries("personal_data_exported"), 1U);
  EXPECT_EQ(entries("personal_data_revealed"), 8U) << "each item is a look";
}

TEST_F(Person, IsGivenOutToNobodyWithoutTheRightNorForANumberThatIsUnknown) {
  caller("13812345678", "王小明");
  auto clerk = agent(), officer = signed_in({Role::security}), auditor = signed_in({Role::auditor});
  auto unit = handler("XH-CG");
  for (test::HttpClient* one : {&clerk, &officer, &auditor, &unit}) {
    EXPECT_EQ(one->post("/api/v1/callers/export", of("13812345678")).status, 403U);
  }
  auto exporter = program({access::Right::export_data});
  EXPECT_EQ(exporter.post("/api/v1/callers/export", of("13812345678")).status, 403U)
      << "looks need their own right";
  EXPECT_EQ(entries("personal_data_refused"), 1U);
  EXPECT_EQ(entries("personal_data_exported"), 0U);
  const Json nobody = supervisor().post("/api/v1/callers/export", of("13700000000")).json()["person"];
  EXPECT_TRUE(nobody["requests"].empty() && nobody["calls"].empty());
  EXPECT_EQ(supervisor().post("/api/v1/callers/export", {{"phone", "13812345678"}}).faults(),
            "/reason required");
}

TEST_F(Person, IsPutRightAndTheOldValueIsGone) {
  const Json receipt = caller("13812345678", "王晓明");
  auto clerk = agent();
  const auto name =
      clerk.post("/api/v1/callers/correction", of("13812345678", {{"item", "name"}, {"value", "王小明"}}));
  ASSERT_EQ(name.status, 200U) << name.body;
  EXPECT_EQ(name.json()["requests"], Json::array({receipt["number"]}));
  const auto again =
      clerk.post("/api/v1/callers/correction", of("13812345678", {{"item", "name"}, {"value", "王小明"}}));
  EXPECT_EQ(again.json()["requests"], Json::array()) << "right already";
  const auto number = clerk.post("/api/v1/callers/correction",
                                 of("13812345678", {{"item", "phone"}, {"value", "138 1234 5679"}}));
  ASSERT_EQ(number.status, 200U) << number.body;
  EXPECT_TRUE(clerk.post("/api/v1/callers/correction", of("13812345678", {{"item", "name"}, {"value", "x"}}))
                  .json()["requests"]
                  .empty());
  const Json person = supervisor().post("/api/v1/callers/export", of("13812345679")).json()["person"];
  EXPECT_EQ(person["requests"][0]["name"], "王小明");
  EXPECT_EQ(person["requests"][0]["phone"], "+8613812345679");
  EXPECT_EQ(entries("corrected"), 2U);
  store().read([&](store::ReadTx& tx) {
    for (const auto& entry : store::find_entries(tx, {.kind = "corrected"}, 0, 10)) {
      EXPECT_FALSE(tx.vault().open(tx, *entry.payload.integer("before")).ok());
      EXPECT_EQ(entry.reason, "本人申请2026-7");
    }
  });
}

TEST_F(Person, GetsMoreRequestsThanAnyPageHolds) {
  constexpr std::size_t many = 2'050;
  const std::int64_t ticket = given_ticket({{"caller", {{"phone", "13812345678"}}}});
  store().write([&](store::WriteTx& tx) -> base::Status {
    ticket::NewRequest request;
    request.channel = "phone";
    request.received_at = tx.now();
    request.words = "路灯不亮";
    request.caller_phone = "+8613812345678";
    for (std::size_t i = 1; i < many; ++i) {
      HOTLINE_CHECK(domain().requests.receive(tx, request, ticket, {"system", "test"}));
    }
    return {};
  });
  const Json file = supervisor().post("/api/v1/callers/export", of("13812345678")).json();
  const Json& all = file["person"]["requests"];
  ASSERT_EQ(all.size(), many);
  std::set<std::string> numbers;
  for (const Json& one : all) numbers.insert(one["number"]);
  EXPECT_EQ(numbers.size(), many) << "each once";
  EXPECT_EQ(file["digest"], digest_of(file["person"]));
  const Json seen = agent().post("/api/v1/callers/search", of("13812345678")).json();
  EXPECT_EQ(seen["total"], many);
  EXPECT_EQ(seen["requests"].size(), 200U);
}

TEST_F(Person, GetsMessagesCallbacksRatingsCallsAndWhoLooked) {
  const Json receipt = caller("13812345678", "王小明");
  const ticket::Request request = stored(receipt);
  const std::int64_t stranger = stored(caller("13912345678", "李四")).caller_phone.value();
  given_message("request", request.id, *request.caller_phone, "您的诉求已受理。");
  given_message("ticket", request.ticket, *request.caller_phone, "您的诉求已延期。");
  given_message("ticket", request.ticket, stranger, "李四的诉求已延期。");
  const auto number = receipt["number"].get<std::string>();
  ASSERT_EQ(agent()
                .post("/api/v1/requests/" + number + "/reveal", {{"item", "phone"}, {"reason", "联系来电人"}})
                .status,
            200U);
  const Json paper = agent().send("POST", "/api/v1/requests/" + number + "/attachments", "%PDF-1.4 x").json();
  ASSERT_EQ(agent().get("/api/v1/attachments/" + std::to_string(paper["id"].get<int>())).status, 200U);
  store().write([&](store::WriteTx& tx) -> base::Status {
    HOTLINE_CHECK(ticket::RequestBook::rate(tx, request, {.solved = "no", .result = 1, .words = "没有修好"},
                                            {"citizen", ""}));
    tx.journal().append(tx, {"request",
                             request.id,
                             "called_back",
                             {"account:1", ""},
                             "",
                             {{"outcome", std::string("answered")}, {"calls", std::int64_t{1}}}});
    return {};
  });
  auto pbx = program({access::Right::call_handle});
  ASSERT_EQ(pbx.post("/api/v1/calls", {{"external_id", "c1"}, {"channel", "phone"}, {"phone", "13812345678"}})
                .status,
            201U);

  const Json person = exported("13812345678");
  ASSERT_EQ(person["requests"].size(), 1U);
  const Json& kept = person["requests"][0];
  ASSERT_EQ(kept["messages"].size(), 2U) << "none that went to somebody else";
  EXPECT_EQ(kept["messages"][0]["text"], "您的诉求已受理。");
  EXPECT_EQ(kept["messages"][0]["channel"], "sms");
  EXPECT_EQ(kept["messages"][0]["state"], "sent");
  EXPECT_EQ(kept["messages"][0]["to"], "138****5678");
  EXPECT_EQ(kept["messages"][0]["as_sent"], true);
  EXPECT_EQ(kept["messages"][1]["text"], "您的诉求已延期。");
  EXPECT_EQ(kept["ratings"][0]["words"], "没有修好");
  EXPECT_EQ(kept["callbacks"][0]["outcome"], "answered");
  ASSERT_EQ(kept["looks"].size(), 3U) << "the items of this file are not among them, that it was made is";
  EXPECT_EQ(kept["looks"][1]["what"], "downloaded");
  EXPECT_EQ(kept["looks"][2]["what"], "exported");
  EXPECT_EQ(kept["looks"][0]["what"], "revealed");
  EXPECT_EQ(kept["looks"][0]["reason"], "联系来电人");
  EXPECT_EQ(person["calls"].size(), 1U);
  const Json again = exported("13812345678")["requests"][0]["looks"];
  EXPECT_GT(again.size(), 1U);
  EXPECT_TRUE(
      std::any_of(again.begin(), again.end(), [](const Json& one) { return one["what"] == "exported"; }));
}

TEST_F(Person, IsFoundByTheFormerNumberWhereItWasHisOwn) {
  const Json receipt = caller("13812345678", "王小明"), other = caller("13712345678", "赵六");
  auto clerk = agent();
  const auto number = receipt["number"].get<std::string>();
  ASSERT_EQ(
      clerk.post("/api/v1/requests/" + number + "/reveal", {{"item", "phone"}, {"reason", "核对"}}).status,
      200U);
  const auto moved =
      clerk.post("/api/v1/callers/correction",
                 of("13812345678", {{"item", "phone"}, {"value", "13812345679"}, {"own_before", true}}));
  ASSERT_EQ(moved.json()["corrected"], 1) << moved.body;
  // Another's number, written down by mistake: who has it must not find this request.
  clerk.post("/api/v1/callers/correction", of("13712345678", {{"item", "phone"}, {"value", "13712345679"}}));

  for (const char* phone : {"13812345678", "13812345679"}) {
    const Json person = exported(phone);
    ASSERT_EQ(person["requests"].size(), 1U) << phone;
    EXPECT_EQ(person["requests"][0]["number"], receipt["number"]);
    EXPECT_EQ(person["requests"][0]["corrections"][0]["item"], "phone");
    EXPECT_EQ(person["requests"][0]["looks"][0]["reason"], "核对") << "of the former value";
  }
  EXPECT_TRUE(exported("13712345678")["requests"].empty());
  const Json found = clerk.post("/api/v1/callers/search", of("13812345678")).json();
  EXPECT_EQ(found["requests"][0]["former"], true);
  const auto trail = signed_in({Role::auditor}).post("/api/v1/requests/" + number + "/trail", Json::object());
  EXPECT_NE(trail.body.find("核对"), std::string::npos) << "the look at the value that was corrected";

  // By law, all goes by either number, and nothing leads to it any more.
  auto officer = signed_in({Role::security});
  const auto erased = officer.post("/api/v1/callers/erase", of("13812345678"));
  EXPECT_EQ(erased.json()["requests"], 1) << erased.body;
  for (const char* phone : {"13812345678", "13812345679"}) {
    EXPECT_EQ(officer.post("/api/v1/callers/search", of(phone)).json()["total"], 0) << phone;
  }
}

TEST_F(Person, IsFoundMaskedWithAReasonOnRecord) {
  const Json receipt = caller("13812345678", "王小明");
  caller("13812345678", "王小明", {{"secret", true}});
  const auto expect_found = [&](test::HttpClient who, int total, bool titled) {
    const auto reply = who.post("/api/v1/callers/search", of("13812345678"));
    ASSERT_EQ(reply.status, 200U) << reply.body;
    EXPECT_EQ(reply.json()["total"], total);
    EXPECT_EQ(reply.body.find("王小明"), std::string::npos);
    EXPECT_EQ(reply.body.find("13812345678"), std::string::npos);
    const Json last = reply.json()["requests"].back();
    EXPECT_EQ(last["number"], receipt["number"]);
    EXPECT_EQ(last["phone"], "138****5678");
    EXPECT_EQ(last["title"].is_string(), titled);
    EXPECT_EQ(last["address"], true);
  };
  expect_found(agent(), 1, true);
  expect_found(supervisor(), 2, true);
  expect_found(signed_in({Role::security}), 2, false);
  EXPECT_EQ(entries("personal_data_looked_up"), 3U);
  EXPECT_EQ(agent().post("/api/v1/callers/search", {{"phone", "13812345678"}}).faults(), "/reason required");
  auto unit = handler("XH-CG");
  EXPECT_EQ(unit.post("/api/v1/callers/search", of("13812345678")).status, 403U);
  EXPECT_EQ(entries("personal_data_revealed"), 0U);
}

TEST_F(Person, OfASecretMatterIsUnknownToWhoMayNotSeeIt) {
  caller("13812345678", "王小明", {{"secret", true}});
  EXPECT_TRUE(
      agent()
          .post("/api/v1/callers/correction", of("13812345678", {{"item", "name"}, {"value", "某人"}}))
          .json()["requests"]
          .empty());
  EXPECT_EQ(supervisor().post("/api/v1/callers/export", of("13812345678")).status, 200U);
}

TEST_F(Person, IsFoundByResidentIdThatIsShownMaskedAndOpenedOnRecord) {
  const Json who{{"phone", "13812345678"}, {"name", "王小明"}, {"id_number", "33010619900307 1615"}};
  const Json receipt = given_request({{"caller", who}});
  caller("13812345678", "王小明");
  const std::string request = "/api/v1/requests/" + receipt["number"].get<std::string>();
  EXPECT_EQ(agent().get(request).json()["caller_id_number"], "330***********1615");

  const auto found = agent().post("/api/v1/callers/search", of_id("330106199003071615")).json();
  ASSERT_EQ(found["total"], 1) << "the other one came without it";
  EXPECT_EQ(found["requests"][0]["number"], receipt["number"]);
  EXPECT_EQ(found["id_number"], "330***********1615");
  EXPECT_EQ(found["phone"], "");
  EXPECT_EQ(found["requests"][0]["former"], false);
  EXPECT_EQ(agent().post("/api/v1/callers/search", of_id("330106198801012025")).json()["total"], 0);

  const auto seen = agent().post(request + "/reveal", {{"item", "id_number"}, {"reason", "核对社保"}});
  EXPECT_EQ(seen.json()["text"], "330106199003071615");
  EXPECT_EQ(entries("personal_data_revealed"), 1U);
  EXPECT_FALSE(test::database_holds(store().path(), "330106199003071615"));
}

TEST_F(Person, WithAResidentIdIsGivenOutPutRightAndErasedByIt) {
  const Json who{{"name", "王小明"}, {"id_number", "330106199003071615"}};
  const Json receipt = given_request({{"caller", who}});
  const Json file = supervisor().post("/api/v1/callers/export", of_id("330106199003071615")).json()["person"];
  EXPECT_EQ(file["id_number"], "330106199003071615");
  EXPECT_EQ(file["requests"][0]["id_number"], "330106199003071615");

  const auto right =
      agent().post("/api/v1/callers/correction",
                   of_id("330106199003071615", {{"item", "id_number"}, {"value", "11010519491231002x"}}));
  EXPECT_EQ(right.json()["corrected"], 1) << right.body;
  EXPECT_EQ(agent().post("/api/v1/callers/search", of_id("330106199003071615")).json()["total"], 0);
  EXPECT_EQ(agent().post("/api/v1/callers/search", of_id("11010519491231002X")).json()["total"], 1);

  auto officer = signed_in({Role::security});
  const auto erased = officer.post("/api/v1/callers/erase", of_id("11010519491231002X"));
  EXPECT_EQ(erased.json()["requests"], 1) << erased.body;
  EXPECT_EQ(officer.post("/api/v1/callers/search", of_id("11010519491231002X")).json()["total"], 0);
  EXPECT_FALSE(stored(receipt).erased_at == std::nullopt);
  EXPECT_EQ(stored(receipt).masked_id_number, "");
}

TEST_F(Person, IsAskedForByNumberOrByResidentIdNotByBothNorByWhatIsNone) {
  auto clerk = agent();
  EXPECT_EQ(clerk.post("/api/v1/callers/search", {{"reason", "本人申请"}}).faults(), "/phone required");
  EXPECT_EQ(
      clerk.post("/api/v1/callers/search", of("13812345678", {{"id_number", "330106199003071615"}})).faults(),
      "/phone required");
  EXPECT_EQ(clerk.post("/api/v1/callers/search", of_id("330106199003071616")).faults(),
            "/id_number resident_id");
  const auto wrong =
      clerk.post("/api/v1/requests",
                 {{"channel", "phone"}, {"words", "文三路路灯不亮"}, {"caller", {{"id_number", "12"}}}});
  EXPECT_EQ(wrong.faults(), "/caller/id_number resident_id");
}

TEST_F(Person, CorrectionRefusesWhatIsNoNumber) {
  caller("13812345678", "王小明");
  const auto wrong =
      agent().post("/api/v1/callers/correction", of("13812345678", {{"item", "phone"}, {"value", "12"}}));
  EXPECT_EQ(wrong.status, 422U);
  EXPECT_EQ(wrong.json()["errors"][0]["pointer"], "/value");
}

}  // namespace
}  // namespace hotline::api
