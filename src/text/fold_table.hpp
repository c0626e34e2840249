// What each char becomes in the normal form; built once from ICU.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace hotline::text {

class FoldTable {
 public:
  // Surrogates cannot occur as a result, so three of them mark what is no plain char.
  static constexpr char16_t removed = 0xD800;
  static constexpr char16_t space = 0xD801;
  static constexpr char16_t expanded = 0xD802;  // look in expansion()

  // Errors: std::runtime_error when ICU's data is missing.
  FoldTable();

  char16_t bmp(char32_t code) const { return bmp_[code]; }

  // The result for a char whose bmp() is `expanded`, or for any char above U+FFFF; nullptr: itself.
  const std::u32string* expansion(char32_t code) const {
    const auto found = expansions_.find(code);
    return found == expansions_.end() ? nullptr : &found->second;
  }

  // The table of the process: immutable, built on first use.
  static const FoldTable& instance();

 private:
  std::array<char16_t, 0x10000> bmp_;
  std::unordered_map<char32_t, std::u32string> expansions_;
};

}  // namespace hotline::text
