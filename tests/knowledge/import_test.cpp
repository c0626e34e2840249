// Bringing documents in: formats, repetition, what is refused and why, clashes.
#include "hotline/knowledge/import.hpp"

#include <zip.h>

#include <fstream>
#include <map>

#include "knowledge/import/child.hpp"
#include "knowledge/knowledge_fixture.hpp"
#include "table/workbook_builder.hpp"

namespace hotline::knowledge {
namespace {

namespace fs = std::filesystem;

// A ZIP archive in memory; what it holds may be as hostile as a test wants.
std::string zipped(const std::vector<std::pair<std::string, std::string>>& files,
                   const char* password = nullptr) {
  hotline::test::TempDir dir;
  const std::string path = dir.file("a.zip");
  int fault = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &fault);
  for (const auto& [name, content] : files) {
    zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
    const zip_int64_t at = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (password != nullptr)
      zip_file_set_encryption(archive, static_cast<zip_uint64_t>(at), ZIP_EM_AES_256, password);
  }
  zip_close(archive);
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string docx(const std::string& body) {
  return zipped({{"word/document.xml", "<?xml version=\"1.0\"?><w:document xmlns:w=\"x\"><w:body>" + body +
                                           "</w:body></w:document>"},
                 {"word/styles.xml",
                  "<w:styles xmlns:w=\"x\"><w:style w:styleId=\"2\"><w:name w:val=\"heading "
                  "1\"/></w:style></w:styles>"}});
}

std::string paragraph(const std::string& text, const std::string& style = "") {
  return "<w:p>" + (style.empty() ? "" : "<w:pPr><w:pStyle w:val=\"" + style + "\"/></w:pPr>") +
         "<w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

// A page of text that any viewer opens, put together by hand.
std::string pdf(const std::string& text, const std::string& trailer = "") {
  const std::string stream = "BT /F1 24 Tf 40 100 Td (" + text + ") Tj ET";
  const std::vector<std::string> objects{
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R "
      ">> >> >>",
      "<< /Length " + std::to_string(stream.size()) + " >>\nstream\n" + stream + "\nendstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  std::string out = "%PDF-1.4\n";
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    places.push_back(out.size());
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::size_t table = out.size();
  out += "xref\n0 6\n0000000000 65535 f \n";
  for (const std::size_t at : places) {
    std::string digits = std::to_string(at);
    out += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  return out + "trailer << /Size 6 /Root 1 0 R " + trailer + " >>\nstartxref\n" + std::to_string(table) +
         "\n%%EOF\n";
}

class Import : public test::KnowledgeTest {
 protected:
  ImportReport brought(const std::string& name, const std::string& bytes, ImportOptions options = {}) {
    return run(
        [&](std::int64_t batch) { return importer.run_bytes(batch, name, bytes, options, editor.actor); });
  }
  ImportReport brought(const std::vector<fs::path>& paths) {
    return run([&](std::int64_t batch) { return importer.run_paths(batch, paths, {}, editor.actor); });
  }
  std::vector<Content> contents() {
    std::vector<Content> out;
    store.read([&](store::ReadTx& tx) {
      for (std::int64_t id = 1;; ++id) {
        const auto entry = EntryBook::load(tx, id);
        if (!entry.ok()) return 0;
        out.push_back(entry->content);
      }
    });
    return out;
  }
  // The one refusal that must be there: its code.
  static std::string only_refusal(const ImportReport& report) {
    if (report.refusals != 1 || report.refused.size() != 1)
      return std::to_string(report.refusals) + " refusals";
    EXPECT_FALSE(report.refused[0].reason.zh.empty() || report.refused[0].reason.en.empty());
    return report.refused[0].code;
  }

  Knowledge knowledge{scheduler, store.random, nullptr};
  Importer importer{store.get(), knowledge};
  std::int64_t batch_ = 0;

 private:
  template <class Work>
  ImportReport run(Work work) {
    batch_ = test::value_of(importer.open("batch", editor.actor));
    return test::value_of(work(batch_));
  }
};

TEST_F(Import, AWordDocumentKeepsItsHeadingsAndTables) {
  const std::string bytes =
      docx(paragraph("养犬管理问答", "2") + paragraph("本指南适用于城区。") + paragraph("怎么登记？", "2") +
           paragraph("到窗口登记。") + "<w:tbl><w:tr><w:tc>" + paragraph("项目") + "</w:tc><w:tc>" +
           paragraph("费用") + "</w:tc></w:tr><w:tr><w:tc>" + paragraph("首次") + "</w:tc><w:tc>" +
           paragraph("300元") + "</w:tc></w:tr></w:tbl>");
  const ImportReport report = brought("指南.docx", bytes);
  EXPECT_EQ(report.refusals, 0u);
  const auto all = contents();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].title(), "怎么登记？");
  EXPECT_EQ(all[1].answer, "到窗口登记。\n| 项目 | 费用 |\n| --- | --- |\n| 首次 | 300元 |");
  EXPECT_EQ(all[1].source_title, "养犬管理问答");
}

TEST_F(Import, AWebPageAMarkdownFileAndATextBecomeQuestionsAndAnswers) {
  brought("page.html",
          "<html><head><title>公积金</title><script>var x = "
          "1;</script></head><body><nav>首页</nav><h1>租房提取</h1><p>每月可提一次。"
          "</p><ul><li>身份证</li></ul></body></html>");
  brought(
      "notes.md",
      "# 停水\n\n问：停水了打什么电话？\n答：拨打水务热线。\n全天有人接听。\n\n## 抢修\n两小时内到场。\n");
  brought("通知.txt", "关于供暖的通知\n一、供暖时间\n十一月起供暖。\n二、收费\n按面积收费。\n");
  std::vector<std::string> titles;
  for (const Content& one : contents()) titles.push_back(one.title() + "=" + one.answer);
  EXPECT_EQ(titles, (std::vector<std::string>{"公积金：租房提取=每月可提一次。\n- 身份证",
                                              "停水了打什么电话？=拨打水务热线。\n全天有人接听。\n",
                                              "停水：抢修=两小时内到场。", "关于供暖的通知=关于供暖的通知",
                                              "关于供暖的通知：一、供暖时间=十一月起供暖。",
                                              "关于供暖的通知：二、收费=按面积收费。"}));
}

TEST_F(Import, APdfAndAScannedPageAreRead) {
  const ImportReport report = brought("hours.pdf", pdf("Opening hours of the service hall: 9 to 17"));
  EXPECT_EQ(report.refusals, 0u) << (report.refused.empty() ? "" : report.refused[0].reason.en);
  ASSERT_EQ(contents().size(), 1u);
  EXPECT_NE(contents()[0].answer.find("Opening hours"), std::string::npos);
  // The same page as a picture.
  hotline::test::TempDir dir;
  const auto drawn =
      run_child({"pdftoppm", "-r", "150", "-gray", "-png", "-singlefile", "-"}, pdf("HOTLINE 12345 CALL US"));
  ASSERT_TRUE(drawn.ok());
  const ImportReport scanned = brought("scan.png", drawn->output);
  EXPECT_EQ(scanned.refusals, 0u) << (scanned.refused.empty() ? "" : scanned.refused[0].reason.en);
  ASSERT_EQ(contents().size(), 2u);
  EXPECT_NE(contents()[1].answer.find("12345"), std::string::npos) << contents()[1].answer;
}

TEST_F(Import, ServiceMattersKeepTheirFactsUnderTheirKey) {
  const std::string table =
      "TASK_CODE,TASK_NAME,subTaskName,DEPT_NAME,handle_location,consult_phone,handle_time_limit,material_"
      "intro,complain_phone\n"
      "A1,取水许可,新办,某某市水务局,办理地点：文三路 9 号 1 楼,0571-11112222,7(工作日),\"['申请书', "
      "'论证报告']\",无\n";
  brought("matters.csv", table);
  ASSERT_EQ(contents().size(), 1u);
  const Content c = contents()[0];
  EXPECT_EQ(c.title(), "取水许可（新办）");
  EXPECT_EQ(c.source_number, "A1");
  EXPECT_EQ(c.visibility, Visibility::open);
  const auto fact = [&](FactKind kind) {
    for (const Fact& one : c.facts) {
      if (one.kind == kind) return one.text;
    }
    return std::string("none");
  };
  EXPECT_EQ(fact(FactKind::place), "文三路 9 号 1 楼");
  EXPECT_EQ(fact(FactKind::phone), "0571-11112222");
  EXPECT_EQ(fact(FactKind::materials), "申请书、论证报告");
  EXPECT_EQ(fact(FactKind::time_limit), "承诺办结：7(工作日)");
  EXPECT_EQ(fact(FactKind::complaint), "none");
}

TEST_F(Import, TheSameFileAgainChangesNothingAndAChangedOneMakesANewVersion) {
  const std::string before = "docid,text\nd1,第一份文件的正文。\nd2,第二份文件的正文。\n";
  EXPECT_EQ(brought("docs.csv", before).created, 2u);
  const ImportReport again = brought("docs.csv", before);
  EXPECT_EQ(again.known, 2u);
  EXPECT_EQ(again.created + again.changed, 0u);
  const ImportReport changed =
      brought("docs.csv", "docid,text\nd1,第一份文件的正文。\nd2,第二份文件改过的正文。\n");
  EXPECT_EQ(changed.changed, 1u);
  ASSERT_EQ(contents().size(), 2u);
  EXPECT_EQ(contents()[1].answer, "第二份文件改过的正文。");
}

TEST_F(Import, WhatIsImportedWaitsForAPersonAndIsConfirmedAtOnce) {
  brought("docs.csv", "docid,text\nd1,第一份文件的正文。\nd2,第二份文件的正文。\n");
  EXPECT_EQ(knowledge.library.size(), 0u);
  const auto published =
      store.write([&](store::WriteTx& tx) { return importer.publish(tx, batch_, nullptr, 100, reviewer); });
  EXPECT_EQ(published, 2u);
  EXPECT_EQ(knowledge.library.size(), 2u);
}

TEST_F(Import, AConflictAndANearDuplicateAreFoundAndLeftToAPerson) {
  brought("a.csv", "问题,答案\n高龄津贴多少钱？,每月60元，电话 0571-11112222。\n");
  const std::string text =
      "本市对符合条件的家庭发放临时救助，申请人向街道提出，街道在十个工作日内核实并公示，公示无异议后发放救助"
      "金。";
  brought("b.csv", "问题,答案\n临时救助怎么申请？," + text + "\n");
  const ImportReport report =
      brought("c.csv", "问题,答案\n高龄津贴多少钱?,每月80元，电话 0571-11112222。\n怎么申请临时救助,本市" +
                           text.substr(6) + "\n");
  EXPECT_EQ(report.conflicts, 1u);
  EXPECT_EQ(report.duplicates, 1u);
  const auto tasks = store.read([](store::ReadTx& tx) { return TaskBook::open_tasks(tx, "", 0, 10); });
  ASSERT_EQ(tasks.size(), 2u);
  EXPECT_EQ(tasks[0].kind, TaskKind::conflict);
  EXPECT_EQ(tasks[0].other, 1);
  EXPECT_EQ(tasks[0].detail, "80 / 60");
  EXPECT_EQ(tasks[1].kind, TaskKind::duplicate);
  const auto published =
      store.write([&](store::WriteTx& tx) { return importer.publish(tx, batch_, nullptr, 100, reviewer); });
  EXPECT_EQ(published, 0u) << "what clashes is not confirmed with the rest";
}

TEST_F(Import, EveryBadFileIsNamedWithItsReasonAndTheRestGoesIn) {
  const std::string nothing(2U << 20U, '\0');
  const std::string archive = zipped(
      {{"good.md", "# 问答\n\n问：甲？\n答：乙。\n"},
       {"../../outside.md", "# x\n内容\n"},
       {"empty.txt", ""},
       {"damaged.docx", "PK\x03\x04 and no more"},
       {"named.docx", "only text"},
       {"old.docx", "\xD0\xCF\x11\xE0 old"},
       {"bomb.txt", nothing},
       {"inner.zip", zipped({{"a.md", "# a\nb"}})},
       {"tool.exe", "MZ"},
       {"entities.docx", zipped({{"word/document.xml",
                                  "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>"}})}});
  const ImportReport report = brought("batch.zip", archive);
  std::map<std::string, std::string> refused;
  for (const RefusedFile& one : report.refused) refused[one.name] = one.code;
  EXPECT_EQ(refused, (std::map<std::string, std::string>{{"batch.zip/../../outside.md", "malformed"},
                                                         {"batch.zip/empty.txt", "malformed"},
                                                         {"batch.zip/damaged.docx", "malformed"},
                                                         {"batch.zip/named.docx", "malformed"},
                                                         {"batch.zip/old.docx", "unsupported_type"},
                                                         {"batch.zip/bomb.txt", "too_large"},
                                                         {"batch.zip/inner.zip", "unsupported_type"},
                                                         {"batch.zip/tool.exe", "unsupported_type"},
                                                         {"batch.zip/entities.docx", "malformed"}}));
  EXPECT_EQ(report.files, 1u);
  ASSERT_EQ(contents().size(), 1u);
  EXPECT_EQ(contents()[0].title(), "甲？");
}

TEST_F(Import, ProtectedAndDamagedFilesSayWhatTheyAre) {
  EXPECT_EQ(only_refusal(brought("secret.zip", zipped({{"a.md", "# a\n\nb\n"}}, "word"))),
            "unsupported_type");
  EXPECT_EQ(only_refusal(brought("broken.pdf", "%PDF-1.4 and nothing else")), "malformed");
  EXPECT_EQ(only_refusal(brought("locked.pdf",
                                 pdf("x", "/Encrypt << /Filter /Standard /V 1 /R 2 /O (a) /U (b) /P -4 >>"))),
            "unsupported_type");
  EXPECT_EQ(only_refusal(brought("broken.zip", "PK\x03\x04 no archive")), "malformed");
}

TEST_F(Import, AWorkbookThatHidesAnythingIsRefusedByName) {
  auto parts = table::testing::workbook_parts("<row><c><v>1</v></c></row>");
  parts["xl/worksheets/sheet1.xml"] = std::string(std::size_t{64} << 20U, ' ');
  EXPECT_EQ(only_refusal(brought("bomb.xlsx", table::testing::pack(parts))), "too_large");
  EXPECT_EQ(only_refusal(brought("locked.xlsx", "\xD0\xCF\x11\xE0 old or encrypted")), "unsupported_type");
  EXPECT_EQ(only_refusal(brought("damaged.xlsx", "PK\x03\x04 and no more")), "malformed");
  EXPECT_EQ(only_refusal(brought("document.xlsx", docx(paragraph("文字")))), "unsupported_type");
  EXPECT_TRUE(contents().empty());
}

TEST_F(Import, AFileIsTakenForWhatItHoldsNotForItsName) {
  for (const auto& [name, bytes] : std::map<std::string, std::string>{{"a.md", pdf("x")},
                                                                      {"a.pdf", docx(paragraph("x"))},
                                                                      {"a.txt", "\x89PNG\r\n"},
                                                                      {"a.csv", std::string("a\0b", 3)},
                                                                      {"a.zip", "only text"},
                                                                      {"a.png", "only text"},
                                                                      {"a.html", "PK\x03\x04 archive"}}) {
    EXPECT_EQ(only_refusal(brought(name, bytes)), "malformed") << name;
  }
  EXPECT_EQ(only_refusal(brought("a", "no extension")), "unsupported_type");
  EXPECT_TRUE(contents().empty());
}

TEST_F(Import, AnArchiveThatLiesAboutASizeIsNotBelieved) {
  std::string archive =
      zipped({{"a.txt", std::string(std::size_t{8} << 20U, 'a')}, {"b.md", "# 乙\n\n内容。\n"}});
  const std::size_t entry = archive.find("PK\x01\x02");
  ASSERT_NE(entry, std::string::npos);
  for (const std::size_t at : {24U, 25U, 26U, 27U}) archive[entry + at] = at == 24 ? '\x10' : '\0';
  const ImportReport report = brought("lie.zip", archive);
  ASSERT_EQ(report.refusals, 1u);
  EXPECT_EQ(report.refused[0].name, "lie.zip/a.txt");
  EXPECT_EQ(report.files, 1u) << "the other goes in";
}

TEST_F(Import, ALinkInAFolderIsNotFollowed) {
  hotline::test::TempDir outside, inside;
  std::ofstream(outside.path() / "secret.md") << "# 秘密\n\n不外传。\n";
  std::ofstream(inside.path() / "open.md") << "# 公开\n\n可外传。\n";
  fs::create_symlink(outside.path() / "secret.md", inside.path() / "link.md");
  fs::create_directory_symlink(inside.path(), inside.path() / "circle");
  const ImportReport report = brought(std::vector<fs::path>{inside.path()});
  EXPECT_EQ(report.refusals, 2u);
  ASSERT_EQ(contents().size(), 1u);
  EXPECT_EQ(contents()[0].title(), "公开");
}

TEST_F(Import, DeepAndEndlessMarkupEndsInAReason) {
  std::string deep, nest;
  for (int i = 0; i < 100'000; ++i) deep += "<div>";
  for (int i = 0; i < 2'000; ++i) nest += "<w:sdt><w:sdtContent>";
  EXPECT_EQ(only_refusal(brought("deep.html", deep + "内容")), "malformed");
  EXPECT_EQ(only_refusal(brought("deep.docx", docx(nest))), "malformed");
  brought("entities.html", "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><p>甲 &c; 乙</p>");
  for (const Content& one : contents())
    EXPECT_EQ(one.answer.find("bbbbbbbb"), std::string::npos) << one.answer;
}

TEST_F(Import, AHugeFileIsRefusedUnreadAndAMissingOneIsNamed) {
  hotline::test::TempDir dir;
  const fs::path huge = dir.path() / "huge.csv";
  std::ofstream(huge) << "docid,text\n";
  fs::resize_file(huge, std::uintmax_t{500} << 20U);  // sparse: it takes no room
  std::ofstream(dir.path() / "good.csv") << "docid,text\nd1,正文在此。\n";
  const ImportReport report = brought({dir.path(), dir.path() / "absent.md"});
  ASSERT_EQ(report.refused.size(), 2u);
  EXPECT_EQ(report.refused[0].code, "too_large");
  EXPECT_NE(report.refused[0].name.find("huge.csv"), std::string::npos);
  EXPECT_EQ(report.refused[1].code, "not_found");
  EXPECT_EQ(report.created, 1u);
}

TEST_F(Import, AToolThatIsNotThereOrWillNotEndIsSaidSo) {
  EXPECT_EQ(run_child({"no-such-program"}, "").error().code, base::ErrorCode::unavailable);
  ChildLimits limits;
  limits.time = std::chrono::milliseconds{100};
  EXPECT_EQ(run_child({"cat", "/dev/zero"}, "", limits).error().code, base::ErrorCode::too_large);
  limits = {};
  limits.output = 1000;
  EXPECT_EQ(run_child({"yes"}, "", limits).error().code, base::ErrorCode::too_large);
  EXPECT_EQ(run_child({"cat"}, "words", {})->output, "words");
}

TEST_F(Import, AnImportThatWasCutOffIsMarkedAtTheNextStart) {
  batch_ = test::value_of(importer.open("cut off", editor.actor));
  store.write([](store::WriteTx& tx) { Importer::mark_interrupted(tx); });
  const auto batch = store.read([&](store::ReadTx& tx) { return *Importer::find(tx, batch_); });
  EXPECT_EQ(batch.state, "interrupted");
}

}  // namespace
}  // namespace hotline::knowledge
