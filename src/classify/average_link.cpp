#include "classify/average_link.hpp"

#include <algorithm>
#include <map>
#include <queue>
#include <tuple>

namespace hotline::classify {
namespace {

class Clusters {
 public:
  Clusters(std::size_t items, std::span<const Likeness> pairs, float threshold, std::size_t largest)
      : threshold_(threshold), largest_(largest), sums_(items), members_(items) {
    for (std::uint32_t i = 0; i < items; ++i) members_[i] = {i};
    for (const Likeness& pair : pairs) {
      sums_[pair.a][pair.b] += pair.value;
      sums_[pair.b][pair.a] += pair.value;
    }
    for (std::uint32_t a = 0; a < items; ++a)
      for (const auto& [b, sum] : sums_[a])
        if (a < b) offer(a, b, sum);
  }

  void run() {
    while (!queue_.empty()) {
      const Offer best = queue_.top();
      queue_.pop();
      // An offer is stale when either side has changed since it was made.
      if (members_[best.a].size() != best.size_a || members_[best.b].size() != best.size_b) continue;
      if (best.size_a + best.size_b > largest_) continue;
      join(best.a, best.b);
    }
  }

  std::vector<std::uint32_t> groups() const {
    std::vector<std::uint32_t> owner(members_.size());
    for (std::uint32_t i = 0; i < members_.size(); ++i)
      for (const std::uint32_t member : members_[i]) owner[member] = i;
    std::vector<std::uint32_t> numbers(members_.size(), 0xFFFFFFFF);
    std::uint32_t next = 0;
    for (std::uint32_t& group : owner) {
      if (numbers[group] == 0xFFFFFFFF) numbers[group] = next++;
      group = numbers[group];
    }
    return owner;
  }

 private:
  struct Offer {
    float average;
    std::uint32_t a;
    std::uint32_t b;
    std::size_t size_a;
    std::size_t size_b;
    bool operator<(const Offer& other) const {
      return std::tie(average, other.a, other.b) < std::tie(other.average, a, b);
    }
  };

  void offer(std::uint32_t a, std::uint32_t b, float sum) {
    const std::size_t size_a = members_[a].size();
    const std::size_t size_b = members_[b].size();
    const float average = sum / static_cast<float>(size_a * size_b);
    if (average >= threshold_) queue_.push({average, a, b, size_a, size_b});
  }

  // Joins b into a.
  void join(std::uint32_t a, std::uint32_t b) {
    members_[a].insert(members_[a].end(), members_[b].begin(), members_[b].end());
    members_[b].clear();
    sums_[a].erase(b);
    sums_[b].erase(a);
    for (const auto& [other, sum] : sums_[b]) {
      sums_[other].erase(b);
      sums_[a][other] += sum;
      sums_[other][a] += sum;
    }
    sums_[b].clear();
    for (const auto& [other, sum] : sums_[a]) offer(std::min(a, other), std::max(a, other), sum);
  }

  float threshold_;
  std::size_t largest_;
  std::vector<std::map<std::uint32_t, float>> sums_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::priority_queue<Offer> queue_;
};

}  // namespace

std::vector<std::uint32_t> cluster_average_link(std::size_t items, std::span<const Likeness> pairs,
                                                float threshold, std::size_t largest) {
  Clusters clusters(items, pairs, threshold, largest);
  clusters.run();
  return clusters.groups();
}

}  // namespace hotline::classify
