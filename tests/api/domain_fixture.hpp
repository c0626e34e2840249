// The whole hotline behind a real server: a small city, real store, all business routes.
//
// Usage:
//   class TicketRoutes : public DomainApi {};
//   TEST_F(TicketRoutes, ...) {
//     const std::int64_t id = given_ticket();
//     act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}});
//     EXPECT_EQ(ticket(id)["state"], "dispatched");
//   }
// Every reply is held against its declared output; one that breaks it fails the test (api_fixture.hpp).
#pragma once

#include "api/json.hpp"
#include "api/route.hpp"
#include "hotline/api/domain.hpp"
#include "hotline/call/calls.hpp"
#include "support/api_fixture.hpp"

namespace hotline::api {

class DomainApi : public test::ApiTest {
 protected:
  DomainApi();
  ~DomainApi() override;

  std::vector<store::Migration> more_migrations() override;
  void adjust(ServerSettings& settings) override;
  void adjust(Platform& platform) override;
  using test::ApiTest::adjust;
  void add_routes(Routes& routes) override;

  // People of each sort, signed in.
  test::HttpClient agent() { return signed_in({access::Role::agent}); }
  test::HttpClient supervisor() { return signed_in({access::Role::supervisor}); }
  test::HttpClient handler(const std::string& unit) { return signed_in({access::Role::unit_handler}, unit); }
  test::HttpClient approver(const std::string& unit) {
    return signed_in({access::Role::unit_approver}, unit);
  }

  // A request as an agent types it, held for a person; `more` overrides.
  static Json request_body(Json more = Json::object());
  // Takes it over HTTP; the receipt.
  Json given_request(Json more = Json::object());
  // The ticket that it opened.
  std::int64_t given_ticket(Json more = Json::object());
  // Dispatched to the district's city management, signed, replied, reviewed.
  std::int64_t given_dispatched(Json more = Json::object());
  std::int64_t given_resolved(Json more = Json::object());

  // The ticket as a supervisor sees it.
  Json ticket(std::int64_t id);
  // POST with the version that stands; expects success.
  Json act(test::HttpClient client, std::int64_t id, const std::string& path, Json body = Json::object());
  test::HttpReply try_act(test::HttpClient client, std::int64_t id, const std::string& path,
                          Json body = Json::object());
  static test::HttpClient::Headers if_match(std::int64_t version) {
    return {{"If-Match", "\"v" + std::to_string(version) + "\""}};
  }
  std::string number_of(std::int64_t id) { return ticket(id)["number"].get<std::string>(); }

  // The account of a signed-in person.
  static std::int64_t account_of(test::HttpClient& person);

  // Writes a file of the city's folder.
  void write_city_file(const std::string& name, const std::string& content);
  const std::string& city_folder() const { return city_folder_; }

  // All routes that were declared, for tests that hold of every one.
  const std::vector<Route>& routes() const { return declared_; }
  Domain& domain() { return *domain_; }
  int city_changes() const { return city_changes_; }
  std::string model_folder() const { return folder_->file("models"); }
  int model_changes() const { return model_changes_; }

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  std::unique_ptr<Domain> domain_;
  std::vector<Route> declared_;
  access::Authenticator* authenticator_ = nullptr;
  const access::SignIn* sign_in_ = nullptr;
  std::unique_ptr<test::TempDir> folder_ = std::make_unique<test::TempDir>();
  std::string city_folder_;
  int city_changes_ = 0, model_changes_ = 0;
};

}  // namespace hotline::api
