// Live events: the journal's new entries, to every client that may see them.
//
// The newest entries stand in a ring in memory, rendered once; a client follows with a cursor and takes what
// is older than the ring from the database page by page. A slow client therefore costs no memory: its cursor
// just stays behind. Threads: all functions from any thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/metrics.hpp"
#include "api/reply.hpp"
#include "hotline/access/principal.hpp"
#include "hotline/api/settings.hpp"
#include "hotline/store/store.hpp"

namespace hotline::api {

struct LiveEvent {
  store::Entry entry;
  std::string frame;  // as it goes over the wire: id, event, data
};
using LiveEvents = std::vector<std::shared_ptr<const LiveEvent>>;

std::shared_ptr<const LiveEvent> render_event(store::Entry entry);

class EventHub : public std::enable_shared_from_this<EventHub> {
 public:
  using MaySee = std::function<bool(const access::Principal&, const store::Entry&)>;

  EventHub(store::Store& store, const ServerSettings& settings, Metrics& metrics, MaySee may_see);

  // Reads where the journal ends; once, before the first client. May wait.
  base::Status open();
  // There are entries up to `seq`. True when the caller is to see to it that load() is called, on any thread.
  bool announce(std::int64_t seq);
  // Brings the ring up to date.
  void load();
  // Ends all streams; new ones end at once.
  void close();

  // A stream of the entries after `last_event_id` ("" for: from now on). Errors: overloaded (too many
  // clients), invalid_input (pointer "@Last-Event-ID").
  base::Result<std::shared_ptr<Stream>> subscribe(std::shared_ptr<const access::Principal> principal,
                                                  std::string_view last_event_id);

  // For the streams.
  struct Batch {
    LiveEvents events;
    bool in_database = false;  // older than the ring: to be read from the database
  };
  Batch after(std::int64_t seq, std::size_t limit);
  bool closed() const;
  bool may_see(const access::Principal& principal, const store::Entry& entry) const;
  store::Store& store() { return store_; }
  Millis heartbeat() const { return heartbeat_; }
  // `wake` is called, from any thread, when something is new or the hub closes; until remove_client().
  std::uint64_t add_client(std::function<void()> wake);
  void remove_client(std::uint64_t id);
  // Gives back the place that subscribe() took.
  void leave();

 private:
  void take_in(std::vector<store::Entry> entries);

  store::Store& store_;
  const std::size_t ring_size_;
  const std::size_t max_clients_;
  const Millis heartbeat_;
  Metrics& metrics_;
  MaySee may_see_;

  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<const LiveEvent>> ring_;  // without gaps, ends at newest_
  std::int64_t newest_ = 0;                            // last seq in the ring, or before it
  std::int64_t announced_ = 0;                         // last seq known to be committed
  bool loading_ = false;
  bool closed_ = false;
  std::unordered_map<std::uint64_t, std::function<void()>> wakes_;
  std::uint64_t next_client_ = 1;
};

}  // namespace hotline::api
