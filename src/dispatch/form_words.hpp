// The words that decide_form listens for.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "hotline/text/normalize.hpp"
#include "hotline/text/phrase_matcher.hpp"

namespace hotline::dispatch {

enum class Cue : std::uint8_t {
  angry,
  upset,
  anxious,
  grateful,
  wish,
  question,
  greeting,
  trouble,
  crowd,
  elderly,
  disabled,
  pregnant,
  minor,
  illness,
  low_income,
  veteran,
  wuu,
  yue,
  southwestern,
  northeastern,
  min,
  name,
};

struct CueHit {
  Cue cue;
  std::uint8_t strength;     // 1, or 2 for words that need no second one
  std::uint32_t begin, end;  // bytes of the original text
};

// All cues in the order of the text, the longest where several overlap.
std::vector<CueHit> find_cues(const text::NormalizedText& text);

}  // namespace hotline::dispatch
