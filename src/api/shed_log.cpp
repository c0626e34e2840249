#include "api/shed_log.hpp"

#include <algorithm>

namespace hotline::api {

void ShedLog::count(const std::string& actor) {
  const std::lock_guard lock(mutex_);
  ++by_actor_[actor];
  requests_.fetch_add(1, std::memory_order_relaxed);
}

std::optional<ShedLog::Line> ShedLog::take(Instant now) {
  // Every answered request asks; hardly ever is there anything.
  if (requests_.load(std::memory_order_relaxed) == 0) return std::nullopt;
  const std::lock_guard lock(mutex_);
  if (by_actor_.empty() || (last_ && now - *last_ < between_lines)) return std::nullopt;
  const auto most = std::ranges::max_element(by_actor_, {}, [](const auto& entry) { return entry.second; });
  Line line{requests_.exchange(0, std::memory_order_relaxed), most->first, most->second};
  by_actor_.clear();
  last_ = now;
  return line;
}

}  // namespace hotline::api
