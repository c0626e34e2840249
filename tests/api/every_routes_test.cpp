// What holds of every business route: nobody passes without the right, nothing enters that was not declared.
#include <algorithm>
#include <map>

#include "api/domain_fixture.hpp"
#include "api/route_table.hpp"

namespace hotline::api {
namespace {

using access::Right;

class EveryRoute : public DomainApi {
 protected:
  // The route's path with every parameter filled in.
  static std::string address(const Route& route, const std::string& value = "1") {
    std::string path = route.path;
    for (const Field& parameter_field : path_parameters(route)) {
      const std::string& name = parameter_field.name;
      const std::string parameter = "{" + name + "}";
      path.replace(path.find(parameter), parameter.size(), value);
    }
    char joiner = '?';
    for (const Field& field : route.query) {
      if (!field.required) continue;
      path += joiner + field.name + "=X";
      joiner = '&';
    }
    return path;
  }
  test::HttpReply ask(test::HttpClient& client, const Route& route, const std::string& body,
                      test::HttpClient::Headers headers = {}) {
    if (route.body_kind == BodyKind::json) headers.emplace("Content-Type", "application/json");
    const bool has_body = route.body_kind != BodyKind::none;
    return client.send(std::string(name_of(route.method)), address(route), has_body ? body : "", headers);
  }
  test::HttpClient allowed(const Route& route) {
    return route.allow.rights.empty() ? supervisor() : program({route.allow.rights.front()});
  }
  std::int64_t newest_seq() {
    return store().read([](store::ReadTx& tx) { return store::newest_seq(tx); });
  }
};

TEST_F(EveryRoute, IsClosedToWhoIsNotSignedInUnlessItIsTheCitizens) {
  test::HttpClient nobody = client();
  for (const Route& route : routes()) {
    if (route.allow.who == Allow::Who::anyone) {
      EXPECT_TRUE(route.tag == "citizen" || route.operation == "attachToRequest") << route.operation;
      continue;
    }
    EXPECT_EQ(ask(nobody, route, "{}").status, 401U) << route.operation;
  }
}

TEST_F(EveryRoute, IsClosedToWhoHasNoneOfItsRights) {
  test::HttpClient reader = program({Right::audit_read}), eraser = program({Right::personal_data_erase});
  const std::int64_t before = newest_seq();
  for (const Route& route : routes()) {
    if (route.allow.who != Allow::Who::any_of) continue;
    const auto& rights = route.allow.rights;
    const bool audits = std::find(rights.begin(), rights.end(), Right::audit_read) != rights.end();
    EXPECT_EQ(ask(audits ? eraser : reader, route, "{}").status, 403U) << route.operation;
  }
  EXPECT_EQ(newest_seq(), before) << "a refused request must leave nothing behind";
}

TEST_F(EveryRoute, RefusesFieldsThatItDoesNotKnowAndStoresNothing) {
  std::map<std::vector<Right>, test::HttpClient> clients;
  for (const Route& route : routes()) {
    if (route.body_kind != BodyKind::json) continue;
    if (!clients.contains(route.allow.rights)) clients.emplace(route.allow.rights, allowed(route));
    test::HttpClient& client = clients.at(route.allow.rights);
    const std::int64_t before = newest_seq();
    const auto unknown = ask(client, route, R"({"no_such_field": 1})", if_match(1));
    EXPECT_EQ(unknown.status, 422U) << route.operation << " " << unknown.body;
    EXPECT_NE(unknown.faults().find("/no_such_field unknown_field"), std::string::npos) << route.operation;
    EXPECT_EQ(ask(client, route, "[]", if_match(1)).status, 422U) << route.operation;
    EXPECT_EQ(ask(client, route, "{", if_match(1)).status, 400U) << route.operation;
    EXPECT_EQ(ask(client, route, "{\"a\": \"\xff\"}", if_match(1)).status, 400U) << route.operation;
    EXPECT_EQ(newest_seq(), before) << route.operation;
  }
}

TEST_F(EveryRoute, ThatChangesWhatAPersonHasSeenWantsItsVersion) {
  int found = 0;
  for (const Route& route : routes()) {
    if (!route.needs_if_match) continue;
    ++found;
    test::HttpClient client = allowed(route);
    EXPECT_EQ(ask(client, route, "{}").status, 428U) << route.operation;
    EXPECT_EQ(ask(client, route, "{}", {{"If-Match", "\"other\""}}).status, 412U) << route.operation;
  }
  EXPECT_GT(found, 30);
}

TEST_F(EveryRoute, KnowsNothingOfANumberThatWasNeverGiven) {
  for (const Route& route : routes()) {
    if (route.method != Method::get || route.path.find('{') == std::string::npos) continue;
    if (route.allow.who == Allow::Who::anyone) continue;
    test::HttpClient client =
        program({route.allow.rights.front(), Right::ticket_read_all, Right::secret_read});
    EXPECT_EQ(client.get(address(route, "987654")).status, 404U) << route.operation;
    EXPECT_EQ(client.get(address(route, "a b")).status / 100, 4U) << route.operation;
  }
}

TEST_F(EveryRoute, ListRefusesACursorThatItNeverGave) {
  for (const Route& route : routes()) {
    bool pages = false;
    for (const Field& field : route.query) pages = pages || field.name == "cursor";
    if (!pages) continue;
    test::HttpClient client = allowed(route);
    EXPECT_EQ(client.get(address(route) + "?cursor=no-such-place").status, 422U) << route.operation;
    EXPECT_EQ(client.get(address(route) + "?limit=0").status, 422U) << route.operation;
    EXPECT_EQ(client.get(address(route) + "?limit=1000000").status, 422U) << route.operation;
    EXPECT_EQ(client.get(address(route) + "?colour=red").status, 422U) << route.operation;
  }
}

// The document holds one schema for a name, so two that differ would make it lie.
class Names {
 public:
  void take(const ObjectSpec& spec) {
    std::string shape;
    for (const Field& field : spec.fields) {
      shape +=
          field.name + (field.required ? "!" : "?") + std::to_string(static_cast<int>(field.type.kind)) + " ";
      take(field.type);
    }
    if (spec.name.empty()) return;
    const auto [known, fresh] = shapes_.emplace(spec.name, shape);
    EXPECT_TRUE(fresh || known->second == shape) << "two schemas are called " << spec.name;
  }
  std::size_t size() const { return shapes_.size(); }

 private:
  void take(const Type& type) {
    if (type.object) take(*type.object);
    if (type.item) take(*type.item);
  }
  std::map<std::string, std::string> shapes_;
};

TEST_F(EveryRoute, DescribesItselfInBothLanguagesUnderNamesOfItsOwn) {
  Names names;
  for (const Route& route : routes()) {
    if (route.body) names.take(*route.body);
    for (const Output& output : route.outputs) {
      EXPECT_FALSE(output.about.zh.empty() || output.about.en.empty()) << route.operation;
      if (output.body) names.take(*output.body);
    }
    for (const Field& field : route.query) {
      EXPECT_FALSE(field.about.zh.empty() || field.about.en.empty()) << route.operation << " " << field.name;
    }
  }
  EXPECT_GT(names.size(), 50U);
}

}  // namespace
}  // namespace hotline::api
