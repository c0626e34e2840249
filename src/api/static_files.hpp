// The console's built files, held in memory.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "api/reply.hpp"

namespace hotline::api {

class StaticFiles {
 public:
  // Reads every file below `directory` (at most 64 MiB in all); "" for none. Errors: unavailable.
  static base::Result<StaticFiles> load(const std::string& directory);

  // The file of a path. A path without a dot in its last segment is a screen of the console and gets
  // index.html. Files below /assets/ carry a hash in their name and may be kept for ever; others are asked
  // for again each time, by ETag. Nothing when there is no such file.
  std::optional<Reply> find(std::string_view path) const;

 private:
  std::map<std::string, Reply, std::less<>> files_;  // by path, "/assets/app-1f3a.js"
};

}  // namespace hotline::api
