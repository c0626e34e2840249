// Tells people what happened to tickets: units, supervisors, callers.
//
// Follows the journal with a cursor of its own, so that telling never slows the taking of requests and is
// never forgotten: messages are queued in the transaction that moves the cursor. Each message bears the
// number of the event it is about, so that none is sent twice. Threads: catch_up() from one thread at a time.
#pragma once

#include <cstddef>

#include "hotline/city/holder.hpp"
#include "hotline/jobs/feed.hpp"
#include "hotline/notify/outbox.hpp"
#include "hotline/store/store.hpp"
#include "hotline/ticket/ticket.hpp"

namespace hotline::ticket {

struct HeraldSettings {
  bool tell_callers = false;  // by text message; only where a gateway is set
  std::string link;           // where citizens follow progress
};

class Herald : public jobs::FeedConsumer {
 public:
  Herald(notify::Outbox& outbox, const city::CityHolder& city, HeraldSettings settings)
      : FeedConsumer("ticket.herald"), outbox_(outbox), city_(city), settings_(std::move(settings)) {}

 private:
  base::Status follow(store::WriteTx& tx, const store::Entry& entry) override;
  base::Status tell_extension(store::WriteTx& tx, const store::Entry& entry);
  base::Status tell_handover(store::WriteTx& tx, const store::Entry& entry);
  base::Status tell_declined(store::WriteTx& tx, const store::Entry& entry);
  base::Status tell_consulted(store::WriteTx& tx, const store::Entry& entry);

  notify::Outbox& outbox_;
  const city::CityHolder& city_;
  HeraldSettings settings_;
};

// The templates of a city for the outbox, with our own words for orders and consultations where it has none.
std::shared_ptr<const notify::Templates> templates_of(const city::City& city);

}  // namespace hotline::ticket
