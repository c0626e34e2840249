// The city in force: swapped whole, or not at all.
#pragma once

#include <memory>
#include <mutex>

#include "hotline/city/city.hpp"

namespace hotline::city {

// Thread-safe. A reader takes the pointer once for each piece of work and sees one version throughout.
class CityHolder {
 public:
  explicit CityHolder(std::shared_ptr<const City> city) : city_(std::move(city)) {}
  std::shared_ptr<const City> get() const {
    const std::lock_guard lock(mutex_);
    return city_;
  }
  void set(std::shared_ptr<const City> city) {
    const std::lock_guard lock(mutex_);
    city_.swap(city);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const City> city_;
};

}  // namespace hotline::city
