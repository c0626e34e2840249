// A folder of its own for a piece of work, gone with all that is in it at the end.
//
// Mode 0700, a name that nobody can foresee (mkdtemp). Ownership: move-only; the last owner removes it.
// Thread rule: none needed; a value like any other.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "hotline/base/result.hpp"

namespace hotline::base {

class TempFolder {
 public:
  // PREFIX-XXXXXX below `above`, by default the system's place for such. Errors: unavailable (it cannot be
  // made there).
  static Result<TempFolder> make(std::string_view prefix, std::filesystem::path above = {});

  TempFolder(TempFolder&& other) noexcept;
  TempFolder& operator=(TempFolder&& other) noexcept;
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder();

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TempFolder(std::filesystem::path path) : path_(std::move(path)) {}
  void remove() noexcept;

  std::filesystem::path path_;  // empty once moved from
};

}  // namespace hotline::base
