// Calls of one number, for the person whose number it is. Threads: inside any ReadTx.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "hotline/call/calls.hpp"

namespace hotline::call {

// Ids of the calls of this number (as text::parse_phone gives it), and of those that one of these requests
// came of, from whichever number. The newest first; erased numbers are not found.
std::vector<std::int64_t> calls_of_person(store::ReadTx& tx, std::string_view e164,
                                          std::span<const std::int64_t> requests);

}  // namespace hotline::call
