// Actions on a ticket are resources of their own; this is what they share.
#pragma once

#include <functional>
#include <memory>

#include "api/call.hpp"
#include "api/handlers/ticket_json.hpp"
#include "api/route.hpp"
#include "hotline/access/personal_data.hpp"
#include "hotline/api/domain.hpp"
#include "hotline/ticket/deadlines.hpp"

namespace hotline::api {

// What one action needs while it decides.
struct Action {
  store::WriteTx& tx;
  const Json& body;
  const city::City& city;
  const ticket::CityDeadlines& deadlines;
  ticket::Acting acting;        // the asker's unit; the hotline's own people act for all
  std::int64_t assignment = 0;  // of the path, 0 when it has none
};
using Decide = std::function<base::Result<ticket::NewEvents>(Action&, const ticket::Ticket&)>;

struct ActionDoc {
  std::string path;  // below /api/v1/tickets/{id}
  std::string operation;
  base::Text summary;
  Allow allow;
  std::vector<Field> fields;  // of the body; `note` is added
};

// POST that needs If-Match and answers with the ticket as it is now.
Route action_route(Domain& domain, ActionDoc doc, Decide decide);

// {id}, and {assignment}, as integers.
std::vector<Field> ticket_path();
std::vector<Field> assignment_path();
// The ticket with its ETag, as `who` may see it.
Reply ticket_reply(store::ReadTx& tx, const ticket::Ticket& ticket, const city::City& city,
                   const access::Principal& who);

std::string text_in(const Json& body, const char* key);
std::vector<std::string> texts_in(const Json& body, const char* key);
// Errors: invalid_input at `pointer` when the city has no such unit.
base::Status check_unit(const city::City& city, const std::string& code, const std::string& pointer);
base::Status check_units(const city::City& city, const std::vector<std::string>& codes,
                         const std::string& pointer);

}  // namespace hotline::api
