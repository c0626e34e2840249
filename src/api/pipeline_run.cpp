// From the handler to the reply.
// g++ 12 mistakes the inlined allocation of coroutine frames for another one than the frame's own.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

#include "api/compression.hpp"
#include "api/paged_stream.hpp"
#include "api/pipeline.hpp"
#include "api/problem.hpp"
#include "api/store_waits.hpp"
#include "hotline/text/log_cause.hpp"

namespace hotline::api {
namespace {

namespace asio = boost::asio;
using Replies = base::Result<Reply>;

// Whether the work waits for a server outside, and so has a pool of its own: a slow identity provider holds
// up nobody's password.
bool waits_outside(std::string_view operation) {
  return operation == "startProviderSignIn" || operation == "signInByProvider";
}

// The read or write has not run, or threw.
std::shared_ptr<Replies> empty_slot() {
  return std::make_shared<Replies>(internal_error());
}

}  // namespace

std::optional<Reply> Pipeline::begin(Call& call, std::string body, Answer& work, Gate::Pass& pass) {
  const base::LogScope scope(log_id(call));
  if (auto reply = pass_gate(call, pass)) return reply;
  std::optional<IdempotentRequest> once;
  if (call.route_->method == Method::post && call.route_->effects_once &&
      !call.head_.idempotency_key.empty()) {
    auto request =
        idempotent_request(call.is_signed_in() ? call.principal_->actor : "anyone",
                           call.head_.idempotency_key, "POST " + std::string(call.head_.target), body);
    if (!request.ok()) return problem(call, request.error());
    once = std::move(request).value();
  }
  if (const base::Status status = read_body(call, std::move(body)); !status.ok())
    return problem(call, status.error());
  call.once_ = std::move(once);
  // With a key run() looks for the first answer before the handler judges: a repeated request must not be
  // judged by a state that it changed itself.
  if (call.once_) return std::nullopt;
  return call_handler(call, work);
}

std::optional<Reply> Pipeline::pass_gate(const Call& call, Gate::Pass& pass) const {
  const auto rank = rank_of(call.route_->operation, call.route_->tag);
  if (!rank) return std::nullopt;
  pass = gate_.enter(call.is_signed_in() ? call.principal_->actor : call.address(), *rank, call.began_);
  if (pass) return std::nullopt;
  return busy_reply(call.language_, call.head_.path, pass.retry_after());
}

void Pipeline::note_wait(std::chrono::steady_clock::time_point asked) const {
  const auto now = std::chrono::steady_clock::now();
  gate_.note_wait(now - asked, now);
}

std::optional<Reply> Pipeline::call_handler(Call& call, Answer& work) {
  const base::LogScope scope(log_id(call));
  try {
    work = call.route_->handler(call);
  } catch (const std::exception& error) {
    core_.platform.logger->error("event=handler_threw operation={} cause=\"{}\"", call.route_->operation,
                                 text::log_cause(error.what()));
    return problem(call, internal_error());
  }
  if (auto* done = std::get_if<Replies>(&work.kind())) return complete(call, std::move(*done));
  const bool compressed = may_compress(*call.route_, call.head_.accept_encoding);
  if (compressed) compress_later(work);
  if (auto* read = std::get_if<ReadAnswer>(&work.kind()); read != nullptr && read->cache) {
    // The forms of one answer are kept apart.
    if (compressed) read->cache->view += "|gzip";
    if (auto hit = core_.cache.find(call.route_index_, *read->cache)) {
      core_.metrics->cache_hits.fetch_add(1, std::memory_order_relaxed);
      return complete(call, std::move(*hit));
    }
    core_.metrics->cache_misses.fetch_add(1, std::memory_order_relaxed);
  }
  return std::nullopt;
}

asio::awaitable<base::Result<std::optional<Reply>>> Pipeline::find_first_answer(const Call& call) {
  using First = base::Result<std::optional<Reply>>;
  auto slot = std::make_shared<First>(internal_error());
  store::Store::ReadWork read = [this, slot, &call](store::ReadTx& tx) {
    *slot = core_.idempotency.find_first(tx, *call.once_);
  };
  base::Status status = co_await submit_read(core_.platform.store, read, log_id(call), store::Lane::ahead);
  if (!status.ok()) co_return std::move(status).error();
  co_return std::move(*slot);
}

asio::awaitable<Reply> Pipeline::run(Call& call, Answer& work) {
  if (call.once_) {
    auto first = co_await find_first_answer(call);
    if (!first.ok()) co_return problem(call, first.error());
    if (first.value()) co_return complete(call, std::move(*first.value()));
    if (auto reply = call_handler(call, work)) co_return std::move(*reply);
  }
  Replies result = internal_error();
  if (std::holds_alternative<ReadAnswer>(work.kind())) {
    result = co_await run_read(call, std::get<ReadAnswer>(work.kind()));
  } else if (std::holds_alternative<WriteAnswer>(work.kind())) {
    result = co_await run_write(call, std::get<WriteAnswer>(work.kind()));
  } else {
    result = co_await run_blocking(call, std::get<BlockingAnswer>(work.kind()));
  }
  co_return complete(call, std::move(result));
}

asio::awaitable<Replies> Pipeline::run_read(Call& call, ReadAnswer& work) {
  auto slot = empty_slot();
  const std::uint32_t generation = work.cache ? core_.cache.generation(*work.cache) : 0;
  store::Store::ReadWork read = [this, slot, &work,
                                 asked = std::chrono::steady_clock::now()](store::ReadTx& tx) {
    note_wait(asked);
    *slot = work.run(tx);
  };
  base::Status status = co_await submit_read(core_.platform.store, read, log_id(call));
  if (!status.ok()) co_return std::move(status).error();
  if (work.cache && slot->ok()) core_.cache.put(call.route_index_, *work.cache, generation, slot->value());
  co_return std::move(*slot);
}

asio::awaitable<Replies> Pipeline::run_write(Call& call, WriteAnswer& work) {
  if (work.compute) {
    auto computed = std::make_shared<base::Status>();
    std::function<void()> compute = [computed, &work] { *computed = work.compute(); };
    base::Status status =
        co_await submit_blocking(core_.blocking_pool, compute, core_.platform.logger, log_id(call));
    if (!status.ok()) co_return std::move(status).error();
    if (!computed->ok()) co_return std::move(*computed).error();
  }
  if (work.prepare) {
    auto prepared = std::make_shared<base::Status>();
    store::Store::ReadWork read = [this, prepared, &work,
                                   asked = std::chrono::steady_clock::now()](store::ReadTx& tx) {
      note_wait(asked);
      *prepared = work.prepare(tx);
    };
    base::Status status = co_await submit_read(core_.platform.store, read, log_id(call), store::Lane::ahead);
    if (!status.ok()) co_return std::move(status).error();
    if (!prepared->ok()) co_return std::move(*prepared).error();
  }
  auto slot = empty_slot();
  store::Store::WriteWork write = [this, slot, &work, &call, asked = std::chrono::steady_clock::now()](
                                      store::WriteTx& tx) -> base::Status {
    note_wait(asked);
    if (call.once_) {
      // Two of the same may have been under way together.
      HOTLINE_TRY(std::optional<Reply> first, core_.idempotency.find_first(tx, *call.once_));
      if (first) {
        *slot = std::move(*first);
        return {};
      }
    }
    *slot = work.run(tx);
    if (!slot->ok()) return slot->error();
    if (call.once_) core_.idempotency.remember(tx, *call.once_, slot->value());
    return {};
  };
  base::Status status = co_await submit_write(core_.platform.store, write, log_id(call));
  if (!status.ok()) co_return std::move(status).error();
  co_return std::move(*slot);
}

asio::awaitable<Replies> Pipeline::run_blocking(Call& call, BlockingAnswer& work) {
  auto slot = empty_slot();
  std::function<void()> compute = [slot, &work] { *slot = work.run(); };
  asio::thread_pool& pool = waits_outside(call.route_->operation) ? core_.outside_pool : core_.blocking_pool;
  base::Status status = co_await submit_blocking(pool, compute, core_.platform.logger, log_id(call));
  if (!status.ok()) co_return std::move(status).error();
  co_return std::move(*slot);
}

Reply Pipeline::complete(Call& call, base::Result<Reply> result) {
  const base::LogScope scope(log_id(call));
  Reply reply = result.ok() ? std::move(result).value() : problem(call, result.error());
  if (core_.settings.check_replies) {
    if (const std::string breach = find_breach(*call.route_, reply); !breach.empty()) {
      core_.platform.logger->error("event=reply_breach operation={} breach=\"{}\"", call.route_->operation,
                                   breach);
      if (core_.platform.on_breach) core_.platform.on_breach(call.route_->operation + ": " + breach);
      return problem(call, internal_error());
    }
  }
  if (reply.pages) reply.stream = std::make_shared<PagedStream>(core_.platform.store, std::move(reply.pages));
  if (reply.status == 200 && call.route_->method == Method::get && !reply.etag.empty() &&
      reply.etag == call.head_.if_none_match) {
    reply.status = 304;
    reply.body = nullptr;
  }
  return reply;
}

}  // namespace hotline::api
