// Files that hold 32 secret bytes as 64 hexadecimal digits, readable by their owner alone.
#pragma once

#include <string>
#include <vector>

#include "hotline/base/error.hpp"
#include "hotline/base/result.hpp"

namespace hotline::store {

struct KeyFileName {
  std::string field;  // where errors point
  base::Text name;    // "主密钥", "master key"
};

// Makes the file, with mode 0600, when it is missing and `create` is set. Errors: invalid_input.
base::Result<std::string> load_key_file(const std::string& path, bool create, const KeyFileName& what);
// One key to a line, at most 16. Of "env:NAME" the environment's, lines or words.
base::Result<std::vector<std::string>> load_key_lines(const std::string& path, bool create,
                                                      const KeyFileName& what);

}  // namespace hotline::store
