// From headers and bytes to validated input.
#include "api/pipeline.hpp"
#include "api/query.hpp"
#include "api/spec/validate.hpp"

namespace hotline::api {
namespace {

std::string_view media_type(std::string_view content_type) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  return type;
}

bool is_json(std::string_view content_type) {
  const std::string_view type = media_type(content_type);
  return type == "application/json" || type.ends_with("+json");
}

}  // namespace

std::size_t Pipeline::max_body(const Call& call) const {
  return call.route_->max_body > 0 ? call.route_->max_body : core_.settings.max_body;
}

base::Status Pipeline::check_path(const Call& call) const {
  std::vector<base::FieldError> faults;
  for (std::size_t i = 0; i < call.path_values_.size(); ++i) {
    const Type& type = (*call.path_fields_)[i].type;
    validate_value(type, typed_value(type, call.path_values_[i]), "", faults);
  }
  if (faults.empty()) return {};
  return base::Error::of(base::ErrorCode::not_found, "没有找到，请核对地址中的编号。",
                         "Not found: check the number in the address.");
}

base::Status Pipeline::read_headers(Call& call) const {
  if (call.route_->needs_if_match) {
    if (call.head_.if_match.empty() || call.head_.if_match == "*") {
      return base::Error::of(base::ErrorCode::precondition_required,
                             "请在 If-Match 中提供您所见的版本（取自 GET 答复的 ETag）。",
                             "Name in If-Match the version that you saw: the ETag of the GET.");
    }
    call.expected_version_ = version_of(call.head_.if_match);
    if (!call.expected_version_) {
      return base::Error::of(base::ErrorCode::stale_version, "If-Match 不是有效版本，请重新读取后再试。",
                             "If-Match names no version of this resource: read it again and retry.");
    }
  }
  auto query = parse_query(call.route_->query, call.head_.query);
  if (!query.ok()) return std::move(query).error();
  call.query_ = std::move(query).value();
  if (call.route_->body_kind == BodyKind::json && !is_json(call.head_.content_type)) {
    return base::Error::of(base::ErrorCode::unsupported_type,
                           "请求正文应为 JSON，请设置 Content-Type: application/json。",
                           "The body must be JSON: send Content-Type: application/json.");
  }
  return {};
}

base::Status Pipeline::read_body(Call& call, std::string body) const {
  switch (call.route_->body_kind) {
    case BodyKind::none:
      if (!body.empty() && body != "{}" && body != "null") {
        return base::Error::of(base::ErrorCode::malformed, "此请求不应带正文，请去掉正文后重新提交。",
                               "This request takes no body: send it without one.");
      }
      return {};
    case BodyKind::bytes:
      call.bytes_ = std::move(body);
      return {};
    case BodyKind::json:
      break;
  }
  auto json = parse_json(body);
  if (!json.ok()) return std::move(json).error();
  HOTLINE_CHECK(validate(*call.route_->body, json.value()));
  call.body_ = std::move(json).value();
  return {};
}

}  // namespace hotline::api
