// Rows of one sheet of an Office Open XML workbook (.xlsx; ECMA-376, transitional and strict).
//
// Cells come as text: shared and inline strings without phonetic hints, formulas by their last result,
// numbers as a person would type them (13812345678, not 1.38E10), booleans TRUE and FALSE, dates as ISO 8601
// ("2026-03-02", "2026-03-02T09:00:00", "09:00:00") in both date systems. Merged cells have their text in
// their first cell. No external reference, macro or entity is ever followed.
//
// Foreign files are hostile: the limits are held before anything is unpacked and while it is.
// A sheet is an immutable value but for the place of reading; it belongs to one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"

namespace hotline::table {

struct XlsxLimits {
  std::size_t max_file_bytes = 64 * 1024 * 1024;
  std::size_t max_part_bytes = 128 * 1024 * 1024;  // of one part, unpacked
  // unpacked / packed; parts below 1 MiB may be denser. Deflate cannot exceed 1032.
  std::size_t max_ratio = 400;
  std::size_t max_parts = 4096;
  std::size_t max_columns = 1024;
};

struct XlsxRow {
  std::size_t number = 0;          // as the spreadsheet shows it, from 1
  std::vector<std::string> cells;  // up to the last cell that is written
};

class XlsxSheet {
 public:
  // Opens the sheet of that name, or the first when it is empty, from a file held in memory. Errors:
  //   too_large         a limit is passed
  //   unsupported_type  password-protected, an old .xls, or no workbook at all
  //   malformed         damaged
  //   not_found         no sheet of that name; the text lists those there are
  static base::Result<XlsxSheet> open(std::string bytes, std::string_view sheet = {},
                                      const XlsxLimits& limits = {});

  XlsxSheet(XlsxSheet&&) noexcept;
  XlsxSheet& operator=(XlsxSheet&&) noexcept;
  ~XlsxSheet();

  // The next row that is written in the file, blank or not; nothing at the end. Errors: invalid_input for a
  // cell that refers to a text that is not there or lies beyond max_columns; reading goes on.
  std::optional<base::Result<XlsxRow>> next();

 private:
  struct State;
  explicit XlsxSheet(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hotline::table
