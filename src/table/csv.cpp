#include "hotline/table/csv.hpp"

#include <algorithm>

#include "table/messages.hpp"

namespace hotline::table {
namespace {

using base::ErrorCode;

constexpr std::size_t max_unclosed_quotes = 100;
constexpr std::size_t keep_consumed_bytes = 64 * 1024;

}  // namespace

// What was seen of one record.
struct CsvReader::Scan {
  enum class Fault { none, unclosed_quote, text_after_quote, too_long };
  std::vector<std::string> cells;
  std::size_t bytes = 0;  // with the line break
  std::size_t lines = 0;  // line breaks in it
  std::size_t text_bytes = 0;
  Fault fault = Fault::none;
};

CsvReader::CsvReader(std::unique_ptr<Utf8Source> source, CsvReadOptions options)
    : source_(std::move(source)), options_(options) {}

base::Result<CsvReader> CsvReader::open(std::unique_ptr<std::istream> stream, CsvReadOptions options) {
  HOTLINE_TRY(auto source, open_utf8(std::move(stream)));
  CsvReader reader(std::move(source), options);
  if (options.separator == '\0') HOTLINE_CHECK(reader.detect_separator());
  return reader;
}

base::Status CsvReader::fill() {
  if (at_ > keep_consumed_bytes) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  HOTLINE_TRY(const bool more, source_->read(buffer_));
  source_ended_ = !more;
  return {};
}

base::Status CsvReader::detect_separator() {
  while (!source_ended_ && buffer_.size() < options_.max_record_bytes &&
         buffer_.find('\n') == std::string::npos) {
    HOTLINE_CHECK(fill());
  }
  constexpr std::string_view candidates = ",;\t";
  std::size_t counts[candidates.size()] = {};
  bool quoted = false;
  bool seen_text = false;
  for (const char c : buffer_) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' && seen_text) break;
    seen_text = seen_text || (c != '\r' && c != '\n');
    if (const std::size_t which = candidates.find(c); which != std::string_view::npos) ++counts[which];
  }
  options_.separator = candidates[static_cast<std::size_t>(std::max_element(counts, counts + 3) - counts)];
  return {};
}

// Reads one record from at_ without consuming it; nothing but bytes == 0 at the end of the file.
base::Result<CsvReader::Scan> CsvReader::scan_record() {
  Scan scan;
  std::string cell;
  enum class In { start, plain, quotes, after_quotes } in = In::start;
  std::size_t i = at_;
  const auto take = [&](std::size_t end) {
    scan.bytes = end - at_;
    return scan;
  };
  for (;; ++i) {
    if (i - at_ > options_.max_record_bytes) {
      scan.fault = in == In::quotes && scan.lines > 0 ? Scan::Fault::unclosed_quote : Scan::Fault::too_long;
      return take(i);
    }
    while (i >= buffer_.size() && !source_ended_) {
      const std::size_t offset = i - at_;
      HOTLINE_CHECK(fill());
      i = at_ + offset;
    }
    if (i >= buffer_.size()) {
      if (in == In::quotes) scan.fault = Scan::Fault::unclosed_quote;
      if (i > at_) scan.cells.push_back(std::move(cell));
      scan.text_bytes = i - at_;
      return take(i);
    }
    const char c = buffer_[i];
    if (c == '\n') ++scan.lines;
    if (in == In::quotes) {
      if (c == '"') {
        in = In::after_quotes;
      } else {
        cell.push_back(c);
      }
      continue;
    }
    if (c == '\n') {
      if (!cell.empty() && cell.back() == '\r' && in != In::after_quotes) cell.pop_back();
      scan.cells.push_back(std::move(cell));
      scan.text_bytes = i - at_ - (i > at_ && buffer_[i - 1] == '\r' ? 1 : 0);
      return take(i + 1);
    }
    if (c == options_.separator) {
      scan.cells.push_back(std::move(cell));
      cell.clear();
      in = In::start;
    } else if (c == '"' && in == In::start) {
      in = In::quotes;
    } else if (c == '"' && in == In::after_quotes) {
      cell.push_back('"');
      in = In::quotes;
    } else if (in == In::after_quotes) {
      if (c != '\r' && c != ' ' && c != '\t') scan.fault = Scan::Fault::text_after_quote;
    } else {
      cell.push_back(c);
      in = In::plain;
    }
  }
}

