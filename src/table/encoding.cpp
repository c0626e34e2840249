#include "hotline/table/encoding.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>

#include "hotline/text/utf8.hpp"
#include "table/icu_decoder.hpp"
#include "table/messages.hpp"

namespace hotline::table {
namespace {

using base::ErrorCode;

constexpr std::size_t chunk_bytes = 64 * 1024;
// GB18030 text that passes for this many three-byte chars of UTF-8 in a row does not occur by chance.
constexpr std::size_t convincing_chars = 8;
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

// What one pass over the file shows.
struct Survey {
  std::string head;  // the first bytes
  bool valid_utf8 = true;
  std::size_t wide_chars = 0;  // before the first wrong byte
  std::size_t wrong_line = 1;  // of the first wrong byte
};

// Bytes at the end of `text` that may be the beginning of a char: 0 to 3.
std::size_t unfinished_tail(std::string_view text) {
  for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (byte < 0x80) return 0;
    if (byte < 0xC0) continue;
    const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}

std::size_t count_lines(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::size_t count_wide(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE0; }));
}

base::Result<Survey> survey(std::istream& stream) {
  Survey result;
  std::string chunk(chunk_bytes, '\0');
  std::string pending;
  for (;;) {
    stream.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    const auto got = static_cast<std::size_t>(stream.gcount());
    if (stream.bad()) return unreadable_file();
    if (result.head.empty()) result.head = chunk.substr(0, std::min<std::size_t>(got, 4096));
    pending.append(chunk, 0, got);
    const bool last = got < chunk.size();
    const std::size_t usable = pending.size() - (last ? 0 : unfinished_tail(pending));
    const std::string_view view = std::string_view(pending).substr(0, usable);
    const std::size_t valid = text::valid_utf8_prefix(view);
    result.wide_chars += count_wide(view.substr(0, valid));
    result.wrong_line += count_lines(view.substr(0, valid));
    if (valid < view.size()) {
      result.valid_utf8 = false;
      return result;
    }
    if (last) return result;
    pending.erase(0, usable);
  }
}

// UTF-16 without a mark: ASCII in it, mostly separators and line breaks, has NUL in every second byte.
std::optional<Encoding> unmarked_utf16(std::string_view head) {
  std::array<std::size_t, 2> nuls{};
  for (std::size_t i = 0; i < head.size(); ++i) nuls[i % 2] += head[i] == '\0';
  if (nuls[0] == 0 && nuls[1] == 0) return std::nullopt;
  return nuls[1] >= nuls[0] ? Encoding::utf16_little : Encoding::utf16_big;
}

class PlainSource final : public Utf8Source {
 public:
  explicit PlainSource(std::unique_ptr<std::istream> stream) : stream_(std::move(stream)) {}
  Encoding encoding() const override { return Encoding::utf8; }

  base::Result<bool> read(std::string& out) override {
    std::string chunk(chunk_bytes, '\0');
    std::copy(tail_.begin(), tail_.end(), chunk.begin());
    stream_->read(chunk.data() + tail_.size(), static_cast<std::streamsize>(chunk.size() - tail_.size()));
    if (stream_->bad()) return unreadable_file();
    const auto got = static_cast<std::size_t>(stream_->gcount());
    chunk.resize(tail_.size() + got);
    if (got == 0) return false;
    const std::size_t unfinished = unfinished_tail(chunk);
    tail_ = chunk.substr(chunk.size() - unfinished);
    chunk.resize(chunk.size() - unfinished);
    std::string_view text = chunk;
    if (at_start_ && text.starts_with(utf8_mark)) text.remove_prefix(utf8_mark.size());
    at_start_ = false;
    out += text;
    return true;
  }

 private:
  std::unique_ptr<std::istream> stream_;
  std::string tail_;
  bool at_start_ = true;
};

class ConvertedSource final : public Utf8Source {
 public:
  ConvertedSource(std::unique_ptr<std::istream> stream, Encoding encoding)
      : stream_(std::move(stream)), encoding_(encoding), decoder_(std::string(name_of(encoding)).c_str()) {}
  Encoding encoding() const override { return encoding_; }

  base::Result<bool> read(std::string& out) override {
    if (error_) return *error_;
    if (ended_) return false;
    std::string chunk(chunk_bytes, '\0');
    stream_->read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    if (stream_->bad()) return fail(unreadable_file());
    const auto got = static_cast<std::size_t>(stream_->gcount());
    ended_ = got < chunk.size();
    std::string text;
    const bool fine = decoder_.decode(std::string_view(chunk).substr(0, got), ended_, text);
    line_ += count_lines(text);
    if (!fine) {
      return fail(line_error(ErrorCode::malformed, line_,
                             "含有无法识别的字符编码，请将文件另存为 UTF-8 编码后重试",
                             "bytes that are no text: save the file as UTF-8 and try again"));
    }
    std::string_view view = text;
    if (at_start_ && view.starts_with(utf8_mark)) view.remove_prefix(utf8_mark.size());
    at_start_ = at_start_ && view.empty();
    out += view;
    return true;
  }

 private:
  base::Error fail(base::Error error) {
    error_ = error;
    return error;
  }

  std::unique_ptr<std::istream> stream_;
  Encoding encoding_;
  IcuDecoder decoder_;
  std::optional<base::Error> error_;
  std::size_t line_ = 1;
  bool at_start_ = true;
  bool ended_ = false;
};

}  // namespace

std::string_view name_of(Encoding encoding) {
  constexpr std::array<std::string_view, 4> names{"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"};
  return names[static_cast<std::size_t>(encoding)];
}

base::Result<std::unique_ptr<Utf8Source>> open_utf8(std::unique_ptr<std::istream> stream) {
  if (!stream || !*stream) return unreadable_file();
  HOTLINE_TRY(const Survey seen, survey(*stream));
  stream->clear();
  stream->seekg(0);
  if (!*stream) return unreadable_file();

  const std::string_view head = seen.head;
  std::optional<Encoding> other;
  if (head.starts_with("\xFF\xFE")) {
    other = Encoding::utf16_little;
  } else if (head.starts_with("\xFE\xFF")) {
    other = Encoding::utf16_big;
  } else if (!head.starts_with(utf8_mark)) {
    other = unmarked_utf16(head);
    if (!other && !seen.valid_utf8 && seen.wide_chars < convincing_chars) other = Encoding::gb18030;
  }
  if (other) return std::unique_ptr<Utf8Source>(std::make_unique<ConvertedSource>(std::move(stream), *other));
  if (!seen.valid_utf8) {
    return line_error(ErrorCode::malformed, seen.wrong_line, "含有损坏的 UTF-8 字符，请修正该行后重试",
                      "damaged UTF-8: mend this line and try again");
  }
  return std::unique_ptr<Utf8Source>(std::make_unique<PlainSource>(std::move(stream)));
}

base::Result<std::string> to_utf8(std::string_view bytes) {
  HOTLINE_TRY(const auto source, open_utf8(std::make_unique<std::istringstream>(std::string(bytes))));
  std::string out;
  for (;;) {
    HOTLINE_TRY(const bool more, source->read(out));
    if (!more) return out;
  }
}

}  // namespace hotline::table
