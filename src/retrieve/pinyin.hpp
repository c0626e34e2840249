// How characters are read: Hanyu Pinyin without tones, ü as v, by ICU's Han-Latin.
//
// One reading a character, but for the words of a short list (银行, 重庆, 增长) whose characters are read
// otherwise there. The table is built on first use (some 0.3 s) and never changes. Thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "retrieve/codes.hpp"

namespace hotline::retrieve {

// Number of a syllable; 0 for what has none.
using Syllable = std::uint16_t;

Syllable syllable_of(char16_t code);
// The letters of a syllable; empty for 0.
std::string_view letters_of(Syllable syllable);
std::span<const std::string> all_syllables();
// Every reading this table knows of a character, the usual one first; empty for what has none.
std::vector<Syllable> readings_of(char16_t code);
// Place of a syllable in alphabetical order.
std::uint16_t rank_of(Syllable syllable);
// The ranks of all syllables that begin with these letters: [first, last).
std::pair<std::uint16_t, std::uint16_t> ranks_beginning(std::string_view letters);

// The reading of each code, words of several readings minded.
std::vector<Syllable> read_aloud(std::u16string_view codes);

}  // namespace hotline::retrieve
