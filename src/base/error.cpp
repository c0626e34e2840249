#include "hotline/base/error.hpp"

namespace hotline::base {

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_input:
      return "invalid_input";
    case ErrorCode::malformed:
      return "malformed";
    case ErrorCode::unauthenticated:
      return "unauthenticated";
    case ErrorCode::forbidden:
      return "forbidden";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::illegal_transition:
      return "illegal_transition";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::stale_version:
      return "stale_version";
    case ErrorCode::precondition_required:
      return "precondition_required";
    case ErrorCode::idempotency_mismatch:
      return "idempotency_mismatch";
    case ErrorCode::too_large:
      return "too_large";
    case ErrorCode::unsupported_type:
      return "unsupported_type";
    case ErrorCode::rate_limited:
      return "rate_limited";
    case ErrorCode::overloaded:
      return "overloaded";
    case ErrorCode::storage_full:
      return "storage_full";
    case ErrorCode::unavailable:
      return "unavailable";
    case ErrorCode::corrupt:
      return "corrupt";
    case ErrorCode::internal:
      return "internal";
  }
  return "internal";
}

Error Error::field(std::string pointer, std::string rule, std::string zh, std::string en) {
  std::vector<FieldError> fields;
  fields.push_back({std::move(pointer), std::move(rule), Text{std::move(zh), std::move(en)}});
  return fields_wrong(std::move(fields));
}

Error Error::fields_wrong(std::vector<FieldError> fields) {
  Error error;
  error.code = ErrorCode::invalid_input;
  error.text = Text{"提交的内容有误，请按各字段的提示改正后重新提交。",
                    "Some fields are wrong. Correct each field as described and send the request again."};
  error.fields = std::move(fields);
  return error;
}

}  // namespace hotline::base
