#include "hotline/table/xlsx.hpp"

#include <gtest/gtest.h>

#include "table/workbook_builder.hpp"

namespace hotline::table {
namespace {

using testing::pack;
using testing::workbook;
using testing::workbook_parts;

// "1:[a|b] 3:[c]"
std::string read(std::string bytes, std::string_view sheet = {}, const XlsxLimits& limits = {}) {
  auto opened = XlsxSheet::open(std::move(bytes), sheet, limits);
  if (!opened.ok()) return std::string(name_of(opened.error().code));
  std::string out;
  while (const auto row = opened->next()) {
    if (!out.empty()) out += ' ';
    if (!row->ok()) {
      out += "!" + std::string(name_of(row->error().code));
      continue;
    }
    out += std::to_string((*row)->number) + ":[";
    for (std::size_t i = 0; i < (*row)->cells.size(); ++i) out += (i ? "|" : "") + (*row)->cells[i];
    out += "]";
  }
  return out;
}

TEST(Xlsx, ReadsSharedAndInlineTexts) {
  EXPECT_EQ(
      read(workbook(
          "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
          "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" t=\"inlineStr\"><is><t>路灯</t></is></c>"
          "<c r=\"C2\" t=\"str\"><f>A2&amp;B2</f><v>结果</v></c><c r=\"D2\" t=\"b\"><v>1</v></c></row>")),
      "1:[标题|漏水 ] 2:[A&B\n第二行|路灯|结果|TRUE]");
}

TEST(Xlsx, LeavesRoomForCellsAndRowsThatAreNotWritten) {
  EXPECT_EQ(read(workbook("<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"D2\"><v>2</v></c></row><row "
                          "r=\"5\"/><row><c><v>3</v></c></row>")),
            "2:[|1||2] 5:[] 6:[3]");
}

TEST(Xlsx, WritesNumbersAsPeopleDo) {
  EXPECT_EQ(read(workbook(
                "<row r=\"1\"><c><v>1.3812345678E10</v></c><c><v>0.30000000000000004</v></c><c><v>42</v></c>"
                "<c><v>-1.5</v></c><c/></row>")),
            "1:[13812345678|0.3|42|-1.5|]");
}

TEST(Xlsx, WritesDatesAsIso) {
  EXPECT_EQ(
      read(workbook(
          "<row r=\"1\"><c s=\"1\"><v>46083</v></c><c s=\"2\"><v>46083.375</v></c><c s=\"3\"><v>0.375</v></c>"
          "<c s=\"4\"><v>1.25</v></c><c s=\"1\"><v>1</v></c><c s=\"1\"><v>61</v></c><c s=\"1\" "
          "t=\"s\"><v>0</v></c></row>")),
      "1:[2026-03-02|2026-03-02T09:00:00|09:00:00|30:00:00|1900-01-01|1900-03-01|标题]");
}

TEST(Xlsx, KnowsTheDateSystemOf1904) {
  EXPECT_EQ(read(workbook("<row r=\"1\"><c s=\"1\"><v>44621</v></c></row>", "date1904=\"1\"")),
            "1:[2026-03-02]");
}

TEST(Xlsx, FindsASheetByNameAndSaysWhichThereAre) {
  EXPECT_EQ(read(workbook(""), "其他"), "1:[另一张]");
  const auto missing = XlsxSheet::open(workbook(""), "没有");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, base::ErrorCode::not_found);
  EXPECT_NE(missing.error().text.zh.find("工单, 其他"), std::string::npos);
}

TEST(Xlsx, UnderstandsNamespacePrefixes) {
  auto parts = workbook_parts("");
  parts["xl/worksheets/sheet1.xml"] =
      "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"1\"><x:c "
      "r=\"A1\"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>";
  EXPECT_EQ(read(pack(parts)), "1:[7]");
}

TEST(Xlsx, ReadsSheetsLargerThanItsPieces) {
  std::string rows;
  for (int i = 1; i <= 20'000; ++i) {
    rows += "<row r=\"" + std::to_string(i) + "\"><c r=\"A" + std::to_string(i) + "\"><v>" +
            std::to_string(i) + "</v></c></row>";
  }
  auto sheet = XlsxSheet::open(workbook(rows));
  ASSERT_TRUE(sheet.ok());
  std::size_t count = 0;
  while (const auto row = sheet->next()) {
    ASSERT_TRUE(row->ok());
    ASSERT_EQ((*row)->cells.at(0), std::to_string(++count));
  }
  EXPECT_EQ(count, 20'000u);
}

TEST(Xlsx, ABombIsRefusedByRatioAndBySize) {
  const std::string bomb = workbook(std::string(8 * 1024 * 1024, ' '));
  EXPECT_EQ(read(bomb), "too_large");
  XlsxLimits small;
  small.max_part_bytes = 1000;
  EXPECT_EQ(read(workbook("<row>" + std::string(2000, ' ') + "</row>"), {}, small), "too_large");
  small = {};
  small.max_file_bytes = 100;
  EXPECT_EQ(read(workbook(""), {}, small), "too_large");
  small = {};
  small.max_parts = 3;
  EXPECT_EQ(read(workbook(""), {}, small), "too_large");
}

TEST(Xlsx, APasswordIsNamedAsTheCause) {
  std::string name;
  for (const char c : std::string("EncryptedPackage")) name += {c, '\0'};
  const auto sheet = XlsxSheet::open("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(512, '\0') + name);
  ASSERT_FALSE(sheet.ok());
  EXPECT_EQ(sheet.error().code, base::ErrorCode::unsupported_type);
  EXPECT_NE(sheet.error().text.zh.find("密码"), std::string::npos);
}

TEST(Xlsx, AnOldWorkbookAndOtherFilesAreNamedAsSuch) {
  const auto old = XlsxSheet::open("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(512, '\0'));
  EXPECT_NE(old.error().text.en.find(".xls"), std::string::npos);
  EXPECT_EQ(read("plain text"), "unsupported_type");
  EXPECT_EQ(read(pack({{"a.txt", "x"}})), "unsupported_type");
}

TEST(Xlsx, ADamagedFileIsToldFromAnEmptyOne) {
  EXPECT_EQ(read(workbook("")), "");
  const std::string whole = workbook("<row r=\"1\"><c><v>1</v></c></row>");
  EXPECT_EQ(read(whole.substr(0, whole.size() / 2)), "malformed");
  EXPECT_EQ(read("PK\x03\x04"), "malformed");
  auto parts = workbook_parts("");
  parts.erase("xl/worksheets/sheet1.xml");
  EXPECT_EQ(read(pack(parts)), "malformed");
  parts = workbook_parts("");
  parts["xl/workbook.xml"] = "<workbook><sheets>";
  EXPECT_EQ(read(pack(parts)), "malformed");
  parts = workbook_parts("");
  parts["xl/worksheets/sheet1.xml"] =
      "<worksheet><sheetData><row r=\"1\"><c><v>1</v></c></row><row r=\"2\"><c>";
  EXPECT_EQ(read(pack(parts)), "1:[1] !malformed");
}

TEST(Xlsx, ACellWithoutItsTextCostsItsRowOnly) {
  EXPECT_EQ(read(workbook("<row r=\"1\"><c t=\"s\"><v>99</v></c></row><row r=\"2\"><c><v>1</v></c></row>")),
            "!invalid_input 2:[1]");
  EXPECT_EQ(
      read(workbook("<row r=\"1\"><c r=\"ZZZZ1\"><v>9</v></c></row><row r=\"2\"><c><v>1</v></c></row>")),
      "!invalid_input 2:[1]");
}

TEST(Xlsx, SurvivesAnyBytesInItsPlace) {
  const std::string whole = workbook("<row r=\"1\"><c t=\"s\"><v>1</v></c></row>");
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    std::string broken = whole;
    broken[at] = static_cast<char>(broken[at] ^ 0x5A);
    const std::string result = read(broken);
    EXPECT_LT(result.size(), 200u);
  }
}

}  // namespace
}  // namespace hotline::table
