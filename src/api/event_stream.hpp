// One client of the live events.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "api/event_hub.hpp"
#include "hotline/base/log_context.hpp"

namespace hotline::api {

// Server-sent events (HTML Living Standard, section 9.2): frames of the entries that the principal may see,
// and a comment every heartbeat, so that both sides notice a dead connection.
class EventStream final : public Stream {
 public:
  EventStream(std::shared_ptr<EventHub> hub, std::shared_ptr<const access::Principal> principal,
              std::int64_t seq);
  ~EventStream() override;
  boost::asio::awaitable<base::Result<std::optional<std::string>>> next() override;

 private:
  // What a wake-up from another thread may touch after the stream is gone.
  struct Signal {
    explicit Signal(boost::asio::any_io_executor executor) : timer(std::move(executor)) {}
    boost::asio::steady_timer timer;
    bool raised = false;
  };
  void take(const LiveEvents& events, std::string& out);
  boost::asio::awaitable<base::Status> read_older(LiveEvents& events);

  std::shared_ptr<EventHub> hub_;
  std::shared_ptr<const access::Principal> principal_;
  std::int64_t seq_;
  std::shared_ptr<Signal> signal_;  // made on the strand, by the first next()
  std::uint64_t client_ = 0;
  const base::LogId id_ = base::current_log_id();
};

}  // namespace hotline::api
