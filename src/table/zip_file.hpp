// A ZIP archive in memory, read under limits.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "hotline/base/result.hpp"
#include "hotline/table/xlsx.hpp"

struct zip;
struct zip_file;

namespace hotline::table {

// One part being unpacked. Must not outlive its ZipFile.
class ZipPart {
 public:
  // Appends up to 64 KiB to `out`; false at the end. Errors: malformed (damaged), too_large.
  base::Result<bool> read(std::string& out);

 private:
  friend class ZipFile;
  struct Close {
    void operator()(zip_file* file) const;
  };
  std::unique_ptr<zip_file, Close> file_;
  std::size_t left_ = 0;  // bytes until the limit
};

class ZipFile {
 public:
  // Errors: those of XlsxSheet::open.
  static base::Result<ZipFile> open(std::string bytes, const XlsxLimits& limits);

  bool has(const std::string& name) const;
  // Errors: malformed (no such part, damaged), too_large, unsupported_type (encrypted).
  base::Result<ZipPart> part(const std::string& name) const;
  // A whole part, at most `max_bytes` and max_part_bytes of it. Errors as above.
  base::Result<std::string> read(const std::string& name, std::size_t max_bytes) const;

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  std::unique_ptr<std::string> bytes_;  // its address stays when the ZipFile moves
  std::unique_ptr<zip, Close> archive_;
  XlsxLimits limits_;
};

base::Error damaged_workbook();

}  // namespace hotline::table
