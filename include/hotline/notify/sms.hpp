// Text messages through any gateway that takes an HTTP POST.
//
// 2xx is sent. 408, 425, 429, 5xx and 3xx are tried again, and 401, 403 and 407 too: they tell of our own
// credentials, not of the letter. Every other 4xx is a refusal. The gateway gets the once-only key in a
// header.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "hotline/base/result.hpp"
#include "hotline/notify/carrier.hpp"

namespace hotline::notify {

struct SmsSettings {
  std::string url;                             // http:// or https://
  std::map<std::string, std::string> headers;  // such as Authorization; not Host or Content-Length
  // Sent with {phone}, {text} and {once_key} replaced; every other character stands as it is.
  std::string body = R"({"phone":"{phone}","text":"{text}"})";
  enum class Escape { json, form } escape = Escape::json;  // how values are written into the body
  std::string content_type = "application/json; charset=utf-8";
  std::string once_header = "Idempotency-Key";
  // Whether the gateway sends a text with a key it has seen no second time. When it does not, a text whose
  // answer never came is left uncertain for a person and not sent again.
  bool honours_once_key = true;
  // When not empty, a 2xx answer whose body does not contain this text is a refusal.
  std::string accepted_when_body_contains;
  std::string ca_file;                        // certificates to trust; "" for those of the system
  std::chrono::milliseconds timeout{15'000};  // for a whole exchange, 1 ms to 10 min
};

// Errors: invalid_input, naming the settings that are wrong.
base::Status check(const SmsSettings& settings);

class SmsCarrier final : public Carrier {
 public:
  // `settings` passed check().
  explicit SmsCarrier(SmsSettings settings) : settings_(std::move(settings)) {}

  bool repeats_safely() const override { return settings_.honours_once_key; }
  Delivery send(const Letter& letter) override;

 private:
  SmsSettings settings_;
};

}  // namespace hotline::notify
