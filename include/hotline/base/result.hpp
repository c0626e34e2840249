// Result<T>: a value or an Error. (std::expected is C++23.)
#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "hotline/base/error.hpp"

namespace hotline::base {

// Holds either a T or an Error. Reading the wrong side is a programmer's error and throws
// std::bad_variant_access; ask ok() first.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit by design
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit by design

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit by design

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  const Error& error() const& { return *error_; }
  Error&& error() && { return std::move(*error_); }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace hotline::base

// Leaves the enclosing function with the error of EXPR when it has one.
#define HOTLINE_CHECK(EXPR) HOTLINE_CHECK_INNER(HOTLINE_CONCAT(hotline_check_, __COUNTER__), EXPR)
#define HOTLINE_CHECK_INNER(TEMP, EXPR)                                 \
  do {                                                                  \
    if (auto TEMP = (EXPR); !TEMP.ok()) return std::move(TEMP).error(); \
  } while (false)

#define HOTLINE_CONCAT_INNER(A, B) A##B
#define HOTLINE_CONCAT(A, B) HOTLINE_CONCAT_INNER(A, B)
// HOTLINE_TRY(auto x, f()): binds the value of f(), or leaves the enclosing function with its error.
#define HOTLINE_TRY(DECL, EXPR) HOTLINE_TRY_INNER(HOTLINE_CONCAT(hotline_try_, __LINE__), DECL, EXPR)
#define HOTLINE_TRY_INNER(TEMP, DECL, EXPR)       \
  auto TEMP = (EXPR);                             \
  if (!TEMP.ok()) return std::move(TEMP).error(); \
  DECL = std::move(TEMP).value()
