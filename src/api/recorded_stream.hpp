// An export of personal data, read page by page while it is sent, each page in a write of its own: the looks
// that it takes are durable before what was seen leaves.
#pragma once

#include "api/reply.hpp"
#include "hotline/base/log_context.hpp"
#include "hotline/store/store.hpp"

namespace hotline::api {

// Makes the next piece, on the writer's thread; nothing at the end. It keeps its own cursor between calls.
using RecordedSource = std::function<base::Result<std::optional<std::string>>(store::WriteTx&)>;

class RecordedStream final : public Stream {
 public:
  // `store` must outlive it.
  RecordedStream(store::Store& store, RecordedSource pages) : store_(store), pages_(std::move(pages)) {}
  boost::asio::awaitable<base::Result<std::optional<std::string>>> next() override;

 private:
  store::Store& store_;
  RecordedSource pages_;
  const base::LogId id_ = base::current_log_id();
};

}  // namespace hotline::api
