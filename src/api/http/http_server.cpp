#include "api/http/http_server.hpp"

#include <pthread.h>
#include <sched.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/handlers/handlers.hpp"
#include "api/route.hpp"
#include "hotline/api/tls.hpp"
#include "hotline/text/log_cause.hpp"

namespace hotline::api {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kAcceptPause{100};  // when the process has no descriptor left
const std::string& too_many_connections() {
  static const std::string answer = [] {
    const std::string body =
        R"({"detail":"Too many connections. Try again.","status":503,"title":"Busy","type":"urn:hotline:problem:overloaded"})";
    return "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n"
           "Content-Type: application/problem+json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
  }();
  return answer;
}

// A thread that wakes for every packet would push reader and writer off their processor each time, where
// there are more threads than processors. As a batch thread (sched(7)) it waits for its turn, some
// milliseconds at most, and then finds several requests at once. With a processor of its own it notices
// nothing.
void yield_to_workers() {
  const sched_param none{};
  ::pthread_setschedparam(::pthread_self(), SCHED_BATCH, &none);  // a refusal changes speed alone
}

// Wait for reader and writer, on average, beyond which requests are sent away.
constexpr std::chrono::milliseconds longest_wait{100};

// Null when the settings name none.
base::Result<std::unique_ptr<Certificate>> open_certificate(const TlsFiles& files, const Platform& platform) {
  if (files.empty()) return std::unique_ptr<Certificate>();
  return Certificate::open(files.certificate, files.key, platform.clock, platform.logger);
}

Platform with_certificate(Platform platform, const Certificate* certificate) {
  platform.gauges.push_back({"hotline_certificate_expires_seconds",
                             "When the TLS certificate in force runs out, Unix time; 0 without one.",
                             [certificate] {
                               if (certificate == nullptr) return 0.0;
                               return static_cast<double>(base::to_millis(certificate->expires_at())) / 1000;
                             }});
  if (certificate == nullptr) return platform;
  platform.checks.push_back(
      {"concern:certificate", [certificate](store::ReadTx&) { return certificate->concern(); }});
  return platform;
}

Platform with_gauges(Platform platform, const Gate& gate) {
  const auto sent_away = [&gate](Rank rank) {
    return [&gate, rank] { return static_cast<double>(gate.sent_away(rank)); };
  };
  platform.gauges.push_back({"hotline_shed_bulk",
                             "Exports and figures answered 503 because there was too much to do.",
                             sent_away(Rank::bulk)});
  platform.gauges.push_back({"hotline_shed_ordinary",
                             "Other requests answered 503 because there was too much to do.",
                             sent_away(Rank::ordinary)});
  platform.gauges.push_back({"hotline_shed_intake",
                             "New requests and calls answered 503 because there was too much to do.",
                             sent_away(Rank::intake)});
  platform.gauges.push_back({"hotline_gate_inside", "Requests that are being worked on.",
                             [&gate] { return static_cast<double>(gate.inside()); }});
  platform.gauges.push_back({"hotline_gate_limit", "How many may be worked on at once, by the measured wait.",
                             [&gate] { return static_cast<double>(gate.limit()); }});
  return platform;
}

}  // namespace

HttpServer::HttpServer(std::unique_ptr<Certificate> certificate, ServerSettings settings, Platform platform)
    : certificate_(std::move(certificate)),
      gate_(longest_wait),
      core_(std::move(settings),
            with_certificate(with_gauges(std::move(platform), gate_), certificate_.get())),
      pipeline_(core_, gate_),
      io_(std::max(1, core_.settings.io_threads)),
      work_(io_.get_executor()),
      accept_strand_(io_.get_executor()),
      acceptor_(accept_strand_) {}

base::Status HttpServer::open(Routes routes) {
  HOTLINE_TRY(core_.files, StaticFiles::load(core_.settings.console_dir));
  std::vector<Route> all = routes.take();
  for (Route& route : system_routes(core_)) all.push_back(std::move(route));
  for (Route& route : session_routes(core_)) all.push_back(std::move(route));
  core_.routes = std::make_unique<RouteTable>(std::move(all));
  core_.metrics = std::make_unique<Metrics>(core_.routes->routes());
  core_.events = std::make_shared<EventHub>(core_.platform.store, core_.settings, *core_.metrics,
                                            core_.platform.may_see_event);
  HOTLINE_CHECK(listen());
  core_.platform.store.follow_journal([this](const store::Appended& entry) {
    core_.cache.expire(entry.stream, entry.subject);
    if (core_.events->announce(entry.seq)) asio::post(io_, [events = core_.events] { events->load(); });
  });
  HOTLINE_CHECK(core_.events->open());
  {
    const std::lock_guard lock(mutex_);
    accepting_ = true;
  }
  asio::co_spawn(accept_strand_, accept(), [this](const std::exception_ptr& thrown) {
    const std::lock_guard lock(mutex_);
    accepting_ = false;
    if (thrown) core_.platform.logger->critical("event=accept_ended cause=exception");
    left_.notify_all();
  });
  for (int i = 0; i < std::max(1, core_.settings.io_threads); ++i) {
    threads_.emplace_back([this] {
      yield_to_workers();
      io_.run();
    });
  }
  core_.platform.logger->info("event=listening address={} port={} tls={}", core_.settings.address, port_,
                              certificate_ != nullptr);
  return {};
}

