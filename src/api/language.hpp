// The language of answers: Chinese unless the reader asks for English.
#pragma once

#include <string>
#include <string_view>

#include "hotline/base/error.hpp"

namespace hotline::api {

enum class Language { zh, en };

// Reads Accept-Language (RFC 9110 section 12.5.4); `fallback` when it names neither language.
Language choose_language(std::string_view accept_language, Language fallback = Language::zh);

inline const std::string& in_language(const base::Text& text, Language language) {
  return language == Language::en ? text.en : text.zh;
}
inline std::string_view tag_of(Language language) {
  return language == Language::en ? "en" : "zh-CN";
}

}  // namespace hotline::api
