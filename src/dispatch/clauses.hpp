// Clauses and sentences of a text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace hotline::dispatch {

// Bytes [begin, end) without the mark that ends it and without white space around.
struct Clause {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t sentence = 0;  // number of the sentence it belongs to
  bool asks = false;           // a question mark ends it
  bool exclaims = false;
};

// Clauses end at ， 。 ； ： ！ ？ and their half-width forms and line breaks; sentences at 。 ！ ？ ；
// and line breaks. A dot or colon between digits ends nothing.
std::vector<Clause> clauses_of(std::string_view text);

}  // namespace hotline::dispatch
