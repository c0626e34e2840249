// Rows of a foreign table as requests: translated and checked, but not yet held against a city.
//
// A row that breaks a rule becomes a RejectedRow and reading goes on. A row without a number of its own in
// its source gets one made from its content ("row:" and a digest), so that reading the same file again finds
// it known; two rows of equal content are therefore one request.
//
// An ImportRows belongs to one thread at a time.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/error.hpp"
#include "hotline/intake/import_map.hpp"
#include "hotline/table/table_reader.hpp"

namespace hotline::intake {

// Longest texts that are taken, in characters; those of the API's requests.
inline constexpr std::size_t most_title_chars = 100;
inline constexpr std::size_t most_words_chars = 10'000;
inline constexpr std::size_t most_place_chars = 300;
inline constexpr std::size_t most_name_chars = 40;

struct ImportRow {
  std::size_t line = 0;  // of the file
  std::string external_id;
  std::string title, words, place;
  base::Time received_at;
  std::string channel, kind, urgency;  // after translation; not yet checked against the city
  std::string matter, division, unit;  // the same
  std::string caller_name;
  std::string caller_phone;  // E.164, "" when none was given or it was masked
  std::string caller_address;
  std::string caller_id_number;
  std::string language;  // "" for the city's default
  bool anonymous = false, secret = false;
  std::optional<base::Time> closed_at;
  std::string reply;
};

struct RejectedRow {
  std::size_t line = 0;
  std::string column;  // header as the file writes it, "" when it is about the whole row
  base::Text reason;
};

// A row as it was read, and what is wrong with it if anything is.
struct ReadRow {
  ImportRow row;
  std::optional<RejectedRow> rejected;
};

class ImportRows {
 public:
  // `zone_offset`: of times without one. `now`: a request cannot come from more than a day after it.
  // Errors: invalid_input when a column that the map names, or any column for the words, is missing.
  static base::Result<ImportRows> open(std::unique_ptr<table::TableReader> table, ImportMap map,
                                       std::chrono::minutes zone_offset, base::Time now);

  // The next row; nothing at the end. Errors: malformed or unavailable when the file cannot be read further.
  std::optional<base::Result<ReadRow>> next();

  // Header of a field's column, "" when the file has none.
  const std::string& column(ImportField field) const { return columns_[static_cast<std::size_t>(field)]; }
  const ImportMap& map() const { return map_; }

 private:
  ImportRows(std::unique_ptr<table::TableReader> table, ImportMap map, std::chrono::minutes zone_offset,
             base::Time now);
  std::string cell(const table::Row& row, ImportField field) const;
  ReadRow read(const table::Row& row) const;
  std::optional<RejectedRow> read_texts(const table::Row& row, ImportRow& out) const;
  std::optional<RejectedRow> read_times(const table::Row& row, ImportRow& out) const;
  std::optional<RejectedRow> read_caller(const table::Row& row, ImportRow& out) const;
  std::optional<RejectedRow> read_flag(const table::Row& row, ImportField field, bool& out) const;
  RejectedRow reject(const table::Row& row, ImportField field, std::string zh, std::string en) const;

  std::unique_ptr<table::TableReader> table_;
  ImportMap map_;
  std::chrono::minutes zone_offset_;
  base::Time now_;
  ImportMap::PerField<std::string> columns_;
};

}  // namespace hotline::intake
