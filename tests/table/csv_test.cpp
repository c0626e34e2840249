#include "hotline/table/csv.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace hotline::table {
namespace {

CsvReader reader_of(std::string text, CsvReadOptions options = {}) {
  return CsvReader::open(std::make_unique<std::istringstream>(std::move(text)), options).value();
}

// "1:[a|b] 2:[c|d] 3!invalid_input"
std::string read(std::string text, CsvReadOptions options = {}) {
  CsvReader reader = reader_of(std::move(text), options);
  std::string out;
  while (const auto record = reader.next()) {
    if (!out.empty()) out += ' ';
    if (!record->ok()) {
      const std::string& en = record->error().text.en;
      out += en.substr(5, en.find(':') - 5) + "!" + std::string(name_of(record->error().code));
      continue;
    }
    out += std::to_string((*record)->line) + ":[";
    for (std::size_t i = 0; i < (*record)->cells.size(); ++i) out += (i ? "|" : "") + (*record)->cells[i];
    out += "]";
  }
  return out;
}

TEST(CsvReader, ReadsRecordsWithEitherLineBreak) {
  EXPECT_EQ(read("a,b\r\n1,2\n3,"), "1:[a|b] 2:[1|2] 3:[3|]");
  EXPECT_EQ(read(""), "");
  EXPECT_EQ(read("a,b"), "1:[a|b]");
}

TEST(CsvReader, KeepsQuotedSeparatorsQuotesAndLineBreaks) {
  EXPECT_EQ(read("标题,内容\n\"漏水,严重\",\"他说\"\"快来\"\"\"\n\"第一行\n第二行\",x\ny,z\n"),
            "1:[标题|内容] 2:[漏水,严重|他说\"快来\"] 3:[第一行\n第二行|x] 5:[y|z]");
  EXPECT_EQ(read("a,b\n\"\",\" x \"\n"), "1:[a|b] 2:[| x ]");
}

TEST(CsvReader, TellsTheSeparatorFromTheFirstRecord) {
  EXPECT_EQ(read("a;b\n1,5;2\n"), "1:[a|b] 2:[1,5|2]");
  EXPECT_EQ(read("a\tb\n1\t2\n"), "1:[a|b] 2:[1|2]");
  EXPECT_EQ(read("\"x;y;z\",b\n1,2\n"), "1:[x;y;z|b] 2:[1|2]");
  EXPECT_EQ(read("only\n1\n"), "1:[only] 2:[1]");
}

TEST(CsvReader, SkipsBlankLinesButCountsThem) {
  EXPECT_EQ(read("\n\na,b\r\n\r\n1,2\n\n"), "3:[a|b] 5:[1|2]");
}

TEST(CsvReader, AQuoteInsideAnUnquotedCellIsAnOrdinaryChar) {
  EXPECT_EQ(read("a,b\n5\"管,x\n"), "1:[a|b] 2:[5\"管|x]");
}

TEST(CsvReader, ARowWithOtherColumnsIsReportedAndReadingGoesOn) {
  EXPECT_EQ(read("a,b\n1\n1,2,3\n4,5\n"), "1:[a|b] 2!invalid_input 3!invalid_input 4:[4|5]");
  CsvReadOptions ragged;
  ragged.same_columns = false;
  EXPECT_EQ(read("a,b\n1\n1,2,3\n", ragged), "1:[a|b] 2:[1] 3:[1|2|3]");
}

TEST(CsvReader, AnUnclosedQuoteCostsItsOwnLineOnly) {
  EXPECT_EQ(read("a,b\n1,\"x\n3,4\n5,6\n"), "1:[a|b] 2!invalid_input 3:[3|4] 4:[5|6]");
}

TEST(CsvReader, TextBehindAClosingQuoteIsReported) {
  EXPECT_EQ(read("a,b\n\"x\"y,1\n3,4\n"), "1:[a|b] 2!invalid_input 3:[3|4]");
}

TEST(CsvReader, AnOverlongRecordIsReportedAndPassedOver) {
  CsvReadOptions small;
  small.max_record_bytes = 32;
  EXPECT_EQ(read("a,b\n" + std::string(300'000, 'x') + ",1\n3,4\n", small), "1:[a|b] 2!too_large 3:[3|4]");
  EXPECT_EQ(read("a,b\n1,\"" + std::string(100, 'x') + "\n3,4\n", small), "1:[a|b] 2!too_large 3:[3|4]");
}

TEST(CsvReader, GivesUpOnAFileFullOfUnclosedQuotes) {
  CsvReadOptions small;
  small.max_record_bytes = 32;
  std::string text = "a,b\n";
  for (int i = 0; i < 300; ++i) text += "1,\"x\n1234567,12345678\n1234567,12345678\n1234567,12345678\n";
  CsvReader reader = reader_of(text, small);
  std::size_t errors = 0;
  std::size_t rows = 0;
  base::ErrorCode last{};
  while (const auto record = reader.next()) {
    record->ok() ? ++rows : ++errors;
    if (!record->ok()) last = record->error().code;
  }
  EXPECT_EQ(errors, 100u);
  EXPECT_EQ(rows, 1u + 99u * 3u);
  EXPECT_EQ(last, base::ErrorCode::malformed);
}

TEST(CsvReader, ReadsOfficeEncodings) {
  EXPECT_EQ(read("\xB9\xA4\xB5\xA5,b\n1,2\n"), "1:[工单|b] 2:[1|2]");
}

TEST(CsvReader, RecordsAcrossPiecesAndManyOfThem) {
  std::string text = "序号,内容\r\n";
  for (int i = 0; i < 50'000; ++i)
    text += std::to_string(i) + ",\"第 " + std::to_string(i) + " 件，\n漏水\"\r\n";
  CsvReader reader = reader_of(text);
  int expected = -1;
  while (const auto record = reader.next()) {
    ASSERT_TRUE(record->ok());
    if (expected >= 0) {
      ASSERT_EQ((*record)->cells[0], std::to_string(expected));
      ASSERT_EQ((*record)->cells[1], "第 " + std::to_string(expected) + " 件，\n漏水");
      ASSERT_EQ((*record)->line, static_cast<std::size_t>(2 + 2 * expected));
    }
    ++expected;
  }
  EXPECT_EQ(expected, 50'000);
}

std::string written(std::vector<std::string> cells, const CsvWriteOptions& options = {}) {
  std::string out;
  append_csv_record(out, cells, options);
  return out;
}

TEST(CsvWriter, QuotesOnlyWhereNeeded) {
  EXPECT_EQ(written({"a", "漏水", ""}), "a,漏水,\r\n");
  EXPECT_EQ(written({"a,b", "x\"y", "1\n2", " x"}), "\"a,b\",\"x\"\"y\",\"1\n2\",\" x\"\r\n");
  EXPECT_EQ(written({""}), "\"\"\r\n");
}

TEST(CsvWriter, KeepsSpreadsheetsFromRunningCells) {
  EXPECT_EQ(written({"=1+1", "+8613812345678", "-x", "@SUM(A1)"}), "'=1+1,'+8613812345678,'-x,'@SUM(A1)\r\n");
  EXPECT_EQ(written({"=HYPERLINK(\"http://x\",\"y\")"}), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
  EXPECT_EQ(written({"-3.5", "-12"}), "-3.5,-12\r\n") << "numbers stay numbers";
  EXPECT_EQ(written({"-2+3"}), "'-2+3\r\n");
}

TEST(CsvWriter, LeavesCellsForProgramsAsTheyAre) {
  CsvWriteOptions plain;
  plain.guard_formulas = false;
  plain.separator = ';';
  EXPECT_EQ(written({"=x", "a;b", "c,d"}, plain), "=x;\"a;b\";c,d\r\n");
}

TEST(CsvWriter, WhatItWritesReadsBackTheSame) {
  const std::vector<std::string> cells{"a\"b", "c,d", "e\r\nf", " g ", "", "漏水；"};
  std::string text(csv_byte_order_mark);
  append_csv_record(text, cells);
  append_csv_record(text, cells);
  CsvReader reader = reader_of(text);
  EXPECT_EQ((*reader.next())->cells, cells);
  EXPECT_EQ((*reader.next())->cells, cells);
  EXPECT_FALSE(reader.next().has_value());
}

}  // namespace
}  // namespace hotline::table
