#include "hotline/integrate/chat_phraser.hpp"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

namespace hotline::integrate {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Json = nlohmann::json;
using ErrorCode = boost::system::error_code;

constexpr std::uint64_t longest_reply = 1024 * 1024;  // bytes
constexpr int longest_words = 800;                    // tokens that the model may give

struct Address {
  bool encrypted = false;
  std::string host, port, path;
};

std::optional<Address> parse_address(const std::string& url) {
  Address out;
  std::string_view rest = url;
  if (rest.starts_with("https://")) {
    out.encrypted = true;
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return std::nullopt;
  }
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view authority = rest.substr(0, slash);
  out.path = rest.substr(slash);
  while (out.path.ends_with('/')) out.path.pop_back();
  if (authority.empty() || authority.find('@') != std::string_view::npos) return std::nullopt;
  const std::size_t colon = authority.rfind(':');
  out.port = out.encrypted ? "443" : "80";
  if (colon != std::string_view::npos) {
    const std::string_view port = authority.substr(colon + 1);
    unsigned number = 0;
    const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (fault != std::errc() || end != port.data() + port.size() || number == 0 || number > 65535)
      return std::nullopt;
    out.port = port;
    authority = authority.substr(0, colon);
  }
  out.host = authority;
  for (const char c : out.host + out.path) {
    if (c <= ' ' || c > '~') return std::nullopt;
  }
  return out.host.empty() ? std::nullopt : std::optional(out);
}

base::Error silent() {
  return base::Error::of(base::ErrorCode::unavailable, "语言模型没有及时给出可用的答复。",
                         "The language model gave no usable reply in time.");
}

// One request and its reply over one connection, all within one deadline.
class Exchange {
 public:
  explicit Exchange(std::chrono::milliseconds time) : deadline_(std::chrono::steady_clock::now() + time) {}

  std::optional<http::response<http::string_body>> run(const Address& address, const std::string& ca_file,
                                                       const http::request<http::string_body>& request) {
    asio::ip::tcp::resolver resolver(io_);
    asio::ip::tcp::resolver::results_type found;
    // Resolving and connecting have no common stream to cut off: the deadline closes both.
    if (!wait(
            [&](auto done) {
              resolver.async_resolve(address.host, address.port,
                                     [&found, done](ErrorCode code, auto results) {
                                       found = std::move(results);
                                       done(code);
                                     });
            },
            [&] { resolver.cancel(); }))
      return std::nullopt;
    asio::ssl::context context(asio::ssl::context::tls_client);
    asio::ssl::stream<asio::ip::tcp::socket> stream(io_, context);
    const auto close = [&] {
      ErrorCode ignored;
      stream.next_layer().close(ignored);
    };
    if (!wait(
            [&](auto done) {
              asio::async_connect(stream.next_layer(), found,
                                  [done](ErrorCode code, const auto&) { done(code); });
            },
            close))
      return std::nullopt;
    if (!address.encrypted) return talk(stream.next_layer(), request, close);
    ErrorCode fault;
    if (ca_file.empty()) {
      context.set_default_verify_paths(fault);
    } else {
      context.load_verify_file(ca_file, fault);
    }
    if (fault) return std::nullopt;
    stream.set_verify_mode(asio::ssl::verify_peer, fault);
    if (fault) return std::nullopt;
    stream.set_verify_callback(asio::ssl::host_name_verification(address.host), fault);
    // What the macro SSL_set_tlsext_host_name does, without its C cast.
    if (fault || SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                          const_cast<char*>(address.host.c_str())) != 1)
      return std::nullopt;
    if (!wait([&](auto done) { stream.async_handshake(asio::ssl::stream_base::client, done); }, close))
      return std::nullopt;
    return talk(stream, request, close);
  }

 private:
  template <class Stream, class Close>
  std::optional<http::response<http::string_body>> talk(Stream& stream,
                                                        const http::request<http::string_body>& request,
                                                        const Close& close) {
    if (!wait(
            [&](auto done) {
              http::async_write(stream, request, [done](ErrorCode code, std::size_t) { done(code); });
            },
            close))
      return std::nullopt;
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(longest_reply);
    if (!wait(
            [&](auto done) {
              http::async_read(stream, buffer, parser, [done](ErrorCode code, std::size_t) { done(code); });
            },
            close))
      return std::nullopt;
    return parser.release();
  }

