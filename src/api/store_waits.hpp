// Waiting for the store from a coroutine: the work runs on the store's threads, the coroutine goes on where
// it was. In this module nothing with a destructor is a temporary of a co_await expression, arguments by
// value included: g++ 12 destroys it twice (GCC bug 99576 and its kin). So work is a named variable, taken by
// reference and moved from. `id` is on each line that the work logs.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>

#include "hotline/base/log.hpp"
#include "hotline/base/log_context.hpp"
#include "hotline/base/result.hpp"
#include "hotline/store/store.hpp"

namespace hotline::api {

// Ends when the write is durable, or with what undid it.
boost::asio::awaitable<base::Status> submit_write(store::Store& store, store::Store::WriteWork& work,
                                                  const base::LogId& id);
boost::asio::awaitable<base::Status> submit_read(store::Store& store, store::Store::ReadWork& work,
                                                 const base::LogId& id,
                                                 store::Lane lane = store::Lane::ordinary);
// Runs `work` on the pool; an exception of it goes to the log and becomes an internal error.
boost::asio::awaitable<base::Status> submit_blocking(boost::asio::thread_pool& pool,
                                                     std::function<void()>& work, const base::Logger& logger,
                                                     const base::LogId& id);

}  // namespace hotline::api
