#include "api/handlers/lists.hpp"

#include <charconv>

namespace hotline::api {

base::Result<std::int64_t> cursor_of(const Query& query) {
  const auto cursor = query.text("cursor");
  if (!cursor) return std::int64_t{0};
  std::int64_t number = 0;
  const char* end = cursor->data() + cursor->size();
  const auto [stop, fault] = std::from_chars(cursor->data(), end, number);
  if (fault != std::errc() || stop != end || number < 1) return bad_cursor();
  return number;
}

std::vector<Field> page_fields(std::int64_t most) {
  return {optional("cursor", code(128), {"上一页的 next。", "`next` of the page before."}),
          optional("limit", integer(1, most), {"每页条数。", "Rows of a page."})};
}

Json code_or_null(const std::string& code) {
  return code.empty() ? Json(nullptr) : Json(code);
}

}  // namespace hotline::api
