// What was sent to an address, word for word. Templates change, and people have a right to what they were
// told.
//
// Kept, sealed, when the carrier has taken the message over; dropped with the words of what it is about
// (erase_words_about). Threads: any ReadTx.
#pragma once

#include <cstdint>
#include <optional>

#include "hotline/store/transaction.hpp"

namespace hotline::notify {

// The sealed row; nothing before the message was sent, for the console, and of messages of older versions.
std::optional<std::int64_t> sent_text_of(store::ReadTx& tx, std::int64_t message);

}  // namespace hotline::notify
