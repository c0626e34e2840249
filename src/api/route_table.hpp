// All routes, found by method and path. Built once; read from any thread.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/route.hpp"

namespace hotline::api {

class RouteTable {
 public:
  // Throws std::logic_error when a route contradicts itself or another one: the same method and path or
  // operation twice, a parameter that the path does not have, no output, a GET with a body.
  explicit RouteTable(std::vector<Route> routes);
  ~RouteTable();

  struct Match {
    const Route* route = nullptr;          // null: no such method there
    std::size_t index = 0;                 // of the route in routes()
    std::vector<std::string> values;       // of the path's parameters, in order, decoded
    std::array<bool, kMethods> methods{};  // that the path has
    bool path_known = false;
  };
  // `path` without the query. Not known either when a segment is no valid percent-encoded UTF-8.
  Match find(Method method, std::string_view path) const;

  const std::vector<Route>& routes() const { return routes_; }
  // A parameter of a route's path with its type; one that the route does not declare is a code.
  const std::vector<Field>& parameters(std::size_t route) const { return parameters_[route]; }

 private:
  struct Node;
  std::vector<Route> routes_;
  std::vector<std::vector<Field>> parameters_;  // of each route, in the order of its path
  std::unique_ptr<Node> root_;
};

// The parameters of a route's path with their types, in order.
std::vector<Field> path_parameters(const Route& route);

// Decodes %XX; nothing when an escape is broken, or the text is no UTF-8 or holds NUL. With `plus_is_space`
// as in a query.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

}  // namespace hotline::api
