#include "hotline/supervise/office.hpp"

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
}

}  // namespace hotline::supervise
