#include "api/matrix_fixture.hpp"

#include <algorithm>

#include "hotline/insight/follower.hpp"
#include "hotline/knowledge/knowledge.hpp"
#include "supervise/supervise_fixture.hpp"

namespace hotline::api {

using access::Right;
using access::Role;
using test::HttpClient;
using test::HttpReply;

namespace {

constexpr const char* nowhere = "987654";  // the number of nothing
constexpr const char* file = "%PDF-1.4 x";

std::string kind_of(const std::string& path) {
  for (const char* kind : {"tickets", "requests", "attachments", "supervision", "alerts", "gaps", "tasks"}) {
    if (path.find(std::string("/") + kind + "/{") != std::string::npos) return kind;
  }
  if (path.starts_with("/api/v1/knowledge/entries/{")) return "entries";
  return "";
}

std::string filled_in(std::string path, const std::map<std::string, std::string>& parameters) {
  for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{')) {
    const std::size_t close = path.find('}', open);
    const auto known = parameters.find(path.substr(open + 1, close - open - 1));
    path.replace(open, close - open + 1, known == parameters.end() ? nowhere : known->second);
  }
  return path;
}

std::optional<Right> everywhere_of(const Operation& operation) {
  if (!operation.described->contains("x-reach-everywhere")) return std::nullopt;
  return access::find_right((*operation.described)["x-reach-everywhere"].get<std::string>());
}

bool holds_one(const Json& rights, const access::Rights& held) {
  return std::any_of(rights.begin(), rights.end(), [&](const Json& name) {
    const auto right = access::find_right(name.get<std::string>());
    return right && held.has(*right);
  });
}

}  // namespace

bool Operation::bound_to_unit() const {
  const std::string reach = described->value("x-reach", "");
  return reach == "unit" || reach == "subtree";
}

MatrixFixture::MatrixFixture() {
  auto files = supervise::test::pressing_city();
  std::string& rules = files["supervision.toml"];
  const std::string bodies = "\"HOTLINE\", \"ENV\", \"XH\"";
  rules.replace(rules.find(bodies), bodies.size(), "\"HOTLINE\", \"XH-CG\"");
  for (const auto& [name, content] : files) write_city_file(name, content);
}

std::vector<Standing> MatrixFixture::standings() {
  std::vector<Standing> all{{"nobody signed in", std::nullopt, Standing::Unit::none, ""}};
  for (const Role role : access::all_roles()) {
    const std::string name(name_of(role));
    if (!access::acts_for_unit(role)) {
      all.push_back({name, role, Standing::Unit::none, ""});
      continue;
    }
    all.push_back({name + " of the own unit", role, Standing::Unit::own, "XH-CG"});
    all.push_back({name + " of the unit above", role, Standing::Unit::above, "XH"});
    all.push_back({name + " of another unit", role, Standing::Unit::other, "GS"});
  }
  return all;
}

std::vector<Operation> MatrixFixture::operations() {
  given_frozen_month();
  document_ = client().get("/api/openapi.json").json();
  std::vector<Operation> all;
  for (const auto& [path, methods] : document_["paths"].items()) {
    for (const auto& [method, described] : methods.items()) {
      Operation one;
      one.method = method;
      for (char& c : one.method) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      one.path = path;
      one.name = described["operationId"].get<std::string>();
      one.described = &described;
      if (described.contains("requestBody")) {
        const Json& content = described["requestBody"]["content"];
        if (content.contains("application/json")) one.body = &content["application/json"]["schema"];
        one.takes_bytes = one.body == nullptr;
      }
      for (const Json& parameter : described.value("parameters", Json::array()))
        one.needs_if_match = one.needs_if_match || parameter["name"] == "If-Match";
      const Json ok = described["responses"].value("200", Json::object());
      one.is_stream = ok.contains("content") && ok["content"].contains("text/event-stream");
      all.push_back(one);
    }
  }
  return all;
}

bool MatrixFixture::lets_in(const Operation& operation, const Standing& who) {
  if (operation.for_anyone()) return true;
  if (!who.role) return false;
  const access::Rights held = rights_of(*who.role);
  const Json& described = *operation.described;
  if (described.contains("x-rights") && !holds_one(described["x-rights"], held)) return false;
  return !described.contains("x-rights-besides") || holds_one(described["x-rights-besides"], held);
}

bool MatrixFixture::reaches(const Operation& operation, const Standing& who) {
  if (!lets_in(operation, who)) return false;
  if (!operation.bound_to_unit()) return true;
  if (!who.role) return false;
  switch (who.unit) {
    case Standing::Unit::own:
      return true;
    case Standing::Unit::above:
      return (*operation.described)["x-reach"] == "subtree";
    case Standing::Unit::other:
      return false;
    case Standing::Unit::none:
      break;
  }
  const auto everywhere = everywhere_of(operation);
  return everywhere && rights_of(*who.role).has(*everywhere);
}

HttpReply MatrixFixture::ask(const Operation& operation, const Standing& who) {
  HttpClient& person = client_of(who);
  Thing thing = thing_for(operation);
  thing.parameters["month"] = "2026-02";
  const std::string target = filled_in(operation.path, thing.parameters) + query_for(operation, who);
  HttpClient::Headers headers;
  if (operation.needs_if_match) headers["If-Match"] = thing.etag.empty() ? "\"v1\"" : thing.etag;
  if (operation.is_stream) {
    HttpClient listener = client();
    std::string request = operation.method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
    for (const auto& [name, value] : person.headers) request += name + ": " + value + "\r\n";
    listener.write_raw(request + "\r\n");
    HttpReply reply;
    reply.status = static_cast<unsigned>(std::stoi(listener.read_until("\r\n\r\n").substr(9, 3)));
    return reply;
  }
  HttpReply reply;
  if (operation.body != nullptr) {
    reply = person.send_json(operation.method, target, sample(*operation.body, "", who).dump(), headers);
  } else {
    reply = person.send(operation.method, target, operation.takes_bytes ? file : "", headers);
  }
  const bool changed = operation.method != "GET" && reply.status < 300;
  if (changed) things_.erase(kind_of(operation.path));
  if (changed && (operation.name == "signOut" || operation.name == "changeOwnPassword"))
    clients_.erase(who.name);
  return reply;
}

HttpClient& MatrixFixture::client_of(const Standing& who) {
  const auto known = clients_.find(who.name);
  if (known != clients_.end()) return known->second;
  return clients_.emplace(who.name, who.role ? signed_in({*who.role}, who.code) : client()).first->second;
}

MatrixFixture::Thing MatrixFixture::thing_for(const Operation& operation) {
  const std::string kind = kind_of(operation.path);
  if (kind.empty()) {
    if (operation.is_list() && !things_.contains("lists")) {
      for (const char* one : {"/api/v1/tickets/{id}", "/api/v1/knowledge/entries/{id}",
                              "/api/v1/knowledge/gaps/{id}", "/api/v1/knowledge/tasks/{id}"}) {
        Operation any;
        any.path = one;
        thing_for(any);
      }
      things_["lists"] = {};
    }
    return {};
  }
  if (const auto known = things_.find(kind); known != things_.end()) return known->second;
  Thing thing;
  if (kind == "tickets" || kind == "requests") {
    const std::int64_t id = given_ticket_of_unit();
    const Json made = ticket(id);
    thing.parameters = {{"id", std::to_string(id)},
                        {"assignment", "1"},
                        {"number", made["requests"][0]["number"].get<std::string>()}};
    thing.etag = "\"v" + std::to_string(made["version"].get<std::int64_t>()) + "\"";
  } else if (kind == "attachments") {
    given_ticket_of_unit();
    thing.parameters["id"] = std::to_string(attachment_);
  } else if (kind == "supervision" || kind == "alerts") {
    given_ticket_of_unit();
    const Json items = supervisor().get("/api/v1/" + kind + "?limit=100").json()["items"];
    // The newest that is the unit's.
    for (const Json& one : items) {
      if (one.dump().find("\"XH-CG\"") != std::string::npos)
        thing.parameters["id"] = std::to_string(one["id"].get<std::int64_t>());
    }
  } else if (kind == "entries") {
    thing.parameters["id"] = std::to_string(given_entry());
    thing.etag = "\"v1\"";
  } else if (kind == "gaps") {
    thing.parameters["id"] = std::to_string(given_gap());
  } else if (kind == "tasks") {
    thing.parameters["id"] = std::to_string(given_task());
  }
  return things_[kind] = thing;
}

// A case that frightens, so that steps and alerts follow from it.
std::int64_t MatrixFixture::given_ticket_of_unit() {
  const std::int64_t id = given_dispatched({{"words", "我们72名工人要堵门讨说法"}});
  const std::string number = ticket(id)["requests"][0]["number"].get<std::string>();
  const HttpReply paper = agent().send("POST", "/api/v1/requests/" + number + "/attachments", file);
  if (paper.status != 201) throw std::runtime_error(paper.body);
  attachment_ = paper.json()["id"].get<std::int64_t>();
  const std::string path = "/api/v1/tickets/" + std::to_string(id) + "/exclusions";
  const HttpReply asked =
      approver("XH-CG").post(path, {{"kind", "appeal"}, {"words", "x"}, {"evidence", {attachment_}}});
  if (asked.status != 201) throw std::runtime_error(asked.body);
  follow();
  return id;
}

void MatrixFixture::follow() {
  while (test::value_of(domain().office.ladder.catch_up(store().get(), 100)) > 0) {
  }
  insight::Follower figures(store().get(), store().clock, domain().city);
  while (test::value_of(figures.catch_up(100)) > 0) {
  }
}

// A month that is over and has a case of the unit in it.
void MatrixFixture::given_frozen_month() {
  clock().set(test::TestStore::start() - std::chrono::hours{24 * 14});
  given_ticket_of_unit();
  clock().set(test::TestStore::start());
  follow();
  const HttpReply frozen = supervisor().post_empty("/api/v1/figures/months/2026-02/freeze");
  if (frozen.status != 201) throw std::runtime_error(frozen.body);
}

// Submitted for the unit's review: nobody else's yet.
std::int64_t MatrixFixture::given_entry() {
  const Json body{{"questions", {"犬证怎么办？"}},
                  {"answer", "到窗口办理。"},
                  {"visibility", "internal"},
                  {"owner", "XH-CG"},
                  {"submit", true}};
  const HttpReply made = signed_in({Role::knowledge_editor}).post("/api/v1/knowledge/entries", body);
  if (made.status != 201) throw std::runtime_error(made.body);
  return made.json()["id"].get<std::int64_t>();
}

std::int64_t MatrixFixture::given_gap() {
  return store().write([&](store::WriteTx& tx) -> base::Result<std::int64_t> {
    knowledge::Asked asked;
    asked.channel = "desk";
    asked.question = "无人机在西湖上空能飞吗？";
    asked.unit = "XH-CG";
    asked.actor = {"system", ""};
    return domain().knowledge->questions.record(tx, asked, {}).gap;
  });
}

std::int64_t MatrixFixture::given_task() {
  const std::int64_t entry = given_entry(), other = given_entry();
  return store().write([&](store::WriteTx& tx) -> base::Result<std::int64_t> {
    const knowledge::NewTask task{knowledge::TaskKind::conflict,    entry, other, "XH-CG", "",
                                  tx.now() + std::chrono::hours{24}};
    HOTLINE_TRY(const auto opened, domain().knowledge->tasks.open(tx, task, {"system", ""}));
    return opened->id;
  });
}

// The least that the schema takes, with codes that the city knows.
Json MatrixFixture::sample(const Json& schema, const std::string& name, const Standing& who) const {
  if (schema.contains("$ref")) {
    const std::string reference = schema["$ref"].get<std::string>();
    return sample(document_["components"]["schemas"][reference.substr(reference.rfind('/') + 1)], name, who);
  }
  if (schema.contains("anyOf")) return sample(schema["anyOf"][0], name, who);
  if (schema.contains("enum")) {
    const bool appeals = !who.code.empty();
    for (const Json& value : schema["enum"]) {
      if (appeals && value == "appeal") return value;
    }
    return schema["enum"][0];
  }
  static const std::map<std::string, std::string> known{
      {"owner", "XH-CG"},       {"unit", "XH-CG"},    {"lead", "XH-CG"},         {"reason", "not_duty"},
      {"phone", "13900000000"}, {"channel", "phone"}, {"matter", "0402.040201"}, {"division", "330106005"},
      {"from", "2026-03-01"},   {"to", "2026-03-31"}};
  if (const auto value = known.find(name); value != known.end()) return value->second;
  const Json type = schema.value("type", Json("string"));
  const std::string kind = type.is_array() ? type[0].get<std::string>() : type.get<std::string>();
  if (kind == "integer") return schema.value("minimum", std::int64_t{1});
  if (kind == "number") return 0.5;
  if (kind == "boolean") return true;
  if (kind == "array") return name == "questions" ? Json::array({"x"}) : Json::array();
  if (kind != "object") {
    if (schema.value("format", "") == "date-time") return "2026-03-01T08:00:00+08:00";
    return schema.value("format", "") == "date" ? "2026-03-01" : "x";
  }
  Json out = Json::object();
  for (const Json& field : schema.value("required", Json::array()))
    out[field.get<std::string>()] = sample(schema["properties"][field.get<std::string>()], field, who);
  if (schema.value("properties", Json::object()).contains("owner")) out["owner"] = "XH-CG";
  return out;
}

std::string MatrixFixture::query_for(const Operation& operation, const Standing& who) const {
  std::string query;
  for (const Json& parameter : operation.described->value("parameters", Json::array())) {
    if (parameter["in"] != "query") continue;
    const std::string name = parameter["name"].get<std::string>();
    if (!parameter.value("required", false) && name != "owner") continue;
    const Json value = sample(parameter["schema"], name, who);
    query += (query.empty() ? "?" : "&") + name + "=" +
             (value.is_string() ? value.get<std::string>() : value.dump());
  }
  return query;
}

}  // namespace hotline::api
