// The files of attachments: sealing their content, and writing them so that a crash leaves whole files only.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "hotline/base/result.hpp"

namespace hotline::intake {

// Name and key that follow from a content.
struct ContentDigest {
  std::string name;  // 64 hexadecimal digits
  std::string key;   // 32 bytes
};
ContentDigest digest_content(std::string_view content);

std::string seal_content(std::string_view content, std::string_view key);
// Errors: corrupt.
base::Result<std::string> open_content(std::string_view sealed, std::string_view key);

// Writes beside `path` under a name with `mark`, syncs, renames, syncs the directories. Errors: storage_full,
// unavailable.
base::Status write_durably(const std::filesystem::path& path, std::string_view bytes,
                           const std::string& mark);
// Errors: unavailable.
base::Result<std::string> read_whole(const std::filesystem::path& path);

}  // namespace hotline::intake
