#include "api/domain_fixture.hpp"

#include <filesystem>
#include <fstream>

#include "city/small_city.hpp"
#include "hotline/api/provider_door.hpp"
#include "hotline/api/retention.hpp"
#include "hotline/call/migrations.hpp"
#include "hotline/insight/migrations.hpp"
#include "hotline/integrate/migrations.hpp"
#include "hotline/integrate/webhooks.hpp"
#include "hotline/jobs/migrations.hpp"
#include "hotline/knowledge/import.hpp"
#include "hotline/knowledge/migrations.hpp"
#include "hotline/notify/migrations.hpp"
#include "hotline/store/anchor.hpp"
#include "hotline/supervise/migrations.hpp"
#include "hotline/ticket/herald.hpp"

namespace hotline::api {

using access::Role;
using test::HttpClient;
using test::HttpReply;

struct DomainApi::Parts {
  Parts(store::Store& store, base::Random& random, const base::Clock& clock,
        access::Authenticator& authenticator, const std::string& folder)
      : accounts(authenticator),
        sessions({}, random, authenticator),
        factors(random, authenticator),
        keys(random, authenticator),
        versions(store),
        scheduler(random),
        requests(random, std::chrono::hours{8}),
        knowledge(scheduler, random, &outbox),
        webhooks(store, scheduler, random, clock, {}) {
    const city::CityFiles files = test::value_of(city::read_city_files(folder));
    city.set(test::value_of(city::start_city(files, versions, {"system", ""})).city);
    use_city();
  }
  void use_city() {
    intake.use(std::make_shared<const dispatch::Dispatcher>(city.get(), nullptr));
    knowledge.library.use_synonyms(std::make_shared<const retrieve::Synonyms>(city.get()->synonyms));
  }
  access::Accounts accounts;
  access::Sessions sessions;
  access::SecondFactors factors;
  access::ApiKeys keys;
  city::CityVersions versions;
  city::CityHolder city;
  jobs::Scheduler scheduler;
  ticket::TicketBook tickets{scheduler};
  ticket::RequestBook requests;
  intake::NeighbourIndex neighbours;
  intake::Intake intake{tickets, requests, neighbours};
  call::AgentBook agents{scheduler};
  call::CallBook calls{agents};
  call::Callbacks callbacks{scheduler, tickets};
  notify::Outbox outbox{scheduler, [this] { return ticket::templates_of(*city.get()); }, {}};
  supervise::Office office{scheduler, tickets, outbox, city};
  knowledge::Knowledge knowledge;
  integrate::Webhooks webhooks;
  std::unique_ptr<knowledge::ImportQueue> imports;
  std::unique_ptr<intake::Attachments> attachments;
  std::unique_ptr<dispatch::ModelOffice> models;
  std::optional<store::AnchorBook> anchors;
  std::unique_ptr<call::Retention> retention;
};

DomainApi::DomainApi() {
  city_folder_ = folder_->file("city");
  for (const auto& [name, content] : city::test::small_city()) write_city_file(name, content);
}
DomainApi::~DomainApi() = default;

void DomainApi::write_city_file(const std::string& name, const std::string& content) {
  const std::filesystem::path path = std::filesystem::path(city_folder_) / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

std::vector<store::Migration> DomainApi::more_migrations() {
  return test::joined({jobs::migrations(), notify::migrations(), city::migrations(), ticket::migrations(),
                       call::migrations(), supervise::migrations(), insight::migrations(),
                       knowledge::migrations(), integrate::migrations()});
}

// Many people sign in within one instant of a clock that stands still.
void DomainApi::adjust(ServerSettings& settings) {
  settings.per_key = {};
  settings.per_address = {};
  settings.sign_in = {};
}

void DomainApi::adjust(Platform& platform) {
  authenticator_ = &platform.authenticator;
  sign_in_ = &platform.sign_in;
}

void DomainApi::add_routes(Routes& routes) {
  parts_ =
      std::make_unique<Parts>(store().get(), store().random, store().clock, *authenticator_, city_folder_);
  parts_->attachments = test::value_of(
      intake::Attachments::open({.directory = folder_->path() / "attachments"}, store().random));
  parts_->imports = std::make_unique<knowledge::ImportQueue>(store().get(), parts_->knowledge);
  parts_->knowledge.imports = parts_->imports.get();
  parts_->models = std::make_unique<dispatch::ModelOffice>(
      dispatch::ModelOffice::Means{.store = store().get(),
                                   .clock = clock(),
                                   .folder = model_folder(),
                                   .dispatcher = [this] { return parts_->intake.dispatcher(); },
                                   .model_changed = [this]() -> base::Status {
                                     ++model_changes_;
                                     return {};
                                   },
                                   .texts = {},
                                   .logger = nullptr});
  parts_->anchors.emplace(test::value_of(
      store::AnchorBook::open(store().get(), folder_->file("audit.key"), folder_->file("anchors.log"))));
  domain_ = std::make_unique<Domain>(Domain{.city = parts_->city,
                                            .tickets = parts_->tickets,
                                            .requests = parts_->requests,
                                            .intake = parts_->intake,
                                            .store = store().get(),
                                            .random = store().random,
                                            .scheduler = parts_->scheduler,
                                            .accounts = parts_->accounts,
                                            .keys = parts_->keys,
                                            .sign_in = *sign_in_,
                                            .factors = parts_->factors,
                                            .password_cost = {.passes = 1, .memory_kib = 8},
                                            .versions = parts_->versions,
                                            .city_directory = city_folder_,
                                            .city_changed =
                                                [this] {
                                                  ++city_changes_;
                                                  parts_->use_city();
                                                },
                                            .models = *parts_->models,
                                            .agents = parts_->agents,
                                            .calls = parts_->calls,
                                            .callbacks = parts_->callbacks,
                                            .office = parts_->office,
                                            .knowledge = &parts_->knowledge,
                                            .webhooks = &parts_->webhooks,
                                            .attachments = parts_->attachments.get(),
                                            .max_attachment = 64 * 1024,
                                            .worker_kinds = {"test.work"},
                                            .anchors = &*parts_->anchors});
  add_domain_routes(routes, *domain_);
  parts_->retention = std::make_unique<call::Retention>(call::RetentionTerms{.callers = 30}, parts_->tickets,
                                                        *parts_->attachments, parts_->scheduler);
  add_retention_routes(routes, *parts_->retention);
  declared_ = routes.take();
  routes.add(declared_);
  // Not among the declared ones: whoever comes to a door is nobody yet.
  add_provider_routes(
      routes, {.store = store().get(), .sessions = parts_->sessions, .clock = clock(), .lock_out = {}});
}

Json DomainApi::request_body(Json more) {
  Json body{{"channel", "phone"},
            {"words", "翠苑街道文三路路灯不亮已经一周，晚上出行很不方便，请尽快修好。"},
            {"title", "路灯不亮"},
            {"place", "文三路 1 号"},
            {"caller", {{"name", "王小明"}, {"phone", "13812345678"}}},
            {"kind", "help"},
            {"matter", "0402.040201"},
            {"division", "330106005"},
            {"hold", true}};
  body.update(more);
  return body;
}

Json DomainApi::given_request(Json more) {
  const HttpReply reply = agent().post("/api/v1/requests", request_body(std::move(more)));
  if (reply.status != 201) throw std::runtime_error("not taken: " + reply.body);
  return reply.json();
}

std::int64_t DomainApi::given_ticket(Json more) {
  return given_request(std::move(more))["ticket"].get<std::int64_t>();
}

std::int64_t DomainApi::given_dispatched(Json more) {
  const std::int64_t id = given_ticket(std::move(more));
  act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}});
  return id;
}

