// Answers to reads by id, kept in memory until what they show changes.
//
// An entry is valid while no journal entry of its stream and subject has been committed since before the
// database was read for it. Every change of a resource is a journal entry, so an answer from here is never
// older than the last acknowledged write. Expiry is one atomic increment: subjects share 65 536 generation
// counters by hash, and two that share one merely expire together.
// Thread-safe. expire() runs on the writer's thread after the commit and before its acknowledgement.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/answer.hpp"

namespace hotline::api {

class ResponseCache {
 public:
  // Keeps at most `capacity` answers; 0 keeps none.
  explicit ResponseCache(std::size_t capacity);

  // `route` tells apart the routes that answer about the same subject.
  std::optional<Reply> find(std::size_t route, const CacheKey& key);
  // To be called before the database is read; what put() needs to know that nothing changed meanwhile.
  std::uint32_t generation(const CacheKey& key) const;
  // Keeps a 200 with a body; anything else, and an answer that has become old meanwhile, is dropped.
  void put(std::size_t route, const CacheKey& key, std::uint32_t generation, const Reply& reply);
  void expire(std::string_view stream, std::int64_t subject);

 private:
  struct Slot {
    std::uint32_t generation;
    Reply reply;
  };
  static constexpr std::size_t kGenerations = 1U << 16U;
  std::atomic<std::uint32_t>& generation_of(std::string_view stream, std::int64_t subject) const;

  const std::size_t capacity_;
  std::unique_ptr<std::atomic<std::uint32_t>[]> generations_;
  std::mutex mutex_;
  std::unordered_map<std::string, Slot> slots_;
};

}  // namespace hotline::api
