#include "hotline/base/temp_folder.hpp"

#include <stdlib.h>

#include <utility>

namespace hotline::base {

namespace fs = std::filesystem;

Result<TempFolder> TempFolder::make(std::string_view prefix, fs::path above) {
  std::error_code failed;
  if (above.empty()) above = fs::temp_directory_path(failed);
  std::string name = (above / (std::string(prefix) + "-XXXXXX")).string();
  if (failed || ::mkdtemp(name.data()) == nullptr) {
    return Error::of(ErrorCode::unavailable,
                     "无法在 " + above.string() + " 创建临时文件夹，请检查权限和空间。",
                     "No temporary folder can be made in " + above.string() + ". Check its rights and room.");
  }
  return TempFolder(fs::path(name));
}

TempFolder::TempFolder(TempFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

TempFolder& TempFolder::operator=(TempFolder&& other) noexcept {
  if (this != &other) {
    remove();
    path_ = std::exchange(other.path_, {});
  }
  return *this;
}

TempFolder::~TempFolder() {
  remove();
}

void TempFolder::remove() noexcept {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace hotline::base
