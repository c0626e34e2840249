// Entries that clash or repeat each other: found while they are brought in.
//
// Conflict: the same title for the same region and audience, and each answer has a number (date, amount,
// telephone) that the other has not. Near-duplicate: SimHashes at most 3 bits apart (Charikar 2002) and a
// Jaccard index of the bigrams of at least 0.9. One thread.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "hotline/knowledge/entry.hpp"
#include "hotline/text/similarity.hpp"

namespace hotline::knowledge {

struct Clash {
  std::int64_t other = 0;
  bool conflict = false;  // else a near-duplicate
  std::string detail;     // the numbers in which they differ
};

class PairFinder {
 public:
  // What the entry clashes with among those added before, at most a few.
  std::vector<Clash> find(std::int64_t id, const Content& content) const;
  void add(std::int64_t id, const Content& content);

 private:
  struct Known {
    std::int64_t id;
    std::uint64_t simhash;
    std::set<std::string> numbers;
    text::BigramSet bigrams;
    std::string matter;  // title of what has facts of its own; two matters of other titles repeat nothing
  };
  static Known known(std::int64_t id, const Content& content);

  std::vector<Known> all_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_question_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>>
      by_block_;  // 16 bits of the SimHash and their place
};

}  // namespace hotline::knowledge
