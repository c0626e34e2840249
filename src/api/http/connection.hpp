// One connection: a coroutine on a strand that reads, answers and writes, request after request.
//
//   (handshake, with TLS) --> idle --first byte--> head --> body --> work --> write --> idle ...
//
// Each step has a deadline of its own, watched by one timer. A step of reading that is late gets 408; late
// work or a client that does not take its answer ends the connection (a repeated POST with its
// Idempotency-Key then gets the first answer). Pipelined requests wait in the buffer and are answered in
// order.
#pragma once

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "api/call.hpp"
#include "api/http/transport.hpp"
#include "api/pipeline.hpp"

namespace hotline::api {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // TLS with a context, plain without.
  Connection(Socket socket, TlsContext context, Core& core, Pipeline& pipeline);

  // Serves until the connection ends. On the strand.
  boost::asio::awaitable<void> run();
  // Ends the connection once the present request is answered; at once when there is none. From any thread.
  void drain();
  // Ends it now. From any thread.
  void abort();
  Strand strand() { return transport_.strand(); }
  // Of the request being served, once the connection has ended.
  base::LogId log_id() const { return call_ ? api::log_id(*call_) : base::LogId(); }

 private:
  enum class Step { handshake, idle, head, body, work, write, closed };
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using Timer =
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>, Strand>;

  boost::asio::awaitable<bool> shake_hands();
  boost::asio::awaitable<bool> read_head();
  // Bytes of the body to come, `max_body` where the client does not say.
  std::size_t expected_body(std::size_t max_body) const;
  boost::asio::awaitable<bool> read_body(std::size_t expected, std::size_t max_body);
  boost::asio::awaitable<void> serve_one();
  boost::asio::awaitable<void> write(Reply& reply);
  boost::asio::awaitable<bool> write_stream(Stream& stream);
  boost::asio::awaitable<bool> send(std::string_view first, std::string_view second);
  boost::asio::awaitable<bool> receive();
  boost::asio::awaitable<void> linger();
  RequestHead head() const;
  std::string client_address(std::string_view forwarded_for) const;
  Reply reading_problem() const;

  void enter(Step step, std::chrono::milliseconds limit);
  void watch();
  void late();
  void close();

  Transport transport_;
  Core& core_;
  Pipeline& pipeline_;
  Timer timer_;
  std::chrono::steady_clock::time_point deadline_{};
  bool watching_ = false;
  Step step_ = Step::handshake;
  bool timed_out_ = false;  // a step of reading was late
  bool draining_ = false;
  bool keep_alive_ = true;
  bool sent_away_ = false;    // the present request, by the gate
  bool unread_body_ = false;  // the client may still be sending what nobody reads
  std::string peer_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  boost::beast::error_code fault_;  // of reading
  std::optional<Call> call_;
  std::string wire_;  // the head of the answer, kept for its memory
  std::size_t sent_ = 0;
};

}  // namespace hotline::api
