#include "store/page_checksum.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace hotline::store {
namespace {

// Two sums over 32-bit words, the second one of the first, as SQLite's log has them: each changed bit and
// each exchange of words changes the result. The page's number goes first, so that a page in another's place
// is found.
std::uint64_t sum_of(std::span<const std::uint8_t> page, std::uint32_t number) {
  static_assert(std::endian::native == std::endian::little, "the tail is stored in the machine's order");
  std::uint32_t first = number;
  std::uint32_t second = 0x9e3779b9;
  const std::size_t content = page.size() - page_tail;
  for (std::size_t at = 0; at < content; at += 8) {
    std::uint32_t words[2];
    std::memcpy(words, page.data() + at, sizeof words);
    first += words[0] + second;
    second += words[1] + first;
  }
  return (static_cast<std::uint64_t>(first) << 32) | second;
}

std::uint64_t tail_of(std::span<const std::uint8_t> page) {
  std::uint64_t tail = 0;
  std::memcpy(&tail, page.data() + page.size() - page_tail, page_tail);
  return tail;
}

void set_tail(std::span<std::uint8_t> page, std::uint64_t tail) {
  std::memcpy(page.data() + page.size() - page_tail, &tail, page_tail);
}

bool is_empty(std::span<const std::uint8_t> page) {
  return std::ranges::all_of(page.first(page.size() - page_tail),
                             [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

void seal_page(std::span<std::uint8_t> page, std::uint32_t number) {
  set_tail(page, is_empty(page) ? 0 : sum_of(page, number));
}

void mark_page_damaged(std::span<std::uint8_t> page, std::uint32_t number) {
  set_tail(page, ~sum_of(page, number));
}

bool is_page_whole(std::span<const std::uint8_t> page, std::uint32_t number) {
  const std::uint64_t tail = tail_of(page);
  if (tail == sum_of(page, number)) return true;
  return tail == 0 && is_empty(page);
}

}  // namespace hotline::store
