// The client of a language model that speaks the OpenAI protocol (POST {url}/chat/completions): a city's own
// DeepSeek, Qwen or the like.
//
// It words an answer from passages and has no other use. One deadline covers connecting, sending and the
// whole reply; after several failures in a row it is left alone for a while, so that a model that is down
// costs the callers nothing. Nothing is retried. What it gives is checked by knowledge::phrase_checked.
// Thread rule: phrase() from any thread; it blocks for `timeout` at most.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

#include "hotline/base/clock.hpp"
#include "hotline/knowledge/phraser.hpp"

namespace hotline::integrate {

struct ChatSettings {
  std::string url;      // "https://model.example:8443/v1": http or https, without a user name
  std::string model;    // "deepseek-chat"
  std::string key;      // sent as a bearer token; "" for none
  std::string ca_file;  // certificates that https is checked against; "" for the system's
  std::chrono::milliseconds timeout{2000};
  int failures = 3;  // in a row, until it is left alone
  base::Duration rest = std::chrono::seconds{30};
};

// Errors: invalid_input with the fields that are wrong (/url, /model, /timeout).
base::Status check(const ChatSettings& settings);

class ChatPhraser final : public knowledge::Phraser {
 public:
  // `settings` have passed check(); `clock` outlives it.
  ChatPhraser(ChatSettings settings, const base::Clock& clock)
      : settings_(std::move(settings)), clock_(clock) {}

  base::Result<std::string> phrase(const knowledge::Wording& wording) override;

 private:
  base::Result<std::string> ask(const knowledge::Wording& wording) const;

  ChatSettings settings_;
  const base::Clock& clock_;
  std::atomic<int> failed_{0};
  std::atomic<std::int64_t> rests_until_{0};  // UTC milliseconds
};

}  // namespace hotline::integrate
