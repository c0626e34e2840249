// A person's own data: given out whole and signed, put right, both on record and for those alone who may.
#include "api/domain_fixture.hpp"
#include "hotline/store/signing.hpp"

namespace hotline::api {
namespace {

using access::Role;

class Person : public DomainApi {
 protected:
  static Json of(const std::string& phone, Json more = Json::object()) {
    more.update({{"phone", phone}, {"reason", "本人申请2026-7"}});
    return more;
  }
  Json caller(const std::string& phone, const std::string& name, Json more = Json::object()) {
    more["caller"] = {{"phone", phone}, {"name", name}, {"address", "文三路90号2幢"}};
    return given_request(std::move(more));
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
  EXPECT_TRUE(store::is_signed_by(key, to_text(person), signature));
  Json changed = person;
  changed["requests"][0]["name"] = "王大明";
  EXPECT_FALSE(store::is_signed_by(key, to_text(changed), signature));
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

TEST_F(Person, OfASecretMatterIsUnknownToWhoMayNotSeeIt) {
  caller("13812345678", "王小明", {{"secret", true}});
  EXPECT_TRUE(
      agent()
          .post("/api/v1/callers/correction", of("13812345678", {{"item", "name"}, {"value", "某人"}}))
          .json()["requests"]
          .empty());
  EXPECT_EQ(supervisor().post("/api/v1/callers/export", of("13812345678")).status, 200U);
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
