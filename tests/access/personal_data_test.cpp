#include "hotline/access/personal_data.hpp"

#include <gmock/gmock.h>

#include "access/doors_fixture.hpp"
#include "hotline/store/vault.hpp"

namespace hotline::access {
namespace {

using base::ErrorCode;
using testing::ElementsAre;
using testing::IsEmpty;

class PersonalDataTest : public DoorsTest {
 protected:
  PersonalDataTest() {
    phone = test.write([](store::WriteTx& tx) { return tx.vault().seal(tx, "phone", "+8613812345678").id; });
  }
  static Principal somebody_with(Rights rights) {
    Principal principal;
    principal.actor = "account:17";
    principal.rights = rights;
    principal.origin = "console";
    return principal;
  }
  base::Result<std::string> look(const Principal& who, std::string_view reason, bool secret = false) {
    using Shown = base::Result<std::string>;
    return test.write([&](store::WriteTx& tx) -> base::Result<Shown> {
      return Shown(reveal(tx, who, {.sealed = phone, .about = "request", .of = 5, .secret = secret}, reason));
    });
  }
  base::Result<std::int64_t> erase(const Principal& who, std::vector<std::int64_t> ids,
                                   std::string_view reason) {
    using Erased = base::Result<std::int64_t>;
    return test.write([&](store::WriteTx& tx) -> base::Result<Erased> {
      return Erased(erase_person(tx, who, ids, reason));
    });
  }
  std::vector<std::string> causes() {
    std::vector<std::string> out;
    for (const auto& entry : journal("personal_data_refused"))
      out.push_back(entry.payload.text_or_empty("cause"));
    return out;
  }

  const Principal agent = somebody_with({Right::personal_data_reveal});
  const Principal officer = somebody_with({Right::personal_data_erase});
  std::int64_t phone = 0;
};

TEST_F(PersonalDataTest, IsRevealedByRightAndReasonAndOnRecord) {
  EXPECT_EQ(test::value_of(look(agent, "回访核实")), "+8613812345678");
  const auto looks = journal("personal_data_revealed");
  ASSERT_EQ(looks.size(), 1u);
  EXPECT_EQ(looks[0].subject, phone);
  EXPECT_EQ(looks[0].actor.id, "account:17");
  EXPECT_EQ(looks[0].actor.origin, "console");
  EXPECT_EQ(looks[0].reason, "回访核实");
  EXPECT_EQ(looks[0].payload,
            (store::Payload{{"sealed", phone}, {"about", "request"}, {"of", std::int64_t{5}}}));
}

TEST_F(PersonalDataTest, IsNotRevealedWithoutTheRight) {
  const auto refused = look(somebody_with({Right::ticket_read_all}), "回访核实");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
  EXPECT_THAT(causes(), ElementsAre("right"));
  EXPECT_THAT(journal("personal_data_revealed"), IsEmpty());
}

TEST_F(PersonalDataTest, IsNotRevealedWithoutAReason) {
  for (const std::string& reason :
       {std::string(), std::string(" \t"), std::string(201, 'x'), std::string("\xff")}) {
    const auto refused = look(agent, reason);
    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(broken_rules(refused.error()), ElementsAre("/reason reason"));
  }
  EXPECT_THAT(causes(), ElementsAre("reason", "reason", "reason", "reason"));
  EXPECT_THAT(journal("personal_data_revealed"), IsEmpty());
}

TEST_F(PersonalDataTest, OfASecretMatterNeedsTheRightToSecretsToo) {
  const auto refused = look(agent, "回访核实", true);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
  EXPECT_THAT(causes(), ElementsAre("secret"));
  EXPECT_TRUE(look(somebody_with({Right::personal_data_reveal, Right::secret_read}), "回访核实", true).ok());
}

TEST_F(PersonalDataTest, NeverStandsInTheJournal) {
  ASSERT_TRUE(look(agent, "回拨 13812345678 核实").ok());
  look(somebody_with({}), "13812345678").ok();
  for (const store::Entry& entry :
       test.read([](store::ReadTx& tx) { return store::entries_after(tx, 0, 1000); })) {
    EXPECT_EQ((entry.reason + entry.payload.encode()).find("13812345678"), std::string::npos) << entry.kind;
  }
}

TEST_F(PersonalDataTest, ThatIsNotThereIsNotFoundAndNoLookIsRecorded) {
  phone = 9999;
  const auto missing = look(agent, "回访核实");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_THAT(journal("personal_data_revealed"), IsEmpty());
}

TEST_F(PersonalDataTest, IsErasedByRightAndReasonAndTheChainStaysWhole) {
  const std::int64_t name =
      test.write([](store::WriteTx& tx) { return tx.vault().seal(tx, "name", "张三丰").id; });
  EXPECT_EQ(test::value_of(erase(officer, {phone, name, 9999}, "本人申请删除")), 2);
  const auto gone = look(agent, "回访核实");
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().code, ErrorCode::not_found);
  const auto entries = journal("personal_data_erased");
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_THAT(entries[0].payload.numbers("sealed"), ElementsAre(phone, name, 9999));
  EXPECT_EQ(entries[0].payload.integer("erased"), 2);
  EXPECT_FALSE(test.read([](store::ReadTx& tx) { return store::verify_chain(tx); }).first_broken.has_value());
}

TEST_F(PersonalDataTest, IsNotErasedWithoutRightOrReason) {
  EXPECT_EQ(erase(agent, {phone}, "本人申请删除").error().code, ErrorCode::forbidden);
  EXPECT_EQ(erase(officer, {phone}, "").error().code, ErrorCode::invalid_input);
  EXPECT_THAT(causes(), ElementsAre("right", "reason"));
  EXPECT_TRUE(look(agent, "回访核实").ok());
}

TEST_F(PersonalDataTest, IsMaskedForEverybody) {
  EXPECT_EQ(test.read([&](store::ReadTx& tx) { return masked(tx, "phone", phone); }), "138****5678");
  EXPECT_EQ(test.read([&](store::ReadTx& tx) { return store::newest_seq(tx); }), 0);
}

TEST(MaskedText, ShowsWhatItsKindAllows) {
  EXPECT_EQ(masked_text("phone", "+8613812345678"), "138****5678");
  EXPECT_EQ(masked_text("name", "张三丰"), "张**");
  EXPECT_EQ(masked_text("id_number", "11010519491231002X"), "110***********002X");
  EXPECT_EQ(masked_text("address", "西湖区文三路90号2幢301室"), "西湖区文三路***");
  EXPECT_EQ(masked_text("address", "西湖区文三路９０号"), "西湖区文三路***");
  EXPECT_EQ(masked_text("address", "西湖区翠苑一区"), "西湖区翠苑一区");
  EXPECT_EQ(masked_text("words", "请打 13812345678 找我"), "请打 138****5678 找我");
}

}  // namespace
}  // namespace hotline::access
