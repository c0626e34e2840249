// The checksum that each page of the database carries in its last eight bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace hotline::store {

// Bytes at the end of each page that SQLite leaves to us (its "reserved space", file format section 1.3.4).
inline constexpr std::size_t page_tail = 8;

// Writes the tail of `page`, which is page `number` of its file (the first is 1). A page of zeros keeps a
// tail of zeros: what SQLite has never written reads as that.
void seal_page(std::span<std::uint8_t> page, std::uint32_t number);
// Writes a tail that is surely wrong: a damaged page that is written anew stays known as damaged.
void mark_page_damaged(std::span<std::uint8_t> page, std::uint32_t number);
// True when the tail fits content and number.
bool is_page_whole(std::span<const std::uint8_t> page, std::uint32_t number);

}  // namespace hotline::store
