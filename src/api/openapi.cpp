#include "api/openapi.hpp"

#include <algorithm>
#include <set>

#include "api/problem.hpp"
#include "api/reach.hpp"
#include "api/route_table.hpp"
#include "api/spec/schema.hpp"

namespace hotline::api {
namespace {

using base::ErrorCode;

constexpr auto problem_reference = "#/components/schemas/Problem";

std::string both(const base::Text& text) {
  return text.zh + " / " + text.en;
}

std::string method_key(Method method) {
  std::string key(name_of(method));
  std::transform(key.begin(), key.end(), key.begin(),
                 [](char c) { return static_cast<char>(c - 'A' + 'a'); });
  return key;
}

Json parameter(const std::string& place, const Field& field, bool is_required, Json& components) {
  Json json{{"in", place}, {"name", field.name}, {"schema", schema_of(field.type, components)}};
  json["description"] = both(field.about);
  if (is_required) json["required"] = true;
  if (field.type.kind == Kind::list) {
    json["style"] = "form";
    json["explode"] = false;
  }
  return json;
}

Json header_parameter(const std::string& name, const base::Text& about, bool is_required,
                      std::size_t max_chars) {
  Json json{{"in", "header"},
            {"name", name},
            {"description", both(about)},
            {"schema", Json{{"type", "string"}, {"maxLength", max_chars}}}};
  if (is_required) json["required"] = true;
  return json;
}

Json parameters_of(const Route& route, Json& components) {
  Json parameters = Json::array();
  for (const Field& field : path_parameters(route)) {
    parameters.push_back(parameter("path", field, true, components));
  }
  for (const Field& field : route.query)
    parameters.push_back(parameter("query", field, field.required, components));
  if (route.needs_if_match) {
    parameters.push_back(
        header_parameter("If-Match", {"所见版本的 ETag。", "ETag of the version that was seen."}, true, 64));
  }
  if (gives_etag(route)) {
    parameters.push_back(
        header_parameter("If-None-Match", {"已有版本的 ETag。", "ETag of the version at hand."}, false, 64));
  }
  if (route.method == Method::post && route.effects_once) {
    parameters.push_back(header_parameter(
        "Idempotency-Key", {"重复提交时返回首次答复。", "A repeated request gets the first answer."}, false,
        128));
  }
  return parameters;
}

// What follows from a route's shape. What else it may refuse with stands among its outputs.
std::set<ErrorCode> errors_of(const Route& route) {
  // A broken key is refused, and a body where none belongs, on public routes too.
  std::set<ErrorCode> codes{ErrorCode::rate_limited, ErrorCode::overloaded, ErrorCode::internal,
                            ErrorCode::unauthenticated, ErrorCode::malformed};
  if (route.allow.who == Allow::Who::any_of || route.method != Method::get)
    codes.insert(ErrorCode::forbidden);
  if (route.path.find('{') != std::string::npos) codes.insert(ErrorCode::not_found);
  codes.insert(ErrorCode::invalid_input);
  if (route.body_kind != BodyKind::none) {
    codes.insert({ErrorCode::too_large, ErrorCode::unsupported_type});
  }
  if (route.needs_if_match) codes.insert({ErrorCode::precondition_required, ErrorCode::stale_version});
  if (route.method != Method::get) codes.insert({ErrorCode::conflict, ErrorCode::storage_full});
  return codes;
}

Json etag_header() {
  return {{"description", both({"版本；可用于 If-None-Match 和 If-Match。",
                                "The version, for If-None-Match and If-Match."})},
          {"schema", {{"type", "string"}}}};
}

Json responses_of(const Route& route, Json& components) {
  Json responses = Json::object();
  for (const Output& output : route.outputs) {
    // One status may come in several types of content.
    Json& response = responses[std::to_string(output.status)];
    if (response.is_null()) response = Json{{"description", both(output.about)}};
    if (output.content_type == problem_content_type) {
      response["content"][output.content_type]["schema"]["$ref"] = problem_reference;
    } else if (output.body) {
      response["content"][output.content_type]["schema"] = schema_of(*output.body, components);
    } else if (output.status != 204) {
      response["content"][output.content_type]["schema"] = Json{{"type", "string"}};
    }
  }
  for (const ErrorCode code : errors_of(route)) {
    const ProblemType& type = problem_type(code);
    Json& response = responses[std::to_string(type.status)];
    if (response.is_null()) response["$ref"] = "#/components/responses/" + std::string(type.name);
  }
  if (gives_etag(route)) {
    responses["200"]["headers"]["ETag"] = etag_header();
    responses["304"] = {
        {"description", both({"与 If-None-Match 所列版本相同，不带正文。",
                              "Still the version that If-None-Match names; without a body."})},
        {"headers", {{"ETag", etag_header()}}}};
  }
  return responses;
}

// The refusals that routes share, by the names of their problems.
Json problem_responses() {
  Json responses = Json::object();
  for (const ProblemType& type : problem_types()) {
    Json& response = responses[std::string(type.name)];
    response["description"] = std::string(type.title_zh) + " / " + std::string(type.title_en);
    response["content"][problem_content_type]["schema"]["$ref"] = problem_reference;
  }
  return responses;
}

Json operation_of(const Route& route, Json& components) {
  Json operation{{"operationId", route.operation},
                 {"tags", Json::array({route.tag})},
                 {"summary", both(route.summary)},
                 {"responses", responses_of(route, components)}};
  if (Json parameters = parameters_of(route, components); !parameters.empty()) {
    operation["parameters"] = std::move(parameters);
  }
  if (route.body) {
    operation["requestBody"]["required"] = true;
    operation["requestBody"]["content"]["application/json"]["schema"] = schema_of(*route.body, components);
  } else if (route.body_kind == BodyKind::bytes) {
    operation["requestBody"]["required"] = true;
    operation["requestBody"]["content"]["application/octet-stream"]["schema"] = Json::object();
  }
  if (route.allow.who == Allow::Who::anyone) {
    operation["security"] = Json::array();
  } else if (!route.allow.rights.empty()) {
    Json rights = Json::array();
    for (const access::Right right : route.allow.rights) rights.push_back(name_of(right));
    operation["x-rights"] = std::move(rights);
  }
  if (const Reach* reach = find_reach(route.operation)) {
    operation["x-reach"] = name_of(reach->things);
    if (reach->everywhere) operation["x-reach-everywhere"] = name_of(*reach->everywhere);
    for (const access::Right right : reach->besides) operation["x-rights-besides"].push_back(name_of(right));
  }
  return operation;
}

Json problem_schema() {
  const Json string{{"type", "string"}};
  const Json error{{"type", "object"},
                   {"properties",
                    {{"pointer", string},
                     {"parameter", string},
                     {"header", string},
                     {"code", string},
                     {"message", string}}},
                   {"required", {"code", "message"}}};
  Json types = Json::array();
  for (const ProblemType& type : problem_types())
    types.push_back("urn:hotline:problem:" + std::string(type.name));
  return {{"type", "object"},
          {"description", "RFC 9457"},
          {"properties",
           {{"type", {{"type", "string"}, {"enum", std::move(types)}}},
            {"title", string},
            {"status", {{"type", "integer"}}},
            {"detail", string},
            {"instance", string},
            {"errors", {{"type", "array"}, {"items", error}}}}},
          {"required", {"type", "title", "status", "detail", "instance"}}};
}

}  // namespace

bool gives_etag(const Route& route) {
  return route.method == Method::get &&
         std::any_of(route.outputs.begin(), route.outputs.end(), [](const Output& output) {
           return output.status == 200 && output.body && output.body->find("version") != nullptr;
         });
}

bool declares_status(const Route& route, unsigned status) {
  if (status == 304) return gives_etag(route);
  for (const Output& output : route.outputs) {
    if (output.status == status) return true;
  }
  for (const ErrorCode code : errors_of(route)) {
    if (problem_type(code).status == status) return true;
  }
  return false;
}

Json openapi_document(const std::vector<Route>& routes) {
  Json schemas = Json::object();
  Json paths = Json::object();
  Json tags = Json::array();
  std::set<std::string> seen;
  for (const Route& route : routes) {
    paths[route.path][method_key(route.method)] = operation_of(route, schemas);
    if (seen.insert(route.tag).second) tags.push_back(Json{{"name", route.tag}});
  }
  schemas["Problem"] = problem_schema();
  Json document{{"openapi", "3.1.0"}, {"paths", std::move(paths)}, {"tags", std::move(tags)}};
  document["info"] = {{"title", "Hotline API"},
                      {"version", "1"},
                      {"description", "12345 政务服务便民热线接口 / The API of a 12345 government hotline"}};
  document["components"]["schemas"] = std::move(schemas);
  document["components"]["responses"] = problem_responses();
  document["components"]["securitySchemes"] = {
      {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "hotline_session"}}},
      {"key", {{"type", "http"}, {"scheme", "bearer"}}}};
  document["security"] = Json::array({Json{{"session", Json::array()}}, Json{{"key", Json::array()}}});
  return document;
}

}  // namespace hotline::api
