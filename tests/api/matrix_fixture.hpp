// What the matrix of every route with every role stands on: an address and a body for any operation of the
// OpenAPI document, and a thing of the unit XH-CG behind each of them.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "api/domain_fixture.hpp"

namespace hotline::api {

// A person (or nobody) who tries every route.
struct Standing {
  enum class Unit { none, own, above, other };
  std::string name;
  std::optional<access::Role> role;  // nothing: nobody is signed in
  Unit unit = Unit::none;
  std::string code;  // of the unit
};

// One operation as the document describes it.
struct Operation {
  std::string method, path, name;
  const Json* body = nullptr;  // schema of a JSON body
  bool takes_bytes = false, needs_if_match = false, is_stream = false;
  const Json* described = nullptr;

  bool for_anyone() const { return described->contains("security"); }
  bool bound_to_unit() const;  // its x-reach is unit or subtree
  // Its answer is 200 for everybody who is let in; what differs is what stands in it.
  bool is_list() const {
    return method == "GET" && (path.find('{') == std::string::npos || path.ends_with("/months/{month}"));
  }
};

class MatrixFixture : public DomainApi {
 protected:
  MatrixFixture();

  std::vector<Operation> operations();
  static std::vector<Standing> standings();

  // Whether the declared table lets `who` in at all, and whether it lets him reach the thing of XH-CG.
  static bool lets_in(const Operation& operation, const Standing& who);
  static bool reaches(const Operation& operation, const Standing& who);

  // Sends the operation to a thing of XH-CG as `who`.
  test::HttpReply ask(const Operation& operation, const Standing& who);

 private:
  struct Thing {
    std::map<std::string, std::string> parameters;
    std::string etag;  // where the operation needs one
  };
  Thing thing_for(const Operation& operation);
  std::int64_t given_ticket_of_unit();
  void given_frozen_month();
  std::int64_t given_entry();
  std::int64_t given_gap();
  std::int64_t given_task();
  void follow();
  Json sample(const Json& schema, const std::string& name, const Standing& who) const;
  std::string query_for(const Operation& operation, const Standing& who) const;
  test::HttpClient& client_of(const Standing& who);

  Json document_;
  std::int64_t attachment_ = 0;  // of the ticket made last
  std::map<std::string, test::HttpClient> clients_;
  std::map<std::string, Thing> things_;  // by kind, until an operation has changed it
};

}  // namespace hotline::api
