#include "api/paged_stream.hpp"

#include "api/store_waits.hpp"

namespace hotline::api {

boost::asio::awaitable<base::Result<std::optional<std::string>>> PagedStream::next() {
  using Page = base::Result<std::optional<std::string>>;
  auto page = std::make_shared<Page>(std::optional<std::string>());
  store::Store::ReadWork work = [this, page](store::ReadTx& tx) { *page = pages_(tx); };
  base::Status status = co_await submit_read(store_, work, id_);
  if (!status.ok()) co_return std::move(status).error();
  co_return std::move(*page);
}

}  // namespace hotline::api
