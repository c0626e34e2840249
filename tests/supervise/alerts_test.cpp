// Alerts: events that grow, and groups of people.
#include "supervise/objects.hpp"
#include "supervise/supervise_fixture.hpp"

namespace hotline::supervise::test {
namespace {

class AlertTest : public SuperviseTest {
 protected:
  std::vector<Alert> alerts() {
    return store.read([](store::ReadTx& tx) { return list_alerts(tx, {}, 100); });
  }
  Ticket about(const std::string& place, const std::string& phone) {
    return open({.place = place, .phone = phone});
  }
};

TEST_F(AlertTest, ThreeTicketsInThreeDaysOnOneObjectRaiseOneAlertThatJoinsItsBodies) {
  const Ticket a = about("翠苑一区 1 幢", "+8613800000001");
  pass(hours{24});
  const Ticket b = about("翠苑一区 2 幢", "+8613800000002");
  about("翠苑二区", "+8613800000003");
  EXPECT_TRUE(alerts().empty());
  pass(hours{24});
  const Ticket c = about("翠苑一区3幢", "+8613800000004");
  ASSERT_EQ(alerts().size(), 1U);
  const Alert alert = alerts()[0];
  EXPECT_EQ(alert.kind, "growing");
  EXPECT_EQ(alert.tickets, (std::vector<std::int64_t>{a.id, b.id, c.id}));
  EXPECT_TRUE(alert.joins("HOTLINE") && alert.joins("XH"));
  EXPECT_EQ(messages("alert", alert.id), 2U);
  // A fourth joins it, and raises no second one.
  const Ticket d = about("翠苑一区", "+8613800000005");
  ASSERT_EQ(alerts().size(), 1U);
  EXPECT_EQ(alerts()[0].tickets.back(), d.id);
  EXPECT_EQ(messages("alert", alert.id), 2U);
}

TEST_F(AlertTest, ThreeTicketsOverFourDaysRaiseNone) {
  about("翠苑一区", "+8613800000001");
  pass(hours{24});
  about("翠苑一区", "+8613800000002");
  pass(hours{48});
  about("翠苑一区", "+8613800000003");
  EXPECT_TRUE(alerts().empty());
}

TEST_F(AlertTest, AGroupIsSeenAtOnceWhenOneTicketNamesThePeopleAndTheRisk) {
  open({.text = "公司搬迁后七十二名员工没有拿到补偿，明天堵门", .flags = {"群体"}});
  open({.text = "29名员工明天堵门", .place = "别处", .phone = "+8613800000002", .flags = {"群体"}});
  open({.text = "小区有三百户业主", .place = "翠苑二区", .phone = "+8613800000003"});
  open({.text = "听说有人要堵门", .place = "翠苑三区", .phone = "+8613800000004", .flags = {"群体"}});
  open({.text = "七十二名员工明天堵门", .place = "", .phone = "+8613800000005", .flags = {"群体"}});
  ASSERT_EQ(alerts().size(), 1U) << "numbers or words alone are no group, nor is one without a place";
  EXPECT_EQ(alerts()[0].people, 72);
  EXPECT_EQ(alerts()[0].bodies.size(), 3U);
}

TEST_F(AlertTest, NumbersOrRisksThatComeAgainFromOnePlaceAreAnEventThatAlertsOnce) {
  const auto group = [&](const std::string& text, const std::string& phone, std::vector<std::string> flags) {
    return open({.text = text, .place = "翠苑二区", .phone = phone, .flags = std::move(flags)}).id;
  };
  const auto groups = [&] {
    std::vector<Alert> found = alerts();
    std::erase_if(found, [](const Alert& one) { return one.kind != "group"; });
    return found;
  };
  const std::int64_t a = group("小区有三百户业主没有暖气", "+8613800000001", {});
  group("路灯不亮", "+8613800000002", {});
  const std::int64_t b = group("业主要去堵门", "+8613800000003", {"群体"});
  EXPECT_TRUE(groups().empty());
  const std::int64_t c = group("四百户业主签了名", "+8613800000004", {});
  ASSERT_EQ(groups().size(), 1U);
  EXPECT_EQ(groups()[0].tickets, (std::vector<std::int64_t>{a, b, c}))
      << "what tells of no group is none of it";
  EXPECT_EQ(groups()[0].people, 400);
  const std::int64_t d = group("五百户业主签了名", "+8613800000005", {"群体"});
  ASSERT_EQ(groups().size(), 1U) << "grown, not raised again";
  EXPECT_EQ(groups()[0].tickets.back(), d);
  EXPECT_EQ(groups()[0].people, 500);
}

TEST_F(AlertTest, ARuleMayTakeNumbersAloneAndTheFirstRuleThatIsMetHasTheEvent) {
  auto files = pressing_city();
  std::string& rules = files["supervision.toml"];
  rules.insert(
      rules.find("[[alert]]\nname = \"群体风险\""),
      "[[alert]]\nname = \"劳资\"\nkind = \"group\"\nmatters = [\"0402\"]\npeople = 50\nalone = true\n"
      "flags = [\"群体\"]\nbodies = [\"ENV\"]\n");
  use(files);
  open({.text = "七十二名员工没有拿到补偿"});
  open({.text = "72名员工明天堵门", .place = "翠苑二区", .phone = "+8613800000002", .flags = {"群体"}});
  ASSERT_EQ(alerts().size(), 2U);
  for (const Alert& one : alerts()) EXPECT_EQ(one.rule, "劳资");
}

TEST_F(AlertTest, AMatterThatIsPutRightMakesItAnEventOfItsRuleOnce) {
  auto files = pressing_city();
  files["supervision.toml"] +=
      "[[alert]]\nname = \"供水\"\nkind = \"group\"\nmatters = [\"0904\"]\npeople = 50\nalone = true\n"
      "bodies = [\"ENV\"]\n";
  use(files);
  const Ticket t = open({.text = "七十二户居民停水"});
  ASSERT_TRUE(alerts().empty()) << "street lights are another rule's";
  for (const auto importance : {city::Importance::important, city::Importance::ordinary}) {
    act(t.id, [&](const Ticket& at) {
      ticket::Amendment change;
      change.matter = "0904.090403";
      change.importance = importance;
      return ticket::decide_amend(at, change);
    });
    settle_down();
  }
  ASSERT_EQ(alerts().size(), 1U);
  EXPECT_EQ(alerts()[0].rule, "供水");
  EXPECT_EQ(alerts()[0].tickets, (std::vector<std::int64_t>{t.id}));
}

TEST_F(AlertTest, EachBodyAcknowledgesForItselfAndAClosedAlertIsDone) {
  open({.text = "我们72个工人", .flags = {"群体"}});
  const std::int64_t id = alerts().at(0).id;
  const auto acknowledge = [&](const std::string& unit) {
    return store.get().write([&](store::WriteTx& tx) {
      return office->alerts.acknowledge(tx, id, unit, *holder.get(), agent.actor);
    });
  };
  EXPECT_EQ(acknowledge("GS").error().code, base::ErrorCode::not_found);
  EXPECT_EQ(value_of(acknowledge("XH")).state, "acknowledged");
  EXPECT_EQ(acknowledge("XH").error().code, base::ErrorCode::conflict);
  EXPECT_TRUE(acknowledge("").ok()) << "the hotline's own people acknowledge for the hotline";
  const Alert closed =
      store.write([&](store::WriteTx& tx) { return office->alerts.close(tx, id, "已调解", agent.actor); });
  EXPECT_EQ(closed.state, "closed");
  EXPECT_EQ(acknowledge("ENV").error().code, base::ErrorCode::conflict);
  // Later trouble at the same place is a new alert.
  pass(hours{1});
  open({.text = "我们72个工人又来了", .phone = "+8613800000002", .flags = {"群体"}});
  EXPECT_EQ(alerts().size(), 2U);
}

TEST(People, AreCountedInBothSortsOfNumerals) {
  EXPECT_EQ(find_people("共有72名工人"), 72);
  EXPECT_EQ(find_people("七十二名员工"), 72);
  EXPECT_EQ(find_people("三百余户业主签名"), 300);
  EXPECT_EQ(find_people("一千二百多名外地农民工"), 1200);
  EXPECT_EQ(find_people("两百个村民，其中10个学生"), 200);
  EXPECT_EQ(find_people("拖欠72000元，3号楼502室"), 0);
  EXPECT_EQ(find_people(""), 0);
}

TEST(Objects, AreTheSameWhateverTheRoom) {
  EXPECT_EQ(object_of("翠苑一区 3 幢 2 单元 501 室"), object_of("翠苑一区12栋"));
  EXPECT_EQ(object_of("文三路 1 号"), object_of("文三路1号"));
  EXPECT_NE(object_of("文三路 1 号"), object_of("文三路 11 号"));
  EXPECT_EQ(object_of("3幢"), "3幢");
}

}  // namespace
}  // namespace hotline::supervise::test
