// The city in force: swapped whole, or not at all.
#pragma once

#include <memory>
#include <mutex>

#include "hotline/city/city.hpp"

namespace hotline::city {

// Thread-safe. Null until the first city is set. A reader takes the pointer once for each piece of work and
// sees one version throughout.
class CityHolder {
 public:
  explicit CityHolder(std::shared_ptr<const City> city = nullptr) : city_(std::move(city)) {}
  std::shared_ptr<const City> get() const {
    const std::lock_guard lock(mutex_);
    return city_;
  }
  // An older version than the one in force is left out, so that of two reloads at once the newer stays.
  void set(std::shared_ptr<const City> city) {
    const std::lock_guard lock(mutex_);
    if (city_ == nullptr || city->version >= city_->version) city_.swap(city);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const City> city_;
};

}  // namespace hotline::city
