// Names of people in running Chinese text, as far as their surroundings tell them from other words.
//
// Source of the surnames: the commonest of the 2020 register, some 95 % of people; Latin names are not looked
// for. A name counts
//   1. before a form of address or an office: 王先生, 李建国主任;
//   2. behind a word that introduces one: 联系人张三, 我叫王小明, 找李四;
//   3. alone between marks, two or three characters: （王小明）; not before a colon, where labels stand.
// Rarer surnames, and names without any of these, are not found; common words that begin with a surname
// (时间, 高龄) can be taken for names in the third place only, and the commonest are left out.
//
// Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hotline/text/normalize.hpp"

namespace hotline::text {

// Bytes of the surname that begins at `at` (one or two characters); 0 when none does.
std::size_t surname_bytes(std::string_view text, std::size_t at);

// Bytes of `text`, in order, not overlapping; the form of address is no part of it.
std::vector<ByteRange> find_names(std::string_view text);

// `text` with each name masked as mask_name does (identifiers.hpp).
std::string mask_names(std::string_view text);

}  // namespace hotline::text
