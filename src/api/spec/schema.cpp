#include "api/spec/schema.hpp"

#include "api/spec/formats.hpp"

namespace hotline::api {
namespace {

std::string both(const base::Text& text) {
  return text.zh + "\n\n" + text.en;
}

Json text_schema(const Type& type) {
  Json schema{{"type", "string"}};
  if (type.max_chars > 0) schema["maxLength"] = type.max_chars;
  if (type.min_chars > 0) schema["minLength"] = type.min_chars;
  const FormatRule& rule = rule_of(type.format);
  if (!rule.schema_format.empty()) schema["format"] = rule.schema_format;
  if (!rule.schema_pattern.empty()) schema["pattern"] = rule.schema_pattern;
  if (type.format == Format::phone) schema["examples"] = Json::array({"+86 571 8765 4321"});
  return schema;
}

Json within(Json schema, const Type& type) {
  if (type.least != std::numeric_limits<std::int64_t>::min()) schema["minimum"] = type.least;
  if (type.most != std::numeric_limits<std::int64_t>::max()) schema["maximum"] = type.most;
  return schema;
}

Json plain_schema(const Type& type, Json& components) {
  switch (type.kind) {
    case Kind::text:
      return text_schema(type);
    case Kind::integer:
      return within({{"type", "integer"}, {"format", "int64"}}, type);
    case Kind::number:
      return within({{"type", "number"}}, type);
    case Kind::boolean:
      return Json{{"type", "boolean"}};
    case Kind::choice:
      return Json{{"type", "string"}, {"enum", type.values}};
    case Kind::list:
      return Json{
          {"type", "array"}, {"maxItems", type.max_items}, {"items", schema_of(*type.item, components)}};
    case Kind::object:
      return schema_of(*type.object, components);
    case Kind::anything:
      return Json::object();
  }
  return Json::object();
}

Json object_schema(const ObjectSpec& spec, Json& components) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Field& field : spec.fields) {
    Json schema = schema_of(field.type, components);
    schema["description"] = both(field.about);
    properties[field.name] = std::move(schema);
    if (field.required) required.push_back(field.name);
  }
  Json schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  if (!spec.about.en.empty()) schema["description"] = both(spec.about);
  return schema;
}

}  // namespace

Json schema_of(const Type& type, Json& components) {
  Json schema = plain_schema(type, components);
  if (!type.nullable) return schema;
  if (schema.contains("type") && !schema.contains("enum")) {
    schema["type"] = Json::array({schema["type"], "null"});
    return schema;
  }
  return Json{{"anyOf", Json::array({std::move(schema), Json{{"type", "null"}}})}};
}

Json schema_of(const ObjectSpec& spec, Json& components) {
  if (spec.name.empty()) return object_schema(spec, components);
  if (!components.contains(spec.name)) {
    components[spec.name] = Json::object();  // holds the place, so that a schema may refer to itself
    components[spec.name] = object_schema(spec, components);
  }
  return Json{{"$ref", "#/components/schemas/" + spec.name}};
}

}  // namespace hotline::api
