// Which language a text is in.
#pragma once

#include <string_view>
#include <vector>

#include "dispatch/form_words.hpp"
#include "hotline/dispatch/form.hpp"

namespace hotline::dispatch {

// By script; Latin letters that read as pinyin syllables are Chinese. `cues` are those of the same text.
SpokenLanguage tell_language(std::string_view normalized, const std::vector<CueHit>& cues, FormField field);

}  // namespace hotline::dispatch
