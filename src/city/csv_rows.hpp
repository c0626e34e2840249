// CSV text as trimmed cells with line numbers.
#pragma once

#include <string>
#include <vector>

#include "city/report.hpp"

namespace hotline::city {

struct CsvRow {
  int line = 0;  // on which the row begins, from 1
  std::vector<std::string> cells;
};

// Every row that is not blank, the head first. What cannot be read (an open quotation) is reported.
std::vector<CsvRow> csv_rows(const std::string& file, const std::string& content, Report& report);

}  // namespace hotline::city
