// An export, read from the database page by page while it is sent.
#pragma once

#include "api/reply.hpp"
#include "hotline/base/log_context.hpp"
#include "hotline/store/store.hpp"

namespace hotline::api {

class PagedStream final : public Stream {
 public:
  // `store` must outlive it.
  PagedStream(store::Store& store, PageSource pages) : store_(store), pages_(std::move(pages)) {}
  boost::asio::awaitable<base::Result<std::optional<std::string>>> next() override;

 private:
  store::Store& store_;
  PageSource pages_;
  const base::LogId id_ = base::current_log_id();
};

}  // namespace hotline::api