std::int64_t DomainApi::given_resolved(Json more) {
  const std::int64_t id = given_dispatched(std::move(more));
  act(handler("XH-CG"), id, "/assignments/1/sign");
  act(handler("XH-CG"), id, "/assignments/1/reply", {{"text", "路灯已修复。"}});
  act(supervisor(), id, "/review", {{"accepted", true}});
  return id;
}

Json DomainApi::ticket(std::int64_t id) {
  const HttpReply reply = supervisor().get("/api/v1/tickets/" + std::to_string(id));
  if (reply.status != 200) throw std::runtime_error("no ticket: " + reply.body);
  return reply.json();
}

HttpReply DomainApi::try_act(HttpClient client, std::int64_t id, const std::string& path, Json body) {
  const auto version = ticket(id)["version"].get<std::int64_t>();
  return client.post("/api/v1/tickets/" + std::to_string(id) + path, body, if_match(version));
}

Json DomainApi::act(HttpClient client, std::int64_t id, const std::string& path, Json body) {
  const HttpReply reply = try_act(std::move(client), id, path, std::move(body));
  if (reply.status != 200) throw std::runtime_error(path + " failed: " + reply.body);
  return reply.json();
}

std::int64_t DomainApi::account_of(HttpClient& person) {
  const std::string actor = person.get("/api/v1/session").json()["actor"].get<std::string>();
  return std::stoll(actor.substr(actor.find(':') + 1));
}

}  // namespace hotline::api
