// Problem documents (RFC 9457): the one table from an error code to HTTP.
#pragma once

#include <span>
#include <string_view>

#include "api/language.hpp"
#include "api/reply.hpp"
#include "hotline/base/error.hpp"

namespace hotline::api {

inline constexpr auto problem_content_type = "application/problem+json";

struct ProblemType {
  std::string_view name;  // stable; the type URI is "urn:hotline:problem:NAME"
  unsigned status;
  std::string_view title_zh;
  std::string_view title_en;
};

// Every type there is, for the documents.
std::span<const ProblemType> problem_types();
const ProblemType& problem_type(base::ErrorCode code);
// The types that only the transport knows: "method_not_allowed", "uri_too_long", "header_too_large",
// "request_timeout".
const ProblemType& transport_problem(std::string_view name);

// The answer to an error. `instance` is the path that was asked for.
Reply problem_reply(const ProblemType& type, const base::Text& detail,
                    std::span<const base::FieldError> fields, Language language, std::string_view instance);
// Adds Retry-After (429, 503, 507) and WWW-Authenticate (401).
Reply problem_reply(const base::Error& error, Language language, std::string_view instance);
// The same for who is sent away by the gate (gate.hpp), from text prepared once: it is made thousands of
// times a second just when there is no time for it. `retry_after` in seconds.
Reply busy_reply(Language language, std::string_view instance, int retry_after);

}  // namespace hotline::api
