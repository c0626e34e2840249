// The head of an answer as bytes.
#pragma once

#include <string>
#include <string_view>

#include "api/reply.hpp"
#include "hotline/base/clock.hpp"

namespace hotline::api {

struct WireOptions {
  bool keep_alive = true;
  bool http_1_0 = false;  // no chunks: a stream ends with the connection
  bool secure = false;    // TLS of our own: the browser is told to come by TLS alone
  std::string_view request_id;
  base::Time now;
};

// Replaces `out` with status line and headers, up to the empty line. Line breaks in header values are
// dropped, so that no value can become a header of its own.
void write_head(std::string& out, const Reply& reply, const WireOptions& options);

// One piece of a chunked body (RFC 9112 section 7.1), and its end.
std::string chunk_of(std::string_view piece);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace hotline::api
