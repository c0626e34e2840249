// A database that an earlier version left behind, brought forward by this one.
#include <filesystem>

#include "scenario/real_hotline.hpp"

namespace hotline::scenario {
namespace {

void put_released(const RealHotline& hotline, const std::string& version) {
  namespace fs = std::filesystem;
  const std::string released = source("tests/scenario/released/" + version);
  const Outcome unpacked = run("gzip -dc " + released + ".db.gz > " + hotline.file("hotline.db"));
  ASSERT_EQ(unpacked.status, 0) << unpacked.output;
  fs::copy_file(released + ".key", hotline.file("hotline.key"));
  fs::permissions(hotline.file("hotline.key"), fs::perms::owner_read | fs::perms::owner_write);
}

TEST(Upgrade, ADatabaseOfAnEarlierVersionComesForwardWithAllThatIsInIt) {
  RealHotline hotline;
  put_released(hotline, "2026-11-21");
  ASSERT_TRUE(hotline.start());
  EXPECT_EQ(hotline.client().get("/health/ready").json()["status"], "ready");

  auto agent = hotline.signed_in("agent", "R2JW-C6ZS-9ADN");
  const std::string first = "/api/v1/requests/20261122000001";
  EXPECT_EQ(agent.get(first).json()["words"], "文三路路灯不亮，晚上走路看不清。");
  const auto phone = agent.post(first + "/reveal", {{"item", "phone"}, {"reason", "回访核实"}});
  ASSERT_EQ(phone.status, 200u) << phone.body;
  EXPECT_NE(phone.body.find("13800000001"), std::string::npos);
  EXPECT_NE(agent.get("/api/v1/requests/20261122000003").status, 200u) << "the third is confidential";
  auto chief = hotline.signed_in("chief", "9YQ8-2J44-UXUT");
  EXPECT_EQ(chief.get("/api/v1/requests/20261122000003").status, 200u);
  const auto found = chief.get("/api/v1/tickets?q=%E6%B2%B9%E7%83%9F").json();  // 油烟
  ASSERT_EQ(found["items"].size(), 1u) << found.dump();

  const auto taken =
      agent.post("/api/v1/requests",
                 {{"channel", "phone"}, {"words", "楼道灯不亮。"}, {"caller", {{"phone", "13800000001"}}}});
  EXPECT_EQ(taken.status, 201u) << taken.body;
  EXPECT_EQ(hotline.stop(), 0);
  const Outcome verified = run(program() + " --language en audit verify --config " + hotline.config());
  EXPECT_EQ(verified.status, 0) << verified.output;
  EXPECT_NE(verified.output.find("chain whole"), std::string::npos) << verified.output;
}

}  // namespace
}  // namespace hotline::scenario
