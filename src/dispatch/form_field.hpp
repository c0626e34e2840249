// One field of a request, read once for everything that the form asks of it.
#pragma once

#include <string_view>
#include <vector>

#include "dispatch/clauses.hpp"
#include "dispatch/form_words.hpp"
#include "hotline/dispatch/form.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {

// One field of the request, made ready.
struct FormText {
  FormField field;
  std::string_view text;
  text::NormalizedText normalized;
  std::vector<CueHit> cues;
  std::vector<Clause> clauses;

  FormText(FormField which, std::string_view whole)
      : field(which), text(text::truncate_chars(whole, most_form_chars)) {
    text::normalize_with_map_into(text, normalized);
    cues = find_cues(normalized);
    clauses = clauses_of(text);
  }
  std::string_view words(std::uint32_t begin, std::uint32_t end) const {
    return text.substr(begin, end - begin);
  }
  FormSpan span(std::uint32_t begin, std::uint32_t end) const { return {field, begin, end}; }
  Noted note(std::uint32_t begin, std::uint32_t end) const {
    return {std::string(words(begin, end)), span(begin, end)};
  }
};

}  // namespace hotline::dispatch
