// The slot for a language model: it may word an answer from the passages found, and nothing else.
//
// Off unless the city configures one; never required. What it gives is held against the passages before
// anybody sees it: every number, date, telephone and name in it must stand in one of them, else it is dropped
// and the passages are shown as they are. Personal data of the question is masked before anything leaves the
// process; passages are what is published anyway, and hold the numbers of institutions that are asked for.
// Implementations live in `integrate`; `app` joins them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"

namespace hotline::knowledge {

struct Wording {
  std::string question;               // masked
  std::vector<std::string> passages;  // published text, in the order of the points
  std::string language = "zh";
};

class Phraser {
 public:
  virtual ~Phraser() = default;
  // Blocks for its configured time at most. Thread-safe. Errors: unavailable (down, slow, no usable reply).
  virtual base::Result<std::string> phrase(const Wording& wording) = 0;
};

// What stands in `phrased` and in no passage: numbers (of any form: dates, amounts, telephones), Latin words,
// names of institutions and places (runs ending in 局, 中心, 窗口, 街道, 路, 号 and the like), and names of
// people (text/names.hpp), each as written. Empty: grounded. Also ungrounded is a text longer than 2000
// characters, or an empty one (named
// "").
std::vector<std::string> find_ungrounded(std::string_view phrased, const std::vector<std::string>& passages);

// Masks personal data, asks, checks. Nothing when the phraser fails, is slow, or adds anything.
std::optional<std::string> phrase_checked(Phraser& phraser, const std::string& question,
                                          const std::vector<std::string>& passages,
                                          const std::string& language);

}  // namespace hotline::knowledge
