#include "table/element_stream.hpp"

#include <algorithm>

namespace hotline::table {
namespace {

constexpr std::size_t npos = std::string::npos;

// "row" of "<x:row r=..." or "</row>".
std::string_view local_name(std::string_view tag) {
  tag.remove_prefix(tag.starts_with("</") ? 2 : 1);
  tag = tag.substr(0, tag.find_first_of(" \t\r\n/>"));
  const std::size_t colon = tag.find(':');
  return colon == npos ? tag : tag.substr(colon + 1);
}

}  // namespace

// Brings more text; start_ and at_ may move.
base::Result<bool> ElementStream::more() {
  if (part_ended_) return false;
  if (buffer_.size() - start_ > max_bytes_) {
    return base::Error::of(base::ErrorCode::too_large, "表格中有一行内容过长，请缩短后重新上传",
                           "a row of the workbook is too long: shorten it");
  }
  buffer_.erase(0, start_);
  at_ -= start_;
  start_ = 0;
  HOTLINE_TRY(const bool got, part_.read(buffer_));
  part_ended_ = !got;
  return got;
}

// Where `what` stands from at_ + `from` on, relative to at_; npos when the part ends before.
base::Result<std::size_t> ElementStream::find_from(std::string_view what, std::size_t from) {
  for (;;) {
    const std::size_t found = buffer_.find(what, at_ + from);
    if (found != npos) return found - at_;
    from = std::max(from, buffer_.size() - at_ < what.size() ? from : buffer_.size() - at_ - what.size() + 1);
    HOTLINE_TRY(const bool got, more());
    if (!got) return npos;
  }
}

// Where the tag that begins at at_ + `from` ends (behind its >), relative to at_. A > within quotes counts
// not.
base::Result<std::size_t> ElementStream::tag_end(std::size_t from) {
  char quote = '\0';
  for (std::size_t i = from;; ++i) {
    while (at_ + i >= buffer_.size()) {
      HOTLINE_TRY(const bool got, more());
      if (!got) return damaged_workbook();
    }
    const char c = buffer_[at_ + i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return i + 1;
    }
  }
}

base::Result<std::optional<std::string_view>> ElementStream::find() {
  bool inside = false;
  start_ = at_;
  for (;;) {
    if (!inside) start_ = at_;
    HOTLINE_TRY(const std::size_t open, find_from("<", 0));
    if (open == npos) {
      if (inside) return damaged_workbook();
      return std::optional<std::string_view>();
    }
    at_ += open;
    if (!inside) start_ = at_;
    // The longest opening looked for is "<![CDATA[".
    while (buffer_.size() - at_ < 9 && !part_ended_) {
      if (auto got = more(); !got.ok()) return std::move(got).error();
    }
    const std::string_view here = std::string_view(buffer_).substr(at_);
    const std::string_view closing = here.starts_with("<!--")        ? "-->"
                                     : here.starts_with("<![CDATA[") ? "]]>"
                                     : here.starts_with("<?")        ? "?>"
                                                                     : "";
    if (!closing.empty()) {
      HOTLINE_TRY(const std::size_t end, find_from(closing, 2));
      if (end == npos) return damaged_workbook();
      at_ += end + closing.size();
      continue;
    }
    HOTLINE_TRY(const std::size_t length, tag_end(1));
    const std::string_view tag = std::string_view(buffer_).substr(at_, length);
    const bool ours = local_name(tag) == name_;
    const bool closes = tag.starts_with("</") || tag.ends_with("/>");
    at_ += length;
    if (!ours) continue;
    if (closes && (inside || !tag.starts_with("</")))
      return std::optional(std::string_view(buffer_).substr(start_, at_ - start_));
    inside = true;
  }
}

std::optional<base::Result<std::string_view>> ElementStream::next() {
  if (ended_) return std::nullopt;
  auto found = find();
  if (!found.ok()) {
    ended_ = true;
    return base::Result<std::string_view>(std::move(found).error());
  }
  if (!found->has_value()) {
    ended_ = true;
    return std::nullopt;
  }
  return base::Result<std::string_view>(**found);
}

}  // namespace hotline::table
