#include "app/hotline.hpp"

#include <filesystem>

#include "hotline/access/migrations.hpp"
#include "hotline/api/server.hpp"
#include "hotline/call/migrations.hpp"
#include "hotline/insight/migrations.hpp"
#include "hotline/integrate/migrations.hpp"
#include "hotline/jobs/migrations.hpp"
#include "hotline/knowledge/import.hpp"
#include "hotline/knowledge/migrations.hpp"
#include "hotline/notify/migrations.hpp"
#include "hotline/store/keeping.hpp"
#include "hotline/store/key_change.hpp"
#include "hotline/supervise/migrations.hpp"

namespace hotline::app {
namespace {

namespace fs = std::filesystem;

// The store's own clock and randomness live in the Hotline; it needs them before the Hotline is built.
struct Sources {
  base::SystemClock clock;
  base::SystemRandom random;
};
Sources& sources() {
  static Sources shared;  // stateless views of the operating system
  return shared;
}

using ModelPtr = std::shared_ptr<const classify::Model>;

base::Result<ModelPtr> load_delivered_model(const Settings& settings) {
  if (settings.model_file.empty()) return ModelPtr();
  HOTLINE_TRY(classify::Model model, classify::Model::load(settings.model_file));
  return ModelPtr(std::make_shared<const classify::Model>(std::move(model)));
}

// The model that the settings mean: the shelf's, or else the delivered one.
base::Result<ModelPtr> load_model(const Settings& settings, const dispatch::ModelShelf& shelf) {
  if (const auto name = shelf.in_force()) return shelf.load(*name);
  return load_delivered_model(settings);
}

// At start a model trained here that cannot be read gives way to the one before it, and at last to the
// delivered one: requests are taken all the same, and the log names the file.
base::Result<ModelPtr> load_model_at_start(const Settings& settings, dispatch::ModelShelf& shelf,
                                           const base::Logger& logger) {
  auto model = load_model(settings, shelf);
  if (model.ok() || !shelf.in_force()) return model;
  logger->error("event=model_refused file={} cause={}", *shelf.in_force(), base::name_of(model.error().code));
  if (shelf.rollback().ok()) {
    logger->warn("event=model_rolled_back file={}", *shelf.in_force());
    return load_model(settings, shelf);
  }
  return load_delivered_model(settings);
}

// A file of the audit: the one that the settings name, or else one beside the database.
std::string beside_database(const Settings& settings, const std::string& named, const char* name) {
  return named.empty() ? (fs::path(settings.store.path).parent_path() / name).string() : named;
}

base::Result<store::AnchorBook> open_anchors(store::Store& store, const Settings& settings) {
  return store::AnchorBook::open(store, beside_database(settings, settings.audit.key_file, "audit.key"),
                                 beside_database(settings, settings.audit.anchor_file, "anchors.log"));
}

base::Status read_second_factor_roles(Settings& settings) {
  for (const std::string& name : settings.second_factor_roles) {
    const auto role = access::find_role(name);
    if (!role) {
      return base::Error::field("access.second_factor_roles", "choice", "没有角色 " + name + "，请核对拼写。",
                                "There is no role " + name + ". Check its spelling.");
    }
    settings.access.session.second_factor_roles.push_back(*role);
  }
  return {};
}

base::Result<store::MasterKey> load_key(const Settings& settings, bool create) {
  if (settings.cipher != "sodium" && settings.cipher != "gm") {
    return base::Error::field("store.cipher", "choice", "密码算法套件只能为 sodium 或 gm。",
                              "The cipher suite is sodium or gm.");
  }
  HOTLINE_TRY(const store::MasterKey key, store::load_master_key(settings.key_file, create));
  return store::with_suite(key, settings.cipher);
}

base::Error first_error(const std::vector<city::Diagnostic>& diagnostics) {
  std::vector<base::FieldError> faults;
  for (const city::Diagnostic& one : diagnostics) {
    if (one.severity == city::Severity::error)
      faults.push_back({one.file + ":" + std::to_string(one.line), one.code, one.text});
  }
  base::Error error = base::Error::fields_wrong(std::move(faults));
  error.text = {"城市配置有误，请运行 hotline config check 逐条改正。",
                "The city's files are wrong. Run 'hotline config check' and correct each."};
  return error;
}

}  // namespace

void log_city_files(const base::Logger& logger, const std::vector<city::Diagnostic>& diagnostics) {
  for (const city::Diagnostic& one : diagnostics) {
    if (one.severity == city::Severity::error) {
      logger->error("event=city_file_wrong file={} line={} code={}", one.file, one.line, one.code);
    } else if (one.code == "obsolete_key") {
      logger->warn("event=city_setting_obsolete at={}:{} text=\"{}\"", one.file, one.line, one.text.en);
    }
  }
}

store::Actor system_actor() {
  return {"system", ""};
}

std::vector<store::Migration> all_migrations() {
  std::vector<store::Migration> all;
  for (auto& part : {jobs::migrations(), notify::migrations(), access::migrations(), city::migrations(),
                     ticket::migrations(), call::migrations(), supervise::migrations(), insight::migrations(),
                     knowledge::migrations(), integrate::migrations(), api::migrations()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

base::Result<std::unique_ptr<Hotline>> Hotline::open(Settings settings, base::Logger logger) {
  for (const base::FieldError& one : settings.warnings)
    logger->warn("event=setting_obsolete at={} text=\"{}\"", one.pointer, one.text.en);
  HOTLINE_CHECK(read_second_factor_roles(settings));
  std::error_code ignored;
  for (const std::string& file : {settings.store.path, settings.key_file}) {
    const fs::path folder = fs::path(file).parent_path();
    if (!folder.empty()) fs::create_directories(folder, ignored);
  }
  // A key that is made anew beside an old database would open none of its rows.
  const bool fresh = !fs::exists(settings.store.path);
  HOTLINE_TRY(store::MasterKey key, load_key(settings, fresh));
  HOTLINE_TRY(auto opened, store::open_archived(settings.store, settings.archive, key, all_migrations(),
                                                sources().clock, sources().random, logger));
  city::CityVersions versions(*opened);
  HOTLINE_TRY(const city::CityFiles files, city::read_city_files(settings.city_directory));
  HOTLINE_TRY(city::CityStart start, city::start_city(files, versions, system_actor()));
  if (!start.city) return first_error(start.diagnostics);
  log_city_files(logger, start.diagnostics);
  dispatch::ModelShelf shelf(settings.model_directory);
  HOTLINE_TRY(auto model, load_model_at_start(settings, shelf, logger));
  std::unique_ptr<Hotline> hotline(new Hotline(std::move(settings), std::move(logger), std::move(opened),
                                               std::move(start.city), std::move(model)));
  HOTLINE_TRY(hotline->anchors, open_anchors(*hotline->store, hotline->settings));
  HOTLINE_CHECK(hotline->store->write([](store::WriteTx& tx) -> base::Status {
    knowledge::Importer::mark_interrupted(tx);
    return {};
  }));
  HOTLINE_CHECK(hotline->store->read([&](store::ReadTx& tx) -> base::Status {
    HOTLINE_CHECK(hotline->authenticator.load(tx));
    hotline->intake.warm_up(tx, static_cast<std::size_t>(hotline->settings.neighbours));
    hotline->knowledge.library.load(tx);
    return {};
  }));
  return hotline;
}

Hotline::Hotline(Settings given, base::Logger log, std::unique_ptr<store::Store> opened,
                 std::shared_ptr<const city::City> loaded, std::shared_ptr<const classify::Model> trained)
    : settings(std::move(given)),
      logger(std::move(log)),
      store(std::move(opened)),
      authenticator(settings.access.session, clock),
      accounts(authenticator),
      sessions(settings.access.session, random, authenticator),
      sign_in(settings.access, *store, accounts, sessions),
      factors(random, authenticator),
      keys(random, authenticator),
      versions(*store),
      city(std::move(loaded)),
      model(std::move(trained)),
      models(settings.model_directory),
      scheduler(random),
      tickets(scheduler),
      requests(random, std::chrono::minutes{city.get()->settings.zone_offset_minutes}),
      neighbours(static_cast<std::size_t>(std::max(1, settings.neighbours))),
      intake(tickets, requests, neighbours),
      knowledge(scheduler, random, nullptr,
                {.precision = settings.knowledge.precision,
                 .notice = std::chrono::days{settings.knowledge.notice_days},
                 .limit = std::chrono::days{settings.knowledge.limit_days}}) {
  use_city();
}

Hotline::~Hotline() {
  // Nothing may use the parts below while they go.
  if (store) store->close();
}

void Hotline::use_city() {
  const auto now = city.get();
  intake.use(std::make_shared<const dispatch::Dispatcher>(now, model.get()));
  knowledge.library.use_synonyms(std::make_shared<const retrieve::Synonyms>(now->synonyms));
}

base::Result<city::Reload> Hotline::reload_city(const store::Actor& actor, const std::string& note) {
  HOTLINE_TRY(const city::CityFiles files, city::read_city_files(settings.city_directory));
  HOTLINE_TRY(city::Reload reload, city::reload_city(files, versions, city, actor, note));
  if (reload.version) use_city();
  return reload;
}

base::Status Hotline::reload_master_key() {
  HOTLINE_TRY(const store::MasterKey key, load_key(settings, false));
  return store::use_master_key(*store, key);
}

base::Status Hotline::reload_model() {
  HOTLINE_TRY(auto fresh, load_model(settings, models));
  model.set(std::move(fresh));
  use_city();
  return {};
}

}  // namespace hotline::app
