// A ZIP archive in memory, read under limits: nothing is ever written to the disk.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"

struct zip;

namespace hotline::knowledge {

struct ArchiveLimits {
  std::size_t max_entries = 10'000;
  std::size_t max_entry_bytes = 64U * 1024 * 1024;   // unpacked
  std::size_t max_total_bytes = 512U * 1024 * 1024;  // of all that is read, unpacked
  std::size_t max_ratio = 400;                       // unpacked / packed, of what is above 1 MiB
};

class Archive {
 public:
  // `bytes` is kept by reference: it must outlive the archive. Errors: malformed, too_large.
  static base::Result<Archive> open(const std::string& bytes, const ArchiveLimits& limits = {});

  struct Item {
    std::string name;
    std::size_t index = 0, size = 0;
  };
  // Files, without folders, in their order.
  const std::vector<Item>& items() const { return items_; }
  const Item* find(std::string_view name) const;
  // Errors: malformed, too_large (a bomb), unsupported_type (encrypted).
  base::Result<std::string> read(const Item& item);

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  std::unique_ptr<zip, Close> archive_;
  ArchiveLimits limits_;
  std::vector<Item> items_;
  std::size_t read_ = 0;
};

// Whether a name stays within the place it is unpacked to: relative, without "..", drive or backslash.
bool is_safe_name(std::string_view name);

}  // namespace hotline::knowledge
