#include "api/store_waits.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "hotline/text/log_cause.hpp"

namespace hotline::api {
namespace {

namespace asio = boost::asio;

// Starts something that calls `done` once from any thread, and waits for that call.
using Start = std::function<void(store::Store::Done)>;

asio::awaitable<base::Status> wait_for(Start start) {
  return asio::async_initiate<const asio::use_awaitable_t<>, void(base::Status)>(
      [start = std::move(start)](auto handler) mutable {
        using Handler = decltype(handler);
        auto executor = asio::get_associated_executor(handler);
        auto work = asio::make_work_guard(executor);
        auto shared = std::make_shared<Handler>(std::move(handler));
        start([shared, executor, work](base::Status status) {
          asio::post(executor,
                     [shared, status = std::move(status)]() mutable { (*shared)(std::move(status)); });
        });
      },
      asio::use_awaitable);
}

}  // namespace

asio::awaitable<base::Status> submit_write(store::Store& store, store::Store::WriteWork& work,
                                           const base::LogId& id) {
  return wait_for([&store, work = std::move(work), id](store::Store::Done done) mutable {
    const base::LogScope scope(id);
    store.enqueue_write(std::move(work), std::move(done));
  });
}

asio::awaitable<base::Status> submit_read(store::Store& store, store::Store::ReadWork& work,
                                          const base::LogId& id, store::Lane lane) {
  return wait_for([&store, work = std::move(work), id, lane](store::Store::Done done) mutable {
    const base::LogScope scope(id);
    store.enqueue_read(std::move(work), std::move(done), lane);
  });
}

asio::awaitable<base::Status> submit_blocking(asio::thread_pool& pool, std::function<void()>& work,
                                              const base::Logger& logger, const base::LogId& id) {
  return wait_for([&pool, work = std::move(work), logger, id](store::Store::Done done) mutable {
    asio::post(pool, [work = std::move(work), done = std::move(done), logger, id] {
      const base::LogScope scope(id);
      base::Status status;
      try {
        work();
      } catch (const std::exception& error) {
        logger->error("event=handler_threw cause=\"{}\"", text::log_cause(error.what()));
        status = base::Error::of(base::ErrorCode::internal, "系统内部错误，请稍后重试。",
                                 "A fault of ours. Try again later.");
      }
      done(std::move(status));
    });
  });
}

}  // namespace hotline::api
