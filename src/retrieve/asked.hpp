// What kind of answer a question asks for, and whether a stretch of text holds that kind.
#pragma once

#include <cstdint>
#include <string_view>

namespace hotline::retrieve {

enum class Asked : std::uint8_t { other, number, date, phone, list };

Asked what_is_asked(std::u16string_view question);

// 0 to 1: a number, a date or a span of time, a phone number, or the marks of an enumeration (一是, 2.).
// 0 for Asked::other.
float holds(Asked asked, std::u16string_view stretch);

}  // namespace hotline::retrieve
