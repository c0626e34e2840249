#include "hotline/intake/import_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "hotline/intake/import_time.hpp"
#include "hotline/text/id_numbers.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/phone.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::intake {
namespace {

// Requests of before this day are typing errors.
constexpr base::Time earliest{std::chrono::sys_days{std::chrono::year{1980} / 1 / 1}};

// FNV-1a over two lanes: a number for rows that have none. It guards against repetition, not against malice.
std::string digest_of(std::initializer_list<std::string_view> parts) {
  std::uint64_t a = 14695981039346656037ULL, b = 1099511628211ULL;
  for (const std::string_view part : parts) {
    for (const char byte : part) {
      a = (a ^ static_cast<std::uint8_t>(byte)) * 1099511628211ULL;
      b = (b + static_cast<std::uint8_t>(byte) + 1) * 6364136223846793005ULL + (b >> 32);
    }
    a = (a ^ 0x1F) * 1099511628211ULL;
    b = b * 6364136223846793005ULL + 0x1F;
  }
  return fmt::format("row:{:016x}{:016x}", a, b);
}

bool is_stop(base::ErrorCode code) {
  return code == base::ErrorCode::malformed || code == base::ErrorCode::unavailable;
}

// The first number that can be read of a cell that may hold several; "" of one that was masked.
base::Result<std::string> phone_of(const std::string& cell) {
  if (cell.empty() || cell.find('*') != std::string::npos) return std::string();
  auto whole = text::parse_phone(cell);
  if (whole.ok()) return whole->number;
  static constexpr std::string_view separators = ",;/|、，；";
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= cell.size(); ++i) {
    const bool end = i == cell.size() || separators.find(cell[i]) != std::string_view::npos;
    if (!end) continue;
    if (auto one = text::parse_phone(std::string_view(cell).substr(begin, i - begin)); one.ok())
      return one->number;
    begin = i + 1;
  }
  return std::move(whole).error();
}

