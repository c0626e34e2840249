// What the lists of these routes share: cursors that are numbers or codes, and the two fields of a page.
#pragma once

#include <optional>
#include <string>

#include "api/call.hpp"
#include "api/spec/spec.hpp"

namespace hotline::api {

inline base::Error bad_cursor() {
  return base::Error::field("?cursor", "cursor", "翻页标记无效，请从第一页重新读取。",
                            "This cursor is none of ours. Start from the first page.");
}

// The number in `cursor`, 0 when there is none. Errors: invalid_input.
base::Result<std::int64_t> cursor_of(const Query& query);

// The fields `cursor` and `limit` of a list's query.
std::vector<Field> page_fields(std::int64_t most);

// "" becomes null.
Json code_or_null(const std::string& code);

}  // namespace hotline::api
