#include "api/event_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/store_waits.hpp"

namespace hotline::api {
namespace {

namespace asio = boost::asio;

// Events of one piece at most: bounds what waits for a slow client.
constexpr std::size_t kBatch = 200;

}  // namespace

EventStream::EventStream(std::shared_ptr<EventHub> hub, std::shared_ptr<const access::Principal> principal,
                         std::int64_t seq)
    : hub_(std::move(hub)), principal_(std::move(principal)), seq_(seq) {}

EventStream::~EventStream() {
  if (client_ != 0) hub_->remove_client(client_);
  hub_->leave();
}

void EventStream::take(const LiveEvents& events, std::string& out) {
  for (const auto& event : events) {
    seq_ = event->entry.seq;
    if (hub_->may_see(*principal_, event->entry)) out += event->frame;
  }
}

asio::awaitable<base::Status> EventStream::read_older(LiveEvents& events) {
  auto entries = std::make_shared<std::vector<store::Entry>>();
  store::Store::ReadWork work = [entries, seq = seq_](store::ReadTx& tx) {
    *entries = store::entries_after(tx, seq, kBatch);
  };
  base::Status status = co_await submit_read(hub_->store(), work, id_);
  for (store::Entry& entry : *entries) events.push_back(render_event(std::move(entry)));
  co_return status;
}

asio::awaitable<base::Result<std::optional<std::string>>> EventStream::next() {
  if (!signal_) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    signal_ = std::make_shared<Signal>(executor);
    client_ = hub_->add_client([signal = signal_, executor] {
      asio::post(executor, [signal] {
        signal->raised = true;
        signal->timer.cancel();
      });
    });
    co_return std::optional<std::string>("retry: 3000\n\n");
  }
  for (;;) {
    if (hub_->closed()) co_return std::optional<std::string>();
    signal_->raised = false;
    EventHub::Batch batch = hub_->after(seq_, kBatch);
    if (batch.in_database) {
      const base::Status status = co_await read_older(batch.events);
      if (!status.ok()) co_return status.error();
    }
    std::string frames;
    take(batch.events, frames);
    if (!frames.empty()) co_return std::optional<std::string>(std::move(frames));
    // All filtered away, or something came meanwhile: look again at once.
    if (!batch.events.empty() || signal_->raised) continue;
    signal_->timer.expires_after(hub_->heartbeat());
    const auto [waited] = co_await signal_->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!waited) co_return std::optional<std::string>(": \n\n");
  }
}

}  // namespace hotline::api
