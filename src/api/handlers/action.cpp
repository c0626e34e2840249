#include "api/handlers/action.hpp"

namespace hotline::api {

std::string text_in(const Json& body, const char* key) {
  return body.contains(key) && body[key].is_string() ? body[key].get<std::string>() : "";
}

std::vector<std::string> texts_in(const Json& body, const char* key) {
  return body.contains(key) ? body[key].get<std::vector<std::string>>() : std::vector<std::string>{};
}

base::Status check_unit(const city::City& city, const std::string& code, const std::string& pointer) {
  if (city.units.find(code) != nullptr) return {};
  return base::Error::field(pointer, "unknown_unit", "没有单位 " + code + "，请从单位表中选择。",
                            "There is no unit " + code + ". Choose one of the city's units.");
}

base::Status check_units(const city::City& city, const std::vector<std::string>& codes,
                         const std::string& pointer) {
  for (std::size_t i = 0; i < codes.size(); ++i)
    HOTLINE_CHECK(check_unit(city, codes[i], pointer + "/" + std::to_string(i)));
  return {};
}

std::vector<Field> ticket_path() {
  return {required("id", integer(1), {"工单内部编号。", "Key of the ticket."})};
}

std::vector<Field> assignment_path() {
  std::vector<Field> fields = ticket_path();
  fields.push_back(
      required("assignment", integer(1), {"承办任务序号。", "Number of the assignment within the ticket."}));
  return fields;
}

Reply ticket_reply(store::ReadTx& tx, const ticket::Ticket& ticket, const city::City& city,
                   const access::Principal& who) {
  Reply reply = Reply::ok(ticket_json(tx, ticket, city, who));
  reply.version(ticket.version);
  return reply;
}

// What is reported never gets to the unit that it reports, however it is sent on.
base::Status check_kept_out(const ticket::Ticket& ticket, const ticket::NewEvents& events,
                            const city::City& city) {
  for (const ticket::NewEvent& one : events) {
    std::vector<std::string> units = one.payload.list("units");
    if (one.kind == ticket::event::assigned) units.push_back(one.payload.text_or_empty("unit"));
    for (const std::string& unit : units) {
      if (!is_kept_out(ticket, unit, city)) continue;
      return base::Error::of(
          base::ErrorCode::conflict,
          "该单位是本件的被举报单位或须回避的单位，不能经办，请选择其上级或其他单位。",
          "This unit is reported by the ticket or kept out of it. Choose the unit above it or "
          "another one.");
    }
  }
  return {};
}

Route action_route(Domain& domain, ActionDoc doc, Decide decide) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/tickets/{id}" + doc.path;
  route.operation = doc.operation;
  route.tag = doc.path.starts_with("/assignments") ? "assignments" : "tickets";
  route.summary = doc.summary;
  route.allow = doc.allow;
  const bool on_assignment = route.path.find("{assignment}") != std::string::npos;
  route.path_fields = on_assignment ? assignment_path() : ticket_path();
  doc.fields.push_back(optional("note", text(2000), {"说明，随操作留存。", "Words kept with the action."}));
  std::string name = doc.operation;
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  route.body = ObjectSpec{name, doc.summary, std::move(doc.fields)};
  route.outputs = {{200, {"操作后的工单。", "The ticket after the action."}, ticket_spec()}};
  route.needs_if_match = true;
  route.handler = [&domain, decide = std::move(decide), on_assignment](Call& call) -> Answer {
    return writing([&domain, decide, id = call.path_id("id"),
                    assignment = on_assignment ? call.path_id("assignment") : 0,
                    version = call.expected_version(), body = std::move(call.body()),
                    who = call.shared_principal(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      const ticket::CityDeadlines deadlines(*city);
      Action action{tx, body, *city, deadlines, {who->unit}, assignment};
      HOTLINE_TRY(const ticket::Ticket after,
                  domain.tickets.act(tx, id, version, {actor, text_in(body, "note")},
                                     [&](const ticket::Ticket& ticket) -> base::Result<ticket::NewEvents> {
                                       if (!may_see(*who, ticket, *city)) return unseen_ticket();
                                       HOTLINE_TRY(ticket::NewEvents events, decide(action, ticket));
                                       HOTLINE_CHECK(check_kept_out(ticket, events, *city));
                                       return events;
                                     }));
      return ticket_reply(tx, after, *city, *who);
    });
  };
  return route;
}

}  // namespace hotline::api
