// A session as people's browsers get it.
#pragma once

#include <string>

#include "api/json.hpp"
#include "api/reply.hpp"
#include "api/spec/spec.hpp"
#include "hotline/access/session.hpp"

namespace hotline::api {

ObjectSpec session_spec();
// `token` "" for programs.
Json session_json(const access::Principal& principal, const std::string& token, bool second_factor);

// The value of Set-Cookie; `token` "" and 0 seconds take the cookie away.
std::string session_cookie(const std::string& token, bool secure, std::int64_t max_age);
// 201 with the session and its cookie.
Reply session_reply(const access::OpenedSession& session, base::Time now, bool secure);

}  // namespace hotline::api
