// The cases that cities report from their hotlines: each has a right unit in the sample city. Decided by the
// city's files alone, without a trained model.
#include "dispatch/hangzhou.hpp"

namespace hotline::dispatch::test {
namespace {

struct Case {
  const char* name;
  const char* words;
  const char* place;
  const char* unit;     // lead
  const char* matter;   // beginning of the row
  const char* because;  // source of a reason that must be given
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

class ReportedCase : public ::testing::TestWithParam<Case> {};

TEST_P(ReportedCase, GoesToTheUnitThatOwnsItAndSaysWhy) {
  const Case& one = GetParam();
  const Decision decision = decide(said(one.words, one.place));
  EXPECT_EQ(decision.lead, one.unit) << why(decision);
  EXPECT_TRUE(decision.matter.starts_with(one.matter)) << why(decision);
  EXPECT_NE(find_reason(decision, one.because), nullptr) << why(decision);
}

INSTANTIATE_TEST_SUITE_P(
    Cities, ReportedCase,
    ::testing::Values(
        Case{"bicycle station", "4334号租车点没电，公共自行车借不出来", "", "U-ZXC", "0503.", "rule"},
        Case{"school wall", "我们这里学校的墙上有砖掉下来，怕砸到路过的孩子", "拱墅区", "GS-JY",
             "0102.010204", "rule"},
        Case{"school wall, place unknown", "学校外面围墙上的砖一块块往下掉", "", "HZ-JY", "0102.010204",
             "rule"},
        Case{"delivery vans", "快递车停在路口分拣，行人只能走机动车道", "上城区采荷街道", "SC-CH", "0501.",
             "settlement"},
        Case{"house building", "想翻建老房子，但土地登记的遗留问题没解决，产权证办不下来", "", "HZ-BDC",
             "0302.030202", "duty"},
        Case{"vehicle subsidy", "我申请的汽车置换补贴早就审核过了，钱一直没到账", "", "HZ-SWJ", "0510.051008",
             "rule"},
        Case{"wages", "装修公司拖欠工资，干了四个月一分没发", "拱墅区", "GS-RS", "0805.080508", "duty"},
        Case{"wages, place unknown", "装修公司拖欠工资，干了四个月一分没发", "", "HZ-RS", "0805.080508",
             "duty"},
        Case{"square dance", "楼下广场舞每晚跳到十点，音响太吵", "上城区采荷街道", "HZ-GA", "0402.040201",
             "duty"},
        Case{"72 workers", "厂里要搬到外地，七十二名工人的补偿没有说法，大家准备一起去找政府", "拱墅区",
             "GS-RS", "0805.080504", "rule"},
        Case{"72 workers, place unknown", "企业搬迁在即，72名员工的补偿谈不拢", "", "HZ-RS", "0805.080504",
             "rule"},
        Case{"street stalls", "夜里一排流动摊贩占道经营，油烟熏人", "上城区采荷街道", "SC-ZFJ", "0307.030701",
             "duty"},
        Case{"provident fund", "换了单位，以前的公积金提取要带什么材料", "", "HZ-GJJ", "0301.", "duty"}));

TEST(ReportedCase, ManyWorkersBeforeARelocationRaiseAnAlertAndCallJointBodiesIn) {
  const Decision decision = decide(said("企业搬迁在即，72名员工的补偿谈不拢，要一起去讨说法", "拱墅区"));
  EXPECT_TRUE(has(decision.flags, "group")) << why(decision);
  EXPECT_EQ(decision.importance, city::Importance::important);
  EXPECT_EQ(decision.urgency, city::Urgency::urgent);
  EXPECT_TRUE(has(decision.assistants, "HZ-ZGH")) << why(decision);
  EXPECT_TRUE(has(decision.assistants, "HZ-GA")) << why(decision);
  EXPECT_FALSE(decision.automatic) << "a person looks at it first";
}

TEST(ReportedCase, OneWorkersDismissalIsNoAlert) {
  const Decision decision = decide(said("公司把我辞退了，不给经济补偿", "拱墅区"));
  EXPECT_FALSE(has(decision.flags, "group")) << why(decision);
  EXPECT_FALSE(has(decision.assistants, "HZ-GA"));
}

}  // namespace
}  // namespace hotline::dispatch::test
