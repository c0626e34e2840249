// On whose behalf a thread works: a short id that stands on each line it logs meanwhile, as `id=...`.
//
//   const base::LogScope scope(base::LogId("job-4711"));
//   logger->warn("event=lease_lost");  // time=... level=warning id=job-4711 event=lease_lost
//
// A request has its X-Request-Id, a job "job-<number>", a follower of the journal "follow-<its name>". Work
// that goes on in another thread takes the id along: current_log_id() where it is queued, a LogScope where it
// runs; the store does so for every read and write. A coroutine holds no scope across co_await: it goes on in
// any thread, and others use its own meanwhile.
#pragma once

#include <spdlog/formatter.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace hotline::base {

// A plain value without memory of its own. Holds at most `most` bytes of letters, digits and "-_."; the rest
// is cut off, and any other byte becomes "_": no id can break a line or pass for another field. No personal
// data.
class LogId {
 public:
  static constexpr std::size_t most = 64;

  constexpr LogId() = default;
  explicit LogId(std::string_view text);

  std::string_view view() const { return {text_.data(), size_}; }
  bool empty() const { return size_ == 0; }

 private:
  std::array<char, most> text_{};
  std::uint8_t size_ = 0;
};

// The id of this thread's innermost scope; empty outside of any.
const LogId& current_log_id();

// Sets the id of this thread, and gives back the one before at the end. Scopes end in the reverse order of
// their beginning, in the thread of their beginning. An empty id hides the one outside.
class LogScope {
 public:
  explicit LogScope(const LogId& id);
  ~LogScope();
  LogScope(const LogScope&) = delete;
  LogScope& operator=(const LogScope&) = delete;

 private:
  LogId before_;
};

// The product's line: time, level, the id if there is one, then what was logged, control chars as spaces.
std::unique_ptr<spdlog::formatter> make_line_formatter();

}  // namespace hotline::base
