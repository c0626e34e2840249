#include "bench/bare_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <fstream>
#include <memory>
#include <unordered_map>

namespace hotline::bench {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

using Answers = std::unordered_map<std::string, http::response<http::string_body>>;

Answers load_answers(const std::string& file) {
  Answers answers;
  std::ifstream in(file, std::ios::binary);
  for (std::string target; std::getline(in, target);) {
    std::size_t size = 0;
    in >> size;
    in.ignore();
    std::string bytes(size, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(size));
    http::response_parser<http::string_body> parser;
    parser.eager(true);
    boost::beast::error_code failed;
    parser.put(asio::buffer(bytes), failed);
    answers.emplace(target, parser.release());
  }
  return answers;
}

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const Answers& answers) : socket_(std::move(socket)), answers_(answers) {
    boost::system::error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
  }

  void read() {
    request_ = {};
    http::async_read(socket_, buffer_, request_,
                     [self = shared_from_this()](boost::system::error_code failed, std::size_t) {
                       if (!failed) self->answer();
                     });
  }

 private:
  void answer() {
    const auto found = answers_.find(std::string(request_.target()));
    if (found == answers_.end()) return;
    http::async_write(socket_, found->second,
                      [self = shared_from_this()](boost::system::error_code failed, std::size_t) {
                        if (!failed) self->read();
                      });
  }

  tcp::socket socket_;
  const Answers& answers_;
  boost::beast::flat_buffer buffer_;
  http::request<http::empty_body> request_;
};

void accept(tcp::acceptor& acceptor, const Answers& answers) {
  acceptor.async_accept([&](boost::system::error_code failed, tcp::socket socket) {
    if (!failed) std::make_shared<Session>(std::move(socket), answers)->read();
    accept(acceptor, answers);
  });
}

}  // namespace

int run_bare_server(unsigned short port, const std::string& file) {
  const Answers answers = load_answers(file);
  asio::io_context io(1);
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), port});
  accept(acceptor, answers);
  io.run();
  return 0;
}

void save_answer(const std::string& file, const std::string& target, const std::string& answer) {
  std::ofstream out(file, std::ios::binary | std::ios::app);
  out << target << '\n' << answer.size() << '\n' << answer;
}

}  // namespace hotline::bench
