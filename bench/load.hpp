// The load client: keep-alive connections, each with one request under way, all on the calling thread.
//
// Requests are sent as they are given and answers are only cut at their Content-Length, so that the client
// takes as little as it can of the two cores that it shares with the server it measures.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::bench {

struct LoadPlan {
  unsigned short port = 0;
  int connections = 32;
  std::chrono::milliseconds time{2000};  // no request begins after this
  std::size_t most = SIZE_MAX;           // requests in all
  // Replaces the text by the next whole request: head and body.
  std::function<void(std::string&)> next;
};

struct LoadResult {
  std::size_t answered = 0;
  std::size_t refused = 0;  // of these, with a status other than 2xx
  std::string first_refusal;
  double seconds = 0;
  std::vector<double> micros;  // of each request, in order of their ends

  double per_second() const { return seconds > 0 ? static_cast<double>(answered) / seconds : 0; }
};

// Throws std::runtime_error when the server cannot be reached or ends a connection.
LoadResult run_load(const LoadPlan& plan);

// Whether the text holds a whole answer.
bool is_whole_answer(std::string_view text);
// One request and its whole answer (head and body), on a connection of its own.
std::string fetch(unsigned short port, const std::string& request);
// The body of an answer.
std::string_view body_of(std::string_view answer);

// A request without a body; `key` may be empty.
std::string get_request(const std::string& target, const std::string& key);
std::string post_request(const std::string& target, const std::string& key, const std::string& body);

}  // namespace hotline::bench