void CsvReader::consume(std::size_t bytes) {
  at_ += bytes;
}

// Gives up on a record: its first line is passed over and reported.
base::Error CsvReader::skip_first_line(Scan scan) {
  const std::size_t line = line_;
  if (scan.fault == Scan::Fault::unclosed_quote) {
    const std::size_t line_end = buffer_.find('\n', at_);
    const bool other_lines = line_end != std::string::npos && line_end < at_ + scan.bytes;
    consume(other_lines ? line_end + 1 - at_ : scan.bytes);
    line_ += other_lines ? 1 : 0;
    if (++unclosed_quotes_ >= max_unclosed_quotes) {
      ended_ = true;
      return line_error(ErrorCode::malformed, line, "引号未闭合的行过多，文件可能已损坏，请检查后重新导出",
                        "too many unclosed quotes: the file seems damaged; export it again");
    }
    return line_error(ErrorCode::invalid_input, line, "双引号未闭合，请补全或删除多余的双引号",
                      "a quote is never closed: close it or remove it");
  }
  consume(scan.bytes);
  line_ += scan.lines;
  if (scan.fault == Scan::Fault::text_after_quote) {
    const std::string last = std::to_string(scan.lines > 1 ? line + scan.lines - 1 : line);
    return line_error(
        ErrorCode::invalid_input, line,
        "右双引号之后还有文字（至第 " + last + " 行），单元格内的双引号应写成两个",
        "text behind a closing quote (up to line " + last + "): a quote within a cell is written twice");
  }
  return line_error(
      ErrorCode::too_large, line,
      "该行超过 " + std::to_string(options_.max_record_bytes / 1024) + " KB，请拆分或缩短",
      "this row is longer than " + std::to_string(options_.max_record_bytes / 1024) + " KB: shorten it");
}

std::optional<base::Result<CsvRecord>> CsvReader::next() {
  while (!ended_) {
    auto scanned = scan_record();
    if (!scanned.ok()) {
      ended_ = true;
      return base::Result<CsvRecord>(std::move(scanned).error());
    }
    Scan scan = std::move(scanned).value();
    last_line_ = line_;
    if (scan.bytes == 0) {
      ended_ = true;
      return std::nullopt;
    }
    if (scan.fault == Scan::Fault::too_long) {
      // The rest of the line belongs to the record.
      at_ += scan.bytes;
      scan.bytes = 0;
      for (;;) {
        const std::size_t line_end = buffer_.find('\n', at_);
        if (line_end != std::string::npos) {
          scan.bytes = line_end + 1 - at_;
          ++scan.lines;
          break;
        }
        at_ = buffer_.size();
        if (source_ended_) break;
        if (auto filled = fill(); !filled.ok()) {
          ended_ = true;
          return base::Result<CsvRecord>(std::move(filled).error());
        }
      }
    }
    if (scan.fault != Scan::Fault::none) return base::Result<CsvRecord>(skip_first_line(std::move(scan)));

    const std::size_t line = line_;
    consume(scan.bytes);
    line_ += scan.lines;
    if (scan.text_bytes == 0) continue;
    if (columns_ == 0) columns_ = scan.cells.size();
    if (options_.same_columns && scan.cells.size() != columns_) {
      const std::string has = std::to_string(scan.cells.size());
      const std::string needs = std::to_string(columns_);
      return base::Result<CsvRecord>(line_error(
          ErrorCode::invalid_input, line, "有 " + has + " 列，应为 " + needs + " 列，请检查分隔符和双引号",
          "has " + has + " cells where " + needs + " are needed: check separators and quotes"));
    }
    return base::Result<CsvRecord>(CsvRecord{line, std::move(scan.cells)});
  }
  return std::nullopt;
}

}  // namespace hotline::table
