#include "api/event_hub.hpp"

#include <charconv>

#include "api/event_stream.hpp"

namespace hotline::api {
namespace {

// Entries of one read.
constexpr std::size_t kPage = 500;

}  // namespace

std::shared_ptr<const LiveEvent> render_event(store::Entry entry) {
  const Json data{{"seq", entry.seq},
                  {"at", base::format_rfc3339(entry.at)},
                  {"stream", entry.stream},
                  {"subject", entry.subject},
                  {"kind", entry.kind}};
  std::string frame = "id: " + std::to_string(entry.seq) + "\nevent: " + entry.stream + "." + entry.kind +
                      "\ndata: " + to_text(data) + "\n\n";
  return std::make_shared<const LiveEvent>(LiveEvent{std::move(entry), std::move(frame)});
}

EventHub::EventHub(store::Store& store, const ServerSettings& settings, Metrics& metrics, MaySee may_see)
    : store_(store),
      ring_size_(std::max<std::size_t>(1, settings.event_ring)),
      max_clients_(settings.max_event_clients),
      heartbeat_(settings.event_heartbeat),
      metrics_(metrics),
      may_see_(std::move(may_see)) {}

base::Status EventHub::open() {
  auto newest =
      store_.read([](store::ReadTx& tx) -> base::Result<std::int64_t> { return store::newest_seq(tx); });
  if (!newest.ok()) return std::move(newest).error();
  const std::lock_guard lock(mutex_);
  newest_ = newest.value();
  announced_ = std::max(announced_, newest_);
  return {};
}

bool EventHub::announce(std::int64_t seq) {
  const std::lock_guard lock(mutex_);
  announced_ = std::max(announced_, seq);
  if (loading_ || closed_) return false;
  loading_ = true;
  return true;
}

// One read is under way at a time; what is announced meanwhile is fetched by the next one, so that a busy
// writer costs one read for many commits.
void EventHub::load() {
  std::int64_t from = 0;
  {
    const std::lock_guard lock(mutex_);
    from = newest_;
  }
  auto entries = std::make_shared<std::vector<store::Entry>>();
  store_.enqueue_read(
      [entries, from](store::ReadTx& tx) { *entries = store::entries_after(tx, from, kPage); },
      [self = shared_from_this(), entries](const base::Status& status) {
        if (!status.ok()) entries->clear();
        self->take_in(std::move(*entries));
      });
}

void EventHub::take_in(std::vector<store::Entry> entries) {
  LiveEvents events;
  for (store::Entry& entry : entries) events.push_back(render_event(std::move(entry)));
  bool more = false;
  std::vector<std::function<void()>> wakes;
  {
    const std::lock_guard lock(mutex_);
    for (auto& event : events) {
      newest_ = event->entry.seq;
      ring_.push_back(std::move(event));
      if (ring_.size() > ring_size_) ring_.pop_front();
    }
    // A read that failed is tried again with the next announcement.
    more = !events.empty() && newest_ < announced_ && !closed_;
    loading_ = more;
    if (!events.empty()) {
      for (const auto& [id, wake] : wakes_) wakes.push_back(wake);
    }
  }
  for (const auto& wake : wakes) wake();
  if (more) load();
}

void EventHub::close() {
  std::vector<std::function<void()>> wakes;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (const auto& [id, wake] : wakes_) wakes.push_back(wake);
  }
  for (const auto& wake : wakes) wake();
}

bool EventHub::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

bool EventHub::may_see(const access::Principal& principal, const store::Entry& entry) const {
  return may_see_ ? may_see_(principal, entry) : principal.may(access::Right::audit_read);
}

EventHub::Batch EventHub::after(std::int64_t seq, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  const std::int64_t first = newest_ - static_cast<std::int64_t>(ring_.size()) + 1;
  if (seq + 1 < first) return {{}, true};
  Batch batch;
  for (auto at = static_cast<std::size_t>(seq + 1 - first); at < ring_.size() && batch.events.size() < limit;
       ++at) {
    batch.events.push_back(ring_[at]);
  }
  return batch;
}

base::Result<std::shared_ptr<Stream>> EventHub::subscribe(std::shared_ptr<const access::Principal> principal,
                                                          std::string_view last_event_id) {
  std::int64_t seq = 0;
  const char* end = last_event_id.data() + last_event_id.size();
  const auto read = std::from_chars(last_event_id.data(), end, seq);
  if (!last_event_id.empty() && (read.ec != std::errc() || read.ptr != end || seq < 0)) {
    return base::Error::field("@Last-Event-ID", "integer", "应为收到的最后一个事件的编号。",
                              "Must be the id of the last event that was received.");
  }
  {
    const std::lock_guard lock(mutex_);
    if (last_event_id.empty() || seq > newest_) seq = newest_;
  }
  if (metrics_.event_clients.fetch_add(1) >= static_cast<std::int64_t>(max_clients_)) {
    leave();
    return base::Error::of(base::ErrorCode::overloaded, "实时事件连接过多，请稍后重试。",
                           "Too many clients follow the live events. Try again later.");
  }
  return std::shared_ptr<Stream>(
      std::make_shared<EventStream>(shared_from_this(), std::move(principal), seq));
}

std::uint64_t EventHub::add_client(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t id = next_client_++;
  wakes_.emplace(id, std::move(wake));
  return id;
}

void EventHub::remove_client(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  wakes_.erase(id);
}

void EventHub::leave() {
  metrics_.event_clients.fetch_sub(1);
}

}  // namespace hotline::api
