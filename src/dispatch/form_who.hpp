// Who the caller is, in the words' own order.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "dispatch/form_words.hpp"
#include "hotline/dispatch/form.hpp"

namespace hotline::dispatch {

// The name behind "我叫", "姓名：", "我姓" or before 先生 and 女士 when the caller speaks of themself. Only
// what begins with a Chinese surname is taken.
std::optional<Noted> find_name(std::string_view text, const std::vector<CueHit>& cues, FormField field);

// Phone numbers, each once.
void find_phones(std::string_view text, FormField field, std::vector<Noted>& phones);

}  // namespace hotline::dispatch
