// The composition root: the only place that builds the parts of a running hotline, top to bottom.
#pragma once

#include <memory>
#include <string>

#include "hotline/access/account.hpp"
#include "hotline/access/api_key.hpp"
#include "hotline/access/authenticator.hpp"
#include "hotline/access/second_factor.hpp"
#include "hotline/access/session.hpp"
#include "hotline/access/sign_in.hpp"
#include "hotline/app/settings.hpp"
#include "hotline/base/log.hpp"
#include "hotline/city/holder.hpp"
#include "hotline/city/versions.hpp"
#include "hotline/dispatch/model_holder.hpp"
#include "hotline/dispatch/model_shelf.hpp"
#include "hotline/intake/intake.hpp"
#include "hotline/jobs/scheduler.hpp"
#include "hotline/knowledge/knowledge.hpp"
#include "hotline/store/anchor.hpp"
#include "hotline/store/store.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::app {

// Every migration of every module, in the order in which the modules stand.
std::vector<store::Migration> all_migrations();

// All parts below HTTP. Members are built in their order and destroyed in the reverse one.
class Hotline {
 public:
  // Opens the store, loads the city, fills the caches. `actor` is who loads the city ("system" in service).
  // Errors: those of the store (another process holds it), of the key files, of the city's files, of the
  // model.
  static base::Result<std::unique_ptr<Hotline>> open(Settings settings, base::Logger logger);
  ~Hotline();

  // Rebuilds the dispatcher for the city now in force.
  void use_city();
  // Reloads the city's directory: the whole snapshot or nothing. Journalled.
  base::Result<city::Reload> reload_city(const store::Actor& actor, const std::string& note);
  // Reads the master key file again: a new first line is the key of today from now on, while requests go on.
  // Errors: those of load_master_key and use_master_key; the keys in force stay then.
  base::Status reload_master_key();
  // Takes the model that the shelf has in force, or else the delivered one, while requests go on. Errors:
  // those of Model::load, naming the file; the model in force stays then.
  base::Status reload_model();

  const Settings settings;
  base::Logger logger;
  base::SystemClock clock;
  base::SystemRandom random;
  std::unique_ptr<store::Store> store;
  std::optional<store::AnchorBook> anchors;  // set by open()
  access::Authenticator authenticator;
  access::Accounts accounts;
  access::Sessions sessions;
  access::SignIn sign_in;
  access::SecondFactors factors;
  access::ApiKeys keys;
  city::CityVersions versions;
  city::CityHolder city;
  dispatch::ModelHolder model;
  dispatch::ModelShelf models;
  jobs::Scheduler scheduler;
  ticket::TicketBook tickets;
  ticket::RequestBook requests;
  intake::NeighbourIndex neighbours;
  intake::Intake intake;
  knowledge::Knowledge knowledge;

 private:
  Hotline(Settings settings, base::Logger logger, std::unique_ptr<store::Store> opened,
          std::shared_ptr<const city::City> loaded, std::shared_ptr<const classify::Model> trained);
};

// An actor for what the program does by itself.
store::Actor system_actor();

// Errors, and keys that an earlier release knew; other warnings are for `hotline config check`.
void log_city_files(const base::Logger& logger, const std::vector<city::Diagnostic>& diagnostics);

}  // namespace hotline::app
