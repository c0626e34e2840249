// Full-text search in Chinese mixed with words and numbers.
//
// Every connection of the store knows the FTS5 tokenizer `hotline_cjk`:
//
//   CREATE VIRTUAL TABLE ticket_words USING fts5 (text, content='', tokenize='hotline_cjk');
//
// It normalises (text/normalize.hpp: traditional finds simplified, full width half width, upper lower case)
// and cuts as text/ngrams.hpp says: words and numbers whole, each CJK char with the bigram that begins there
// at one position. So one char is found by its own list, and two or more are an exact phrase of bigrams.
// Tables should not set `detail` below full, or phrases no longer work.
//
// highlight() and snippet() of FTS5 count positions, and a phrase of n chars has n - 1 bigrams: they would
// leave the last char unmarked. Mark finds with text::PhraseMatcher instead.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hotline::store {

// Words beyond these are left out of a query: nobody types so many, and each costs a look-up.
inline constexpr std::size_t max_query_words = 32;

// A safe MATCH expression from anything a user types: one exact phrase for each word between white space, all
// of them wanted. FTS5's operators, quotes, columns and stars have no power in it. nullopt when nothing
// searchable was typed (nothing at all, or only punctuation). Pure and thread-safe.
std::optional<std::string> fulltext_query(std::string_view user_words);

}  // namespace hotline::store
