#include "app/server.hpp"

#include "app/carriers.hpp"
#include "app/files_mirror.hpp"
#include "app/gauges.hpp"
#include "app/open_files.hpp"
#include "app/past_rows.hpp"
#include "hotline/api/provider_door.hpp"
#include "hotline/api/retention.hpp"
#include "hotline/api/tls.hpp"
#include "hotline/base/log_context.hpp"
#include "hotline/store/key_change.hpp"
#include "hotline/ticket/lateness.hpp"
#include "hotline/ticket/templates.hpp"

namespace hotline::app {
namespace {

// Small, because callers wait behind a batch that is being written.
constexpr std::size_t feed_batch = 32;
constexpr std::size_t rewrap_batch = 64;
constexpr auto feed_pause = std::chrono::milliseconds{500};
constexpr std::size_t figures_batch = 64;
constexpr auto figures_pause = std::chrono::milliseconds{500};
constexpr std::chrono::hours scrub_from{2}, scrub_until{5};  // of the day, in the city's zone
constexpr auto maintain_every = std::chrono::seconds{30};

notify::QuietRules quiet_rules(const city::City& city) {
  notify::QuietRules rules;
  rules.zone_offset = std::chrono::minutes{city.settings.zone_offset_minutes};
  rules.critical_passes = city.settings.notify.urgent_ignores_quiet_hours;
  // A span over midnight is held as two by the city; people understand it as one.
  const city::DayHours& quiet = city.settings.notify.quiet_hours;
  if (!quiet.empty()) {
    const bool over_midnight = quiet.size() > 1 && quiet.front().from == 0 && quiet.back().to == 1440;
    rules.hours[notify::RecipientKind::phone] = {
        std::chrono::minutes{over_midnight ? quiet.back().from : quiet.front().from},
        std::chrono::minutes{quiet.front().to}};
  }
  return rules;
}

// A reloaded city counts from the next message on. Without a mail server no copies are queued: they would
// only fail, one by one.
notify::OutboxSettings outbox_settings(const city::CityHolder& city, const SmtpChoice& smtp) {
  notify::OutboxSettings settings;
  settings.quiet = [&city] { return quiet_rules(*city.get()); };
  if (smtp.host.empty()) return settings;
  settings.mailbox = [&city, hotline = smtp.hotline_mailbox](const notify::Recipient& recipient) {
    if (recipient.kind == notify::RecipientKind::role) return hotline;
    const city::Unit* unit =
        recipient.kind == notify::RecipientKind::unit ? city.get()->units.find(recipient.name) : nullptr;
    return unit == nullptr ? std::string() : unit->email;
  };
  return settings;
}

// More connections than open files would leave none for the database's own.
void fit_connections(api::ServerSettings& server, const base::Logger& logger) {
  const std::size_t files = allow_many_files();
  const std::size_t fitting = fitting_connections(server.max_connections, files);
  if (fitting == server.max_connections) return;
  logger->warn(
      "event=few_open_files limit={} max_connections={} instead_of={} "
      "advice=\"raise the hard limit of open files (LimitNOFILE, ulimit -n) or lower "
      "server.max_connections\"",
      files, fitting, server.max_connections);
  server.max_connections = fitting;
}

dispatch::ModelOffice::Means means_of_models(Hotline& hotline) {
  return {.store = *hotline.store,
          .clock = hotline.clock,
          .folder = hotline.settings.model_directory,
          .dispatcher = [&hotline] { return hotline.intake.dispatcher(); },
          .model_changed = [&hotline] { return hotline.reload_model(); },
          .texts = [&hotline](const city::City& city) -> base::Result<std::vector<dispatch::Lesson>> {
            std::vector<dispatch::Lesson> lessons;
            if (hotline.settings.training_texts.empty()) return lessons;
            HOTLINE_TRY(const PastRows rows,
                        load_past_rows(hotline.settings.training_texts, "", city, hotline.clock.now()));
            dispatch::add_texts(rows.tickets, lessons);
            return lessons;
          },
          .logger = hotline.logger};
}

std::map<notify::Channel, notify::Carrier*> plain(
    const std::map<notify::Channel, std::unique_ptr<notify::Carrier>>& owned) {
  std::map<notify::Channel, notify::Carrier*> pointers;
  for (const auto& [channel, carrier] : owned) pointers[channel] = carrier.get();
  return pointers;
}

}  // namespace

base::Result<std::unique_ptr<RunningHotline>> RunningHotline::start(Settings settings, base::Logger logger) {
  fit_connections(settings.server, logger);
  HOTLINE_TRY(auto hotline, Hotline::open(std::move(settings), std::move(logger)));
  std::unique_ptr<RunningHotline> running(new RunningHotline(std::move(hotline)));
  HOTLINE_TRY(running->carriers_, make_carriers(*running->hotline_));
  HOTLINE_TRY(running->hotline_->knowledge.phraser, make_phraser(*running->hotline_));
  HOTLINE_TRY(running->provider_, make_identity_provider(*running->hotline_));
  HOTLINE_CHECK(running->serve());
  return running;
}

RunningHotline::RunningHotline(std::unique_ptr<Hotline> hotline)
    : hotline_(std::move(hotline)),
      outbox_(hotline_->scheduler, ticket::templates_in_force(hotline_->city),
              outbox_settings(hotline_->city, hotline_->settings.smtp)),
      herald_(outbox_, hotline_->city, {!hotline_->settings.sms.url.empty(), ""}),
      planner_(hotline_->scheduler, hotline_->city, outbox_, !hotline_->settings.sms.url.empty()),
      figures_(*hotline_->store, hotline_->clock, hotline_->city),
      webhooks_(*hotline_->store, hotline_->scheduler, hotline_->random, hotline_->clock, {}),
      runner_(*hotline_->store, hotline_->scheduler, hotline_->clock, waiter_, hotline_->logger, {}),
      sender_(*hotline_->store, hotline_->scheduler, hotline_->clock, sender_waiter_, hotline_->logger,
              {.worker = "runner.messages"}),
      caller_(*hotline_->store, hotline_->scheduler, hotline_->clock, caller_waiter_, hotline_->logger,
              {.worker = "runner.webhooks"}),
      agents_(hotline_->scheduler),
      calls_(agents_),
      callbacks_(hotline_->scheduler, hotline_->tickets),
      office_(hotline_->scheduler, hotline_->tickets, outbox_, hotline_->city),
      models_(means_of_models(*hotline_)),
      domain_{.city = hotline_->city,
              .tickets = hotline_->tickets,
              .requests = hotline_->requests,
              .intake = hotline_->intake,
              .store = *hotline_->store,
              .random = hotline_->random,
              .scheduler = hotline_->scheduler,
              .accounts = hotline_->accounts,
              .keys = hotline_->keys,
              .sign_in = hotline_->sign_in,
              .factors = hotline_->factors,
              .password_cost = hotline_->settings.access.password,
              .versions = hotline_->versions,
              .city_directory = hotline_->settings.city_directory,
              .city_changed = [this] { hotline_->use_city(); },
              .models = models_,
              .agents = agents_,
              .calls = calls_,
              .callbacks = callbacks_,
              .office = office_,
              .knowledge = &hotline_->knowledge,
              .webhooks = &webhooks_,
              .max_attachment = static_cast<std::size_t>(hotline_->settings.max_attachment_mib) << 20U,
              .worker_kinds = hotline_->settings.worker_kinds,
              .anchors = &*hotline_->anchors},
      keeper_(*hotline_) {}

base::Status RunningHotline::serve() {
  courier_ = std::make_unique<notify::Courier>(*hotline_->store, outbox_, hotline_->clock, plain(carriers_));
  sender_.handle_outside(notify::kDeliver,
                         [this](jobs::OutsideAttempt& attempt) { return courier_->deliver(attempt); });
  runner_.handle_outside(std::string(ticket::job::scrub), [this](jobs::OutsideAttempt&) { return scrub(); });
  caller_.handle_outside(integrate::kWebhook,
                         [this](jobs::OutsideAttempt& attempt) { return webhooks_.deliver(attempt); });
  HOTLINE_CHECK(webhooks_.start_with_the_next(*hotline_->store));
  runner_.handle_inside(
      std::string(ticket::job::deadline), [this](store::WriteTx& tx, const jobs::LeasedJob& job) {
        return ticket::note_lateness(tx, job.subject, hotline_->scheduler, outbox_, hotline_->city);
      });
  runner_.handle_inside(
      std::string(call::kAgentTimeOut),
      [this](store::WriteTx& tx, const jobs::LeasedJob& job) { return agents_.time_out(tx, job); });
  office_.serve(runner_);
  HOTLINE_CHECK(office_.start(*hotline_->store));
  hotline_->knowledge.use_outbox(&outbox_);
  imports_ = std::make_unique<knowledge::ImportQueue>(*hotline_->store, hotline_->knowledge);
  hotline_->knowledge.imports = imports_.get();
  runner_.handle_inside(
      std::string(knowledge::review_job),
      [this](store::WriteTx& tx, const jobs::LeasedJob& job) { return hotline_->knowledge.remind(tx, job); });
  runner_.handle_inside(std::string(knowledge::late_job),
                        [this](store::WriteTx& tx, const jobs::LeasedJob& job) {
                          return hotline_->knowledge.note_late(tx, job);
                        });
  runner_.handle_inside(
      std::string(call::kCallbackGuard),
      [this](store::WriteTx& tx, const jobs::LeasedJob& job) { return planner_.guard(tx, job); });
  HOTLINE_CHECK(planner_.start_with_the_next(*hotline_->store));
  for (const std::string& kind : hotline_->settings.worker_kinds) {
    if (!runner_.handles(kind) && !sender_.handles(kind) && !caller_.handles(kind)) continue;
    return base::Error::field("jobs.worker_kinds", "own_kind",
                              "任务 " + kind + " 由热线自身处理，不能交给外部程序，请从设置中删去。",
                              "Jobs of kind " + kind + " are the hotline's own. Take it out of the setting.");
  }
  hotline_->scheduler.on_soon([this] {
    for (jobs::Runner* one : {&runner_, &sender_, &caller_}) one->notify();
  });

  api::Platform platform{*hotline_->store,        hotline_->clock,   hotline_->random,  hotline_->logger,
                         hotline_->authenticator, hotline_->sign_in, hotline_->sessions};
  // Live events name tickets and kinds only; who sees every ticket, secret ones too, may follow them all.
  platform.may_see_event = [](const access::Principal& who, const store::Entry& entry) {
    if (who.may(access::Right::audit_read)) return true;
    return entry.stream == "ticket" && who.may(access::Right::ticket_read_all) &&
           who.may(access::Right::secret_read);
  };
  platform.gauges = gauges_of(*hotline_, keeper_, stuck_jobs_);
  platform.checks.push_back(
      {"concern:data", [this](store::ReadTx&) -> base::Status { return keeper_.concern(); }});
  platform.checks.push_back({"calendar", [this](store::ReadTx&) -> base::Status {
                               const auto due = hotline_->city.get()->calendar.timetable("office").due(
                                   hotline_->clock.now(), std::chrono::hours{8});
                               return due.ok() ? base::Status{} : base::Status{due.error()};
                             }});
  intake::AttachmentSettings files{.directory = hotline_->settings.attachment_directory};
  if (const std::string& archive = hotline_->settings.archive.directory; !archive.empty())
    files.second_copy = files_of_archive(archive);
  HOTLINE_TRY(attachments_, intake::Attachments::open(std::move(files), hotline_->random));
  domain_.attachments = attachments_.get();
  HOTLINE_CHECK(serve_retention());
  api::Routes routes;
  api::add_domain_routes(routes, domain_);
  api::add_retention_routes(routes, *retention_);
  const api::ServerSettings& http = hotline_->settings.server;
  api::add_provider_routes(
      routes, {.provider = provider_.get(),
               .store = *hotline_->store,
               .sessions = hotline_->sessions,
               .clock = hotline_->clock,
               .lock_out = hotline_->settings.access.lock_out,
               .secure_cookies = http.secure_cookies || !hotline_->settings.tls.certificate.empty()});
  HOTLINE_TRY(server_, api::start_server({.certificate = hotline_->settings.tls.certificate,
                                          .key = hotline_->settings.tls.key},
                                         http, std::move(platform), std::move(routes)));
  for (jobs::Runner* one : {&runner_, &sender_, &caller_}) one->start();
  keeper_.start();
  follower_ = std::jthread([this](const std::stop_token& stop) { follow(stop); });
  counter_ = std::jthread([this](const std::stop_token& stop) { count(stop); });
  return {};
}

base::Status RunningHotline::serve_retention() {
  const call::RetentionTerms& terms = hotline_->settings.retention;
  HOTLINE_CHECK(call::check(terms));
  retention_ =
      std::make_unique<call::Retention>(terms, hotline_->tickets, *attachments_, hotline_->scheduler);
  const auto zone = [this] {
    return std::chrono::minutes{hotline_->city.get()->settings.zone_offset_minutes};
  };
  runner_.handle_inside(std::string(call::kRetention),
                        [this, zone](store::WriteTx& tx, const jobs::LeasedJob& job) {
                          return retention_->serve(tx, job, zone());
                        });
  if (!terms.any()) return {};
  return hotline_->store->write([&](store::WriteTx& tx) { return retention_->plan_night(tx, zone()); });
}

// Rewrites the database at night: writers wait for seconds then, and nobody should be on the line.
jobs::Report RunningHotline::scrub() {
  const base::Time now = hotline_->clock.now();
  const auto offset = std::chrono::minutes{hotline_->city.get()->settings.zone_offset_minutes};
  const base::Time midnight = std::chrono::floor<std::chrono::days>(now + offset) - offset;
  if (now < midnight + scrub_from || now >= midnight + scrub_until) {
    return jobs::Postponed{now < midnight + scrub_from ? midnight + scrub_from
                                                       : midnight + std::chrono::days{1} + scrub_from};
  }
  if (const auto done = hotline_->store->scrub(); !done.ok()) return jobs::Failure{done.error(), {}, {}};
  return jobs::Done{};
}

// Signs the end of the journal's chain once a day of the city.
void RunningHotline::anchor_daily() {
  const std::chrono::minutes zone{hotline_->city.get()->settings.zone_offset_minutes};
  const auto anchor = hotline_->anchors->drop_daily(hotline_->clock.now(), zone);
  if (!anchor.ok()) {
    hotline_->logger->error("event=anchor_failed cause={}", base::name_of(anchor.error().code));
    keeper_.note_anchor(anchor.error());
    return;
  }
  if (*anchor) hotline_->logger->info("event=anchored number={} seq={}", (*anchor)->number, (*anchor)->seq);
  keeper_.note_anchor(hotline_->anchors->newest_at());
}

std::string RunningHotline::url() const {
  const api::ServerSettings& server = hotline_->settings.server;
  return (hotline_->settings.tls.certificate.empty() ? "http://" : "https://") + server.address + ":" +
         std::to_string(port()) + "/";
}

void RunningHotline::refresh_certificate() {
  const auto refreshed = api::refresh_certificate(*server_);
  if (refreshed.ok()) return;
  const base::Error& error = refreshed.error();
  hotline_->logger->error("event=certificate_refused text=\"{}\"",
                          error.fields.empty() ? error.text.en : error.fields.front().text.en);
}

// Returns how many entries the busiest consumer went on by.
std::size_t RunningHotline::follow_journal() {
  jobs::FeedConsumer* const consumers[] = {&herald_, &office_.ladder, &planner_, &webhooks_};
  const auto together = jobs::catch_up(*hotline_->store, consumers, feed_batch);
  if (together.ok()) return *together;
  std::size_t most = 0;  // one that fails holds up nobody else
  for (jobs::FeedConsumer* one : consumers) {
    const base::LogScope scope(base::LogId("follow-" + one->feed().consumer()));
    const auto alone = one->catch_up(*hotline_->store, feed_batch);
    if (alone.ok()) {
      most = std::max(most, *alone);
    } else {
      hotline_->logger->warn("event=feed_waits consumer={} cause={}", one->feed().consumer(),
                             base::name_of(alone.error().code));
    }
  }
  return most;
}

void RunningHotline::follow(const std::stop_token& stop) {
  const base::LogScope scope(base::LogId("follow"));
  auto maintained = std::chrono::steady_clock::now();
  anchor_daily();
  stuck_jobs_.count(*hotline_->store);
  while (!stop.stop_requested()) {
    const std::size_t followed = follow_journal();
    if (std::chrono::steady_clock::now() - maintained > maintain_every) {
      hotline_->authenticator.maintain(*hotline_->store);
      anchor_daily();
      stuck_jobs_.count(*hotline_->store);
      refresh_certificate();
      maintained = std::chrono::steady_clock::now();
    }
    const auto rewrapped = store::rewrap(*hotline_->store, rewrap_batch);
    if (!rewrapped.ok())
      hotline_->logger->warn("event=rewrap_waits cause={}", base::name_of(rewrapped.error().code));
    if (followed < feed_batch) std::this_thread::sleep_for(feed_pause);
  }
}

void RunningHotline::count(const std::stop_token& stop) {
  const base::LogScope scope(base::LogId("follow-insight.figures"));
  while (!stop.stop_requested()) {
    const auto counted = figures_.catch_up(figures_batch);
    if (!counted.ok())
      hotline_->logger->warn("event=figures_wait cause={}", base::name_of(counted.error().code));
    if (!counted.ok() || *counted < figures_batch) std::this_thread::sleep_for(figures_pause);
  }
}

RunningHotline::~RunningHotline() {
  if (server_) server_->stop();
  keeper_.stop();
  counter_.request_stop();
  follower_.request_stop();
  if (counter_.joinable()) counter_.join();
  if (follower_.joinable()) follower_.join();
  for (jobs::Runner* one : {&runner_, &sender_, &caller_}) one->stop();
  imports_.reset();
}

}  // namespace hotline::app
