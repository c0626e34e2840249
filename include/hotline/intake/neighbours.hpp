// Earlier requests of like words, found in about 100 microseconds.
//
// Each request is kept as a bottom-k sketch (Broder 1997): the `sketch_size` smallest hashes of its character
// bigrams. A hash leads to at most `postings` newest requests, so that a common word costs no more than a
// rare one. The share of equal hashes estimates the Jaccard index of two texts. Holds the newest `capacity`
// requests; rebuilt from the database at start, so nothing that matters lives here alone.
//
// Threads: all functions may be called from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hotline/dispatch/decision.hpp"

namespace hotline::intake {

class NeighbourIndex {
 public:
  static constexpr std::size_t sketch_size = 48;
  static constexpr std::size_t postings = 32;
  static constexpr std::size_t compared = 64;  // requests that share most hashes, whose sketches are compared

  explicit NeighbourIndex(std::size_t capacity = 20000) : capacity_(capacity) {}

  // `text`: title and words as they may be shown (masked); any form.
  void add(std::int64_t ticket, std::string_view text, const std::string& matter, const std::string& lead);
  // What a ticket is today, after corrections and rulings.
  void update(std::int64_t ticket, const std::string& matter, const std::string& lead);
  // Forgets a ticket's words (erased by law).
  void forget(std::int64_t ticket);
  // At most `most` tickets, most alike first, each once, none below `least` similarity (0 to 1).
  std::vector<dispatch::Neighbour> find(std::string_view text, std::size_t most, double least = 0.25) const;
  std::size_t size() const;

 private:
  using Sketch = std::vector<std::uint32_t>;  // ascending
  struct Known {
    std::int64_t ticket = 0;  // 0: forgotten
    Sketch sketch;
    std::string matter, lead;
    std::vector<std::string> places;
  };
  struct Posting {
    std::array<std::uint32_t, postings> slots;
    std::uint32_t count = 0;  // ever added; the newest overwrite the oldest
  };
  static Sketch sketch_of(std::string_view text);

  std::size_t capacity_;
  mutable std::shared_mutex mutex_;
  std::vector<Known> known_;  // a ring
  std::size_t next_ = 0;
  std::unordered_map<std::uint32_t, Posting> posting_;
  std::unordered_map<std::int64_t, std::vector<std::uint32_t>> slots_of_;  // by ticket
};

}  // namespace hotline::intake
