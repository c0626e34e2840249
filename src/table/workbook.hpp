// What stands around a sheet: relationships, sheet names, styles, shared strings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"
#include "table/cell_value.hpp"
#include "table/zip_file.hpp"

namespace pugi {
class xml_node;
}

namespace hotline::table {

struct Workbook {
  std::string sheet_part;  // name of the sheet's part in the archive
  bool date1904 = false;
  std::vector<NumberFormat> formats;  // by style index
  std::vector<std::string> shared_texts;
};

// Errors: those of XlsxSheet::open.
base::Result<Workbook> load_workbook(const ZipFile& file, std::string_view sheet);

// Text of an <si> or <is>: its runs joined, phonetic hints left out, _xHHHH_ decoded.
std::string rich_text(const pugi::xml_node& node);

// Name without namespace prefix.
std::string_view local_name(const pugi::xml_node& node);

}  // namespace hotline::table
