// CSV after RFC 4180, as spreadsheets and other systems really write it.
//
// Reading: any encoding of encoding.hpp; separator , ; or tab, told from the first record; CRLF or LF; line
// breaks and doubled quotes within quotes; blank lines are skipped; a quote in the middle of an unquoted
// cell is an ordinary char. Record by record: memory is bounded by the longest record allowed.
//
// A record that breaks a rule is reported as an error and reading goes on with the line after it, so that
// one bad row never costs the others. An opening quote that is never closed costs its own line only.
//
// A reader or writer belongs to one thread at a time.
#pragma once

#include <cstddef>
#include <istream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/table/encoding.hpp"

namespace hotline::table {

struct CsvReadOptions {
  char separator = '\0';                      // , ; or tab; '\0': told from the first record
  bool same_columns = true;                   // every record must have as many cells as the first
  std::size_t max_record_bytes = 256 * 1024;  // UTF-8
};

struct CsvRecord {
  std::size_t line = 0;  // where the record begins, from 1
  std::vector<std::string> cells;
};

class CsvReader {
 public:
  // Takes a seekable stream. Errors: those of open_utf8.
  static base::Result<CsvReader> open(std::unique_ptr<std::istream> stream, CsvReadOptions options = {});

  // The next record; nothing at the end of the file. Errors, each naming its line:
  //   invalid_input  too few or too many cells; an unclosed quote; text behind a closing quote: go on
  //   too_large      a record longer than allowed: go on
  //   malformed      bytes that are no text, or a hundred unclosed quotes; the next call gives the end
  //   unavailable    the file cannot be read further; the next call gives the end
  std::optional<base::Result<CsvRecord>> next();

  // The line on which the record, or the error, that next() gave last begins.
  std::size_t last_line() const { return last_line_; }
  Encoding encoding() const { return source_->encoding(); }
  char separator() const { return options_.separator; }

 private:
  CsvReader(std::unique_ptr<Utf8Source> source, CsvReadOptions options);

  struct Scan;
  base::Status fill();
  base::Status detect_separator();
  base::Result<Scan> scan_record();
  base::Error skip_first_line(Scan scan);
  void consume(std::size_t bytes);

  std::unique_ptr<Utf8Source> source_;
  CsvReadOptions options_;
  std::string buffer_;  // text not yet given out, from at_ on
  std::size_t at_ = 0;
  std::size_t line_ = 1;  // of at_
  std::size_t last_line_ = 0;
  std::size_t columns_ = 0;
  std::size_t unclosed_quotes_ = 0;
  bool source_ended_ = false;
  bool ended_ = false;
};

struct CsvWriteOptions {
  char separator = ',';
  // A cell that a spreadsheet would run as a formula (it begins with = + - @ tab or CR) gets a ' before it.
  // Plain negative numbers do not. Switch off where a program, not a person, reads the file.
  bool guard_formulas = true;
};

// The byte order mark that lets Excel read a file as UTF-8; write it first, once.
inline constexpr std::string_view csv_byte_order_mark = "\xEF\xBB\xBF";

// Appends one record with CRLF. Cells are quoted where needed.
void append_csv_record(std::string& out, std::span<const std::string_view> cells,
                       const CsvWriteOptions& options = {});
void append_csv_record(std::string& out, std::span<const std::string> cells,
                       const CsvWriteOptions& options = {});

}  // namespace hotline::table
