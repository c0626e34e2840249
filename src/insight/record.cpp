// Reads what the formulas look at.
#include <algorithm>

#include "hotline/insight/exclusions.hpp"
#include "hotline/insight/follower.hpp"
#include "hotline/store/history.hpp"
#include "hotline/ticket/events.hpp"
#include "insight/queries.hpp"

namespace hotline::insight {
namespace {

constexpr std::size_t most_earlier = 50;  // requests of one number looked at

std::optional<bool> known_repeat(store::ReadTx& tx, const ticket::Request& request) {
  store::Statement row = tx.query(queries::repeat_of_request);
  row.bind(request.ticket, request.id);
  if (!row.step()) return std::nullopt;
  return row.integer(0) != 0;
}

// The matter of a ticket as it was last counted; "" when it was not.
std::string counted_matter(store::ReadTx& tx, std::int64_t ticket) {
  store::Statement row = tx.query(queries::ticket_row);
  row.bind(ticket);
  return row.step() ? row.text(1) : "";
}

bool is_repeated(store::ReadTx& tx, const ticket::Request& request, const std::string& matter) {
  if (!request.caller_phone || matter.empty()) return false;
  const auto number = tx.vault().open(tx, *request.caller_phone);
  // An erased number can no longer be compared: what was found before stands.
  if (!number.ok()) return known_repeat(tx, request).value_or(false);
  const auto own = ticket::RequestBook::of_phone(tx, *number, most_earlier);
  return std::any_of(own.begin(), own.end(), [&](const ticket::Request& earlier) {
    return earlier.id < request.id && request.received_at - earlier.received_at <= kRepeatWithin &&
           (earlier.ticket == request.ticket || counted_matter(tx, earlier.ticket) == matter);
  });
}

ticket::StoredRating rating_in(const store::Entry& rated) {
  const auto score = [&](const char* key) -> std::optional<int> {
    const auto value = rated.payload.integer(key);
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
  };
  ticket::StoredRating stored;
  stored.at = rated.at;
  stored.rating.contacted = rated.payload.boolean("contacted");
  stored.rating.solved = rated.payload.text_or_empty("solved");
  stored.rating.result = score("result");
  stored.rating.unit = score("unit");
  stored.rating.agent = score("agent");
  return stored;
}

// Ratings and callbacks, newest last, as the request's own events tell them.
RequestRecord request_record(store::ReadTx& tx, const ticket::Request& request, const std::string& matter) {
  RequestRecord out{request.id, request.channel, request.received_at, is_repeated(tx, request, matter), {},
                    {}};
  for (const store::Entry& one : store::entries_of(tx, "request", request.id)) {
    if (one.kind == "callback_planned") {
      out.callback = CallbackRecord{base::from_millis(one.payload.integer("last").value_or(0)), {}, false};
    } else if (one.kind == "rated") {
      out.rating = rating_in(one);
      if (out.callback && !out.callback->begun) out.callback->rated_before = true;
    } else if (one.kind == "callback_begun" || one.kind == "called_back") {
      if (out.callback && !out.callback->begun) out.callback->begun = one.at;
    }
  }
  return out;
}

}  // namespace

base::Result<TicketRecord> load_record(store::ReadTx& tx, std::int64_t id) {
  TicketRecord record;
  HOTLINE_TRY(record.ticket, ticket::TicketBook::load(tx, id));
  record.handled_at = store::first_time_of(tx, "ticket", id, ticket::event::in_review);
  for (const ticket::Request& one : ticket::RequestBook::of_ticket(tx, id)) {
    record.requests.push_back(request_record(tx, one, record.ticket.matter));
  }
  for (const Exclusion& one : exclusions_of(tx, id)) {
    if (one.state == ExclusionState::upheld) record.excluded.push_back({one.figures, one.request});
  }
  return record;
}

}  // namespace hotline::insight
