// Errors about a place in a file.
#pragma once

#include <string>

#include "hotline/base/error.hpp"

namespace hotline::table {

inline base::Error line_error(base::ErrorCode code, std::size_t line, const std::string& zh,
                              const std::string& en) {
  const std::string number = std::to_string(line);
  return base::Error::of(code, "第 " + number + " 行：" + zh, "line " + number + ": " + en);
}

inline base::Error unreadable_file() {
  return base::Error::of(base::ErrorCode::unavailable, "文件无法读取，请检查文件是否存在以及读取权限",
                         "the file cannot be read: check that it exists and may be read");
}

}  // namespace hotline::table
