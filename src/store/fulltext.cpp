#include "hotline/store/fulltext.hpp"

#include "hotline/text/ngrams.hpp"
#include "hotline/text/normalize.hpp"

namespace hotline::store {
namespace {

bool is_searchable(std::string_view normalized_word) {
  text::TokenCursor cursor(normalized_word, text::TokenMode::query);
  text::Token token;
  return cursor.next(token);
}

void append_phrase(std::string& query, std::string_view word) {
  if (!query.empty()) query += " AND ";
  query += '"';
  for (char c : word) {
    if (c == '"') query += '"';
    query += c;
  }
  query += '"';
}

}  // namespace

std::optional<std::string> fulltext_query(std::string_view user_words) {
  // The normal form has single spaces between words and none at its ends.
  const std::string normal = text::normalize(user_words);
  std::string query;
  std::size_t words = 0;
  for (std::string_view rest = normal; !rest.empty() && words < max_query_words;) {
    const std::size_t space = rest.find(' ');
    const std::string_view word = rest.substr(0, space);
    rest = space == std::string_view::npos ? std::string_view{} : rest.substr(space + 1);
    if (!is_searchable(word)) continue;
    append_phrase(query, word);
    ++words;
  }
  if (query.empty()) return std::nullopt;
  return query;
}

}  // namespace hotline::store
