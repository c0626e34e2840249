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

TEST_F(AlertTest, AGroupIsSeenInTheWordsOfOneTicket) {
  open({.text = "公司搬迁后七十二名员工没有拿到补偿"});
  open({.text = "公司搬迁后29名员工没有拿到补偿", .place = "别处", .phone = "+8613800000002"});
  ASSERT_EQ(alerts().size(), 1U);
  EXPECT_EQ(alerts()[0].people, 72);
  EXPECT_EQ(alerts()[0].bodies.size(), 3U);
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
  open({.text = "我们72个工人又来了", .phone = "+8613800000002"});
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
