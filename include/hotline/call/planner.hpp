// Plans what follows from the journal for callbacks: when whom to ask, by which channel, and what to tell.
//
//   ticket resolved       each open callback of its requests is moved into the calling hours; who prefers
//                         text or the web (Request::reply_by) gets a link to rate by instead, and a call only
//                         when kLinkWaits has passed without a rating. A guard is planned.
//   not reached           after the last failed attempt a text message with the link goes out
//                         (city.toml [callback] sms_after_attempts)
//   unhappy rating        the caller is told that the unit has to work again
//   call abandoned        the number is to be called back (missed.hpp)
//   call answered         an open missed call of that number is merged into it
//
// The first attempt has to begin within start_within_hours of the first calling time (first_attempt_due).
// kGuardBefore earlier the guard looks: when nobody has begun, the link goes out as the first attempt and the
// supervisors are told; when even that cannot be, it is put on record once the time is over.
//
// Links need a text-message gateway, the templates callback_sms and citizen_page (the address of the city's
// page); without them everybody is called. In the journal, stream "request": callback_planned {due, last},
// callback_begun {first, channel: voice, sms}, callback_late {}.
// Threads: catch_up() from one thread at a time; guard() on the writer.
#pragma once

#include <cstddef>

#include "hotline/call/missed.hpp"
#include "hotline/city/holder.hpp"
#include "hotline/jobs/feed.hpp"
#include "hotline/notify/outbox.hpp"
#include "hotline/store/store.hpp"
#include "hotline/ticket/requests.hpp"

namespace hotline::call {

inline constexpr std::string_view kCallbackGuard = "call.guard";
inline constexpr auto kLinkWaits = std::chrono::hours{24};
inline constexpr auto kGuardBefore = std::chrono::minutes{20};

// When a first attempt that may be made from `first` on must have begun: start_within_hours later, or as long
// after the start of the next calling time.
base::Time first_attempt_due(const city::City& city, base::Time first);

// An attempt to reach the citizen begins now. `channel`: voice, sms.
void note_begin(store::WriteTx& tx, std::int64_t request, bool first, std::string_view channel,
                const store::Actor& by);

class CallbackPlanner : public jobs::FeedConsumer {
 public:
  // `texts`: whether text messages can be sent. All references must outlive it.
  CallbackPlanner(jobs::Scheduler& scheduler, const city::CityHolder& city, notify::Outbox& outbox,
                  bool texts)
      : FeedConsumer("call.callbacks"),
        scheduler_(scheduler),
        city_(city),
        outbox_(outbox),
        missed_(scheduler),
        texts_(texts) {}

  // The handler of kCallbackGuard, inside the transaction that ends the job.
  base::Status guard(store::WriteTx& tx, const jobs::LeasedJob& job);

 private:
  base::Status follow(store::WriteTx& tx, const store::Entry& entry) override;
  base::Status plan(store::WriteTx& tx, const store::Entry& resolved);
  base::Status plan_one(store::WriteTx& tx, const ticket::Request& request, base::Time resolved_at);
  base::Status plan_guard(store::WriteTx& tx, std::int64_t request, base::Time due, base::Time last);
  // False when there is nobody to send to, or nothing to send by.
  base::Result<bool> text_link(store::WriteTx& tx, const ticket::Request& request,
                               const std::string& once_key, base::Time not_before);
  base::Status tell_redo(store::WriteTx& tx, const store::Entry& rated);
  base::Status warn(store::WriteTx& tx, const ticket::Request& request);

  jobs::Scheduler& scheduler_;
  const city::CityHolder& city_;
  notify::Outbox& outbox_;
  MissedCalls missed_;
  bool texts_;
};

}  // namespace hotline::call
