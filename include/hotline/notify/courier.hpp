// The courier: the handler of kDeliver. Takes a queued message to the carrier of its channel.
//
// An address is opened in the moment of sending, and nowhere else.
#pragma once

#include <map>

#include "hotline/base/clock.hpp"
#include "hotline/jobs/handler.hpp"
#include "hotline/notify/carrier.hpp"
#include "hotline/notify/outbox.hpp"
#include "hotline/store/store.hpp"

namespace hotline::notify {

// Runs on the thread of the runner it is registered with:
//   runner.handle_outside(kDeliver, [&](jobs::OutsideAttempt& attempt) { return courier.deliver(attempt); });
class Courier {
 public:
  // A channel without a carrier fails its messages for good, saying so. All references and carriers must
  // outlive the courier.
  Courier(store::Store& store, const Outbox& outbox, const base::Clock& clock,
          std::map<Channel, Carrier*> carriers)
      : store_(store), outbox_(outbox), clock_(clock), carriers_(std::move(carriers)) {}

  jobs::Report deliver(jobs::OutsideAttempt& attempt);

 private:
  jobs::Report hand_over(jobs::OutsideAttempt& attempt, const Message& message, const Letter& letter);

  store::Store& store_;
  const Outbox& outbox_;
  const base::Clock& clock_;
  std::map<Channel, Carrier*> carriers_;
};

}  // namespace hotline::notify
