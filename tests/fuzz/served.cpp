#include "fuzz/served.hpp"

#include <cstdio>
#include <cstdlib>

#include "api/route_table.hpp"

namespace hotline::fuzz {
namespace {

using access::Right;
using test::HttpClient;
using test::HttpReply;

constexpr int uses_of_one = 3000;
constexpr unsigned things = 8;  // of each kind, among which an input chooses

std::string text_for(const api::Field& parameter, unsigned which, const std::vector<std::string>& numbers) {
  if (parameter.name == "number" || parameter.name == "request") return numbers[which % numbers.size()];
  if (parameter.name == "assignment") return "1";
  if (parameter.type.kind == api::Kind::integer) return std::to_string(1 + which % things);
  static constexpr const char* codes[] = {"ENV",    "XH-CG", "phone",  "0402.040201",
                                          "330106", "hold",  "2026-02"};
  return codes[which % std::size(codes)];
}

}  // namespace

void found(const std::string& what) {
  std::fprintf(stderr, "FOUND: %s\n", what.c_str());
  std::abort();
}

std::unique_ptr<Served>& Served::instance() {
  static std::unique_ptr<Served> one;
  return one;
}

Served& Served::get() {
  if (!instance()) instance().reset(new Served());
  return *instance();
}

Served& Served::fresh() {
  static int used = 0;
  if (++used % uses_of_one == 0) instance().reset();
  return get();
}

Served::Served() {
  SetUp();
  const access::Rights reading{Right::ticket_read,    Right::ticket_read_all, Right::secret_read,
                               Right::knowledge_read, Right::request_read,    Right::request_create,
                               Right::figures_read,   Right::ticket_answer};
  reader_ = std::make_unique<HttpClient>(program(reading));
  key_ = reader_->headers["Authorization"];
  for (const api::Route& route : routes()) {
    if (route.body_kind != api::BodyKind::none) with_body_.push_back(&route);
  }
  // Tickets 1 to 8 in the states that most actions start from.
  given_ticket();
  given_dispatched();
  const std::int64_t signed_one = given_dispatched();
  act(handler("XH-CG"), signed_one, "/assignments/1/sign");
  const std::int64_t replied = given_dispatched();
  act(handler("XH-CG"), replied, "/assignments/1/sign");
  act(handler("XH-CG"), replied, "/assignments/1/reply", {{"text", "路灯已修复。"}});
  given_resolved();
  act(agent(), given_ticket(), "/handover", {{"line", "110"}});
  act(supervisor(), given_ticket(), "/consult", {{"units", {"XH-CG", "ENV"}}});
  given_ticket({{"secret", true}});
  for (int id = 1; id <= static_cast<int>(things); ++id) numbers_.push_back(number_of(id));
}

Served::~Served() {
  clients_.clear();
  reader_.reset();
  TearDown();
}

void Served::adjust(api::Platform& platform) {
  api::DomainApi::adjust(platform);
  platform.logger = base::make_logger("error");
  platform.on_breach = [](const std::string& breach) { found("a reply breaks its declaration: " + breach); };
}

HttpClient& Served::client_for(const api::Route& route) {
  for (auto& [rights, client] : clients_) {
    if (rights == route.allow.rights) return client;
  }
  access::Rights scopes{Right::ticket_read_all, Right::secret_read};
  if (!route.allow.rights.empty()) scopes.add(route.allow.rights.front());
  HttpClient caller = route.allow.rights.empty() ? supervisor() : program(scopes);
  return clients_.emplace_back(route.allow.rights, std::move(caller)).second;
}

std::string Served::address_of(const api::Route& route, unsigned which, std::string& thing) const {
  std::string path = route.path;
  for (const api::Field& parameter : api::path_parameters(route)) {
    const std::string name = "{" + parameter.name + "}";
    const std::size_t at = path.find(name);
    const std::string value = text_for(parameter, which, numbers_);
    path.replace(at, name.size(), value);
    if (thing.empty()) thing = path.substr(0, at + value.size());
  }
  char joiner = '?';
  for (const api::Field& field : route.query) {
    if (!field.required) continue;
    path += joiner + field.name + "=" + text_for(field, which, numbers_);
    joiner = '&';
  }
  return path;
}

void Served::send(const api::Route& route, unsigned which, std::string body) {
  std::string thing;
  const std::string address = address_of(route, which, thing);
  try {
    HttpClient::Headers headers;
    if (route.needs_if_match) {
      const std::string version = reader_->get(thing).header("ETag");
      headers["If-Match"] = version.empty() ? "\"v1\"" : version;
    }
    const bool json = route.body_kind == api::BodyKind::json;
    headers["Content-Type"] = json ? "application/json" : "application/octet-stream";
    const HttpReply reply =
        client_for(route).send(std::string(name_of(route.method)), address, body, headers);
    if (reply.status == 500) found(route.operation + " " + address + " " + body + "\n" + reply.body);
  } catch (const std::exception& error) {
    found(route.operation + " " + address + " got no answer: " + error.what());
  }
}

}  // namespace hotline::fuzz
