#include "api/json.hpp"

#include "hotline/text/utf8.hpp"

namespace hotline::api {
namespace {

// Deeper documents are refused before parsing: writing and validating recurse.
constexpr int kMaxDepth = 32;

struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};

Position position_of(std::string_view text, std::size_t offset) {
  Position at;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++at.line;
      at.column = 1;
    } else {
      ++at.column;
    }
  }
  return at;
}

base::Error malformed(std::string_view text, std::size_t offset, std::string_view zh, std::string_view en) {
  const Position at = position_of(text, offset);
  const std::string line = std::to_string(at.line);
  const std::string column = std::to_string(at.column);
  return base::Error::of(
      base::ErrorCode::malformed,
      "请求正文第 " + line + " 行第 " + column + " 字节处" + std::string(zh) + "，请改正后重新提交。",
      "Line " + line + ", byte " + column + " of the body: " + std::string(en) +
          ". Correct it and send the request again.");
}

// Offset of the first byte that opens a level too deep; npos when there is none.
std::size_t find_too_deep(std::string_view text) {
  int depth = 0;
  bool inside_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inside_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        inside_string = false;
      }
    } else if (c == '"') {
      inside_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxDepth) return i;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::string to_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

base::Result<Json> parse_json(std::string_view text) {
  if (text.empty()) {
    return base::Error::of(base::ErrorCode::malformed, "请求正文为空，请提交 JSON 对象。",
                           "The body is empty. Send a JSON object.");
  }
  if (const std::size_t valid = text::valid_utf8_prefix(text); valid != text.size()) {
    return malformed(text, valid, "不是有效的 UTF-8 编码", "not valid UTF-8");
  }
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    return malformed(text, nul, "含有空字符（NUL）", "a NUL character");
  }
  if (const auto deep = find_too_deep(text); deep != std::string_view::npos) {
    return malformed(text, deep, "嵌套超过 32 层", "nested deeper than 32 levels");
  }
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    const std::size_t offset = error.byte > 0 ? error.byte - 1 : 0;
    return malformed(text, offset, "JSON 语法有误", "not valid JSON");
  } catch (const Json::exception&) {
    return malformed(text, 0, "起的内容含有超出范围的数值", "the content holds a number out of range");
  }
}

}  // namespace hotline::api
