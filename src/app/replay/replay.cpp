#include "app/replay/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/verb.hpp>
#include <charconv>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/replay/http_connection.hpp"

namespace hotline::app {
namespace {

namespace http = boost::beast::http;
using Steady = std::chrono::steady_clock;
using Response = HttpConnection::Response;

constexpr std::chrono::milliseconds first_pause{100}, longest_pause{5000};
constexpr unsigned most_connections = 256;

std::string header(const Response& response, std::string_view name) {
  const auto at = response.find(boost::beast::string_view(name.data(), name.size()));
  return at == response.end() ? "" : std::string(at->value());
}

std::chrono::seconds retry_after(const Response& response) {
  const std::string text = header(response, "Retry-After");
  int seconds = 1;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds{std::clamp(seconds, 1, 60)};
}

std::string problem_of(const nlohmann::json& body) {
  const std::string type = body.is_object() ? body.value("type", "") : "";
  return type.substr(type.find_last_of(':') + 1);
}

// The first wrong field, or the whole problem in the server's words.
intake::RejectedRow rejection(std::size_t line, const Response& response, const nlohmann::json& body) {
  intake::RejectedRow out;
  out.line = line;
  std::string reason = fmt::format("HTTP {}", response.result_int());
  if (body.is_object()) {
    reason += " " + body.value("detail", body.value("title", ""));
    const auto errors = body.find("errors");
    if (errors != body.end() && errors->is_array() && !errors->empty()) {
      out.column = errors->front().value("pointer", "");
      reason += " " + errors->front().value("message", "");
    }
  }
  out.reason = {reason, reason};
  return out;
}

double percentile(std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1,
                         static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

class Player {
 public:
  Player(const std::vector<intake::ImportRow>& rows, const std::string& source, base::Duration shift,
         const ReplayOptions& options)
      : rows_(rows), source_(source), shift_(shift), options_(options) {}

  ReplayReport run() {
    std::vector<std::thread> threads;
    const unsigned count = std::clamp(options_.connections, 1U, most_connections);
    for (unsigned i = 0; i < count; ++i) threads.emplace_back([this] { serve(); });
    for (std::thread& one : threads) one.join();
    report_.lost += rows_.size() - next_;
    report_.seconds = std::chrono::duration<double>(Steady::now() - start_).count();
    std::sort(latencies_.begin(), latencies_.end());
    report_.p50_ms = percentile(latencies_, 0.50);
    report_.p99_ms = percentile(latencies_, 0.99);
    std::sort(report_.rejected.begin(), report_.rejected.end(),
              [](const intake::RejectedRow& a, const intake::RejectedRow& b) { return a.line < b.line; });
    return std::move(report_);
  }

 private:
  enum class End { fresh, known, rejected, lost };

  void serve() {
    HttpConnection connection(options_.server);
    while (const intake::ImportRow* row = take_next()) {
      std::string number;
      std::optional<intake::RejectedRow> rejected;
      const End end = send(connection, *row, number, rejected);
      settle(end, number, std::move(rejected));
      if (end == End::lost) return;
    }
  }

  // The next row, at its time; nullptr at the end or when a connection has given the server up.
  const intake::ImportRow* take_next() {
    const std::lock_guard turn(turn_);
    std::size_t index = 0;
    {
      const std::lock_guard lock(mutex_);
      if (next_ == rows_.size() || given_up_) return nullptr;
      index = next_++;
    }
    if (options_.speed > 0) {
      const std::chrono::duration<double, std::milli> after{
          static_cast<double>((rows_[index].received_at - rows_.front().received_at).count()) /
          options_.speed};
      std::this_thread::sleep_until(start_ + std::chrono::duration_cast<Steady::duration>(after));
    }
    return &rows_[index];
  }

  HttpConnection::Request request_for(const intake::ImportRow& row) const {
    HttpConnection::Request request{http::verb::post, "/api/v1/requests", 11};
    request.set(http::field::host, options_.server.host + ":" + options_.server.port);
    request.set(http::field::content_type, "application/json");
    request.set(http::field::user_agent, "hotline-replay");
    if (!options_.key.empty()) request.set(http::field::authorization, "Bearer " + options_.key);
    request.set("Idempotency-Key", idempotency_key(row, source_));
    request.body() = request_body(row, source_, shift_, options_.zone_offset);
    request.prepare_payload();
    return request;
  }

  End send(HttpConnection& connection, const intake::ImportRow& row, std::string& number,
           std::optional<intake::RejectedRow>& rejected) {
    HttpConnection::Request request = request_for(row);
    bool may_be_there = false;  // sent before without an answer
    Steady::time_point patient_until = Steady::now() + options_.patience;
    std::chrono::milliseconds pause = first_pause;
    for (;; note_repeat()) {
      const Steady::time_point sent = Steady::now();
      const auto response = connection.exchange(request);
      if (!response) {
        may_be_there = true;
        if (Steady::now() + pause > patient_until) return End::lost;
        std::this_thread::sleep_for(pause);
        pause = std::min(2 * pause, longest_pause);
        continue;
      }
      const unsigned status = response->result_int();
      if (status == 429 || status == 503) {
        const std::chrono::seconds wait = retry_after(*response);
        if (status == 503 && Steady::now() + wait > patient_until) return End::lost;
        std::this_thread::sleep_for(wait);
        if (status == 429) patient_until = Steady::now() + options_.patience;
        continue;
      }
      const nlohmann::json body = nlohmann::json::parse(response->body(), nullptr, false);
      if (status == 201 && body.is_object()) {
        note_latency(sent);
        number = body.value("number", "");
        const bool replayed = header(*response, "Idempotent-Replayed") == "true";
        return replayed && !may_be_there ? End::known : End::fresh;
      }
      if (status == 409 && problem_of(body) == "conflict") return End::known;
      if (status == 422 && problem_of(body) == "idempotency_mismatch" &&
          request.count("Idempotency-Key") > 0) {
        // An earlier replay sent this row with other times. Its source and number there tell whether it is
        // known.
        request.erase("Idempotency-Key");
        continue;
      }
      rejected = rejection(row.line, *response, body);
      return End::rejected;
    }
  }

  void note_repeat() {
    const std::lock_guard lock(mutex_);
    ++report_.repeats;
  }
  void note_latency(Steady::time_point sent) {
    const double taken = std::chrono::duration<double, std::milli>(Steady::now() - sent).count();
    const std::lock_guard lock(mutex_);
    latencies_.push_back(taken);
  }
  void settle(End end, const std::string& number, std::optional<intake::RejectedRow> rejected) {
    const std::lock_guard lock(mutex_);
    if (end == End::lost) {
      ++report_.lost;
      given_up_ = true;
      return;
    }
    ++report_.sent;
    if (end == End::fresh) ++report_.fresh;
    if (end == End::known) ++report_.known;
    if (rejected) report_.rejected.push_back(std::move(*rejected));
    if (!number.empty() && options_.acknowledged) options_.acknowledged(number);
    if (options_.progress) options_.progress(report_.sent, rows_.size());
  }

  const std::vector<intake::ImportRow>& rows_;
  const std::string& source_;
  const base::Duration shift_;
  const ReplayOptions& options_;
  const Steady::time_point start_ = Steady::now();
  std::mutex turn_;   // held by the connection that waits for the next row's time
  std::mutex mutex_;  // guards what follows
  std::size_t next_ = 0;
  bool given_up_ = false;
  ReplayReport report_;
  std::vector<double> latencies_;
};

}  // namespace

ReplayReport play(const std::vector<intake::ImportRow>& sorted, const std::string& source,
                  base::Duration shift, const ReplayOptions& options) {
  return Player(sorted, source, shift, options).run();
}

}  // namespace hotline::app
