#include "api/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace hotline::api {
namespace {

// Beyond this many askers, buckets that have filled up again are dropped: a full bucket and none are the
// same.
constexpr std::size_t kManyBuckets = 50'000;

double seconds_between(base::Time from, base::Time to) {
  return std::max(0.0, std::chrono::duration<double>(to - from).count());
}

}  // namespace

RateLimiter::Bucket& RateLimiter::refill(std::string_view who, base::Time now) {
  if (buckets_.size() >= kManyBuckets) forget_full(now);
  Bucket& bucket = buckets_.try_emplace(std::string(who), Bucket{limit_.burst, now}).first->second;
  bucket.tokens = std::min(limit_.burst, bucket.tokens + seconds_between(bucket.at, now) * limit_.per_second);
  bucket.at = now;
  return bucket;
}

bool RateLimiter::take(std::string_view who, double cost, base::Time now) {
  if (limit_.per_second <= 0) return true;
  const std::lock_guard lock(mutex_);
  Bucket& bucket = refill(who, now);
  if (bucket.tokens < cost) return false;
  bucket.tokens -= cost;
  return true;
}

int RateLimiter::wait_seconds(std::string_view who, double cost, base::Time now) {
  const std::lock_guard lock(mutex_);
  const double missing = cost - refill(who, now).tokens;
  return std::max(1, static_cast<int>(std::ceil(missing / limit_.per_second)));
}

void RateLimiter::forget_full(base::Time now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const Bucket& bucket = entry.second;
    return bucket.tokens + seconds_between(bucket.at, now) * limit_.per_second >= limit_.burst;
  });
}

}  // namespace hotline::api
