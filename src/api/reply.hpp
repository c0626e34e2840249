// What a handler answers with.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/json.hpp"
#include "hotline/base/result.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::api {

// A body that is made while it is sent. Pulled by the connection: the next piece is asked for once the one
// before has left, so memory stays bounded however long the whole is.
class Stream {
 public:
  virtual ~Stream() = default;
  // The next piece, nothing at the end. Runs on the connection's strand. An error cuts the answer off.
  virtual boost::asio::awaitable<base::Result<std::optional<std::string>>> next() = 0;
};

// Makes the next piece of an export from the database; nothing at the end. Called on a reader thread, each
// time in a read transaction of its own; it keeps its own cursor between calls.
using PageSource = std::function<base::Result<std::optional<std::string>>(store::ReadTx&)>;

struct Reply {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::shared_ptr<const std::string> body;  // null: none; shared with the response cache
  std::shared_ptr<Stream> stream;           // in place of a body
  PageSource pages;                         // in place of a body
  std::string etag;                         // quoted; "" for none
  std::string location;                     // "" for none
  std::vector<std::pair<std::string, std::string>> headers;

  // The JSON text is written here, on the thread that made it, so that I/O threads have no part in it.
  static Reply json(unsigned status, const Json& json);
  static Reply ok(const Json& body) { return json(200, body); }
  static Reply created(std::string location, const Json& body);
  static Reply no_content();
  static Reply bytes(std::string content_type, std::string body);
  // A streamed export. `file_name`, when not empty, makes browsers save it (ASCII only).
  static Reply export_of(std::string content_type, std::string file_name, PageSource pages);

  // Sets the ETag to the version of the resource, which If-Match then has to name.
  Reply& version(std::int64_t version);
  // Adds Link: <url>; rel="next".
  Reply& next(const std::string& url);
};

// The version that an ETag made by Reply::version names; nothing for any other tag.
std::optional<std::int64_t> version_of(std::string_view etag);

}  // namespace hotline::api