  // Starts one operation and runs it to its end, or to the deadline; true when it succeeded in time.
  template <class Start, class Cancel>
  bool wait(Start start, Cancel cancel) {
    ErrorCode result = asio::error::would_block;
    start([&result](ErrorCode code) { result = code; });
    io_.restart();
    io_.run_until(deadline_);
    if (result == asio::error::would_block) {
      cancel();
      // The operation refers to memory of this frame: it has to end before it does.
      io_.restart();
      io_.run();
      return false;
    }
    return !result;
  }

  std::chrono::steady_clock::time_point deadline_;
  asio::io_context io_;
};

Json body_of(const ChatSettings& settings, const knowledge::Wording& wording) {
  const bool english = wording.language == "en";
  std::string material;
  for (std::size_t i = 0; i < wording.passages.size(); ++i)
    material += "[" + std::to_string(i + 1) + "] " + wording.passages[i] + "\n";
  const std::string task =
      english
          ? "You word answers of a government hotline. Use only the material given. Copy every number, date, "
            "telephone and name exactly as it stands. Add nothing. If the material does not answer, reply "
            "with "
            "nothing."
          : "你为政务服务热线组织答复语言。只能使用所给材料；数字、日期、电话、地址、名称须与材料逐字一致；"
            "不得添加材料以外的内容；材料不能回答时不输出任何内容。用简洁、礼貌的口语作答。";
  return {{"model", settings.model},
          {"temperature", 0},
          {"max_tokens", longest_words},
          {"stream", false},
          {"messages",
           {{{"role", "system"}, {"content", task}},
            {{"role", "user"},
             {"content", (english ? "Material:\n" : "材料：\n") + material +
                             (english ? "Question: " : "问题：") + wording.question}}}}};
}

}  // namespace

base::Status check(const ChatSettings& settings) {
  std::vector<base::FieldError> wrong;
  if (!parse_address(settings.url)) {
    wrong.push_back({"/url",
                     "format",
                     {"语言模型地址应以 http:// 或 https:// 开头，不含用户名。",
                      "The URL begins with http:// or https:// and holds no user name."}});
  }
  if (settings.model.empty()) {
    wrong.push_back({"/model", "required", {"请填写语言模型的名称。", "Give the name of the model."}});
  }
  if (settings.timeout.count() < 1 || settings.timeout > std::chrono::seconds{60}) {
    wrong.push_back({"/timeout", "range", {"时限应为 1 毫秒至 60 秒。", "The time limit is 1 ms to 60 s."}});
  }
  if (wrong.empty()) return {};
  return base::Error::fields_wrong(std::move(wrong));
}

base::Result<std::string> ChatPhraser::phrase(const knowledge::Wording& wording) {
  if (base::to_millis(clock_.now()) < rests_until_.load()) return silent();
  auto phrased = ask(wording);
  if (phrased.ok()) {
    failed_.store(0);
  } else if (failed_.fetch_add(1) + 1 >= settings_.failures) {
    failed_.store(0);
    rests_until_.store(base::to_millis(clock_.now() + settings_.rest));
  }
  return phrased;
}

base::Result<std::string> ChatPhraser::ask(const knowledge::Wording& wording) const {
  const auto address = parse_address(settings_.url);
  if (!address) return silent();
  http::request<http::string_body> request{http::verb::post, address->path + "/chat/completions", 11};
  request.set(http::field::host, address->host + ":" + address->port);
  request.set(http::field::content_type, "application/json");
  request.set(http::field::connection, "close");
  if (!settings_.key.empty()) request.set(http::field::authorization, "Bearer " + settings_.key);
  request.body() = body_of(settings_, wording).dump(-1, ' ', false, Json::error_handler_t::replace);
  request.prepare_payload();
  const auto reply = Exchange(settings_.timeout).run(*address, settings_.ca_file, request);
  if (!reply || reply->result() != http::status::ok) return silent();
  const Json json = Json::parse(reply->body(), nullptr, false);
  const Json::json_pointer place("/choices/0/message/content");
  if (!json.is_object() || !json.contains(place) || !json[place].is_string()) return silent();
  return json[place].get<std::string>();
}

}  // namespace hotline::integrate
