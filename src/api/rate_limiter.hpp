// Token buckets, one for each asker. Thread-safe; time comes from the caller.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "hotline/api/settings.hpp"
#include "hotline/base/clock.hpp"

namespace hotline::api {

class RateLimiter {
 public:
  explicit RateLimiter(RateLimit limit) : limit_(limit) {}

  // Takes `cost` tokens out of the bucket of `who`; false, and nothing is taken, when there are too few.
  bool take(std::string_view who, double cost, base::Time now);
  // Seconds until `cost` tokens are there, at least 1.
  int wait_seconds(std::string_view who, double cost, base::Time now);

 private:
  struct Bucket {
    double tokens;
    base::Time at;
  };
  Bucket& refill(std::string_view who, base::Time now);
  void forget_full(base::Time now);

  const RateLimit limit_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace hotline::api
