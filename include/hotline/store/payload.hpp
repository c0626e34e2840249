// The content of a journal entry: named plain values. The only codec of event payloads in the product.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hotline/base/result.hpp"

namespace hotline::store {

// A small ordered map. Keys are sorted, so that the same content always has the same encoding; the
// encoding is compact JSON text, which SQLite's own JSON functions can read.
class Payload {
 public:
  using List = std::vector<std::string>;
  using Numbers = std::vector<std::int64_t>;
  using Value = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, List, Numbers>;

  Payload() = default;
  Payload(std::initializer_list<std::pair<const std::string, Value>> values);

  // Keeps an empty Numbers as an empty List: both are encoded alike.
  Payload& set(std::string key, Value value);
  bool has(std::string_view key) const;
  // Missing keys, nulls and values of another type give nothing.
  std::optional<std::int64_t> integer(std::string_view key) const;
  std::optional<double> real(std::string_view key) const;
  std::optional<bool> boolean(std::string_view key) const;
  std::optional<std::string> text(std::string_view key) const;
  List list(std::string_view key) const;
  Numbers numbers(std::string_view key) const;
  // The text, or "" when missing.
  std::string text_or_empty(std::string_view key) const { return text(key).value_or(""); }

  const std::map<std::string, Value, std::less<>>& values() const { return values_; }

  // decode() gives back exactly this payload, with two exceptions that JSON cannot hold: a double that is not
  // a finite number becomes null, and bytes that are not UTF-8 become U+FFFD.
  std::string encode() const;
  // Errors: corrupt, when `text` is no encoding of a payload.
  static base::Result<Payload> decode(std::string_view text);

  bool operator==(const Payload&) const = default;

 private:
  std::map<std::string, Value, std::less<>> values_;
};

}  // namespace hotline::store
