// Answers in gzip (RFC 1952), for clients that take it (RFC 9110 section 12.5.3).
//
// Lengths of compressed text tell of its content, so that who can put words beside a secret and watch the
// length can guess the secret (BREACH, 2013). Hence only reads are compressed, and among them none that
// answers with a secret of the session; the session's cookie is SameSite=Strict besides.
// Threads: any; the work is done where the answer is made, never on an I/O thread.
#pragma once

#include <string_view>

#include "api/answer.hpp"
#include "api/route.hpp"

namespace hotline::api {

// Below this many bytes an answer fits one packet and gains nothing.
inline constexpr std::size_t kLeastCompressed = 1400;

// Whether an answer of this route may be compressed for a client with this Accept-Encoding.
bool may_compress(const Route& route, std::string_view accept_encoding);
// Has a read or slow computing compress its reply on the thread that makes it; any other answer is left.
void compress_later(Answer& work);
// Compresses the body in place when it is JSON, long enough and gets shorter; marks it with Content-Encoding
// and Vary.
void compress(Reply& reply);

}  // namespace hotline::api
