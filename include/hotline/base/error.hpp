// What can go wrong, as values.
//
// Every expected failure in Hotline is a `base::Error`: a code of a closed set that programs match on, a
// sentence in Chinese and English that tells the reader what to do next, and, for input, the fields that
// are wrong. One table in `api` maps a code to an HTTP status. No error text carries personal data, SQL or
// a path of the machine. All types are plain values and may be passed between threads.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hotline::base {

// A message in the two languages of the product.
struct Text {
  std::string zh;
  std::string en;
};

enum class ErrorCode {
  invalid_input,    // the request breaks a rule of a field: see Error::fields
  malformed,        // not JSON, not UTF-8, not a table: cannot be read at all
  unauthenticated,  // nobody is signed in, or the key is unknown
  forbidden,        // signed in, but the role or scope does not allow it
  not_found,
  illegal_transition,     // the state does not allow this action: Error::text names the legal ones
  conflict,               // clashes with what is stored (a name taken, a second result)
  stale_version,          // the version the caller saw is not the newest
  precondition_required,  // a version is needed and none was given
  idempotency_mismatch,   // same Idempotency-Key, other content
  too_large,
  unsupported_type,
  rate_limited,
  overloaded,    // a queue is full: try again after a moment
  storage_full,  // no space left for writes; reads go on
  unavailable,   // a part that is needed does not answer now
  corrupt,       // stored data fails its check
  internal,      // a fault of ours; the cause is in the log
};

// Stable English name of a code, such as "stale_version".
std::string_view name_of(ErrorCode code);

// One field of the input that breaks one rule.
struct FieldError {
  std::string pointer;  // JSON pointer into the body ("/caller/phone"), or a column or key name
  std::string rule;     // stable name of the rule: required, type, unknown_field, max_length, phone, ...
  Text text;            // what is wrong and what would be right
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  Text text;
  std::vector<FieldError> fields;

  static Error of(ErrorCode code, std::string zh, std::string en) {
    return Error{code, Text{std::move(zh), std::move(en)}, {}};
  }
  // An invalid_input error about a single field.
  static Error field(std::string pointer, std::string rule, std::string zh, std::string en);
  // An invalid_input error about several fields.
  static Error fields_wrong(std::vector<FieldError> fields);
};

}  // namespace hotline::base
