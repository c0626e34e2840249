// Text files of any encoding an office program writes, read as UTF-8.
//
// Known: UTF-8 with or without byte order mark, UTF-16 with one (or plainly recognisable without), and
// GB18030, which includes GBK and GB2312. Anything that is not valid UTF-8 is taken for GB18030, unless so
// much of it is valid UTF-8 that it must be a damaged UTF-8 file.
//
// A Utf8Source belongs to one thread at a time.
#pragma once

#include <cstddef>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include "hotline/base/result.hpp"

namespace hotline::table {

enum class Encoding { utf8, utf16_little, utf16_big, gb18030 };

// "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030".
std::string_view name_of(Encoding encoding);

// Streams a file as UTF-8 without its byte order mark; memory does not grow with the file.
class Utf8Source {
 public:
  virtual ~Utf8Source() = default;

  virtual Encoding encoding() const = 0;

  // Appends some more text to `out`, whole chars only; false at the end of the file.
  // Errors: malformed, naming the line, for bytes that the encoding does not know; unavailable when the
  // stream cannot be read. After an error every further call gives the same error.
  virtual base::Result<bool> read(std::string& out) = 0;
};

// Reads the stream once to tell the encoding and then from its start again, so it must be seekable.
// Errors: malformed for a UTF-8 file with a damaged line; unavailable when the stream cannot be read.
base::Result<std::unique_ptr<Utf8Source>> open_utf8(std::unique_ptr<std::istream> stream);

// A whole text at once. Errors as above.
base::Result<std::string> to_utf8(std::string_view bytes);

}  // namespace hotline::table
