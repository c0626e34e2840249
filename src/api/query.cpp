#include "api/query.hpp"

#include <charconv>

#include "api/route_table.hpp"
#include "api/spec/validate.hpp"

namespace hotline::api {
namespace {

template <class Number>
std::optional<Number> read_number(std::string_view text) {
  Number value{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

base::FieldError unknown_parameter(const std::string& name, const std::vector<Field>& declared) {
  std::vector<std::string> names;
  for (const Field& field : declared) names.push_back(field.name);
  const std::string near = nearest_name(name, names);
  return {"?" + name, "unknown_parameter",
          near.empty() ? base::Text{"没有此查询参数，请删除。", "No such query parameter: remove it."}
                       : base::Text{"没有此查询参数，是否应为 " + near + "？",
                                    "No such query parameter. Did you mean " + near + "?"}};
}

}  // namespace

Json typed_value(const Type& type, const std::string& text) {
  switch (type.kind) {
    case Kind::integer:
      if (const auto value = read_number<std::int64_t>(text)) return *value;
      return text;
    case Kind::number:
      if (const auto value = read_number<double>(text)) return *value;
      return text;
    case Kind::boolean:
      if (text == "true" || text == "1") return true;
      if (text == "false" || text == "0") return false;
      return text;
    case Kind::list: {
      Json items = Json::array();
      for (std::size_t at = 0; at <= text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        items.push_back(typed_value(*type.item, text.substr(at, comma - at)));
        at = comma + 1;
      }
      return items;
    }
    default:
      return text;
  }
}

base::Result<Query> parse_query(const std::vector<Field>& declared, std::string_view query) {
  Json values = Json::object();
  std::vector<base::FieldError> faults;
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query = end == std::string_view::npos ? "" : query.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = percent_decode(pair.substr(0, equals), true);
    const auto value = percent_decode(equals < pair.size() ? pair.substr(equals + 1) : "", true);
    if (!name || !value) {
      return base::Error::of(base::ErrorCode::malformed, "查询参数的编码有误，请使用 UTF-8 百分号编码。",
                             "The query is not well encoded: use percent-encoded UTF-8 without NUL.");
    }
    const Field* field = nullptr;
    for (const Field& candidate : declared) {
      if (candidate.name == *name) field = &candidate;
    }
    if (field == nullptr) {
      faults.push_back(unknown_parameter(*name, declared));
    } else if (values.contains(*name)) {
      faults.push_back(
          {"?" + *name, "duplicate", {"查询参数重复，请只写一次。", "Given twice: write it once."}});
    } else {
      values[*name] = typed_value(field->type, *value);
      validate_value(field->type, values[*name], "?" + *name, faults);
    }
  }
  for (const Field& field : declared) {
    if (field.required && !values.contains(field.name)) {
      faults.push_back({"?" + field.name,
                        "required",
                        {"缺少查询参数：" + field.about.zh, "Required parameter: " + field.about.en}});
    }
  }
  if (!faults.empty()) return base::Error::fields_wrong(std::move(faults));
  return Query(std::move(values));
}

std::optional<std::string> Query::text(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

std::string Query::text_or(std::string_view name, std::string_view otherwise) const {
  return text(name).value_or(std::string(otherwise));
}

std::optional<std::int64_t> Query::integer(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<std::int64_t>();
}

std::int64_t Query::integer_or(std::string_view name, std::int64_t otherwise) const {
  return integer(name).value_or(otherwise);
}

bool Query::boolean_or(std::string_view name, bool otherwise) const {
  const auto found = values_.find(name);
  return found == values_.end() ? otherwise : found->get<bool>();
}

std::optional<base::Time> Query::time(std::string_view name) const {
  const auto value = text(name);
  if (!value) return std::nullopt;
  const auto time = base::parse_rfc3339(*value);
  return time.ok() ? std::optional(time.value()) : std::nullopt;
}

std::vector<std::string> Query::list(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>{} : found->get<std::vector<std::string>>();
}

}  // namespace hotline::api
