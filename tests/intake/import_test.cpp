// Old requests of a foreign table become requests here, once, each with its own time and a proposal.
#include "hotline/intake/import.hpp"

#include "intake/intake_desk.hpp"

namespace hotline::intake::test {
namespace {

using ticket::TicketState;

class ImportTest : public IntakeDesk {
 protected:
  static std::string map_text(const std::string& more = "") {
    return "source = \"old\"\n" + more + "\n[defaults]\nchannel = \"phone\"\n";
  }
  base::Result<ImportReport> try_import(const std::string& csv, const std::string& map = map_text(),
                                        ImportOptions options = {}) {
    HOTLINE_TRY(auto table, table::open_table_bytes(csv));
    HOTLINE_TRY(ImportMap parsed, parse_import_map("old.toml", map));
    HOTLINE_TRY(ImportRows rows, ImportRows::open(std::move(table), std::move(parsed), std::chrono::hours{8},
                                                  store.clock.now()));
    return Importer(store, intake, book).run(rows, options, {"system", "import"});
  }
  ImportReport import(const std::string& csv, const std::string& map = map_text(),
                      ImportOptions options = {}) {
    return value_of(try_import(csv, map, std::move(options)));
  }
  ticket::Request request(std::int64_t id) {
    return store.read([&](store::ReadTx& tx) { return *ticket::RequestBook::find(tx, id); });
  }
};

const char* const three_rows =
    "工单号,主题,工单内容,受理时间,联系电话\n"
    "A1,路灯,路口的路灯不亮,2019-05-06 10:00:00,13812345678\n"
    "A2,噪音,晚上广场舞太吵,2019/5/7 9:05:00,\n"
    "A3,,公积金提取要什么材料,2019年5月8日,138****0000\n";

TEST_F(ImportTest, RowsUnderUsualHeadersBecomeTicketsWithAProposal) {
  const ImportReport report = import(three_rows);
  EXPECT_EQ(report.rows, 3U);
  EXPECT_EQ(report.taken, 3U);
  EXPECT_TRUE(report.rejected.empty());
  for (std::int64_t id = 1; id <= 3; ++id) {
    const ticket::Ticket stored = load(id);
    ASSERT_TRUE(stored.proposal.has_value());
    EXPECT_FALSE(stored.proposal->lead.empty());
    EXPECT_FALSE(stored.proposal->reasons.empty());
  }
  EXPECT_EQ(base::format_rfc3339(request(1).received_at, std::chrono::hours{8}), "2019-05-06T10:00:00+08:00");
  EXPECT_EQ(request(1).source, "old");
  EXPECT_EQ(request(1).external_id, "A1");
  EXPECT_EQ(request(1).masked_phone, "138****5678");
  EXPECT_EQ(request(3).masked_phone, "") << "a masked number is no number";
}

TEST_F(ImportTest, AResidentIdIsTakenWhereTheMapSaysSoWholeOrNotAtAll) {
  const std::string rows =
      "工单号,工单内容,受理时间,身份证号\n"
      "1,路灯不亮,2019-05-06,33010619900307161 5\n"
      "2,路灯不亮,2019-05-06,330***********1615\n"
      "3,路灯不亮,2019-05-06,无\n"
      "4,路灯不亮,2019-05-06,330106199003071616\n";
  const ImportReport report = import(rows, map_text() + "[columns]\ncaller_id_number = \"身份证号\"\n");
  EXPECT_EQ(report.taken, 3U);
  EXPECT_EQ(request(1).masked_id_number, "330***********1615");
  EXPECT_EQ(request(2).masked_id_number, "");
  EXPECT_EQ(request(3).masked_id_number, "");
  ASSERT_EQ(report.rejected.size(), 1U);
  EXPECT_EQ(report.rejected[0].column, "身份证号");
}

TEST_F(ImportTest, AResidentIdIsNotTakenUnlessTheMapSaysSo) {
  EXPECT_EQ(import("工单号,工单内容,受理时间,身份证号\n1,路灯不亮,2019-05-06,330106199003071615\n").taken,
            1U);
  EXPECT_FALSE(request(1).caller_id_number);
}

TEST_F(ImportTest, ASecondRunTakesNothingNew) {
  import(three_rows);
  const ImportReport again = import(three_rows);
  EXPECT_EQ(again.taken, 0U);
  EXPECT_EQ(again.known, 3U);
  EXPECT_TRUE(again.rejected.empty());
  EXPECT_EQ(requests_stored(), 3);
}

TEST_F(ImportTest, RowsWithoutANumberOfTheirOwnAreKnownByTheirContent) {
  const std::string csv = "工单内容,受理时间\n路灯不亮,2019-05-06\n路灯不亮,2019-05-07\n";
  EXPECT_EQ(import(csv).taken, 2U);
  const ImportReport again = import(csv);
  EXPECT_EQ(again.taken, 0U);
  EXPECT_EQ(again.known, 2U);
}

TEST_F(ImportTest, ARowThatStandsTwiceInOneFileIsTakenOnce) {
  const ImportReport report = import("工单号,工单内容\n1,路灯不亮\n1,路灯不亮\n");
  EXPECT_EQ(report.taken, 1U);
  EXPECT_EQ(report.known, 1U);
}

TEST_F(ImportTest, WrongRowsAreReportedWithLineColumnAndReasonAndTheRestGoesOn) {
  const ImportReport report = import(
      "工单号,工单内容,受理时间,联系电话,是否保密\n"
      "1,路灯不亮,2019-05-06,,\n"
      "2,,2019-05-06,,\n"
      "3,路灯不亮,06.05.19,,\n"
      "4,路灯不亮,2019-05-06,12,\n"
      "5,太短\n"
      "6,路灯不亮,2090-01-01,,\n"
      "7,路灯不亮,,,\n"
      "8,路灯不亮,2019-05-06,,大概\n"
      "9,路灯不亮,2019-05-06,,是\n");
  EXPECT_EQ(report.rows, 9U);
  EXPECT_EQ(report.taken, 2U);
  std::vector<std::string> found;
  for (const RejectedRow& one : report.rejected) {
    EXPECT_FALSE(one.reason.zh.empty() || one.reason.en.empty());
    found.push_back(std::to_string(one.line) + " " + one.column);
  }
  EXPECT_EQ(found, (std::vector<std::string>{"3 工单内容", "4 受理时间", "5 联系电话", "6 ", "7 受理时间",
                                             "8 受理时间", "9 是否保密"}));
  EXPECT_EQ(requests_stored(), 2);
}

TEST_F(ImportTest, CodesThatTheCityDoesNotKnowAreRejectedWithTheWord) {
  const std::string map = map_text(
      "[columns]\nwords = \"w\"\nkind = \"k\"\nchannel = \"c\"\nunit = \"u\"\n"
      "[values.kind]\n\"投诉类\" = \"complaint\"");
  const ImportReport report = import(
      "w,k,c,u\n路灯不亮,投诉类,phone,\n路灯不亮,牢骚,phone,\n路灯不亮,投诉类,pigeon,\n"
      "路灯不亮,投诉类,phone,月球办事处\n",
      map);
  EXPECT_EQ(report.taken, 1U);
  ASSERT_EQ(report.rejected.size(), 3U);
  EXPECT_EQ(report.rejected[0].column, "k");
  EXPECT_NE(report.rejected[0].reason.zh.find("牢骚"), std::string::npos);
  EXPECT_EQ(report.rejected[1].column, "c");
  EXPECT_EQ(report.rejected[2].column, "u");
  EXPECT_EQ(load(1).kind, city::Kind::complaint);
}

TEST_F(ImportTest, GbkAndSpreadsheetsAreReadToo) {
  // "内容" and "路灯不亮" in GBK.
  const std::string gbk = "\xC4\xDA\xC8\xDD\n\xC2\xB7\xB5\xC6\xB2\xBB\xC1\xC1\n";
  EXPECT_EQ(import(gbk).taken, 1U);
  EXPECT_EQ(request(1).text, "路灯不亮");
}

TEST_F(ImportTest, AnAnsweredRowBecomesAClosedTicketWithThatAnswer) {
  const ImportReport report = import(
      "工单号,工单内容,受理时间,办结时间,办理结果\n"
      "1,公交车班次太少，公交班次不够,2019-05-06,2019-05-08,已增加班次。\n"
      "2,公交车班次太少，公交班次不够,2019-05-06,2019-05-08,\n"
      "3,公交车班次太少，公交班次不够,2019-05-06,,\n");
  EXPECT_EQ(report.closed, 2U);
  EXPECT_EQ(report.dispatched, 1U);
  const ticket::Ticket closed = load(1);
  EXPECT_EQ(closed.state, TicketState::closed);
  EXPECT_TRUE(closed.assignments.empty()) << "no unit gets work that is done";
  EXPECT_TRUE(closed.proposal.has_value());
  const auto answer = store.read([&](store::ReadTx& tx) { return tx.vault().open(tx, closed.answer); });
  EXPECT_NE(answer.find("已增加班次。"), std::string::npos);
  EXPECT_NE(answer.find("2019-05-08"), std::string::npos);
  EXPECT_EQ(load(2).state, TicketState::closed);
  EXPECT_EQ(load(3).state, TicketState::dispatched);
}

TEST_F(ImportTest, TheUnitThatPeopleChoseGetsItsRow) {
  const ImportReport report = import("工单内容,承办单位\n楼下的事情你们管不管,园林局\n");
  EXPECT_EQ(report.dispatched, 1U);
  ASSERT_NE(load(1).lead(), nullptr);
  EXPECT_EQ(load(1).lead()->unit, "HZ-YL");
}

TEST_F(ImportTest, HeldRowsWaitForAPerson) {
  const std::string csv = "工单内容,事发地点\n公交车班次太少，公交班次不够,上城区采荷街道\n";
  EXPECT_EQ(import(csv, map_text("hold = true")).dispatched, 0U);
  EXPECT_EQ(load(1).state, TicketState::registered);
}

TEST_F(ImportTest, TheOptionHoldsAsTheMapDoes) {
  ImportOptions options;
  options.hold = true;
  EXPECT_EQ(import("工单内容\n公交车班次太少，公交班次不够\n", map_text(), options).dispatched, 0U);
}

TEST_F(ImportTest, ClocksStartNowAndNotWhenTheCitizenAsked) {
  import("工单内容,受理时间,事发地点\n公交车班次太少，公交班次不够,2016-12-31,上城区采荷街道\n");
  ASSERT_TRUE(load(1).next_due().has_value());
  EXPECT_GT(*load(1).next_due(), store.clock.now());
}

TEST_F(ImportTest, OutsideTheCalendarTheRowIsTakenWithoutLimitAndCounted) {
  store.clock.set(base::Time{std::chrono::sys_days{std::chrono::year{2041} / 5 / 6}});
  const ImportReport report = import("工单内容,事发地点\n公交车班次太少，公交班次不够,上城区采荷街道\n");
  EXPECT_EQ(report.taken, 1U);
  EXPECT_EQ(report.dispatched, 1U);
  EXPECT_EQ(report.without_limit, 1U);
  EXPECT_TRUE(report.rejected.empty());
}

TEST_F(ImportTest, GroupsAndProgressCoverEveryRow) {
  std::string csv = "工单号,工单内容\n";
  for (int i = 0; i < 25; ++i) csv += std::to_string(i) + ",路灯不亮" + std::to_string(i) + "\n";
  ImportOptions options;
  options.group = 10;
  std::vector<std::size_t> seen;
  options.progress = [&](const ImportReport& report) { seen.push_back(report.taken); };
  EXPECT_EQ(import(csv, map_text(), options).taken, 25U);
  EXPECT_EQ(seen, (std::vector<std::size_t>{10, 20, 25}));
}

TEST_F(ImportTest, ATableWithoutTheNamedColumnsIsRefusedWhole) {
  const auto report = try_import("a,b\n1,2\n", map_text("[columns]\nwords = \"正文\"\nreceived = \"时间\""));
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().fields.size(), 2U);
  EXPECT_FALSE(try_import("a,b\n1,2\n").ok()) << "no column holds the words";
  EXPECT_EQ(requests_stored(), 0);
}

TEST_F(ImportTest, TheChainStaysWhole) {
  import(three_rows);
  const auto report = store.read([](store::ReadTx& tx) { return store::verify_chain(tx); });
  EXPECT_FALSE(report.first_broken.has_value());
  EXPECT_GT(report.entries, 6);
}

}  // namespace
}  // namespace hotline::intake::test
