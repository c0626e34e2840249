// Nothing runs out unseen: what happens at the due time of a ticket's clock.
#pragma once

#include "hotline/city/holder.hpp"
#include "hotline/jobs/scheduler.hpp"
#include "hotline/notify/outbox.hpp"

namespace hotline::ticket {

// The handler of ticket.deadline jobs, run inside the transaction that ends the job. Each clock that has run
// out is put on record once (stream "late", subject = ticket, table ticket_late) and told to the unit and the
// supervisors; then the ticket's next deadline is planned.
base::Status note_lateness(store::WriteTx& tx, std::int64_t ticket, jobs::Scheduler& scheduler,
                           notify::Outbox& outbox, const city::CityHolder& city);

}  // namespace hotline::ticket
