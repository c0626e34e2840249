#include "api/response_cache.hpp"

#include <functional>

namespace hotline::api {
namespace {

std::string text_of(std::size_t route, const CacheKey& key) {
  std::string text;
  text.reserve(key.view.size() + 24);
  const auto add = [&text](std::uint64_t value) {
    text.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  add(route);
  add(static_cast<std::uint64_t>(key.subject));
  text += key.view;
  return text;
}

}  // namespace

ResponseCache::ResponseCache(std::size_t capacity)
    : capacity_(capacity), generations_(std::make_unique<std::atomic<std::uint32_t>[]>(kGenerations)) {}

std::atomic<std::uint32_t>& ResponseCache::generation_of(std::string_view stream,
                                                         std::int64_t subject) const {
  const std::uint64_t mixed =
      std::hash<std::string_view>{}(stream) + static_cast<std::uint64_t>(subject) * 0x9E3779B97F4A7C15U;
  return generations_[(mixed >> 32U) % kGenerations];
}

std::uint32_t ResponseCache::generation(const CacheKey& key) const {
  return generation_of(key.stream, key.subject).load(std::memory_order_acquire);
}

std::optional<Reply> ResponseCache::find(std::size_t route, const CacheKey& key) {
  if (capacity_ == 0) return std::nullopt;
  const std::string text = text_of(route, key);
  const std::lock_guard lock(mutex_);
  const auto found = slots_.find(text);
  if (found == slots_.end()) return std::nullopt;
  if (found->second.generation != generation(key)) {
    slots_.erase(found);
    return std::nullopt;
  }
  return found->second.reply;
}

void ResponseCache::put(std::size_t route, const CacheKey& key, std::uint32_t generation,
                        const Reply& reply) {
  if (capacity_ == 0 || reply.status != 200 || !reply.body) return;
  if (this->generation(key) != generation) return;
  const std::string text = text_of(route, key);
  const std::lock_guard lock(mutex_);
  // Whatever stands at the head of the table makes room: as good as chance, and no list to keep in order.
  while (slots_.size() >= capacity_) slots_.erase(slots_.begin());
  slots_.insert_or_assign(text, Slot{generation, reply});
}

void ResponseCache::expire(std::string_view stream, std::int64_t subject) {
  generation_of(stream, subject).fetch_add(1, std::memory_order_acq_rel);
}

}  // namespace hotline::api
