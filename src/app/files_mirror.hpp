// A second copy of the attachments, beside the archive of the database.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>

namespace hotline::app {

// Copies what `to` lacks of `from`, each file whole (written beside its place, made durable, renamed), and
// removes from `to` what has been gone from `from` for longer than `keep`. Files never change: their name
// follows from their content, and their keys lie in the database. Returns how many were copied. Errors go
// into `failed`.
std::size_t mirror_files(const std::filesystem::path& from, const std::filesystem::path& to,
                         std::chrono::hours keep, std::error_code& failed);

// Where an archive keeps them.
inline std::filesystem::path files_of_archive(const std::filesystem::path& directory) {
  return directory / "files";
}

}  // namespace hotline::app
