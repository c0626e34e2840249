#include "hotline/notify/sms.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "hotline/notify/http_post.hpp"
#include "notify/url.hpp"

namespace hotline::notify {
namespace {

constexpr std::chrono::milliseconds kLongestTime = std::chrono::minutes{10};

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c <= '~' && std::string_view("()<>@,;:\\\"/[]?={}").find(c) == std::string_view::npos;
  });
}

bool is_header_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Replaces in one pass, so that a value that looks like a placeholder stays as it is.
std::string filled(std::string_view body,
                   const std::array<std::pair<std::string_view, std::string>, 3>& values) {
  std::string text;
  while (!body.empty()) {
    const auto value = std::find_if(values.begin(), values.end(),
                                    [&](const auto& each) { return body.starts_with(each.first); });
    if (value == values.end()) {
      text += body.front();
      body.remove_prefix(1);
    } else {
      text += value->second;
      body.remove_prefix(value->first.size());
    }
  }
  return text;
}

Delivery not_now(const std::string& zh, const std::string& en) {
  return Delivery::try_again("短信网关" + zh + "，稍后将自动重试。",
                             "The SMS gateway " + en + ". It will be tried again.");
}

Delivery judge(const HttpAnswer& answer, const SmsSettings& settings) {
  const unsigned status = answer.status;
  const std::string said = std::to_string(status);
  if (status >= 200 && status < 300) {
    const std::string& mark = settings.accepted_when_body_contains;
    if (mark.empty() || answer.body.find(mark) != std::string::npos) return Delivery::sent();
    return Delivery::refused("短信网关未受理该短信，请查看网关的发送记录。",
                             "The SMS gateway did not take the text. Look at the gateway's own record.");
  }
  static constexpr std::array<unsigned, 6> kOursOrPassing{401, 403, 407, 408, 425, 429};
  const bool passing =
      std::find(kOursOrPassing.begin(), kOursOrPassing.end(), status) != kOursOrPassing.end() ||
      status / 100 != 4;
  if (passing) return not_now("暂不受理（" + said + "）", "does not take the text now (" + said + ")");
  return Delivery::refused("短信网关拒绝发送（" + said + "），请核对号码和内容。",
                           "The SMS gateway refused the text (" + said + "). Check number and text.");
}

}  // namespace

base::Status check(const SmsSettings& settings) {
  std::vector<base::FieldError> wrong;
  auto refuse = [&wrong](std::string field, const char* rule, const char* zh, const char* en) {
    wrong.push_back({std::move(field), rule, {zh, en}});
  };
  if (!is_http_url(settings.url)) {
    refuse("/url", "format", "网关地址应以 http:// 或者 https:// 开头，不含用户名。",
           "The gateway's URL begins with http:// or https:// and holds no user name.");
  }
  for (const auto& [name, value] : settings.headers) {
    if (!is_token(name) || !is_header_value(value)) {
      refuse("/headers/" + name, "format", "请求头的名称或者内容含有不允许的字符。",
             "The name or value of this header holds characters that are not allowed.");
    }
  }
  if (!is_token(settings.once_header)) {
    refuse("/once_header", "format", "防重请求头的名称含有不允许的字符。", "This is no name of a header.");
  }
  if (!is_header_value(settings.content_type)) {
    refuse("/content_type", "format", "内容类型含有不允许的字符。", "This is no content type.");
  }
  for (const char* needed : {"{phone}", "{text}"}) {
    if (settings.body.find(needed) == std::string::npos) {
      refuse("/body", "required", "请求内容须含有 {phone} 和 {text}。",
             "The body must hold {phone} and {text}.");
      break;
    }
  }
  if (settings.timeout.count() < 1 || settings.timeout > kLongestTime) {
    refuse("/timeout", "range", "时限应为1毫秒至10分钟。", "The time limit is 1 ms to 10 minutes.");
  }
  if (wrong.empty()) return {};
  return base::Error::fields_wrong(std::move(wrong));
}

Delivery SmsCarrier::send(const Letter& letter) {
  const auto escaped = settings_.escape == SmsSettings::Escape::json ? json_escaped : form_escaped;
  HttpPost request;
  request.url = settings_.url;
  request.headers = settings_.headers;
  request.headers[settings_.once_header] = letter.once_key;
  request.content_type = settings_.content_type;
  request.body = filled(settings_.body, {{{"{phone}", escaped(letter.address)},
                                          {"{text}", escaped(letter.text.body)},
                                          {"{once_key}", escaped(letter.once_key)}}});
  request.ca_file = settings_.ca_file;
  request.timeout = settings_.timeout;
  const HttpAnswer answer = post(request);
  switch (answer.kind) {
    case HttpAnswer::Kind::unreachable:
      return not_now("无法连接", "cannot be reached");
    case HttpAnswer::Kind::distrusted:
      return not_now("加密连接未能建立", "could not be reached under encryption");
    case HttpAnswer::Kind::silent:
      return Delivery::uncertain("短信已交网关，但未收到答复，无法确定是否发出。",
                                 "The text was handed over, but the gateway's answer never came.");
    case HttpAnswer::Kind::answered:
      break;
  }
  return judge(answer, settings_);
}

}  // namespace hotline::notify
