// A reply and its request, read once for features and findings.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/clauses.hpp"
#include "dispatch/reply_words.hpp"
#include "dispatch/wishes.hpp"
#include "hotline/dispatch/reply_check.hpp"

namespace hotline::dispatch {

struct WishSeen {
  Wish wish;           // bytes of the request's words
  double covered = 0;  // share of its bigrams that the reply takes up
};

struct ReplyView {
  explicit ReplyView(const ReplyToCheck& in);

  std::size_t count(Said what) const { return counts[static_cast<std::size_t>(what)]; }

  std::size_t chars = 0;       // of the reply without white space at its ends
  std::size_t core_chars = 0;  // of the clauses that are neither greeting, thanks, receipt nor date
  std::size_t sentences = 0;
  std::size_t times = 0;  // dates and hours, but for a date that stands alone as signature
  std::size_t digits = 0;
  bool phone = false;
  double request_overlap = 0;  // share of the request's bigrams in the reply
  std::vector<WishSeen> wishes;
  std::vector<SaidHit> said;
  std::array<std::size_t, static_cast<std::size_t>(Said::count_)> counts{};
};

}  // namespace hotline::dispatch
