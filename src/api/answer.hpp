// How a handler says what is to be done, without waiting for it.
//
// A handler is a plain function that runs on the connection's strand and must not block. It answers at once
// (a Reply or an Error), or hands over the work that makes the reply: on a reader, on the writer, or on the
// pool for slow computing. The pipeline runs that work where it belongs and comes back to the strand.
// Handlers are no coroutines on purpose: g++ 12 destroys a lambda's captures twice when the lambda is a
// temporary of a co_await expression, which is exactly how such handlers would be written.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "api/reply.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::api {

// What a cached answer is of: see response_cache.hpp.
struct CacheKey {
  std::string_view stream;   // the journal's stream whose entries change the resource; a constant
  std::int64_t subject = 0;  // and its subject there
  std::string view;          // who sees the same bytes: rights and unit, never a person
};

struct ReadAnswer {
  std::function<base::Result<Reply>(store::ReadTx&)> run;
  std::optional<CacheKey> cache;
};

// First `compute` on the pool and `prepare` on a reader, where they are set; then `run` on the writer. With
// an Idempotency-Key the reply of `run` is stored in the same transaction.
struct WriteAnswer {
  std::function<base::Status(store::ReadTx&)> prepare = {};
  std::function<base::Result<Reply>(store::WriteTx&)> run = {};
  std::function<base::Status()> compute = {};
};

struct BlockingAnswer {
  std::function<base::Result<Reply>()> run;
};

class Answer {
 public:
  using Kind = std::variant<base::Result<Reply>, ReadAnswer, WriteAnswer, BlockingAnswer>;

  Answer(Reply reply) : kind_(base::Result<Reply>(std::move(reply))) {}        // NOLINT: implicit by design
  Answer(base::Error error) : kind_(base::Result<Reply>(std::move(error))) {}  // NOLINT: implicit by design
  Answer(base::Result<Reply> result) : kind_(std::move(result)) {}             // NOLINT: implicit by design
  Answer(ReadAnswer work) : kind_(std::move(work)) {}                          // NOLINT: implicit by design
  Answer(WriteAnswer work) : kind_(std::move(work)) {}                         // NOLINT: implicit by design
  Answer(BlockingAnswer work) : kind_(std::move(work)) {}                      // NOLINT: implicit by design

  Kind& kind() { return kind_; }

 private:
  Kind kind_;
};

// Work(ReadTx&) -> Result<Reply>, on a reader thread.
template <class Work>
Answer reading(Work work) {
  return ReadAnswer{std::move(work), std::nullopt};
}

// The same, answered from memory while nothing has changed. The handler has checked by then that the caller
// may see `key.view`; the work decides nothing that is not in the key.
template <class Work>
Answer reading_cached(CacheKey key, Work work) {
  return ReadAnswer{std::move(work), std::move(key)};
}

// Work(WriteTx&) -> Result<Reply>, on the writer: all of it is durable before the reply leaves, or none.
template <class Work>
Answer writing(Work work) {
  return WriteAnswer{nullptr, std::move(work), nullptr};
}

// Prepare(ReadTx&) -> Result<T> on a reader (neighbours, decisions: all that is slow), then
// Work(WriteTx&, T&) -> Result<Reply> on the writer.
template <class Prepare, class Work>
Answer reading_then_writing(Prepare prepare, Work work) {
  using T = std::decay_t<decltype(std::declval<std::invoke_result_t<Prepare&, store::ReadTx&>&>().value())>;
  auto slot = std::make_shared<std::optional<T>>();
  return WriteAnswer{[slot, prepare = std::move(prepare)](store::ReadTx& tx) mutable -> base::Status {
                       auto prepared = prepare(tx);
                       if (!prepared.ok()) return std::move(prepared).error();
                       slot->emplace(std::move(prepared).value());
                       return {};
                     },
                     [slot, work = std::move(work)](store::WriteTx& tx) mutable -> base::Result<Reply> {
                       return work(tx, **slot);
                     },
                     nullptr};
}

// Compute() -> Result<T> on the pool for slow computing, then Work(WriteTx&, T&) -> Result<Reply> on the
// writer: an account with its password's hash.
template <class Compute, class Work>
Answer computing_then_writing(Compute compute, Work work) {
  using T = std::decay_t<decltype(std::declval<std::invoke_result_t<Compute&>&>().value())>;
  auto slot = std::make_shared<std::optional<T>>();
  WriteAnswer answer;
  answer.compute = [slot, compute = std::move(compute)]() mutable -> base::Status {
    auto computed = compute();
    if (!computed.ok()) return std::move(computed).error();
    slot->emplace(std::move(computed).value());
    return {};
  };
  answer.run = [slot, work = std::move(work)](store::WriteTx& tx) mutable -> base::Result<Reply> {
    return work(tx, **slot);
  };
  return answer;
}

// Work() -> Result<Reply> on the pool for slow computing; it may wait on the store. What it writes is not
// covered by Idempotency-Key: a POST with an effect answers by one of the writing functions above.
template <class Work>
Answer blocking(Work work) {
  return BlockingAnswer{std::move(work)};
}

}  // namespace hotline::api
