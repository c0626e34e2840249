// Tokens for full-text search in Chinese mixed with words and numbers.
//
// Input is normalised text (normalize.hpp). A run of CJK chars (Han, kana, hangul, bopomofo) is cut into
// single chars and bigrams; a run of other letters and digits of any script is one word; everything else
// separates. A border between a digit or Latin letter and a CJK char always cuts: "258号" is "258", "号".
//
// One numbering serves index and query. Each CJK char and each word takes one position; in the index the
// bigram that begins at a char shares that char's position (FTS5: FTS5_TOKEN_COLOCATED):
//
//   index "258号楼漏水"   258@0  号@1 号楼@1  楼@2 楼漏@2  漏@3 漏水@3  水@4
//   query "258号楼漏"     258@0  号楼@1  楼漏@2                            -> phrase found
//   query "漏"            漏@0                                             -> found by the single char
//   query "258号"         258@0  号@1                                      -> phrase found
//   query "号楼漏水 3"    号楼@0  楼漏@1  漏水@2  水@3  3@4                -> not found: no 3 after 水
//
// A query of two or more chars thus meets only bigrams, whose lists are short, and stays an exact phrase:
// the last single char of a run is left out only where the query ends, so that positions keep step.
// Bigrams do not cross punctuation or white space.
//
// Thread rule: pure; no allocation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hotline::text {

enum class CharKind : std::uint8_t { other, word, cjk };

// How the tokenizer sees a char. Marks that belong to a letter count as word.
CharKind char_kind(char32_t code);

enum class TokenMode : std::uint8_t { index, query };

struct Token {
  std::string_view text;    // points into the input
  std::uint32_t begin = 0;  // bytes of the input
  std::uint32_t end = 0;
  std::uint32_t position = 0;  // counted from 0; see the picture above
  bool colocated = false;      // shares the position of the token before it
};

// Walks the tokens of one text. The text must outlive the cursor and be below 4 GiB.
class TokenCursor {
 public:
  TokenCursor(std::string_view normalized, TokenMode mode) : text_(normalized), mode_(mode) {}

  // False when there are no more tokens; `token` is then untouched.
  bool next(Token& token);

 private:
  bool next_cjk(Token& token, std::size_t char_length);
  void give(Token& token, std::size_t end, std::uint32_t position, bool colocated) const;

  std::string_view text_;
  TokenMode mode_;
  std::size_t at_ = 0;
  std::uint32_t position_ = 0;
  std::size_t single_end_ = 0;  // index mode: the single char [at_, single_end_) was given, its bigram is due
};

// Calls visit(const Token&) for each token.
template <class Visit>
void for_each_token(std::string_view normalized, TokenMode mode, Visit&& visit) {
  TokenCursor cursor(normalized, mode);
  Token token;
  while (cursor.next(token)) visit(token);
}

}  // namespace hotline::text
