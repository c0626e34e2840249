// The way of a request between its head and its answer, without sockets.
//
//   admit: route -> rate limit of the address -> who -> right -> rate limit of the key -> headers
//   begin: body -> validate -> handler -> an answer at once, from memory, or work to do
//   run:   the work, on reader, writer or pool, with Idempotency-Key around it
//
// Threads: a call is used on its connection's strand alone; the pipeline is shared and has no state of its
// own.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "api/call.hpp"
#include "api/core.hpp"
#include "api/gate.hpp"
#include "hotline/base/log_context.hpp"

namespace hotline::api {

class Pipeline {
 public:
  Pipeline(Core& core, Gate& gate) : core_(core), gate_(gate) {}

  // Takes the head into `call`. A reply, when the request ends here and its body need not be read.
  std::optional<Reply> admit(Call& call, RequestHead head);
  // Bytes of body that the admitted route takes.
  std::size_t max_body(const Call& call) const;
  // Nothing when there is work to do: run() it.
  // The pass is held until the work is done.
  std::optional<Reply> begin(Call& call, std::string body, Answer& work, Gate::Pass& pass);
  boost::asio::awaitable<Reply> run(Call& call, Answer& work);

  // Counts the answered request and writes its line to the access log; for those sent away by the gate, one
  // line a second together.
  void finish(const Call& call, unsigned status, std::size_t bytes, bool sent_away);

  // For faults of the transport itself, before there is a head.
  Reply transport_error(std::string_view problem, const base::Text& detail, const Call& call) const;

 private:
  std::optional<Reply> reply_without_route(const Call& call, const RouteTable::Match& match);
  base::Status identify(Call& call);
  base::Status check_allowed(const Call& call) const;
  base::Status limit_rate(RateLimiter& limiter, const std::string& who, double cost, base::Time now,
                          int& wait);
  // A reply when the gate sends the request away.
  std::optional<Reply> pass_gate(const Call& call, Gate::Pass& pass) const;
  // Called by work as it begins: how long it has waited since `asked` tells how much there is to do.
  void note_wait(std::chrono::steady_clock::time_point asked) const;
  base::Status read_headers(Call& call) const;
  base::Status read_body(Call& call, std::string body) const;
  base::Status check_path(const Call& call) const;
  std::optional<Reply> call_handler(Call& call, Answer& work);
  Reply problem(const Call& call, const base::Error& error) const;
  // Conditional answers, streams, and the check of replies in tests.
  Reply complete(Call& call, base::Result<Reply> result);
  boost::asio::awaitable<base::Result<std::optional<Reply>>> find_first_answer(const Call& call);
  boost::asio::awaitable<base::Result<Reply>> run_read(Call& call, ReadAnswer& work);
  boost::asio::awaitable<base::Result<Reply>> run_write(Call& call, WriteAnswer& work);
  boost::asio::awaitable<base::Result<Reply>> run_blocking(Call& call, BlockingAnswer& work);

  Core& core_;
  Gate& gate_;
};

// The request's id, for the log: each of these functions sets it for its own time, and gives it to the work.
base::LogId log_id(const Call& call);
// The error behind an exception that a handler let out; the cause goes to the log.
base::Error internal_error();
// What breaks the declared outputs of the call's route, "" when nothing.
std::string find_breach(const Route& route, const Reply& reply);

}  // namespace hotline::api
