// Which stretch of a text answers best.
#pragma once

#include "retrieve/plan.hpp"

namespace hotline::retrieve {

struct Stretch {
  std::size_t begin = 0, end = 0;                    // codes
  std::size_t sentence_begin = 0, sentence_end = 0;  // codes, within the stretch
  float score = 0;
};

Stretch find_passage(const Plan& plan, const Codes& text, std::size_t max_chars);

}  // namespace hotline::retrieve
