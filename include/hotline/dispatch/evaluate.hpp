// `hotline eval dispatch`: how often the whole decision is right, held against rows that people labelled.
//
// A gold file names what is right and, so that no citizen's words need to be kept with it, may leave the
// texts to the files that they came from: they are joined by (source, id) when it is read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/dispatch/dispatcher.hpp"

namespace hotline::dispatch {

struct GoldRow {
  std::string source, id;    // where the words come from
  std::string title, words;  //
  std::string place;         // "" when the row gives none
  std::string matter;        // 6-digit code or row key
  std::string unit;          // code of the right lead
  std::string also;          // another lead that a supervisor would accept, "" for none
};

// A table with the texts of one source: columns id, title (or none), and detail, words, content or text.
struct GoldTexts {
  std::string source;
  std::filesystem::path file;
};

// Reads gold rows; columns matter and unit (or lead), and as they are there source, id, also, part, place,
// title, and detail, words, content or text. `part` keeps the rows of that part alone, "" keeps all. A source
// may have several files. Errors: those of the tables; invalid_input for a missing column and for rows whose
// words no file holds (names the first).
base::Result<std::vector<GoldRow>> load_gold(const std::filesystem::path& gold,
                                             const std::vector<GoldTexts>& texts, const std::string& part);

struct DispatchMiss {
  std::size_t row = 0;  // of the gold rows
  std::string matter, unit;
  double confidence = 0;
  bool automatic = false;
};

struct DispatchReport {
  std::size_t rows = 0;
  double level1 = 0;                 // share with the right first level of the matter
  double matter = 0;                 // share with the right 6-digit code
  double unit_top1 = 0;              // share whose lead is the right unit or the other accepted one
  double unit_top1_strict = 0;       // share whose lead is the right unit
  double unit_top3 = 0;              // share with the right or accepted unit among the first three
  double auto_share = 0;             // share that would go out without a person
  double auto_right = 0;             // share of those whose lead is right or accepted; 0 when none goes out
  std::vector<DispatchMiss> misses;  // wrong first level or wrong unit
};

// Each row as a request by web form at noon of 2026-03-02 without neighbours; pure.
DispatchReport evaluate(const Dispatcher& dispatcher, const std::vector<GoldRow>& rows);

}  // namespace hotline::dispatch
