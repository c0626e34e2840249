#include "api/spec/validate.hpp"

#include <algorithm>

#include "api/spec/formats.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::api {
namespace {

using Faults = std::vector<base::FieldError>;

// A body with more faults than this is not worth a longer answer.
constexpr std::size_t kMaxFaults = 100;

void add(Faults& faults, const std::string& pointer, std::string rule, std::string zh, std::string en) {
  if (faults.size() < kMaxFaults) {
    faults.push_back({pointer, std::move(rule), base::Text{std::move(zh), std::move(en)}});
  }
}

std::string escape_pointer(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, 128)) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) {
    if (!out.empty()) out += ", ";
    out += value;
  }
  return out;
}

base::Text name_of_kind(Kind kind) {
  switch (kind) {
    case Kind::text:
    case Kind::choice:
      return {"字符串", "a string"};
    case Kind::integer:
      return {"整数", "an integer"};
    case Kind::number:
      return {"数值", "a number"};
    case Kind::boolean:
      return {"true 或 false", "true or false"};
    case Kind::list:
      return {"数组", "an array"};
    case Kind::object:
      return {"对象", "an object"};
    case Kind::anything:
      return {"任意值", "any value"};
  }
  return {};
}

bool has_kind(const Json& value, Kind kind) {
  switch (kind) {
    case Kind::text:
    case Kind::choice:
      return value.is_string();
    case Kind::integer:
      return value.is_number_integer();
    case Kind::number:
      return value.is_number();
    case Kind::boolean:
      return value.is_boolean();
    case Kind::list:
      return value.is_array();
    case Kind::object:
      return value.is_object();
    case Kind::anything:
      return true;
  }
  return false;
}

void check_text(const Type& type, const std::string& value, const std::string& pointer, Faults& faults) {
  if (value.find('\0') != std::string::npos) {
    add(faults, pointer, "nul", "不得含有空字符（NUL）。", "Remove the NUL character.");
    return;
  }
  const std::size_t chars = text::count_chars(value);
  if (type.max_chars > 0 && chars > type.max_chars) {
    const std::string most = std::to_string(type.max_chars);
    add(faults, pointer, "max_length", "最多 " + most + " 个字符，现为 " + std::to_string(chars) + " 个。",
        "At most " + most + " characters; this has " + std::to_string(chars) + ".");
    return;
  }
  if (type.min_chars > 0 && text::trim(value).empty()) {
    add(faults, pointer, "blank", "不得为空。", "Must not be blank.");
    return;
  }
  if (chars < type.min_chars) {
    const std::string least = std::to_string(type.min_chars);
    add(faults, pointer, "min_length", "至少 " + least + " 个字符。", "At least " + least + " characters.");
    return;
  }
  const FormatRule& rule = rule_of(type.format);
  if (!rule.holds(value)) {
    add(faults, pointer, std::string(rule.rule), std::string(rule.zh), std::string(rule.en));
  }
}

void out_of_range(const Type& type, const std::string& pointer, Faults& faults) {
  const std::string least = std::to_string(type.least);
  const std::string most = std::to_string(type.most);
  add(faults, pointer, "range", "应在 " + least + " 与 " + most + " 之间。",
      "Must be between " + least + " and " + most + ".");
}

void check_integer(const Type& type, const Json& value, const std::string& pointer, Faults& faults) {
  const bool beyond =
      value.is_number_unsigned() &&
      value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!beyond && value.get<std::int64_t>() >= type.least && value.get<std::int64_t>() <= type.most) return;
  out_of_range(type, pointer, faults);
}

void check_number(const Type& type, const Json& value, const std::string& pointer, Faults& faults) {
  const auto number = value.get<double>();
  if (number >= static_cast<double>(type.least) && number <= static_cast<double>(type.most)) return;
  out_of_range(type, pointer, faults);
}

void check_object(const ObjectSpec& spec, const Json& value, const std::string& pointer, Faults& faults) {
  for (const Field& field : spec.fields) {
    const auto found = value.find(field.name);
    if (found != value.end()) {
      validate_value(field.type, *found, pointer + "/" + field.name, faults);
    } else if (field.required) {
      add(faults, pointer + "/" + field.name, "required", "缺少必填项：" + field.about.zh,
          "Required: " + field.about.en);
    }
  }
  for (const auto& entry : value.items()) {
    if (spec.find(entry.key()) != nullptr) continue;
    std::vector<std::string> names;
    for (const Field& field : spec.fields) names.push_back(field.name);
    const std::string near = nearest_name(entry.key(), names);
    const std::string fault = pointer + "/" + escape_pointer(entry.key());
    if (near.empty()) {
      add(faults, fault, "unknown_field", "没有此字段，请删除。可用字段：" + joined(names) + "。",
          "No such field: remove it. Known fields: " + joined(names) + ".");
    } else {
      add(faults, fault, "unknown_field", "没有此字段，是否应为 " + near + "？",
          "No such field. Did you mean " + near + "?");
    }
  }
}

}  // namespace

void validate_value(const Type& type, const Json& value, const std::string& pointer, Faults& faults) {
  if (value.is_null() && type.nullable) return;
  if (!has_kind(value, type.kind)) {
    const base::Text kind = name_of_kind(type.kind);
    add(faults, pointer, "type", "类型有误，应为" + kind.zh + "。", "Wrong type: must be " + kind.en + ".");
    return;
  }
  switch (type.kind) {
    case Kind::text:
      check_text(type, value.get_ref<const std::string&>(), pointer, faults);
      break;
    case Kind::integer:
      check_integer(type, value, pointer, faults);
      break;
    case Kind::choice: {
      const auto& chosen = value.get_ref<const std::string&>();
      if (std::find(type.values.begin(), type.values.end(), chosen) != type.values.end()) break;
      const std::string near = nearest_name(chosen, type.values);
      add(faults, pointer, "choice",
          "不是可选的值，可选：" + joined(type.values) + (near.empty() ? "。" : "；是否应为 " + near + "？"),
          "Must be one of " + joined(type.values) + "." +
              (near.empty() ? "" : " Did you mean " + near + "?"));
      break;
    }
    case Kind::list: {
      if (value.size() > type.max_items) {
        const std::string most = std::to_string(type.max_items);
        add(faults, pointer, "max_items", "最多 " + most + " 项。", "At most " + most + " items.");
        break;
      }
      for (std::size_t i = 0; i < value.size(); ++i) {
        validate_value(*type.item, value[i], pointer + "/" + std::to_string(i), faults);
      }
      break;
    }
    case Kind::object:
      check_object(*type.object, value, pointer, faults);
      break;
    case Kind::number:
      check_number(type, value, pointer, faults);
      break;
    case Kind::boolean:
    case Kind::anything:
      break;
  }
}

base::Status validate(const ObjectSpec& spec, const Json& json) {
  Faults faults;
  if (json.is_object()) {
    check_object(spec, json, "", faults);
  } else {
    add(faults, "", "type", "请求正文应为 JSON 对象。", "The body must be a JSON object.");
  }
  if (faults.empty()) return {};
  return base::Error::fields_wrong(std::move(faults));
}

}  // namespace hotline::api
