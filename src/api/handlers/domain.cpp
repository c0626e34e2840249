#include "hotline/api/domain.hpp"

namespace hotline::api {

void add_domain_routes(Routes& routes, Domain& domain) {
  add_request_routes(routes, domain);
  add_citizen_routes(routes, domain);
  add_ticket_routes(routes, domain);
  add_assignment_routes(routes, domain);
}

}  // namespace hotline::api
