#include "hotline/supervise/office.hpp"

#include "hotline/supervise/topics.hpp"

namespace hotline::supervise {

void Office::serve(jobs::Runner& runner) {
  runner.handle_inside(kRecompute, [this](store::WriteTx& tx, const jobs::LeasedJob& job) {
    return clocks.run(tx, job, *city.get());
  });
  runner.handle_inside(kYellow, [this](store::WriteTx& tx, const jobs::LeasedJob& job) {
    return ladder.show_yellow(tx, job);
  });
  runner.handle_inside(
      kClimb, [this](store::WriteTx& tx, const jobs::LeasedJob& job) { return ladder.climb(tx, job); });
  runner.handle_inside(kAcknowledge, [this](store::WriteTx& tx, const jobs::LeasedJob& job) {
    return ladder.check_acknowledged(tx, job);
  });
  runner.handle_inside(kTopics, [this](store::WriteTx& tx, const jobs::LeasedJob& job) {
    return propose_due(tx, job, scheduler, outbox, *city.get());
  });
}

base::Status Office::start(store::Store& store) {
  return store.write([this](store::WriteTx& tx) { return plan_topics(tx, scheduler, *city.get()); });
}

}  // namespace hotline::supervise
