// A text cut into sentences, with the pairs of characters that carry meaning.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dispatch/form_words.hpp"
#include "hotline/dispatch/place_names.hpp"
#include "hotline/text/normalize.hpp"

namespace hotline::dispatch {

struct SplitSentence {
  std::uint32_t begin = 0, end = 0;   // bytes of the original
  std::vector<std::uint32_t> pairs;   // numbers of SplitView::weights, each once
  std::vector<std::uint32_t> places;  // numbers of places, equal names have one number
  double weight = 0;                  // of its pairs together
  std::uint32_t chars = 0;
  bool wish = false, thanks = false, greeting = false, trouble = false, moves_on = false, goes_on = false;
  bool introduces = false, question = false, line_break = false, heads = false;
  bool single = false;     // one clause: a line such as titles are
  bool announces = false;  // "还有一个问题": the caller says that another matter follows
};

struct SplitView {
  explicit SplitView(std::string_view text);
  std::vector<SplitSentence> sentences;
  std::vector<double> weights;  // of each pair of characters
};

}  // namespace hotline::dispatch
