#include "hotline/store/payload.hpp"

#include <nlohmann/json.hpp>

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

bool is_integer(const Json& json) {
  if (json.is_number_unsigned()) return json.get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX);
  return json.is_number_integer();
}

// nullopt for what no payload holds: objects, lists of mixed content, integers beyond 64 bits.
std::optional<Payload::Value> value_from(const Json& json) {
  if (json.is_null()) return Payload::Value(nullptr);
  if (json.is_boolean()) return Payload::Value(json.get<bool>());
  if (json.is_number_float()) return Payload::Value(json.get<double>());
  if (json.is_string()) return Payload::Value(json.get<std::string>());
  if (is_integer(json)) return Payload::Value(json.get<std::int64_t>());
  if (!json.is_array()) return std::nullopt;
  if (std::all_of(json.begin(), json.end(), [](const Json& item) { return item.is_string(); })) {
    return Payload::Value(json.get<Payload::List>());
  }
  if (std::all_of(json.begin(), json.end(), is_integer)) return Payload::Value(json.get<Payload::Numbers>());
  return std::nullopt;
}

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
  Json json = Json::object();
  for (const auto& [key, value] : values_) {
    std::visit([&, &name = key](const auto& plain) { json.emplace(name, plain); }, value);
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

base::Result<Payload> Payload::decode(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return not_a_payload();
  Payload payload;
  for (const auto& [key, item] : json.items()) {
    auto value = value_from(item);
    if (!value) return not_a_payload();
    payload.set(key, std::move(*value));
  }
  return payload;
}

}  // namespace hotline::store
