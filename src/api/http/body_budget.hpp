// How much memory the bodies of requests may take that are being read or worked on. Without it a few hundred
// slow uploads, which nobody need be signed in for, would hold gigabytes.
//
// Small bodies are not counted: their sum is bounded by the number of connections. One address may hold a
// quarter, so that it cannot shut out the uploads of all others; a single body always gets in where nobody
// holds anything. Threads: all functions from any thread.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace hotline::api {

class BodyBudget {
 public:
  static constexpr std::size_t small = 16 * 1024;  // bytes of a body that is not counted

  // `most`: bytes of all together; 0: no limit.
  explicit BodyBudget(std::size_t most) : most_(most) {}

  // Gives back when it goes; the budget must outlive it.
  class Hold {
   public:
    Hold() = default;
    Hold(BodyBudget* budget, std::string address, std::size_t bytes)
        : budget_(budget), address_(std::move(address)), bytes_(bytes) {}
    Hold(Hold&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)),
          address_(std::move(other.address_)),
          bytes_(other.bytes_) {}
    Hold& operator=(Hold&& other) noexcept {
      std::swap(budget_, other.budget_);
      std::swap(address_, other.address_);
      std::swap(bytes_, other.bytes_);
      return *this;
    }
    ~Hold() {
      if (budget_ != nullptr) budget_->give_back(address_, bytes_);
    }

   private:
    BodyBudget* budget_ = nullptr;
    std::string address_;
    std::size_t bytes_ = 0;
  };

  // False: there is no room now, the client should come again.
  bool take(const std::string& address, std::size_t bytes, Hold& hold) {
    if (bytes <= small || most_ == 0) return true;
    const std::lock_guard lock(mutex_);
    if (used_ > 0 && used_ + bytes > most_) return false;
    std::size_t& own = by_address_[address];
    if (own > 0 && own + bytes > most_ / 4) return false;
    own += bytes;
    used_ += bytes;
    hold = Hold(this, address, bytes);
    return true;
  }

 private:
  void give_back(const std::string& address, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    used_ -= bytes;
    const auto own = by_address_.find(address);
    if (own != by_address_.end() && (own->second -= bytes) == 0) by_address_.erase(own);
  }

  const std::size_t most_;
  std::mutex mutex_;
  std::size_t used_ = 0;
  std::unordered_map<std::string, std::size_t> by_address_;
};

}  // namespace hotline::api
