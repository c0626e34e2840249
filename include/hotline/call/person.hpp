// Calls of one number, for the person whose number it is. Threads: inside any ReadTx.
#pragma once

#include <string_view>
#include <vector>

#include "hotline/call/calls.hpp"

namespace hotline::call {

// `e164`: as text::parse_phone gives it. The newest first, at most `limit`; erased numbers are not found.
std::vector<Call> calls_of_number(store::ReadTx& tx, std::string_view e164, std::size_t limit);

}  // namespace hotline::call