base::Status HttpServer::listen() {
  boost::system::error_code failed;
  const auto address = asio::ip::make_address(core_.settings.address, failed);
  const tcp::endpoint endpoint(address, core_.settings.port);
  if (!failed) acceptor_.open(endpoint.protocol(), failed);
  if (!failed) acceptor_.set_option(asio::socket_base::reuse_address(true), failed);
  if (!failed) acceptor_.bind(endpoint, failed);
  if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
  if (failed) {
    const std::string where = core_.settings.address + ":" + std::to_string(core_.settings.port);
    return base::Error::of(base::ErrorCode::unavailable,
                           "无法在 " + where + " 监听，请检查地址设置，并确认端口未被占用。",
                           "Cannot listen on " + where + " (" + failed.message() +
                               "): check the address, and whether another process has the port.");
  }
  port_ = acceptor_.local_endpoint().port();
  return {};
}

asio::awaitable<void> HttpServer::accept() {
  asio::steady_timer pause(accept_strand_);
  while (!core_.stopping) {
    const Strand strand(io_.get_executor());
    auto [failed, socket] = co_await acceptor_.async_accept(strand, use_tuple);
    if (failed == asio::error::operation_aborted || core_.stopping) break;
    if (failed) {
      core_.platform.logger->warn("event=accept_failed cause=\"{}\"", failed.message());
      pause.expires_after(kAcceptPause);
      co_await pause.async_wait(use_tuple);
      continue;
    }
    take_in(std::move(socket));
  }
}

void HttpServer::take_in(Socket socket) {
  if (core_.metrics->connections.load() >= static_cast<std::int64_t>(core_.settings.max_connections)) {
    return refuse(std::move(socket));
  }
  auto connection = std::make_shared<Connection>(
      std::move(socket), certificate_ ? certificate_->context() : nullptr, core_, pipeline_);
  core_.metrics->connections.fetch_add(1);
  {
    const std::lock_guard lock(mutex_);
    connections_.insert(connection);
  }
  asio::co_spawn(connection->strand(), connection->run(),
                 [this, connection](const std::exception_ptr& thrown) { leave(connection, thrown); });
  if (core_.stopping) connection->drain();
}

// The answer fits any socket's buffer, so that nobody waits for this client.
void HttpServer::refuse(Socket socket) {
  core_.metrics->connections_refused.fetch_add(1);
  if (certificate_) return;  // a handshake is more than a refusal is worth: the socket closes
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(too_many_connections()), ignored);
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

void HttpServer::leave(const std::shared_ptr<Connection>& connection, const std::exception_ptr& thrown) {
  if (thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
      const base::LogScope scope(connection->log_id());
      core_.platform.logger->error("event=connection_threw cause=\"{}\"", text::log_cause(error.what()));
    }
  }
  core_.metrics->connections.fetch_sub(1);
  const std::lock_guard lock(mutex_);
  connections_.erase(connection);
  left_.notify_all();
}

bool HttpServer::wait_for_none(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  return left_.wait_for(lock, limit, [this] { return connections_.empty() && !accepting_; });
}

void HttpServer::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    stopped_ = true;
  }
  core_.stopping = true;
  asio::post(accept_strand_, [this] {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
  });
  const auto for_each = [this](void (Connection::*act)()) {
    const std::lock_guard lock(mutex_);
    for (const auto& connection : connections_) ((*connection).*act)();
  };
  if (!threads_.empty()) {
    core_.events->close();
    for_each(&Connection::drain);
    if (!wait_for_none(core_.settings.drain_timeout)) {
      core_.platform.logger->warn("event=drain_cut_off");
      for_each(&Connection::abort);
      // Work that the store still has comes back, and ends its connection.
      wait_for_none(std::chrono::hours(1));
    }
  }
  core_.platform.store.follow_journal({});
  work_.reset();
  core_.blocking_pool.join();
  core_.outside_pool.join();
  for (std::thread& thread : threads_) thread.join();
  if (!threads_.empty()) core_.platform.logger->info("event=stopped_listening port={}", port_);
}

base::Result<bool> HttpServer::refresh_certificate() {
  if (!certificate_) return false;
  return certificate_->refresh();
}

base::Result<bool> refresh_certificate(Server& server) {
  return static_cast<HttpServer&>(server).refresh_certificate();  // there is no other server
}

base::Result<std::unique_ptr<Server>> start_server(const TlsFiles& files, ServerSettings settings,
                                                   Platform platform, Routes routes) {
  HOTLINE_TRY(auto certificate, open_certificate(files, platform));
  if (certificate) settings.secure_cookies = true;
  auto server =
      std::make_unique<HttpServer>(std::move(certificate), std::move(settings), std::move(platform));
  HOTLINE_CHECK(server->open(std::move(routes)));
  return std::unique_ptr<Server>(std::move(server));
}

base::Result<std::unique_ptr<Server>> Server::start(ServerSettings settings, Platform platform,
                                                    Routes routes) {
  return start_server({}, std::move(settings), std::move(platform), std::move(routes));
}

Routes::Routes() : routes_(std::make_unique<std::vector<Route>>()) {}
Routes::Routes(Routes&&) noexcept = default;
Routes& Routes::operator=(Routes&&) noexcept = default;
Routes::~Routes() = default;

void Routes::add(std::vector<Route> routes) {
  for (Route& route : routes) routes_->push_back(std::move(route));
}

std::vector<Route> Routes::take() {
  return std::move(*routes_);
}

}  // namespace hotline::api
