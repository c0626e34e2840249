// 64-bit FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): recognises a changed file or training set.
// It guards against damage and mix-ups, not against forgery.
#pragma once

#include <spdlog/fmt/fmt.h>
#include <cstdint>
#include <string>
#include <string_view>

namespace hotline::classify {

class Digest {
 public:
  void add_bytes(std::string_view bytes) {
    for (const char byte : bytes) state_ = (state_ ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
  }
  // A whole value: the length takes part, so that "ab","c" differs from "a","bc".
  void add(std::string_view value) {
    add_bytes(value);
    add_bytes(fmt::format("/{};", value.size()));
  }
  std::uint64_t value() const { return state_; }
  std::string hex() const { return fmt::format("{:016x}", state_); }

 private:
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

}  // namespace hotline::classify
