// A blocking HTTP client for tests: one keep-alive connection, JSON in and out, and raw bytes for bad input.
#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace hotline::test {

struct HttpReply {
  unsigned status = 0;
  std::string body;
  boost::beast::http::fields headers;

  std::string header(std::string_view name) const {
    const auto found = headers.find(boost::beast::string_view(name.data(), name.size()));
    return found == headers.end() ? "" : std::string(found->value());
  }
  bool has(std::string_view name) const { return !header(name).empty(); }
  // The body as JSON; discarded when it is none.
  nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
  // The short name of a problem document's type.
  std::string problem() const {
    const auto document = json();
    if (!document.is_object()) return "";
    const std::string type = document.value("type", "");
    return type.substr(type.find_last_of(':') + 1);
  }
  // "pointer code" of each field error, in order, separated by ", ".
  std::string faults() const {
    std::string out;
    const auto document = json();
    for (const auto& error : document.value("errors", nlohmann::json::array())) {
      std::string place = error.value("pointer", "");
      if (error.contains("parameter")) place = "?" + error.value("parameter", "");
      if (error.contains("header")) place = "@" + error.value("header", "");
      out += (out.empty() ? "" : ", ") + place + " " + error.value("code", "");
    }
    return out;
  }
};

class HttpClient {
 public:
  using Headers = std::map<std::string, std::string>;

  explicit HttpClient(unsigned short port) : port_(port) {}

  // Sent with every request until changed.
  Headers headers;

  HttpReply get(const std::string& target, const Headers& more = {}) { return send("GET", target, "", more); }
  HttpReply del(const std::string& target, const Headers& more = {}) {
    return send("DELETE", target, "", more);
  }
  HttpReply post(const std::string& target, const nlohmann::json& body, const Headers& more = {}) {
    return send_json("POST", target, body.dump(), more);
  }
  HttpReply post_empty(const std::string& target, const Headers& more = {}) {
    return send("POST", target, "", more);
  }
  HttpReply put(const std::string& target, const nlohmann::json& body, const Headers& more = {}) {
    return send_json("PUT", target, body.dump(), more);
  }
  HttpReply patch(const std::string& target, const nlohmann::json& body, const Headers& more = {}) {
    return send_json("PATCH", target, body.dump(), more);
  }
  // A JSON body as bytes, well formed or not.
  HttpReply send_json(const std::string& method, const std::string& target, std::string body,
                      Headers more = {}) {
    more.emplace("Content-Type", "application/json");
    return send(method, target, std::move(body), more);
  }
  HttpReply send(const std::string& method, const std::string& target, std::string body,
                 const Headers& more = {}) {
    namespace http = boost::beast::http;
    if (!socket_) connect();
    http::request<http::string_body> request;
    request.method_string(method);
    request.target(target);
    request.version(11);
    request.set(http::field::host, "localhost");
    for (const auto& [name, value] : headers) request.set(name, value);
    for (const auto& [name, value] : more) request.set(name, value);
    request.body() = std::move(body);
    request.prepare_payload();
    http::write(*socket_, request);
    return read_reply(method == "HEAD");
  }

  // For what no well-behaved client does.
  void connect() {
    disconnect();
    socket_ = std::make_unique<boost::asio::ip::tcp::socket>(*io_);
    socket_->connect({boost::asio::ip::make_address("127.0.0.1"), port_});
  }
  void disconnect() {
    socket_.reset();
    buffer_.clear();
  }
  void write_raw(std::string_view bytes) {
    if (!socket_) connect();
    boost::asio::write(*socket_, boost::asio::buffer(bytes.data(), bytes.size()));
  }
  HttpReply read_reply(bool is_head = false) {
    namespace http = boost::beast::http;
    http::response_parser<http::string_body> parser;
    parser.body_limit(boost::none);
    parser.skip(is_head);
    http::read(*socket_, buffer_, parser);
    HttpReply reply;
    reply.status = parser.get().result_int();
    reply.body = std::move(parser.get().body());
    reply.headers = parser.get().base();
    if (!parser.get().keep_alive()) disconnect();
    return reply;
  }
  // Everything up to and with `end`, as it comes; for streams.
  std::string read_until(std::string_view end) {
    for (;;) {
      const std::string_view have(static_cast<const char*>(buffer_.data().data()), buffer_.size());
      if (const auto at = have.find(end); at != std::string_view::npos) {
        std::string text(have.substr(0, at + end.size()));
        buffer_.consume(text.size());
        return text;
      }
      buffer_.commit(socket_->read_some(buffer_.prepare(4096)));
    }
  }
  // True when the server has closed the connection and nothing is left to read. Waits for that.
  bool closed_by_server() {
    boost::system::error_code failed;
    char byte = 0;
    return buffer_.size() == 0 && socket_->read_some(boost::asio::buffer(&byte, 1), failed) == 0;
  }

 private:
  unsigned short port_;
  std::unique_ptr<boost::asio::io_context> io_ = std::make_unique<boost::asio::io_context>();
  std::unique_ptr<boost::asio::ip::tcp::socket> socket_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace hotline::test
