#include "hotline/table/table_reader.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>

#include "table/workbook_builder.hpp"

namespace hotline::table {
namespace {

std::unique_ptr<TableReader> table(std::string bytes) {
  return open_table_bytes(std::move(bytes)).value();
}

const std::string sheet = testing::workbook(
    "<row r=\"1\"/><row r=\"2\"><c t=\"inlineStr\"><is><t>编号</t></is></c><c "
    "t=\"inlineStr\"><is><t>名称</t></is></c></row>"
    "<row r=\"3\"><c><v>7</v></c></row><row r=\"4\"><c t=\"inlineStr\"><is><t> </t></is></c></row>"
    "<row r=\"6\"><c><v>8</v></c><c t=\"inlineStr\"><is><t>路灯</t></is></c></row>");

TEST(TableReader, ReadsCsvAndWorkbookAlike) {
  for (const std::string& bytes : {std::string("编号,名称\n7,\n,\n\n\n8,路灯\n"), sheet}) {
    const auto reader = table(bytes);
    EXPECT_EQ(reader->header().names(), (std::vector<std::string>{"编号", "名称"}));
    const auto first = reader->next();
    ASSERT_TRUE(first && first->ok());
    EXPECT_EQ((*first)->get("编号"), "7");
    EXPECT_EQ((*first)->get("名称"), "");
    const auto second = reader->next();
    ASSERT_TRUE(second && second->ok());
    EXPECT_EQ((*second)->line, 6u);
    EXPECT_EQ((*second)->get("名称"), "路灯");
    EXPECT_FALSE(reader->next().has_value());
  }
}

TEST(TableReader, ColumnsAreFoundWhateverTheirWidthCaseOrScript) {
  const auto reader = table("ＩＤ, 联系电话 ,單位\n1, 12345 ,城管局\n");
  const auto row = reader->next();
  EXPECT_EQ((*row)->get("id"), "1");
  EXPECT_EQ((*row)->get("联系电话"), "12345");
  EXPECT_EQ((*row)->get("单位"), "城管局");
  EXPECT_EQ((*row)->get("没有"), "");
  EXPECT_FALSE(reader->header().find("").has_value());
}

TEST(TableReader, ARowOutlivesItsReader) {
  std::optional<Row> row;
  {
    const auto reader = table("a,b\n1,2\n");
    row = **reader->next();
  }
  EXPECT_EQ(row->get("b"), "2");
}

TEST(TableReader, AWrongRowIsReportedWithItsLineAndReadingGoesOn) {
  const auto reader = table("a,b\n1\n3,4\n");
  const auto wrong = reader->next();
  ASSERT_TRUE(wrong && !wrong->ok());
  EXPECT_NE(wrong->error().text.zh.find("第 2 行"), std::string::npos);
  EXPECT_EQ((*reader->next())->get("a"), "3");

  const auto from_sheet = table(
      testing::workbook("<row r=\"1\"><c t=\"s\"><v>0</v></c></row><row "
                        "r=\"2\"><c><v>1</v></c><c><v>2</v></c></row><row r=\"3\"><c><v>3</v></c></row>"));
  EXPECT_FALSE(from_sheet->next()->ok());
  EXPECT_EQ((*from_sheet->next())->get("标题"), "3");
}

TEST(TableReader, ATableNeedsAHeaderWithoutRepeatedNames) {
  for (const char* text : {"", "\n\n", ",,\n", "a,Ａ\n1,2\n"}) {
    const auto reader = open_table_bytes(text);
    ASSERT_FALSE(reader.ok()) << text;
    EXPECT_EQ(reader.error().code, base::ErrorCode::invalid_input);
  }
}

TEST(TableReader, NamesEveryMissingColumn) {
  const auto reader = table("编号,名称\n");
  const std::array<std::string_view, 3> needed{"编号", "电话", "地址"};
  const auto status = require_columns(reader->header(), needed);
  ASSERT_FALSE(status.ok());
  ASSERT_EQ(status.error().fields.size(), 2u);
  EXPECT_EQ(status.error().fields[0].pointer, "电话");
  EXPECT_EQ(status.error().fields[0].rule, "required");
  const std::array<std::string_view, 1> present{"名称"};
  EXPECT_TRUE(require_columns(reader->header(), present).ok());
}

TEST(TableReader, OpensFilesByWhatTheyAreNotByTheirName) {
  const auto folder = std::filesystem::path(::testing::TempDir());
  const auto path = folder / "hotline_table_reader_test.csv";
  std::ofstream(path, std::ios::binary) << sheet;
  const auto reader = open_table(path);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ((*reader)->header().names()[0], "编号");
  std::ofstream(path, std::ios::binary) << "a\n1\n";
  EXPECT_EQ((*(*open_table(path))->next())->get("a"), "1");
  std::filesystem::remove(path);
  const auto gone = open_table(path);
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().code, base::ErrorCode::unavailable);
  EXPECT_FALSE(open_table(folder).ok()) << "a folder is no table";
}

}  // namespace
}  // namespace hotline::table
