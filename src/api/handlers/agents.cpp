#include "api/handlers/agents.hpp"

#include "api/handlers/action.hpp"
#include "api/handlers/lists.hpp"
#include "hotline/access/actor.hpp"

namespace hotline::api {
namespace {

using access::Right;

ObjectSpec status_spec() {
  return {
      "AgentStatus",
      {"话务员状态。", "What an agent is doing."},
      {required("agent", object(agent_name_spec()), {"话务员。", "The agent."}),
       required("version", integer(0), {"版本，即 ETag。", "Version, the ETag."}),
       required("state", choice({"logged_out", "available", "busy", "wrap_up", "on_break"}),
                {"未签入、空闲、通话中、话后处理、小休。", "State."}),
       required("since", nullable(date_time()), {"起始时间。", "Since when."}),
       required("until", nullable(date_time()), {"最迟至何时，届时自动结束。", "When it ends by itself."}),
       required("desk", nullable(text(64)), {"专席。", "Desk."}),
       required("call", nullable(integer(1)), {"当前通话。", "The call."})}};
}

Json status_json(store::ReadTx& tx, const call::AgentStatus& status, const city::City& city) {
  return {{"agent", agent_name_json(tx, status.account)},
          {"version", status.version},
          {"state", name_of(status.state)},
          {"since", city_time_or_null(status.since, city)},
          {"until", city_time_or_null(status.until, city)},
          {"desk", code_or_null(status.desk)},
          {"call", status.call != 0 ? Json(status.call) : Json(nullptr)}};
}

Route agent_route(Method method, const std::string& path, std::string operation, base::Text summary) {
  Route route;
  route.method = method;
  route.path = "/api/v1/agents" + path;
  route.operation = std::move(operation);
  route.tag = "calls";
  route.summary = std::move(summary);
  route.allow = any_of(Right::call_handle);
  if (!path.empty())
    route.path_fields = {required("id", integer(1), {"话务员账号。", "The agent's account."})};
  return route;
}

Route on_duty(Domain& domain) {
  Route route = agent_route(Method::get, "", "listAgents", {"在岗话务员", "Agents on duty"});
  route.outputs = {
      {200,
       {"在岗话务员。", "Agents on duty."},
       ObjectSpec{"Agents",
                  {"在岗话务员。", "Agents on duty."},
                  {required("items", list_of(status_spec(), 100000), {"话务员。", "Agents."})}}}};
  route.handler = [&domain](Call&) -> Answer {
    return reading([&domain](store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      Json items = Json::array();
      for (const call::AgentStatus& one : call::agents_on_duty(tx))
        items.push_back(status_json(tx, one, *city));
      return Reply::ok({{"items", std::move(items)}});
    });
  };
  return route;
}

Route get_state(Domain& domain) {
  Route route =
      agent_route(Method::get, "/{id}/state", "getAgentState", {"话务员状态", "What an agent is doing"});
  route.outputs = {{200, {"状态；ETag 为其版本。", "The state; its ETag is the version."}, status_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return reading([&domain, id = call.path_id("id")](store::ReadTx& tx) -> base::Result<Reply> {
      HOTLINE_CHECK(call::AgentBook::check_agent(tx, id));
      const call::AgentStatus status = call::agent_status(tx, id);
      Reply reply = Reply::ok(status_json(tx, status, *domain.city.get()));
      reply.version(status.version);
      return reply;
    });
  };
  return route;
}

Route put_state(Domain& domain) {
  Route route = agent_route(
      Method::put, "/{id}/state", "setAgentState",
      {"设置状态：本人、班长或电话系统", "Set the state: the agent, a supervisor or the telephone system"});
  route.needs_if_match = true;
  route.body = ObjectSpec{"AgentStateChange",
                          {"状态。", "The state."},
                          {required("state", choice({"logged_out", "available", "wrap_up", "on_break"}),
                                    {"状态；通话中由通话事件决定。", "State; busy follows from calls."}),
                           optional("desk", code(40), {"专席代码。", "Code of the desk."})}};
  route.outputs = {{200, {"状态。", "The state."}, status_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto city = domain.city.get();
    const std::int64_t id = call.path_id("id");
    const auto own = access::find_account_id(call.principal().actor);
    if (own && *own != id && !call.may(Right::ticket_supervise)) {
      return base::Error::of(base::ErrorCode::forbidden, "只能设置自己的状态。",
                             "Only the own state can be set.");
    }
    const std::string desk = text_in(call.body(), "desk");
    if (!desk.empty()) {
      if (const base::Status known = check_desk(*city, desk); !known.ok()) return known.error();
    }
    return writing([&domain, city, id, desk, seen = *call.expected_version(),
                    wanted = *call::find_agent_state(text_in(call.body(), "state")),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const call::AgentStatus status, domain.agents.put(tx, id, wanted, seen, desk, actor));
      Reply reply = Reply::ok(status_json(tx, status, *city));
      reply.version(status.version);
      return reply;
    });
  };
  return route;
}

}  // namespace

ObjectSpec agent_name_spec() {
  return {"AgentName",
          {"话务员。", "An agent."},
          {required("account", integer(1), {"账号。", "Account."}),
           required("name", text(40), {"姓名。", "Name to show."})}};
}

Json agent_name_json(store::ReadTx& tx, std::int64_t account) {
  const auto found = access::find_account(tx, account);
  return {{"account", account}, {"name", found ? found->display : ""}};
}

base::Status check_desk(const city::City& city, const std::string& desk) {
  if (city.desks.find(desk) != nullptr) return {};
  return base::Error::field("/desk", "unknown_desk", "没有这个专席，请从专席表中选择。",
                            "There is no such desk. Choose one of the city's desks.");
}

void add_agent_routes(Routes& routes, Domain& domain) {
  routes.add({on_duty(domain), get_state(domain), put_state(domain)});
}

}  // namespace hotline::api
