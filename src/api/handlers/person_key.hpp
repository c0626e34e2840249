// Whom a body is about: a phone, or a resident ID.
#pragma once

#include <string>
#include <vector>

#include "api/call.hpp"
#include "hotline/ticket/requests.hpp"

namespace hotline::api {

// Fields "phone", "id_number" and "reason" of a body that person_in reads.
std::vector<Field> whose(base::Text why);
// Errors: invalid_input (none of both or both are given, or one that cannot be).
base::Result<ticket::PersonKey> person_in(const Json& body);

// `text` as it is kept: E.164, a resident ID of 18 chars. Errors: invalid_input at `pointer`.
base::Result<std::string> number_in(std::string_view text, std::string_view pointer);
base::Result<std::string> id_number_in(std::string_view text, std::string_view pointer);

}  // namespace hotline::api
