// Holds a reply against what its route declares.
#include "api/openapi.hpp"
#include "api/pipeline.hpp"
#include "api/problem.hpp"
#include "api/recorded_stream.hpp"
#include "api/spec/validate.hpp"

namespace hotline::api {
namespace {

std::string breach_of_body(const Output& output, const Reply& reply) {
  // What is recorded while it leaves is made piece by piece: its whole is what the tests look at.
  if (dynamic_cast<const RecordedStream*>(reply.stream.get()) != nullptr) return "";
  if (reply.stream || reply.pages) return output.body ? "a stream where JSON is declared" : "";
  if (!output.body) return "";
  if (!reply.body) return "no body where JSON is declared";
  // Compressed where it was made, after it was written as declared: its plain form is what the tests look at.
  for (const auto& [name, value] : reply.headers) {
    if (name == "Content-Encoding") return "";
  }
  const auto json = parse_json(*reply.body);
  if (!json.ok()) return "the body is no JSON: " + json.error().text.en;
  const base::Status valid = validate(*output.body, json.value());
  if (valid.ok()) return "";
  std::string text;
  for (const base::FieldError& fault : valid.error().fields) {
    text += fault.pointer + " (" + fault.rule + "): " + fault.text.en + " ";
  }
  return text;
}

}  // namespace

std::string find_breach(const Route& route, const Reply& reply) {
  if (reply.status >= 400 && reply.content_type == problem_content_type) {
    if (declares_status(route, reply.status)) return "";
    return "problem " + std::to_string(reply.status) + " is not declared";
  }
  if (route.method == Method::get && reply.status == 200 && !reply.etag.empty() && !gives_etag(route))
    return "an ETag, but no `version` in the body: 304 is not declared";
  bool known = false;
  for (const Output& output : route.outputs) {
    if (output.status != reply.status) continue;
    known = true;
    const bool has_content = reply.body || reply.stream || reply.pages;
    if (!has_content || output.content_type == reply.content_type) return breach_of_body(output, reply);
  }
  if (known) return "content type " + reply.content_type + " is not declared";
  return "status " + std::to_string(reply.status) + " is not declared";
}

}  // namespace hotline::api
