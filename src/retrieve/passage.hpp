// Which stretch of a text answers best.
//
// Every clause may begin it. A stretch is judged by how much of the question stands in its first part, for an
// answer follows what was asked; terms count the more the fewer parts of this text hold them, since what
// stands everywhere in it tells nothing about where. docs/adr/0012 tells what was tried.
#pragma once

#include "retrieve/plan.hpp"

namespace hotline::retrieve {

struct Stretch {
  std::size_t begin = 0, end = 0;                    // codes
  std::size_t sentence_begin = 0, sentence_end = 0;  // codes, within the stretch
  float score = 0;                                   // 0: no term of the question in it
};

// At most `max_chars` codes: white space counts once a run.
Stretch find_passage(const Plan& plan, const Codes& text, std::size_t max_chars);

}  // namespace hotline::retrieve
