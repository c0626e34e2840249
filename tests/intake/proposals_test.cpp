// What is proposed for the ten requests that the product was first told about, in other words: by the sample
// city's files and the first model, which learns from those files and the demo day (`hotline train`).
#include "hotline/classify/train.hpp"
#include "hotline/table/table_reader.hpp"
#include "intake/intake_desk.hpp"

namespace hotline::intake::test {
namespace {

struct Told {
  const char* name;
  const char* words;
  const char* place;
  const char* lead;
  const char* matter;  // prefix
};
void PrintTo(const Told& told, std::ostream* out) {
  *out << told.name;
}

std::shared_ptr<const classify::Model> first_model() {
  classify::Corpus corpus({"title", "words"});
  for (const auto& [text, matter] : dispatch::texts_of_city(*hangzhou())) {
    const std::string_view fields[] = {std::string_view(), text};
    corpus.add(fields, matter);
  }
  const auto day = value_of(table::open_table(std::string(HOTLINE_SOURCE_DIR) + "/data/demo/requests.csv"));
  while (auto row = day->next()) {
    const table::Row read = value_of(std::move(*row));
    const std::string_view fields[] = {read.get("title"), read.get("text")};
    corpus.add(fields, read.get("expected_matter"));
  }
  classify::TrainOptions options;
  options.folds = 2;
  options.threads = 2;
  return std::make_shared<const classify::Model>(value_of(classify::train(corpus, options)));
}

class Proposal : public ::testing::TestWithParam<Told> {
 protected:
  static void SetUpTestSuite() {
    dispatcher = std::make_shared<const dispatch::Dispatcher>(hangzhou(), first_model());
  }
  static void TearDownTestSuite() { dispatcher.reset(); }
  static std::shared_ptr<const dispatch::Dispatcher> dispatcher;
};
std::shared_ptr<const dispatch::Dispatcher> Proposal::dispatcher;

TEST_P(Proposal, NamesTheRightUnitAndSaysWhy) {
  classify::Scratch scratch;
  const dispatch::Decision decision =
      dispatcher->decide(dispatch::test::said(GetParam().words, GetParam().place), {}, scratch);
  EXPECT_EQ(decision.lead, GetParam().lead) << dispatch::test::why(decision);
  EXPECT_TRUE(decision.matter.starts_with(GetParam().matter)) << dispatch::test::why(decision);
  EXPECT_TRUE(decision.limit.has_value());
  EXPECT_GE(decision.reasons.size(), 2U);
  EXPECT_FALSE(decision.model.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Told, Proposal,
    ::testing::Values(
        Told{"bicycle_station",
             "汽车北站旁边4334号公共自行车站点整个没电了，刷卡扫码都租不了车，赶车的人只好走远路去借",
             "汽车北站", "U-ZXC", "0503"},
        Told{"falling_bricks", "景成实验学校的围墙有砖头往下掉，路过的行人和孩子很危险，请尽快处理", "",
             "GS-JY", "0102"},
        // Ruled: the street has the lead where courier vans stand at a crossing.
        Told{"delivery_vans", "聚福弄和之江路交叉口早晚总停着快递车，把路口堵了，还有装卸的声音吵人", "",
             "SC-WJ", "0501"},
        Told{"house_building",
             "我家有宅基地也够条件，报建时弟弟的土地登记出了历史遗留问题，不动产权证办不下来，房子一直建不了",
             "", "HZ-BDC", "0302"},
        Told{"vehicle_subsidy", "汽车置换补贴审核通过一个多月了，钱一直没有到账", "", "HZ-SWJ", "0510"},
        Told{"unpaid_wages", "工地包工头拖欠我们三个月工资，说好年前结清，现在电话也不接", "拱墅区大关街道",
             "GS-RS", "0805"},
        Told{"square_dance", "小区外广场每晚跳广场舞，音响开得很大，老人孩子睡不着", "", "HZ-GA", "0402"},
        Told{"relocation", "厂里要整体搬迁，七十二名员工的补偿谈不拢，大家准备一起去讨说法", "上城区九堡街道",
             "SC-RS", "0805"},
        Told{"street_stalls", "西门口每到夏天就是流动摊贩占道，油烟和吆喝声到半夜", "上城区采荷街道",
             "SC-ZFJ", "0307"},
        Told{"provident_fund", "公积金贷款利率下调以后，我已经在还的贷款什么时候按新利率算", "", "HZ-GJJ",
             "0301"}),
    [](const ::testing::TestParamInfo<Told>& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace hotline::intake::test
