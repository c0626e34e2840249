// A whole hotline behind its real server, in this process: small city, real store, all routes. It is made
// anew from time to time, so that what one input left behind does not grow without end.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/domain_fixture.hpp"

namespace hotline::fuzz {

class Served : private api::DomainApi {
 public:
  // The one of this process.
  static Served& get();
  // The same, made anew after some thousand calls of this; what get() gave before is gone then.
  static Served& fresh();
  ~Served() override;

  unsigned short listening_port() { return server().port(); }
  // A key that may read and write whatever one key may.
  const std::string& key() const { return key_; }
  // Routes that take a body.
  const std::vector<const api::Route*>& routes_with_body() const { return with_body_; }
  // Sends `body` to the route, to the thing that `which` chooses, with the version that it has. A reply of
  // status 500, or one that breaks its declaration, is a find.
  void send(const api::Route& route, unsigned which, std::string body);

 private:
  static std::unique_ptr<Served>& instance();
  Served();
  void TestBody() override {}
  using api::DomainApi::adjust;
  void adjust(api::Platform& platform) override;

  test::HttpClient& client_for(const api::Route& route);
  std::string address_of(const api::Route& route, unsigned which, std::string& thing) const;

  std::vector<const api::Route*> with_body_;
  std::vector<std::pair<std::vector<access::Right>, test::HttpClient>> clients_;
  std::unique_ptr<test::HttpClient> reader_;
  std::vector<std::string> numbers_;  // of requests
  std::string key_;
};

// Says what was found, and ends the process as a crash does.
[[noreturn]] void found(const std::string& what);

}  // namespace hotline::fuzz
