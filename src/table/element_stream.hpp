// The elements of one name of a large XML part, one after the other, so that a sheet of a million rows takes
// the memory of one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hotline/base/result.hpp"
#include "table/zip_file.hpp"

namespace hotline::table {

class ElementStream {
 public:
  // `name` without namespace prefix; elements of it do not nest. `max_bytes` bounds a single element.
  ElementStream(ZipPart part, std::string_view name, std::size_t max_bytes)
      : part_(std::move(part)), name_(name), max_bytes_(max_bytes) {}

  // The text of the next element from its first < to its last >, valid until the next call; nothing at the
  // end. Errors: malformed for a part that ends inside a tag or element, too_large; then the end.
  std::optional<base::Result<std::string_view>> next();

 private:
  base::Result<bool> more();
  base::Result<std::optional<std::string_view>> find();
  base::Result<std::size_t> find_from(std::string_view what, std::size_t from);
  base::Result<std::size_t> tag_end(std::size_t from);

  ZipPart part_;
  std::string name_;
  std::size_t max_bytes_;
  std::string buffer_;
  std::size_t at_ = 0;     // not looked at yet
  std::size_t start_ = 0;  // of the element that is open; at_ when none is
  bool part_ended_ = false;
  bool ended_ = false;
};

}  // namespace hotline::table
