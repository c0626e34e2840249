#include "api/route_table.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

#include "hotline/text/utf8.hpp"

namespace hotline::api {
namespace {

constexpr std::size_t kNoRoute = static_cast<std::size_t>(-1);

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Takes the next segment of "/a/b" off the front.
std::string_view next_segment(std::string_view& path) {
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  const auto end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{';
}

std::vector<std::string> parameter_names(std::string_view path) {
  std::vector<std::string> names;
  while (!path.empty()) {
    const std::string_view segment = next_segment(path);
    if (is_parameter(segment)) names.emplace_back(segment.substr(1, segment.size() - 2));
  }
  return names;
}

void check(bool holds, const Route& route, const char* rule) {
  if (!holds) throw std::logic_error("route " + route.operation + " (" + route.path + "): " + rule);
}

void check_route(const Route& route) {
  check(!route.operation.empty() && !route.tag.empty(), route, "needs an operation and a tag");
  check(!route.summary.zh.empty() && !route.summary.en.empty(), route, "needs a summary in both languages");
  check(!route.path.empty() && route.path.front() == '/', route, "its path must begin with /");
  check(!route.outputs.empty(), route, "needs an output");
  check(static_cast<bool>(route.handler), route, "needs a handler");
  check(route.method != Method::get || route.body_kind == BodyKind::none, route, "a GET has no body");
  check((route.body_kind == BodyKind::json) == route.body.has_value(), route,
        "its body and body kind differ");
  const auto parameters = parameter_names(route.path);
  for (const Field& field : route.path_fields) {
    check(std::find(parameters.begin(), parameters.end(), field.name) != parameters.end(), route,
          "declares a parameter that its path does not have");
  }
}

}  // namespace

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
  }
  return "GET";
}

struct RouteTable::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> fixed;
  std::unique_ptr<Node> parameter;
  std::array<std::size_t, kMethods> routes;

  Node() { routes.fill(kNoRoute); }
  bool ends_here() const {
    return std::any_of(routes.begin(), routes.end(), [](std::size_t index) { return index != kNoRoute; });
  }
};

RouteTable::~RouteTable() = default;

RouteTable::RouteTable(std::vector<Route> routes)
    : routes_(std::move(routes)), root_(std::make_unique<Node>()) {
  std::set<std::string> operations;
  for (std::size_t index = 0; index < routes_.size(); ++index) {
    Route& route = routes_[index];
    if (route.body) route.body_kind = BodyKind::json;
    check_route(route);
    check(operations.insert(route.operation).second, route, "another route has the same operation");
    Node* node = root_.get();
    for (std::string_view rest = route.path; !rest.empty();) {
      const std::string_view segment = next_segment(rest);
      std::unique_ptr<Node>& next =
          is_parameter(segment) ? node->parameter : node->fixed[std::string(segment)];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
    }
    std::size_t& place = node->routes[static_cast<std::size_t>(route.method)];
    check(place == kNoRoute, route, "another route has the same method and path");
    place = index;
    parameters_.push_back(path_parameters(route));
  }
}

RouteTable::Match RouteTable::find(Method method, std::string_view path) const {
  Match match;
  const Node* node = root_.get();
  do {
    const std::string_view segment = next_segment(path);
    if (const auto fixed = node->fixed.find(segment); fixed != node->fixed.end()) {
      node = fixed->second.get();
    } else if (node->parameter && !segment.empty()) {
      auto value = percent_decode(segment);
      if (!value) return {};
      match.values.push_back(std::move(*value));
      node = node->parameter.get();
    } else {
      return {};
    }
  } while (!path.empty());
  if (!node->ends_here()) return {};
  match.path_known = true;
  for (std::size_t i = 0; i < kMethods; ++i) match.methods[i] = node->routes[i] != kNoRoute;
  const std::size_t index = node->routes[static_cast<std::size_t>(method)];
  if (index != kNoRoute) {
    match.index = index;
    match.route = &routes_[index];
  }
  return match;
}

std::vector<Field> path_parameters(const Route& route) {
  std::vector<Field> fields;
  for (const std::string& name : parameter_names(route.path)) {
    Field field = required(name, code(128), {"地址中的编号。", "Number or code in the path."});
    for (const Field& declared : route.path_fields) {
      if (declared.name == name) field = declared;
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else {
      out += text[i];
    }
  }
  if (out.find('\0') != std::string::npos || !text::is_valid_utf8(out)) return std::nullopt;
  return out;
}

}  // namespace hotline::api
