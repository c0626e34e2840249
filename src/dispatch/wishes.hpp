// What a caller wishes for or asks, a clause each.
#pragma once

#include <vector>

#include "dispatch/clauses.hpp"
#include "dispatch/form_words.hpp"

namespace hotline::dispatch {

struct Wish {
  std::uint32_t begin = 0;  // bytes of the text; where the wish itself begins ("希望 ...")
  std::uint32_t end = 0;
};

// In the order of the text, at most `most`; clauses and cues are those of `text`.
std::vector<Wish> find_wishes(std::string_view text, const std::vector<Clause>& clauses,
                              const std::vector<CueHit>& cues, std::size_t most);

}  // namespace hotline::dispatch
