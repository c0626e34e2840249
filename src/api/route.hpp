// A route, declared: everything that the pipeline, the OpenAPI document and the tests need to know of it.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/answer.hpp"
#include "api/spec/spec.hpp"
#include "hotline/access/principal.hpp"

namespace hotline::api {

class Call;
using Handler = std::function<Answer(Call&)>;

enum class Method { get, post, put, patch, del };
inline constexpr std::size_t kMethods = 5;
std::string_view name_of(Method method);

// Who may call a route.
struct Allow {
  enum class Who { anyone, signed_in, any_of };
  Who who = Who::signed_in;
  std::vector<access::Right> rights;  // any one of them is enough
};
inline Allow anyone() {
  return {Allow::Who::anyone, {}};
}
inline Allow signed_in() {
  return {Allow::Who::signed_in, {}};
}
template <class... Right>
Allow any_of(Right... rights) {
  return {Allow::Who::any_of, {rights...}};
}

enum class BodyKind { none, json, bytes };

// What one status answers with.
struct Output {
  unsigned status = 200;
  base::Text about = {};
  std::optional<ObjectSpec> body = {};            // JSON
  std::string content_type = "application/json";  // of other bodies
};

struct Route {
  Method method = Method::get;
  std::string path = {};       // "/api/v1/tickets/{id}/sign"
  std::string operation = {};  // "signAssignment": unique, stable, lowerCamelCase
  std::string tag = {};        // chapter of the document: "tickets"
  base::Text summary = {};
  Allow allow = {};
  std::vector<Field> path_fields = {};  // types of the {parameters}; one that is not listed is a code
  std::vector<Field> query = {};
  BodyKind body_kind = BodyKind::none;  // json when `body` is set
  std::optional<ObjectSpec> body = {};
  std::size_t max_body = 0;  // bytes; 0: the setting's
  std::vector<Output> outputs = {};
  bool needs_if_match = false;
  bool effects_once = true;  // a POST takes Idempotency-Key; off only where the answer is a secret
  double cost = 1;           // tokens of the rate limit
  bool is_sign_in = false;   // counts against the address's attempts to sign in
  Handler handler = {};
};

}  // namespace hotline::api
