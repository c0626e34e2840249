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
  // Reads every file below `directory` (at most 64 MiB in all); "" for none. A file beside another one with
  // ".br" or ".gz" behind its name is the other one compressed, and has no address of its own. Errors:
  // unavailable.
  static base::Result<StaticFiles> load(const std::string& directory);

  // The file of a path, in the smallest form that the Accept-Encoding header `accepted` takes (RFC 9110
  // section 12.5.3). Each form has an ETag of its own. A path without a dot in its last segment is a screen
  // of the console and gets index.html. Files below /assets/ carry a hash in their name and may be kept for
  // ever; others are asked for again each time, by ETag. Nothing when there is no such file.
  std::optional<Reply> find(std::string_view path, std::string_view accepted) const;

 private:
  struct File {
    Reply plain;
    std::map<std::string, Reply, std::less<>> compressed;  // by content coding, "br", "gzip"
  };
  const File* find_file(std::string_view path) const;

  std::map<std::string, File, std::less<>> files_;  // by path, "/assets/app-1f3a.js"
};

// Whether an Accept-Encoding header takes the content coding `coding`: named, or covered by "*", and not with
// a weight of 0. Nothing but a weight of 0 is told from others: the server prefers by size.
bool accepts_coding(std::string_view header, std::string_view coding);

}  // namespace hotline::api
