// Old tickets brought in from files, as an operator brings them in; live traffic played from a file.
#include <iconv.h>

#include <atomic>
#include <filesystem>
#include <iostream>
#include <set>
#include <thread>

#include "scenario/real_hotline.hpp"
#include "support/file_bytes.hpp"
#include "table/workbook_builder.hpp"

namespace hotline::scenario {
namespace {

std::string in_gbk(std::string utf8) {
  std::string out(utf8.size() * 2, '\0');
  char *from = utf8.data(), *to = out.data();
  std::size_t left = utf8.size(), room = out.size();
  const iconv_t converter = ::iconv_open("GBK", "UTF-8");
  EXPECT_NE(::iconv(converter, &from, &left, &to, &room), static_cast<std::size_t>(-1));
  ::iconv_close(converter);
  out.resize(out.size() - room);
  return out;
}

const char* const kMap = "source = \"old\"\n[defaults]\nchannel = \"phone\"\n";
// Row 4 has too few cells, row 5 no words.
const char* const kRows =
    "工单号,主题,工单内容,受理时间,联系电话\n"
    "A1,路灯,文三路路口的路灯不亮,2024-05-06 10:00:00,13812345678\n"
    "A2,噪音,晚上广场舞声音太大,2024/5/7 9:05:00,\n"
    "A3,短行\n"
    "A4,,,2024-05-08 10:00:00,\n"
    "A5,停水,家里没有自来水,2024-05-13 10:00:00,\n";

class ImportCommands : public ::testing::Test {
 protected:
  void SetUp() override { write("old.toml", kMap); }
  std::string write(const std::string& name, const std::string& content) {
    std::ofstream(hotline.file(name), std::ios::binary) << content;
    return hotline.file(name);
  }
  Outcome import(const std::string& file, const std::string& more = "") {
    return run(program() + " --language en import " + file + " --config " + hotline.config() + " --map " +
               hotline.file("old.toml") + " " + more);
  }
  static void expect_line(const Outcome& outcome, const std::string& line) {
    EXPECT_NE(outcome.output.find(line), std::string::npos) << "no \"" << line << "\" in\n" << outcome.output;
  }
  // Every ticket there is, whole, newest first, as a supervisor sees it.
  std::vector<nlohmann::json> all_tickets(test::HttpClient& chief) {
    std::vector<nlohmann::json> all;
    const auto rows = chief.get("/api/v1/tickets?limit=200").json();
    for (const auto& row : rows["items"])
      all.push_back(chief.get("/api/v1/tickets/" + std::to_string(row["id"].get<int>())).json());
    return all;
  }
  // With the server up: a key for a program that takes requests.
  std::string issue_key(test::HttpClient security) {
    const auto issued = security.post("/api/v1/keys", {{"name", "replay"}, {"scopes", {"request_create"}}});
    EXPECT_EQ(issued.status, 201u) << issued.body;
    return issued.json().value("bearer", "");
  }
  Outcome replay(const std::string& file, const std::string& key, const std::string& more = "") {
    return run("HOTLINE_KEY='" + key + "' " + program() + " --language en replay " + file + " --map " +
               hotline.file("old.toml") + " --url http://127.0.0.1:" + std::to_string(hotline.port()) +
               " --speed 0 " + (more.find("--patience") == std::string::npos ? "--patience 1 " : "") + more);
  }
  RealHotline hotline;
};

TEST_F(ImportCommands, GbkRowsKeepTheirTimesBadOnesAreReportedAndARepeatTakesNothing) {
  const std::string password = hotline.account("chief", "supervisor");
  const std::string file = write("old.csv", in_gbk(kRows)), rejects = hotline.file("rejects.csv");
  const Outcome first = import(file, "--rejects " + rejects);
  EXPECT_EQ(first.status, 1) << "rejected rows are a failure to a script";
  expect_line(first, "rows read: 5");
  expect_line(first, "taken: 3");
  expect_line(first, "rejected: 2");
  expect_line(first, "line 4");
  expect_line(first, "line 5");
  const std::string written = test::file_bytes(rejects);
  EXPECT_NE(written.find("\n4,"), std::string::npos) << written;
  EXPECT_NE(written.find("\n5,"), std::string::npos) << written;

  const Outcome second = import(file);
  expect_line(second, "taken: 0");
  expect_line(second, "known before: 3");

  ASSERT_TRUE(hotline.start());
  auto chief = hotline.signed_in("chief", password);
  const auto tickets = all_tickets(chief);
  ASSERT_EQ(tickets.size(), 3u);
  EXPECT_EQ(tickets[2]["requests"][0]["words"], "文三路路口的路灯不亮");
  EXPECT_EQ(tickets[2]["requests"][0]["received_at"], "2024-05-06T10:00:00+08:00");
  EXPECT_EQ(tickets[2]["requests"][0]["caller_phone"], "138****5678");
  for (const auto& ticket : tickets) {
    EXPECT_TRUE(ticket["proposal"]["matter"].is_object()) << ticket["number"];
    EXPECT_TRUE(ticket["proposal"]["lead"].is_object()) << ticket["number"];
    EXPECT_FALSE(ticket["proposal"]["reasons"].empty()) << ticket["number"];
  }
  const Outcome beside = import(file);
  EXPECT_EQ(beside.status, 1) << "a server has the database";
  expect_line(beside, "hotline replay");
}

TEST_F(ImportCommands, AWorkbookIsReadLikeATable) {
  const auto row = [](int number, const std::vector<std::string>& cells) {
    std::string xml = "<row r=\"" + std::to_string(number) + "\">";
    char column = 'A';
    for (const std::string& cell : cells) {
      xml += std::string("<c r=\"") + column++ + std::to_string(number) + "\" t=\"inlineStr\"><is><t>" +
             cell + "</t></is></c>";
    }
    return xml + "</row>";
  };
  const std::string file =
      write("old.xlsx", table::testing::workbook(row(1, {"工单号", "工单内容", "受理时间"}) +
                                                 row(2, {"B1", "路灯不亮", "2024-05-06 10:00:00"}) +
                                                 row(3, {"B2", "井盖破损", "2024-05-06 11:00:00"})));
  const Outcome first = import(file, "--hold");
  EXPECT_EQ(first.status, 0) << first.output;
  expect_line(first, "taken: 2");
  expect_line(first, "dispatched: 0");
  expect_line(import(file), "known before: 2");
}

TEST_F(ImportCommands, AFileOrMapThatDoesNotFitIsRefusedWhole) {
  const std::string file = write("old.csv", kRows);
  write("old.toml",
        "source = \"old\"\n[columns]\nwords = \"no such column\"\n[defaults]\nchannel = \"phone\"\n");
  const Outcome misfit = import(file);
  EXPECT_EQ(misfit.status, 1);
  expect_line(misfit, "no column that the map names for words");
  write("old.toml", kMap);
  EXPECT_EQ(import(hotline.file("nothing.csv")).status, 1);
  expect_line(import(file), "taken: 3");
}

TEST_F(ImportCommands, AReplayGoesThroughTheInterfaceOnceWithWeekdayAndSpacingKept) {
  const std::string chief_password = hotline.account("chief", "supervisor");
  const std::string security_password = hotline.account("security", "security");
  const std::string file = write("old.csv", kRows), numbers = hotline.file("numbers");
  ASSERT_TRUE(hotline.start());
  const std::string key = issue_key(hotline.signed_in("security", security_password));

  const Outcome refused = replay(file, "no-such-key");
  EXPECT_EQ(refused.status, 1);
  expect_line(refused, "new: 0");

  const Outcome first = replay(file, key, "--connections 2 --acknowledged " + numbers);
  expect_line(first, "sent: 3");
  expect_line(first, "new: 3");
  expect_line(first, "rejected: 2");
  EXPECT_EQ(first.output.find("lost"), std::string::npos) << first.output;
  const std::string acknowledged = test::file_bytes(numbers);
  EXPECT_EQ(std::count(acknowledged.begin(), acknowledged.end(), '\n'), 3);
  const Outcome second = replay(file, key);
  expect_line(second, "new: 0");
  expect_line(second, "known: 3");

  auto chief = hotline.signed_in("chief", chief_password);
  const auto tickets = all_tickets(chief);
  ASSERT_EQ(tickets.size(), 3u);
  std::map<std::string, base::Time> received;
  for (const auto& ticket : tickets) {
    const auto& request = ticket["requests"][0];
    received[request["words"]] =
        test::value_of(base::parse_rfc3339(request["received_at"].get<std::string>()));
  }
  const auto lamp = received["文三路路口的路灯不亮"], water = received["家里没有自来水"];
  EXPECT_EQ(water - lamp, std::chrono::days{7}) << "as far apart as they were";
  const auto original = test::value_of(base::parse_rfc3339("2024-05-06T10:00:00+08:00"));
  EXPECT_EQ((lamp - original) % std::chrono::weeks{1}, base::Duration{0}) << "a Monday stays a Monday";
  const auto age = base::SystemClock().now() - water;
  EXPECT_TRUE(age >= base::Duration{0} && age < std::chrono::weeks{1});
}

TEST_F(ImportCommands, AReplayGoesOnThroughKillsOfTheServerAndEveryRequestIsThereOnce) {
  constexpr int kills = 3, each = 200;
  const std::string chief_password = hotline.account("chief", "supervisor");
  const std::string security_password = hotline.account("security", "security");
  std::string rows = "工单号,主题,工单内容,受理时间,联系电话\n";
  for (int i = 0; i < 2000; ++i) {
    const std::string id = std::to_string(i);
    rows += "K" + id + ",路灯,文三路" + id + "号门口的路灯不亮,2024-05-06 10:00:00,\n";
  }
  const std::string file = write("old.csv", rows), numbers = hotline.file("numbers");
  ASSERT_TRUE(hotline.start());
  hotline.keep_port();
  const std::string key = issue_key(hotline.signed_in("security", security_password));
  const auto acknowledged = [&] {
    std::ifstream lines(numbers);
    std::vector<std::string> all;
    for (std::string line; std::getline(lines, line);) all.push_back(line);
    return all;
  };

  Outcome replayed;
  std::atomic<bool> over{false};
  std::thread player([&] {
    replayed = replay(file, key, "--patience 120 --connections 4 --acknowledged " + numbers);
    over = true;
  });
  std::size_t killed_at = 0;
  for (int kill = 0; kill < kills; ++kill) {
    while (!over && acknowledged().size() < killed_at + each) std::this_thread::yield();
    ASSERT_FALSE(over) << replayed.output;
    hotline.kill_now();
    killed_at = acknowledged().size();
    ASSERT_TRUE(hotline.start());
  }
  player.join();
  expect_line(replayed, "sent: 2000");
  EXPECT_EQ(replayed.output.find("lost"), std::string::npos) << replayed.output;

  const auto all = acknowledged();
  const std::set<std::string> once(all.begin(), all.end());
  EXPECT_EQ(all.size(), 2000u);
  EXPECT_EQ(once.size(), 2000u) << "no number was given twice";
  auto chief = hotline.signed_in("chief", chief_password);
  std::size_t missing = 0;
  for (const std::string& number : once)
    missing += chief.get("/api/v1/requests/" + number).status == 200 ? 0 : 1;
  EXPECT_EQ(missing, 0u);
  const Outcome second = replay(file, key);
  expect_line(second, "new: 0");
  expect_line(second, "known: 2000");
  std::cout << "replay through " << kills << " kills: " << all.size() << " acknowledged, " << missing
            << " missing, " << all.size() - once.size() << " twice\n";
}

TEST_F(ImportCommands, AReplayWithoutServerLosesNothingSilently) {
  const std::string file = write("old.csv", kRows);
  const Outcome lost = run("HOTLINE_KEY=x " + program() + " --language en replay " + file + " --map " +
                           hotline.file("old.toml") + " --url http://127.0.0.1:9 --speed 0 --patience 0");
  EXPECT_EQ(lost.status, 1);
  expect_line(lost, "lost, server unreachable: 3");
}

}  // namespace
}  // namespace hotline::scenario
