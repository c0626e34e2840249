// What stands in a file, byte by byte.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace hotline::test {

// "" when there is no such file.
inline std::string file_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Whether `needle` stands in the database file or in its write-ahead log.
inline bool database_holds(const std::string& path, std::string_view needle) {
  return file_bytes(path).find(needle) != std::string::npos ||
         file_bytes(path + "-wal").find(needle) != std::string::npos;
}

}  // namespace hotline::test