// Not masked, no word such as 无, and no other document.
bool looks_like_resident_id(const std::string& cell) {
  return cell.size() == 18 &&
         std::all_of(cell.begin(), cell.end() - 1, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<bool> read_yes(std::string_view word) {
  static constexpr std::array<std::string_view, 6> yes{"是", "1", "true", "yes", "y", "匿名"};
  static constexpr std::array<std::string_view, 7> no{"否", "0", "false", "no", "n", "", "实名"};
  for (const std::string_view one : yes) {
    if (word == one) return true;
  }
  for (const std::string_view one : no) {
    if (word == one) return false;
  }
  return std::nullopt;
}

}  // namespace

ImportRows::ImportRows(std::unique_ptr<table::TableReader> table, ImportMap map,
                       std::chrono::minutes zone_offset, base::Time now)
    : table_(std::move(table)), map_(std::move(map)), zone_offset_(zone_offset), now_(now) {}

base::Result<ImportRows> ImportRows::open(std::unique_ptr<table::TableReader> table, ImportMap map,
                                          std::chrono::minutes zone_offset, base::Time now) {
  ImportRows rows(std::move(table), std::move(map), zone_offset, now);
  const table::Header& header = rows.table_->header();
  std::vector<base::FieldError> missing;
  for (std::size_t i = 0; i < import_field_count; ++i) {
    for (const std::string& name : rows.map_.columns[i]) {
      const auto at = header.find(name);
      if (!at) continue;
      rows.columns_[i] = header.names()[*at];
      break;
    }
    if (!rows.columns_[i].empty() || !rows.map_.columns_given[i]) continue;
    missing.push_back(
        {std::string(import_field_names[i]),
         "required",
         {fmt::format("表中没有映射文件为 {} 指定的列。", import_field_names[i]),
          fmt::format("The table has no column that the map names for {}.", import_field_names[i])}});
  }
  if (rows.column(ImportField::words).empty() && rows.column(ImportField::title).empty() && missing.empty()) {
    missing.push_back(
        {"words",
         "required",
         {"表中找不到诉求内容或标题所在的列，请在映射文件的 [columns] 中指定 words。",
          "No column holds the citizens' words. Name it as words under [columns] in the map."}});
  }
  if (!missing.empty()) return base::Error::fields_wrong(std::move(missing));
  return rows;
}

std::string ImportRows::cell(const table::Row& row, ImportField field) const {
  const auto at = static_cast<std::size_t>(field);
  const std::string& column = columns_[at];
  std::string value(column.empty() ? std::string_view() : row.get(column));
  if (!map_.values[at].empty() && !value.empty()) {
    const auto known = map_.values[at].find(text::normalize(value));
    if (known != map_.values[at].end()) value = known->second;
  }
  return value.empty() ? map_.defaults[at] : value;
}

RejectedRow ImportRows::reject(const table::Row& row, ImportField field, std::string zh,
                               std::string en) const {
  const std::string& name = column(field);
  return {row.line, name.empty() ? std::string(name_of(field)) : name, {std::move(zh), std::move(en)}};
}

std::optional<RejectedRow> ImportRows::read_texts(const table::Row& row, ImportRow& out) const {
  struct Text {
    ImportField field;
    std::string& out;
    std::size_t most;
  };
  const std::array<Text, 6> texts{{{ImportField::title, out.title, most_title_chars},
                                   {ImportField::words, out.words, most_words_chars},
                                   {ImportField::place, out.place, most_place_chars},
                                   {ImportField::caller_name, out.caller_name, most_name_chars},
                                   {ImportField::caller_address, out.caller_address, most_place_chars},
                                   {ImportField::reply, out.reply, most_words_chars}}};
  for (const Text& text : texts) {
    text.out = cell(row, text.field);
    if (text.out.find('\0') != std::string::npos) {
      return reject(row, text.field, "含有空字符（NUL），请清理后再导入。",
                    "There is a NUL character. Remove it and import again.");
    }
    if (const std::size_t chars = text::count_chars(text.out); chars > text.most) {
      return reject(row, text.field, fmt::format("共 {} 字，超过 {} 字的上限。", chars, text.most),
                    fmt::format("{} characters, more than the {} allowed.", chars, text.most));
    }
  }
  if (out.words.empty()) out.words = out.title;
  if (text::normalize(out.words).empty()) {
    return reject(row, ImportField::words, "没有诉求内容。", "There are no words of the citizen.");
  }
  return std::nullopt;
}

std::optional<RejectedRow> ImportRows::read_times(const table::Row& row, ImportRow& out) const {
  const std::string received = cell(row, ImportField::received);
  if (received.empty() && !column(ImportField::received).empty()) {
    return reject(row, ImportField::received, "没有受理时间。", "There is no time of receipt.");
  }
  out.received_at = now_;
  if (!received.empty()) {
    const auto time = read_time(received, map_.time_formats, zone_offset_);
    if (!time) {
      return reject(row, ImportField::received, "时间“" + received + "”不符合映射文件中的任何格式。",
                    "The time '" + received + "' has none of the map's formats.");
    }
    if (*time < earliest || *time > now_ + std::chrono::days{1}) {
      return reject(row, ImportField::received, "时间“" + received + "”早于1980年或晚于现在。",
                    "The time '" + received + "' lies before 1980 or in the future.");
    }
    out.received_at = *time;
  }
  if (const std::string closed = cell(row, ImportField::closed); !closed.empty()) {
    out.closed_at = read_time(closed, map_.time_formats, zone_offset_);
    if (!out.closed_at) {
      return reject(row, ImportField::closed, "时间“" + closed + "”不符合映射文件中的任何格式。",
                    "The time '" + closed + "' has none of the map's formats.");
    }
  }
  return std::nullopt;
}

std::optional<RejectedRow> ImportRows::read_flag(const table::Row& row, ImportField field, bool& out) const {
  const auto yes = read_yes(text::normalize(cell(row, field)));
  if (!yes) {
    return reject(row, field, "应填写“是”或“否”。", "Yes or no is to stand here.");
  }
  out = *yes;
  return std::nullopt;
}

std::optional<RejectedRow> ImportRows::read_caller(const table::Row& row, ImportRow& out) const {
  auto phone = phone_of(cell(row, ImportField::caller_phone));
  if (!phone.ok()) {
    return reject(row, ImportField::caller_phone, "不是有效的电话号码。", "This is no phone number.");
  }
  out.caller_phone = std::move(*phone);
  const std::string id = cell(row, ImportField::caller_id);
  if (auto parsed = text::parse_resident_id(id); parsed.ok()) {
    out.caller_id_number = std::move(parsed->number);
  } else if (looks_like_resident_id(id)) {
    return reject(row, ImportField::caller_id, "身份证号校验不通过，请核对。",
                  "This resident ID fails its check. Compare it with the original.");
  }
  if (auto wrong = read_flag(row, ImportField::anonymous, out.anonymous)) return wrong;
  return read_flag(row, ImportField::secret, out.secret);
}

ReadRow ImportRows::read(const table::Row& row) const {
  ReadRow result;
  ImportRow& out = result.row;
  out.line = row.line;
  result.rejected = read_texts(row, out);
  if (!result.rejected) result.rejected = read_times(row, out);
  if (!result.rejected) result.rejected = read_caller(row, out);
  if (result.rejected) return result;
  out.channel = cell(row, ImportField::channel);
  out.kind = cell(row, ImportField::kind);
  out.urgency = cell(row, ImportField::urgency);
  out.matter = cell(row, ImportField::matter);
  out.division = cell(row, ImportField::division);
  out.unit = cell(row, ImportField::unit);
  out.language = cell(row, ImportField::language);
  out.external_id = cell(row, ImportField::external_id);
  if (out.external_id.empty()) {
    out.external_id =
        digest_of({out.title, out.words, out.place, std::to_string(base::to_millis(out.received_at)),
                   out.caller_name, out.caller_phone});
  }
  return result;
}

std::optional<base::Result<ReadRow>> ImportRows::next() {
  auto row = table_->next();
  if (!row) return std::nullopt;
  if (row->ok()) return base::Result<ReadRow>(read(**row));
  const base::Error& error = row->error();
  if (is_stop(error.code)) return base::Result<ReadRow>(error);
  return base::Result<ReadRow>(ReadRow{{}, RejectedRow{table_->last_line(), "", error.text}});
}

}  // namespace hotline::intake
