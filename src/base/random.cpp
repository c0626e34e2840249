#include "hotline/base/random.hpp"

#include <sys/random.h>

#include <cerrno>
#include <system_error>
#include <vector>

namespace hotline::base {

std::string Random::code(std::size_t length) {
  static constexpr char alphabet[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";  // 31 characters
  constexpr std::uint8_t letters = sizeof(alphabet) - 1;
  constexpr std::uint8_t fair = 256 / letters * letters;  // bytes from here on would favour the first letters
  std::string out;
  std::vector<std::uint8_t> bytes(length * 2);
  while (out.size() < length) {
    fill(bytes);
    for (std::uint8_t byte : bytes) {
      if (byte < fair && out.size() < length) out += alphabet[byte % letters];
    }
  }
  return out;
}

std::string Random::token(std::size_t bytes) {
  static constexpr char hex[] = "0123456789abcdef";
  std::vector<std::uint8_t> raw(bytes);
  fill(raw);
  std::string out;
  out.reserve(bytes * 2);
  for (std::uint8_t byte : raw) {
    out += hex[byte >> 4];
    out += hex[byte & 15];
  }
  return out;
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = getrandom(out.data() + done, out.size() - done, 0);
    if (got < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
    if (got > 0) done += static_cast<std::size_t>(got);
  }
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
  const std::lock_guard lock(mutex_);
  for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(engine_() >> 32);
}

}  // namespace hotline::base
