// The words that the check of a reply listens for.
#pragma once

#include <cstdint>
#include <vector>

#include "hotline/text/normalize.hpp"

namespace hotline::dispatch {

enum class Said : std::uint8_t {
  passed_on,  // given to another office
  received,   // taken note of
  empty,      // politeness without content
  greeting,
  done,  // what was done or found
  rule,  // by which rule
  because,
  plan,       // what will be done by when
  contact,    // whom to call
  talked,     // the caller was contacted
  unit,       // an office is named
  point,      // numbered points
  ask_more,   // the caller is asked for more
  elsewhere,  // the caller is sent elsewhere
  outside,    // not of this office
  later,      // an answer is promised for later
  link,
  count_,
};

struct SaidHit {
  Said said;
  std::uint32_t begin, end;  // bytes of the original text
};
std::vector<SaidHit> find_said(const text::NormalizedText& text);

}  // namespace hotline::dispatch
