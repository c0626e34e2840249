// The dispatch model of a running hotline: trained in the background, promoted, rolled back, while requests
// are taken.
//
// A training reads the hotline's own tickets in pages, learns on one thread of low priority, and lets the
// challenger compete with the model in force (learning.hpp). Its model is put on the shelf; it is promoted
// when it was asked for and the contest is won. What was done stands in the journal: model_trained,
// model_promoted, model_rolled_back; how far a training is, is kept in memory alone.
//
// Threads: all functions from any thread but those of the store and of I/O; they wait for the store.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/log.hpp"
#include "hotline/dispatch/learning.hpp"
#include "hotline/dispatch/model_shelf.hpp"
#include "hotline/store/store.hpp"

namespace hotline::dispatch {

enum class TrainingPhase { idle, reading, learning, done, failed };
// Stable English name: "idle", "reading", "learning", "done", "failed".
std::string_view name_of(TrainingPhase phase);

struct TrainingState {
  TrainingPhase phase = TrainingPhase::idle;
  double progress = 0;  // of learning, 0 to 1
  std::optional<base::Time> started, ended;
  std::size_t tickets = 0;  // read
  std::size_t lessons = 0;  // learnt, the city's own words among them
  std::size_t matters = 0;
  std::optional<Contest> contest;
  std::string model;                // its name on the shelf, "" while there is none
  bool promoted = false;            // and in force
  std::optional<base::Text> fault;  // why it failed
};

class ModelOffice {
 public:
  struct Means {
    store::Store& store;
    const base::Clock& clock;
    std::string folder;  // of the shelf
    // The dispatcher in force: its model is the champion, its city says what matters there are.
    std::function<std::shared_ptr<const Dispatcher>()> dispatcher;
    // Takes the model that the shelf has in force into service. Errors: it cannot be read; the old one stays.
    std::function<base::Status()> model_changed;
    // Labelled texts that are learnt beside the city's words. May be empty.
    std::function<base::Result<std::vector<Lesson>>(const city::City&)> texts;
    base::Logger logger;  // may be null
  };
  explicit ModelOffice(Means means) : means_(std::move(means)), shelf_(means_.folder) {}
  // Stops a training that is under way; what it had learnt is lost.
  ~ModelOffice();
  ModelOffice(const ModelOffice&) = delete;
  ModelOffice& operator=(const ModelOffice&) = delete;

  // Begins a training and returns. Errors: conflict while another one is under way.
  base::Status start(bool promote, const store::Actor& actor);
  // Asks the training under way to stop; it ends as failed within seconds. Errors: conflict when there is
  // none.
  base::Status cancel();
  TrainingState state() const;
  // Waits until no training is under way.
  void wait();

  // Puts a model of the shelf in force and takes it into service; when it cannot be, the one before stays.
  // Errors: those of ModelShelf::promote and of model_changed.
  base::Status promote(const std::string& name, const store::Actor& actor);
  // Goes back to the model before; its name. Errors: those of ModelShelf::rollback and of model_changed.
  base::Result<std::string> roll_back(const store::Actor& actor);
  std::vector<ShelvedModel> list() const { return shelf_.list(); }

 private:
  void train(const std::stop_token& stop, bool promote, const store::Actor& actor);
  base::Status learn(const std::stop_token& stop, bool promote, const store::Actor& actor);
  base::Result<std::vector<PastTicket>> read_tickets(const std::stop_token& stop);
  base::Status journal(const store::Actor& actor, std::string_view kind, store::Payload payload);
  template <class Change>
  void note(Change change) {
    const std::lock_guard lock(mutex_);
    change(state_);
  }

  Means means_;
  ModelShelf shelf_;
  std::mutex shelf_mutex_;  // one writer of the shelf at a time
  mutable std::mutex mutex_;
  TrainingState state_;
  std::jthread worker_;
};

}  // namespace hotline::dispatch
