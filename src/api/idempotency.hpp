// Idempotency-Key: a repeated POST gives the first answer again and has no second effect.
//
// The answer is stored in the transaction of the effect, so that after a crash either both are there or
// neither. Errors are not stored: they had no effect, and a repeated request is judged anew.
// Threads: remember() and the writer's find_first() on the writer; find_first() with a ReadTx on any reader.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "api/reply.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::api {

// A key as it came with one request, reduced to digests.
struct IdempotentRequest {
  std::string id;       // 32 bytes: who asked, and the key
  std::string content;  // 32 bytes: method, path and body
  std::string secret;   // 32 bytes: seals the answer; never stored
};

// Errors: invalid_input (pointer "@Idempotency-Key") unless the key is 8 to 128 visible ASCII characters.
base::Result<IdempotentRequest> idempotent_request(std::string_view who, std::string_view key,
                                                   std::string_view method_and_target, std::string_view body);

class Idempotency {
 public:
  explicit Idempotency(std::chrono::hours retention) : retention_(retention) {}

  // The first answer to this request, nothing when it is new. Errors: idempotency_mismatch (the key came with
  // other content).
  base::Result<std::optional<Reply>> find_first(store::ReadTx& tx, const IdempotentRequest& request) const;
  // Stores the answer, and drops a few that are past their time.
  void remember(store::WriteTx& tx, const IdempotentRequest& request, const Reply& reply) const;

 private:
  const std::chrono::hours retention_;
};

}  // namespace hotline::api
