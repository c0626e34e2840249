#include "hotline/store/payload.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "hotline/text/utf8.hpp"

namespace hotline::store {
namespace {

using Json = nlohmann::json;

base::Error not_a_payload() {
  return base::Error::of(
      base::ErrorCode::corrupt, "流水记录内容无法读取。请联系系统管理员核验流水链。",
      "The content of a journal entry cannot be read. Ask the administrator to verify the journal.");
}

template <class T>
const T* value_of(const std::map<std::string, Payload::Value, std::less<>>& values, std::string_view key) {
  const auto found = values.find(key);
  return found == values.end() ? nullptr : std::get_if<T>(&found->second);
}

// Written straight into the text, without a document in between: every event is encoded once, and the chain's
// hash covers the result. What needs escaping, replacing or rounding is left to the library.
void write(std::string& out, const Json& rare) {
  out += rare.dump(-1, ' ', false, Json::error_handler_t::replace);
}
bool is_plain(std::string_view text) {
  bool ascii = true;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || c == '"' || c == '\\') return false;
    ascii = ascii && byte < 0x80;
  }
  return ascii || text::is_valid_utf8(text);
}
void write(std::string& out, const std::string& text) {
  if (!is_plain(text)) return write(out, Json(text));
  out += '"';
  out += text;
  out += '"';
}
void write(std::string& out, std::nullptr_t) {
  out += "null";
}
void write(std::string& out, bool value) {
  out += value ? "true" : "false";
}
void write(std::string& out, std::int64_t value) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}
void write(std::string& out, double value) {
  write(out, Json(value));
}
template <class T>
void write(std::string& out, const std::vector<T>& values) {
  out += '[';
  for (const T& one : values) {
    if (&one != values.data()) out += ',';
    write(out, one);
  }
  out += ']';
}

// Takes the values as they are parsed, without a document in between: a ticket is the fold of its events, so
// nothing is read more often than payloads. Returning false ends the parse: objects within, lists of mixed
// content and integers beyond 64 bits are in no payload.
class Reader : public nlohmann::json_sax<Json> {
 public:
  explicit Reader(Payload& payload) : payload_(payload) {}

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put_integer(value); }
  bool number_unsigned(number_unsigned_t value) override {
    return value <= static_cast<number_unsigned_t>(INT64_MAX) &&
           put_integer(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t value, const string_t&) override { return put(value); }
  bool string(string_t& value) override {
    if (!in_list_) return put(std::move(value));
    if (!numbers_.empty()) return false;
    list_.push_back(std::move(value));
    return true;
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return !std::exchange(begun_, true); }
  bool end_object() override { return true; }
  bool key(string_t& name) override {
    key_ = std::move(name);
    return true;
  }
  bool start_array(std::size_t) override {
    list_.clear();
    numbers_.clear();
    return begun_ && !std::exchange(in_list_, true);
  }
  bool end_array() override {
    in_list_ = false;
    return numbers_.empty() ? put(std::move(list_)) : put(std::move(numbers_));
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  bool put(Payload::Value value) {
    if (!begun_ || in_list_) return false;
    payload_.set(std::move(key_), std::move(value));
    return true;
  }
  bool put_integer(std::int64_t value) {
    if (!in_list_) return put(value);
    if (!list_.empty()) return false;
    numbers_.push_back(value);
    return true;
  }

  Payload& payload_;
  std::string key_;
  Payload::List list_;
  Payload::Numbers numbers_;
  bool begun_ = false, in_list_ = false;
};

}  // namespace

Payload::Payload(std::initializer_list<std::pair<const std::string, Value>> values) {
  for (const auto& [key, value] : values) set(key, value);
}

Payload& Payload::set(std::string key, Value value) {
  // "[]" does not tell of what it is empty: one of the two keeps the round trip exact.
  if (const auto* numbers = std::get_if<Numbers>(&value); numbers && numbers->empty()) value = List{};
  values_.insert_or_assign(std::move(key), std::move(value));
  return *this;
}

bool Payload::has(std::string_view key) const {
  return values_.find(key) != values_.end();
}

std::optional<std::int64_t> Payload::integer(std::string_view key) const {
  const auto* value = value_of<std::int64_t>(values_, key);
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<double> Payload::real(std::string_view key) const {
  const auto* value = value_of<double>(values_, key);
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<bool> Payload::boolean(std::string_view key) const {
  const auto* value = value_of<bool>(values_, key);
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<std::string> Payload::text(std::string_view key) const {
  const auto* value = value_of<std::string>(values_, key);
  return value ? std::optional(*value) : std::nullopt;
}

Payload::List Payload::list(std::string_view key) const {
  const auto* value = value_of<List>(values_, key);
  return value ? *value : List{};
}

Payload::Numbers Payload::numbers(std::string_view key) const {
  const auto* value = value_of<Numbers>(values_, key);
  return value ? *value : Numbers{};
}

std::string Payload::encode() const {
  std::string out = "{";
  for (const auto& [key, value] : values_) {
    if (out.size() > 1) out += ',';
    write(out, key);
    out += ':';
    std::visit([&out](const auto& plain) { write(out, plain); }, value);
  }
  return out += '}';
}

base::Result<Payload> Payload::decode(std::string_view text) {
  Payload payload;
  Reader reader(payload);
  if (!Json::sax_parse(text, &reader)) return not_a_payload();
  return payload;
}

}  // namespace hotline::store
