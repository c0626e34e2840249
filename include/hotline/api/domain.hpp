// What the handler groups of the hotline's business stand on. Built by `app`; everything outlives the server.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "hotline/access/account.hpp"
#include "hotline/access/api_key.hpp"
#include "hotline/access/second_factor.hpp"
#include "hotline/access/sign_in.hpp"
#include "hotline/api/server.hpp"
#include "hotline/call/callbacks.hpp"
#include "hotline/call/calls.hpp"
#include "hotline/city/holder.hpp"
#include "hotline/city/versions.hpp"
#include "hotline/dispatch/model_office.hpp"
#include "hotline/intake/attachments.hpp"
#include "hotline/intake/intake.hpp"
#include "hotline/jobs/scheduler.hpp"
#include "hotline/supervise/office.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::knowledge {
class Knowledge;
}
namespace hotline::integrate {
class Webhooks;
}
namespace hotline::store {
class AnchorBook;
}

namespace hotline::api {

struct Domain {
  city::CityHolder& city;
  ticket::TicketBook& tickets;
  ticket::RequestBook& requests;
  intake::Intake& intake;
  // For work that waits on the store itself, on the pool for slow computing.
  store::Store& store;
  base::Random& random;
  jobs::Scheduler& scheduler;
  const access::Accounts& accounts;
  const access::ApiKeys& keys;
  const access::SignIn& sign_in;
  const access::SecondFactors& factors;
  access::PasswordCost password_cost;
  city::CityVersions& versions;
  std::string city_directory;  // what a reload reads
  // Called on a worker thread once another city is in force: makes the dispatcher anew.
  std::function<void()> city_changed;
  dispatch::ModelOffice& models;
  const call::AgentBook& agents;
  const call::CallBook& calls;
  call::Callbacks& callbacks;
  supervise::Office& office;
  knowledge::Knowledge* knowledge = nullptr;           // set before the routes are added
  integrate::Webhooks* webhooks = nullptr;             // set before the routes are added
  intake::Attachments* attachments = nullptr;          // set before the routes are added
  std::size_t max_attachment = std::size_t{20} << 20;  // bytes of one
  // Kinds of jobs, beside callbacks, that workers outside may lease.
  std::vector<std::string> worker_kinds = {};
  const store::AnchorBook* anchors = nullptr;  // set before the routes are added
};

// Requests: intake, assessment, progress, rating, reveal, erasing.
void add_request_routes(Routes& routes, Domain& domain);
// The city's page: filing a request without an account.
void add_citizen_routes(Routes& routes, Domain& domain);
// Tickets: lists, one ticket, history, and the hotline's own actions.
void add_ticket_routes(Routes& routes, Domain& domain);
// Assignments: a unit's part.
void add_assignment_routes(Routes& routes, Domain& domain);
// The city's lists, versions, check, reload and rollback.
void add_city_routes(Routes& routes, Domain& domain);
// How right the dispatch is, rulings as lines of the disputed list; training and versions of its model.
void add_learning_routes(Routes& routes, Domain& domain);
void add_model_routes(Routes& routes, Domain& domain);
// People: accounts, passwords.
void add_account_routes(Routes& routes, Domain& domain);
// Programs: keys.
void add_key_routes(Routes& routes, Domain& domain);
// The journal, and the check of its chain.
void add_audit_routes(Routes& routes, Domain& domain);
// Work for programs outside, and the state of all work.
void add_job_routes(Routes& routes, Domain& domain);
// Outbound-call platforms that are told when there is work.
void add_webhook_routes(Routes& routes, Domain& domain);
// Satisfaction callbacks made by people.
void add_callback_routes(Routes& routes, Domain& domain);
// Files that come with requests.
void add_attachment_routes(Routes& routes, Domain& domain);
// Call records and agents' states.
void add_call_routes(Routes& routes, Domain& domain);
// Tickets as CSV and NDJSON.
void add_export_routes(Routes& routes, Domain& domain);
// The console's inbox.
void add_message_routes(Routes& routes, Domain& domain);
// The ladder: steps and their answers, alerts; changed rules and open clocks.
void add_supervision_routes(Routes& routes, Domain& domain);
void add_alert_routes(Routes& routes, Domain& domain);
void add_clock_routes(Routes& routes, Domain& domain);
// Knowledge: entries, their review and versions.
void add_knowledge_entry_routes(Routes& routes, Domain& domain);
// Search, suggestions, answers, for the desk and for citizens.
void add_knowledge_answer_routes(Routes& routes, Domain& domain);
// Bringing documents in.
void add_knowledge_import_routes(Routes& routes, Domain& domain);
// Gaps, marks and the owners' tasks.
void add_knowledge_care_routes(Routes& routes, Domain& domain);
void add_knowledge_file_routes(Routes& routes, Domain& domain);
// All of the above.
void add_domain_routes(Routes& routes, Domain& domain);

}  // namespace hotline::api
