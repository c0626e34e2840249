#include "hotline/dispatch/model_office.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <iterator>

#include "hotline/base/log_context.hpp"

namespace hotline::dispatch {
namespace {

constexpr std::array<std::string_view, 5> phase_names{"idle", "reading", "learning", "done", "failed"};
constexpr std::size_t page = 500;  // tickets of one read: a reader is not held for the whole of it
constexpr int low_priority = 10;   // nice value: requests go first

bool is_under_way(const TrainingState& state) {
  return state.phase == TrainingPhase::reading || state.phase == TrainingPhase::learning;
}

}  // namespace

std::string_view name_of(TrainingPhase phase) {
  return phase_names.at(static_cast<std::size_t>(phase));
}

ModelOffice::~ModelOffice() {
  worker_.request_stop();
}

TrainingState ModelOffice::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

base::Status ModelOffice::start(bool promote, const store::Actor& actor) {
  const std::lock_guard lock(mutex_);
  if (is_under_way(state_)) {
    return base::Error::of(base::ErrorCode::conflict, "正在训练，请等它结束，或先中止。",
                           "A training is under way. Wait for it to end, or stop it first.");
  }
  state_ = {};
  state_.phase = TrainingPhase::reading;
  state_.started = means_.clock.now();
  // The worker before has ended, or is about to return: it says so as the last thing that it does.
  worker_ = std::jthread([this, promote, actor, id = base::current_log_id()](const std::stop_token& stop) {
    const base::LogScope scope(id);
    train(stop, promote, actor);
  });
  return {};
}

base::Status ModelOffice::cancel() {
  const std::lock_guard lock(mutex_);
  if (!is_under_way(state_)) {
    return base::Error::of(base::ErrorCode::conflict, "没有正在进行的训练。", "No training is under way.");
  }
  worker_.request_stop();
  return {};
}

void ModelOffice::wait() {
  std::jthread worker;
  {
    const std::lock_guard lock(mutex_);
    worker.swap(worker_);
  }
  if (worker.joinable()) worker.join();
}

void ModelOffice::train(const std::stop_token& stop, bool promote, const store::Actor& actor) {
  // On Linux this is the thread's own; where it is refused the training only is less polite.
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), low_priority);
  const base::Status done = learn(stop, promote, actor);
  if (!done.ok() && means_.logger)
    means_.logger->warn("event=training_failed cause={}", base::name_of(done.error().code));
  note([&](TrainingState& state) {
    state.ended = means_.clock.now();
    state.phase = done.ok() ? TrainingPhase::done : TrainingPhase::failed;
    if (!done.ok()) state.fault = done.error().text;
  });
}

base::Result<std::vector<PastTicket>> ModelOffice::read_tickets(const std::stop_token& stop) {
  std::vector<PastTicket> all;
  while (!stop.stop_requested()) {
    const std::int64_t after = all.empty() ? 0 : all.back().id;
    HOTLINE_TRY(auto some, means_.store.read([&](store::ReadTx& tx) -> base::Result<std::vector<PastTicket>> {
      return past_tickets(tx, after, page);
    }));
    if (some.empty()) break;
    std::move(some.begin(), some.end(), std::back_inserter(all));
    note([&](TrainingState& state) { state.tickets = all.size(); });
  }
  return all;
}

base::Status ModelOffice::learn(const std::stop_token& stop, bool promote, const store::Actor& actor) {
  const auto dispatcher = means_.dispatcher();
  TrainingInput input;
  {
    HOTLINE_TRY(const std::vector<PastTicket> tickets, read_tickets(stop));
    input.lessons = lessons_of(tickets, *dispatcher);
  }
  input.base = lessons_of_city(dispatcher->city());
  if (means_.texts) {
    HOTLINE_TRY(auto more, means_.texts(dispatcher->city()));
    std::move(more.begin(), more.end(), std::back_inserter(input.base));
  }
  input.champion = dispatcher->model();
  input.now = means_.clock.now();
  input.stop = stop;
  input.progress = [this](double share) { note([&](TrainingState& state) { state.progress = share; }); };
  note([](TrainingState& state) { state.phase = TrainingPhase::learning; });
  HOTLINE_TRY(const Training training, train_and_compete(input));
  std::string name;
  {
    const std::lock_guard lock(shelf_mutex_);
    HOTLINE_TRY(name, shelf_.put(*training.model));
  }
  note([&](TrainingState& state) {
    state.contest = training.contest;
    state.lessons = training.lessons;
    state.matters = training.matters;
    state.model = name;
  });
  HOTLINE_CHECK(journal(actor, "model_trained",
                        {{"model", name},
                         {"won", training.contest.won},
                         {"rows", static_cast<std::int64_t>(training.contest.rows)},
                         {"champion", training.contest.champion},
                         {"challenger", training.contest.challenger}}));
  if (!promote || !training.contest.won) return {};
  HOTLINE_CHECK(this->promote(name, actor));
  note([](TrainingState& state) { state.promoted = true; });
  return {};
}

base::Status ModelOffice::journal(const store::Actor& actor, std::string_view kind, store::Payload payload) {
  return means_.store.write([&](store::WriteTx& tx) -> base::Status {
    tx.journal().append(tx, {"dispatch", 0, kind, actor, "", payload});
    return {};
  });
}

base::Status ModelOffice::promote(const std::string& name, const store::Actor& actor) {
  const std::lock_guard lock(shelf_mutex_);
  const auto before = shelf_.in_force();
  HOTLINE_CHECK(shelf_.promote(name));
  if (const auto changed = means_.model_changed(); !changed.ok()) {
    if (before != name) {
      HOTLINE_CHECK(shelf_.take_back());
    }
    return changed.error();
  }
  return journal(actor, "model_promoted", {{"model", name}});
}

base::Result<std::string> ModelOffice::roll_back(const store::Actor& actor) {
  const std::lock_guard lock(shelf_mutex_);
  const auto before = shelf_.in_force();
  HOTLINE_TRY(const std::string name, shelf_.rollback());
  if (const auto changed = means_.model_changed(); !changed.ok()) {
    HOTLINE_CHECK(shelf_.promote(*before));
    return changed.error();
  }
  HOTLINE_CHECK(journal(actor, "model_rolled_back", {{"model", name}}));
  return name;
}

}  // namespace hotline::dispatch
