// Average-link clustering (UPGMA) of a sparse graph of likenesses.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hotline::classify {

struct Likeness {
  std::uint32_t a;
  std::uint32_t b;
  float value;
};

// Joins the two groups with the highest average likeness until none reaches `threshold`; pairs that are not
// in `pairs` count as 0. No group grows beyond `largest`. Gives the group of each item, numbered by first
// member. Cost: pairs * log(pairs).
std::vector<std::uint32_t> cluster_average_link(std::size_t items, std::span<const Likeness> pairs,
                                                float threshold, std::size_t largest);

}  // namespace hotline::classify
