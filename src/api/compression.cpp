#include "api/compression.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "api/static_files.hpp"

namespace hotline::api {
namespace {

constexpr int kFast = 1;               // of zlib: twice as fast as its usual level, and nearly as short
constexpr int kGzip = MAX_WBITS + 16;  // the largest window, with gzip's frame
constexpr int kMemory = 8;             // zlib's own choice

// Answers with the token against forged requests.
constexpr std::string_view with_secret = "getSession";
// POSTs that change nothing, because what they ask about is too long or too private for an address.
constexpr std::array<std::string_view, 3> reading_posts{"assessRequest", "checkReply", "backtestCity"};

// The gzip form of `text`; "" when it would not be shorter, or memory is short.
std::string gzip(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, kFast, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) return "";
  std::string out(text.size(), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // NOLINT: zlib only reads it
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(ended == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

}  // namespace

bool may_compress(const Route& route, std::string_view accept_encoding) {
  if (accept_encoding.empty()) return false;
  const bool reads = route.method == Method::get ? route.operation != with_secret
                                                 : std::find(reading_posts.begin(), reading_posts.end(),
                                                             route.operation) != reading_posts.end();
  return reads && accepts_coding(accept_encoding, "gzip");
}

void compress_later(Answer& work) {
  if (auto* read = std::get_if<ReadAnswer>(&work.kind())) {
    read->run = [run = std::move(read->run)](store::ReadTx& tx) {
      base::Result<Reply> reply = run(tx);
      if (reply.ok()) compress(reply.value());
      return reply;
    };
  } else if (auto* slow = std::get_if<BlockingAnswer>(&work.kind())) {
    slow->run = [run = std::move(slow->run)] {
      base::Result<Reply> reply = run();
      if (reply.ok()) compress(reply.value());
      return reply;
    };
  }
}

void compress(Reply& reply) {
  constexpr std::size_t most = 64U << 20U;  // what is larger is streamed
  if (!reply.body || reply.body->size() < kLeastCompressed || reply.body->size() > most) return;
  if (reply.content_type != "application/json") return;
  std::string shorter = gzip(*reply.body);
  if (shorter.empty()) return;
  reply.body = std::make_shared<const std::string>(std::move(shorter));
  reply.headers.emplace_back("Content-Encoding", "gzip");
  reply.headers.emplace_back("Vary", "Accept-Encoding");
}

}  // namespace hotline::api
