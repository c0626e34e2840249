// The model in force: swapped whole while the program runs.
#pragma once

#include <memory>
#include <mutex>

#include "hotline/classify/model.hpp"

namespace hotline::dispatch {

// Thread-safe. Null decides without a model.
class ModelHolder {
 public:
  explicit ModelHolder(std::shared_ptr<const classify::Model> model = nullptr) : model_(std::move(model)) {}
  std::shared_ptr<const classify::Model> get() const {
    const std::lock_guard lock(mutex_);
    return model_;
  }
  void set(std::shared_ptr<const classify::Model> model) {
    const std::lock_guard lock(mutex_);
    model_.swap(model);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const classify::Model> model_;
};

}  // namespace hotline::dispatch
