#include "api/recorded_stream.hpp"

#include "api/store_waits.hpp"

namespace hotline::api {

boost::asio::awaitable<base::Result<std::optional<std::string>>> RecordedStream::next() {
  using Page = base::Result<std::optional<std::string>>;
  auto page = std::make_shared<Page>(std::optional<std::string>());
  store::Store::WriteWork work = [this, page](store::WriteTx& tx) -> base::Status {
    *page = pages_(tx);
    if (!page->ok()) return page->error();
    return {};
  };
  base::Status status = co_await submit_write(store_, work, id_);
  if (!status.ok()) co_return std::move(status).error();
  co_return std::move(*page);
}

}  // namespace hotline::api
