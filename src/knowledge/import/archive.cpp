#include "knowledge/import/archive.hpp"

#include <zip.h>

#include <algorithm>

#include "hotline/table/encoding.hpp"
#include "hotline/text/utf8.hpp"
#include "knowledge/import/document.hpp"

namespace hotline::knowledge {
namespace {

constexpr std::size_t always_allowed = 1024 * 1024;

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

void Archive::Close::operator()(zip* archive) const {
  zip_discard(archive);
}

bool is_safe_name(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
      name.find(':') != std::string_view::npos || name.find('\0') != std::string_view::npos)
    return false;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find('/', at), name.size());
    if (name.substr(at, end - at) == "..") return false;
    at = end + 1;
  }
  return true;
}

base::Result<Archive> Archive::open(const std::string& bytes, const ArchiveLimits& limits) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return damaged_file();
  Archive archive;
  archive.limits_ = limits;
  archive.archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
  if (!archive.archive_) {
    zip_source_free(source);
    return damaged_file();
  }
  const zip_int64_t count = zip_get_num_entries(archive.archive_.get(), 0);
  if (count < 0) return damaged_file();
  if (static_cast<std::size_t>(count) > limits.max_entries) return oversized_file();
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    zip_stat_t stat;
    if (zip_stat_index(archive.archive_.get(), i, ZIP_FL_ENC_RAW, &stat) != 0) return damaged_file();
    std::string name = stat.name != nullptr ? stat.name : "";
    // Chinese Windows packs names in its own encoding.
    if (!text::is_valid_utf8(name)) {
      auto converted = table::to_utf8(name);
      if (converted.ok()) name = *converted;
    }
    if (!name.empty() && name.back() == '/') continue;
    archive.items_.push_back(
        {std::move(name), static_cast<std::size_t>(i), static_cast<std::size_t>(stat.size)});
  }
  return archive;
}

const Archive::Item* Archive::find(std::string_view name) const {
  const auto found =
      std::find_if(items_.begin(), items_.end(), [&](const Item& one) { return one.name == name; });
  return found == items_.end() ? nullptr : &*found;
}

base::Result<std::string> Archive::read(const Item& item) {
  zip_stat_t stat;
  if (zip_stat_index(archive_.get(), item.index, 0, &stat) != 0) return damaged_file();
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
    return protected_file();
  if (item.size > limits_.max_entry_bytes || read_ + item.size > limits_.max_total_bytes)
    return oversized_file();
  if (item.size > always_allowed && item.size / std::max<std::size_t>(1, stat.comp_size) > limits_.max_ratio)
    return oversized_file();
  const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive_.get(), item.index, 0));
  if (!file) return damaged_file();
  // The size that the archive claims may be a lie: what comes out is counted.
  std::string out;
  std::string piece(64U * 1024, '\0');
  for (;;) {
    const zip_int64_t got = zip_fread(file.get(), piece.data(), piece.size());
    if (got < 0) return damaged_file();
    if (got == 0) break;
    out.append(piece, 0, static_cast<std::size_t>(got));
    if (out.size() > item.size || out.size() > limits_.max_entry_bytes) return oversized_file();
  }
  if (out.size() != item.size) return damaged_file();
  read_ += out.size();
  return out;
}

}  // namespace hotline::knowledge
