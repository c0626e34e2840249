#include "api/problem.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hotline::api {
namespace {

using base::ErrorCode;

struct Row {
  ErrorCode code;
  ProblemType type;
};

constexpr std::array kByCode{
    Row{ErrorCode::invalid_input, {"invalid_input", 422, "提交的内容有误", "The input breaks a rule"}},
    Row{ErrorCode::malformed, {"malformed", 400, "请求无法读取", "The request cannot be read"}},
    Row{ErrorCode::unauthenticated, {"unauthenticated", 401, "尚未登录", "Nobody is signed in"}},
    Row{ErrorCode::forbidden, {"forbidden", 403, "没有权限", "Not allowed"}},
    Row{ErrorCode::not_found, {"not_found", 404, "没有找到", "Not found"}},
    Row{ErrorCode::illegal_transition,
        {"illegal_transition", 409, "当前状态不能这样办理", "Not possible in this state"}},
    Row{ErrorCode::conflict, {"conflict", 409, "与已有内容冲突", "Clashes with what is stored"}},
    Row{ErrorCode::stale_version, {"stale_version", 412, "内容已被他人更新", "Changed by somebody else"}},
    Row{ErrorCode::precondition_required,
        {"precondition_required", 428, "缺少版本号", "A version is needed"}},
    Row{ErrorCode::idempotency_mismatch,
        {"idempotency_mismatch", 422, "幂等键已用于其他内容", "The key belongs to other content"}},
    Row{ErrorCode::too_large, {"too_large", 413, "内容过大", "Too large"}},
    Row{ErrorCode::unsupported_type,
        {"unsupported_type", 415, "不支持的内容类型", "Unsupported content type"}},
    Row{ErrorCode::rate_limited, {"rate_limited", 429, "请求过于频繁", "Too many requests"}},
    Row{ErrorCode::overloaded, {"overloaded", 503, "系统繁忙", "Busy"}},
    Row{ErrorCode::storage_full, {"storage_full", 507, "存储空间不足", "Storage is full"}},
    Row{ErrorCode::unavailable, {"unavailable", 503, "暂时无法服务", "Not available now"}},
    Row{ErrorCode::corrupt, {"corrupt", 500, "存储的数据未通过校验", "Stored data fails its check"}},
    Row{ErrorCode::internal, {"internal", 500, "系统内部错误", "A fault of ours"}},
};

constexpr std::array kTransport{
    ProblemType{"method_not_allowed", 405, "不支持的方法", "Method not allowed"},
    ProblemType{"uri_too_long", 414, "地址过长", "URI too long"},
    ProblemType{"header_too_large", 431, "请求头过大", "Header fields too large"},
    ProblemType{"request_timeout", 408, "请求超时", "The request took too long to arrive"},
};

std::string type_uri(const ProblemType& type) {
  return "urn:hotline:problem:" + std::string(type.name);
}

Json field_json(const base::FieldError& field, Language language) {
  Json json{{"code", field.rule}, {"message", in_language(field.text, language)}};
  const char place = field.pointer.empty() ? '/' : field.pointer.front();
  if (place == '?') {
    json["parameter"] = field.pointer.substr(1);
  } else if (place == '@') {
    json["header"] = field.pointer.substr(1);
  } else {
    json["pointer"] = field.pointer;
  }
  return json;
}

// A busy reply's JSON before and behind its instance.
struct BusyText {
  std::string before, behind;
};

base::Error busy() {
  return base::Error::of(ErrorCode::overloaded, "系统繁忙，请稍后再试。",
                         "The system is busy. Try again in a moment.");
}

BusyText make_busy_text(Language language) {
  constexpr std::string_view mark = "/";
  const std::string whole = *problem_reply(busy(), language, mark).body;
  const std::string key = "\"instance\":\"";
  const std::size_t at = whole.find(key) + key.size();
  return {whole.substr(0, at), whole.substr(at + mark.size())};
}

// Whether a text stands in JSON as it is.
bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

}  // namespace

std::span<const ProblemType> problem_types() {
  static const std::vector<ProblemType> all = [] {
    std::vector<ProblemType> types;
    types.reserve(std::size(kByCode) + std::size(kTransport));
    for (const Row& row : kByCode) types.push_back(row.type);
    types.insert(types.end(), kTransport.begin(), kTransport.end());
    return types;
  }();
  return all;
}

const ProblemType& problem_type(ErrorCode code) {
  for (const Row& row : kByCode) {
    if (row.code == code) return row.type;
  }
  return kByCode.back().type;
}

const ProblemType& transport_problem(std::string_view name) {
  for (const ProblemType& type : kTransport) {
    if (type.name == name) return type;
  }
  throw std::logic_error("no such problem type");
}

Reply problem_reply(const ProblemType& type, const base::Text& detail,
                    std::span<const base::FieldError> fields, Language language, std::string_view instance) {
  Json json{{"type", type_uri(type)},
            {"title", language == Language::en ? type.title_en : type.title_zh},
            {"status", type.status},
            {"detail", in_language(detail, language)},
            {"instance", instance}};
  if (!fields.empty()) {
    Json errors = Json::array();
    for (const base::FieldError& field : fields) errors.push_back(field_json(field, language));
    json["errors"] = std::move(errors);
  }
  Reply reply = Reply::json(type.status, json);
  reply.content_type = problem_content_type;
  reply.headers.emplace_back("Content-Language", tag_of(language));
  return reply;
}

Reply problem_reply(const base::Error& error, Language language, std::string_view instance) {
  const ProblemType& type = problem_type(error.code);
  Reply reply = problem_reply(type, error.text, error.fields, language, instance);
  if (type.status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"hotline\"");
  if (type.status == 429 || type.status == 503) reply.headers.emplace_back("Retry-After", "1");
  if (type.status == 507) reply.headers.emplace_back("Retry-After", "60");
  return reply;
}

Reply busy_reply(Language language, std::string_view instance, int retry_after) {
  static const BusyText texts[] = {make_busy_text(Language::zh), make_busy_text(Language::en)};
  const ProblemType& type = problem_type(ErrorCode::overloaded);
  Reply reply;
  if (is_plain(instance)) {
    const BusyText& text = texts[language == Language::en ? 1 : 0];
    auto body = std::make_shared<std::string>();
    body->reserve(text.before.size() + instance.size() + text.behind.size());
    body->append(text.before).append(instance).append(text.behind);
    reply.status = type.status;
    reply.content_type = problem_content_type;
    reply.body = std::move(body);
    reply.headers.reserve(2);
    reply.headers.emplace_back("Content-Language", tag_of(language));
  } else {
    reply = problem_reply(type, busy().text, {}, language, instance);
  }
  reply.headers.emplace_back("Retry-After", std::to_string(retry_after));
  return reply;
}

}  // namespace hotline::api
