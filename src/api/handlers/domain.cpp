#include "hotline/api/domain.hpp"

#include "api/handlers/more_routes.hpp"

namespace hotline::api {

void add_topic_routes(Routes& routes, Domain& domain);

void add_domain_routes(Routes& routes, Domain& domain) {
  add_request_routes(routes, domain);
  add_citizen_routes(routes, domain);
  add_ticket_routes(routes, domain);
  add_assignment_routes(routes, domain);
  add_attachment_routes(routes, domain);
  add_export_routes(routes, domain);
  add_callback_routes(routes, domain);
  add_call_routes(routes, domain);
  add_city_routes(routes, domain);
  add_learning_routes(routes, domain);
  add_model_routes(routes, domain);
  add_account_routes(routes, domain);
  add_key_routes(routes, domain);
  add_audit_routes(routes, domain);
  add_person_routes(routes, domain);
  add_trail_routes(routes, domain);
  add_job_routes(routes, domain);
  add_webhook_routes(routes, domain);
  add_figure_routes(routes, domain);
  add_exclusion_routes(routes, domain);
  add_staffing_routes(routes, domain);
  add_missed_call_routes(routes, domain);
  add_message_routes(routes, domain);
  add_supervision_routes(routes, domain);
  add_alert_routes(routes, domain);
  add_clock_routes(routes, domain);
  add_topic_routes(routes, domain);
  add_knowledge_entry_routes(routes, domain);
  add_knowledge_answer_routes(routes, domain);
  add_knowledge_import_routes(routes, domain);
  add_knowledge_care_routes(routes, domain);
  add_knowledge_file_routes(routes, domain);
}

}  // namespace hotline::api
