#include "table/zip_file.hpp"

#include <zip.h>
#include <algorithm>

namespace hotline::table {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr std::size_t dense_part_bytes = 1024 * 1024;
constexpr std::string_view compound_file = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

Error too_large() {
  return Error::of(ErrorCode::too_large, "表格文件过大，请拆分，或另存为 CSV 后上传",
                   "the workbook is too large: split it, or save it as CSV");
}

Error encrypted() {
  return Error::of(ErrorCode::unsupported_type, "表格文件设有密码，请取消密码后重新上传",
                   "the workbook is protected by a password: remove it and try again");
}

// The old binary formats and encrypted workbooks share the compound file; its directory, in UTF-16LE, tells.
Error compound_file_error(std::string_view bytes) {
  std::string name;
  for (const char c : std::string_view("EncryptedPackage")) name += {c, '\0'};
  if (bytes.find(name) != std::string_view::npos) return encrypted();
  return Error::of(ErrorCode::unsupported_type, "不支持旧版 .xls 文件，请另存为 .xlsx 或 CSV 后上传",
                   "an old .xls file: save it as .xlsx or CSV and try again");
}

}  // namespace

Error damaged_workbook() {
  return Error::of(ErrorCode::malformed, "表格文件已损坏，请用表格软件打开并重新保存后上传",
                   "the workbook is damaged: open it in a spreadsheet program, save it again and retry");
}

void ZipPart::Close::operator()(zip_file* file) const {
  zip_fclose(file);
}
void ZipFile::Close::operator()(zip* archive) const {
  zip_discard(archive);
}

base::Result<bool> ZipPart::read(std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + chunk_bytes);
  const zip_int64_t got = zip_fread(file_.get(), out.data() + before, chunk_bytes);
  out.resize(before + static_cast<std::size_t>(std::max<zip_int64_t>(got, 0)));
  if (got < 0) return damaged_workbook();
  if (static_cast<std::size_t>(got) > left_) return too_large();
  left_ -= static_cast<std::size_t>(got);
  return got > 0;
}

base::Result<ZipFile> ZipFile::open(std::string bytes, const XlsxLimits& limits) {
  if (bytes.size() > limits.max_file_bytes) return too_large();
  if (bytes.starts_with(compound_file)) return compound_file_error(bytes);
  if (!bytes.starts_with("PK")) {
    return Error::of(ErrorCode::unsupported_type, "不是 .xlsx 表格文件，请另存为 .xlsx 或 CSV 后上传",
                     "not an .xlsx workbook: save it as .xlsx or CSV and try again");
  }
  ZipFile file;
  file.limits_ = limits;
  file.bytes_ = std::make_unique<std::string>(std::move(bytes));
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(file.bytes_->data(), file.bytes_->size(), 0, &error);
  if (source != nullptr) {
    file.archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (!file.archive_) zip_source_free(source);
  }
  zip_error_fini(&error);
  if (!file.archive_) return damaged_workbook();
  const zip_int64_t parts = zip_get_num_entries(file.archive_.get(), 0);
  if (parts < 0 || static_cast<std::size_t>(parts) > limits.max_parts) return too_large();
  return file;
}

bool ZipFile::has(const std::string& name) const {
  return zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE) >= 0;
}

base::Result<ZipPart> ZipFile::part(const std::string& name) const {
  const zip_int64_t index = zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return damaged_workbook();
  zip_stat_t stat;
  zip_stat_init(&stat);
  const auto place = static_cast<zip_uint64_t>(index);
  if (zip_stat_index(archive_.get(), place, 0, &stat) != 0) return damaged_workbook();
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
    return encrypted();
  if (stat.size > limits_.max_part_bytes) return too_large();
  if (stat.size > dense_part_bytes && stat.size / limits_.max_ratio > stat.comp_size) return too_large();
  ZipPart part;
  part.file_.reset(zip_fopen_index(archive_.get(), place, 0));
  if (!part.file_) return damaged_workbook();
  // What is really unpacked counts, not what the directory of the archive claims.
  part.left_ = std::min<std::size_t>(
      limits_.max_part_bytes, std::max<std::size_t>(dense_part_bytes, stat.comp_size * limits_.max_ratio));
  return part;
}

base::Result<std::string> ZipFile::read(const std::string& name, std::size_t max_bytes) const {
  HOTLINE_TRY(ZipPart opened, part(name));
  std::string out;
  for (;;) {
    HOTLINE_TRY(const bool more, opened.read(out));
    if (out.size() > max_bytes) return too_large();
    if (!more) return out;
  }
}

}  // namespace hotline::table
