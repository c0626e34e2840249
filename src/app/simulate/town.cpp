#include "app/simulate/town.hpp"

#include "hotline/city/load.hpp"
#include "hotline/ticket/lateness.hpp"
#include "hotline/ticket/templates.hpp"

namespace hotline::app {
namespace {

constexpr std::size_t batch = 1000;
constexpr std::size_t figures_batch = 20000;  // a ticket that is touched often is counted once for a batch

}  // namespace

base::Result<std::unique_ptr<Town>> Town::open(const SimulationSettings& settings) {
  city::CityLoad load = city::load_city(settings.city_directory);
  if (!load.city) {
    return base::Error::of(base::ErrorCode::invalid_input,
                           "城市配置有误，请运行 hotline config check 逐条改正。",
                           "The city's files are wrong. Run 'hotline config check' and correct each.");
  }
  std::unique_ptr<Town> town(new Town(settings, std::move(load.city)));
  store::StoreSettings place;
  place.path = settings.folder + "/simulation.db";
  // The cache is as large as a hotline's own: SQLite walks through all of it at each commit that split a
  // page, so that a larger one costs more than it saves.
  HOTLINE_TRY(town->store, store::Store::open(place, store::MasterKey{std::string(32, 's')}, all_migrations(),
                                              town->clock, town->random, base::make_silent_logger()));
  town->herald = std::make_unique<ticket::Herald>(town->outbox, town->holder, ticket::HeraldSettings{});
  town->planner = std::make_unique<call::CallbackPlanner>(town->scheduler, town->holder, town->outbox, true);
  HOTLINE_CHECK(town->planner->start_with_the_next(*town->store));
  town->figures = std::make_unique<insight::Follower>(*town->store, town->clock, town->holder);
  town->runner = std::make_unique<jobs::Runner>(*town->store, town->scheduler, town->clock, town->waiter,
                                                base::make_silent_logger(), jobs::RunnerSettings{});
  town->office.serve(*town->runner);
  HOTLINE_CHECK(town->office.start(*town->store));
  Town& made = *town;
  made.runner->handle_inside(
      std::string(ticket::job::deadline), [&made](store::WriteTx& tx, const jobs::LeasedJob& job) {
        return ticket::note_lateness(tx, job.subject, made.scheduler, made.outbox, made.holder);
      });
  made.runner->handle_inside(
      std::string(call::kCallbackGuard),
      [&made](store::WriteTx& tx, const jobs::LeasedJob& job) { return made.planner->guard(tx, job); });
  made.intake.use(std::make_shared<const dispatch::Dispatcher>(made.city, nullptr));
  return town;
}

Town::Town(const SimulationSettings& settings, std::shared_ptr<const city::City> loaded)
    : clock(settings.start),
      random(settings.seed),
      city(std::move(loaded)),
      holder(city),
      scheduler(random),
      tickets(scheduler),
      requests(random, std::chrono::minutes{city->settings.zone_offset_minutes}),
      intake(tickets, requests, neighbours),
      outbox(scheduler, ticket::templates_in_force(holder), {}),
      office(scheduler, tickets, outbox, holder),
      callbacks(scheduler, tickets) {}

Town::~Town() {
  if (store) store->close();
}

base::Status Town::settle() {
  for (bool busy = true; busy;) {
    jobs::FeedConsumer* const consumers[] = {herald.get(), &office.ladder, planner.get()};
    HOTLINE_TRY(const std::size_t followed, jobs::catch_up(*store, consumers, batch));
    busy = followed + runner->run_due() > 0;
  }
  return {};
}

base::Status Town::count() {
  for (;;) {
    HOTLINE_TRY(const std::size_t counted, figures->catch_up(figures_batch));
    if (counted == 0) return {};
  }
}

}  // namespace hotline::app
