// Webhooks: outbound-call platforms are told when there is a call to make, instead of asking all the time.
//
// What is sent tells that work is due and holds no personal data and no right: the platform then leases,
// begins and reports over the pull interface (/api/v1/jobs), whose leases see to it that nobody is called
// twice, however often a webhook arrives. So a repeated or lost one does no harm.
//
//   callback.due      a satisfaction callback may be made now
//   missed_call.due   a number that hung up waits to be called back
//   ping              asked for by a person, to try the connection
//
// Each is one POST after Standard Webhooks 1.0 (webhook-id, webhook-timestamp, webhook-signature) with a body
// after CloudEvents 1.0. The id stays the same over all attempts. 2xx is taken; 410 disables the target;
// everything else is tried again: the target is held with a growing pause, in which nothing is sent to it,
// and what is not taken within a day of its event is a dead letter, to be seen and replayed under
// /api/v1/jobs. Deliveries have a runner of their own: a target that fails keeps nobody else waiting longer
// than one time-out in each pause.
//
// Events come from the journal, followed with a cursor of its own; each delivery is a durable job of the
// transaction that moves it. In the journal: stream "webhook": created, removed, enabled, disabled.
// Threads: functions with a WriteTx on the writer, with a ReadTx on any reader; catch_up() from one thread;
// deliver() on its runner.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hotline/base/random.hpp"
#include "hotline/base/result.hpp"
#include "hotline/jobs/feed.hpp"
#include "hotline/jobs/handler.hpp"

namespace hotline::integrate {

inline constexpr const char* kWebhook = "webhook.deliver";
inline constexpr const char* kCallbackDue = "callback.due";
inline constexpr const char* kMissedCallDue = "missed_call.due";

struct Webhook {
  std::int64_t id = 0;
  std::string name, url;
  std::vector<std::string> events;
  std::int64_t secret = 0;  // sealed
  base::Time created_at;
  std::optional<base::Time> disabled_at, delivered_at, failing_since, held_until;
  std::int64_t failures = 0;  // in a row
  std::string last_error;     // a word for programs: "unreachable", "status 500"
};

struct NewWebhook {
  std::string name;                 // 1 to 80 characters, of its own
  std::string url;                  // http:// or https://
  std::vector<std::string> events;  // at least one
};

struct IssuedWebhook {
  Webhook webhook;
  std::string secret;  // "whsec_..."; shown once
};

struct WebhookSettings {
  std::chrono::milliseconds timeout{5'000};                             // of one delivery
  jobs::Backoff pause{std::chrono::seconds{5}, std::chrono::hours{1}};  // of a target that fails
  base::Duration give_up = std::chrono::hours{24};                      // from the event on
  std::string ca_file;  // "" for the certificates of the system
};

// Oldest first.
std::vector<Webhook> webhooks(store::ReadTx& tx);
std::optional<Webhook> find_webhook(store::ReadTx& tx, std::int64_t id);

class Webhooks : public jobs::FeedConsumer {
 public:
  Webhooks(store::Store& store, jobs::Scheduler& scheduler, base::Random& random, const base::Clock& clock,
           WebhookSettings settings)
      : FeedConsumer("integrate.webhooks"),
        store_(store),
        scheduler_(scheduler),
        random_(random),
        clock_(clock),
        settings_(std::move(settings)) {}

  // Errors: invalid_input (name, url, events); conflict (the name is taken).
  base::Result<IssuedWebhook> create(store::WriteTx& tx, const NewWebhook& webhook,
                                     const store::Actor& actor) const;
  // What was not delivered yet is dropped. Errors: not_found.
  base::Status remove(store::WriteTx& tx, std::int64_t id, const store::Actor& actor) const;
  // Sends again to a target that was disabled or is held. Errors: not_found.
  base::Result<Webhook> enable(store::WriteTx& tx, std::int64_t id, const store::Actor& actor) const;
  // Plans a `ping`. Errors: not_found.
  base::Status ping(store::WriteTx& tx, std::int64_t id) const;

  // The handler of kWebhook.
  jobs::Report deliver(jobs::OutsideAttempt& attempt);

 private:
  // Plans the deliveries.
  base::Status follow(store::WriteTx& tx, const store::Entry& entry) override;
  base::Status plan(store::WriteTx& tx, const Webhook& target, store::Payload event, base::Time due) const;
  jobs::Report send(const Webhook& target, const std::string& secret, const jobs::LeasedJob& job,
                    const std::string& body);
  double fraction();

  store::Store& store_;
  jobs::Scheduler& scheduler_;
  base::Random& random_;
  const base::Clock& clock_;
  WebhookSettings settings_;
};

}  // namespace hotline::integrate
