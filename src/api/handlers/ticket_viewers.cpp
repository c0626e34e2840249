// Who else looks at a ticket now.
#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/more_routes.hpp"
#include "api/viewers.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::size_t most_viewers = 100;

ObjectSpec viewers_spec() {
  const ObjectSpec viewer{
      "TicketViewer",
      {"正在查看的人。", "Somebody who looks at it."},
      {required("name", text(64), {"姓名。", "Name to show."}),
       required("editing", boolean(), {"是否正在办理。", "Whether a form of it is open there."}),
       required("since", date_time(), {"从何时起。", "Since when."})}};
  return {
      "TicketViewers",
      {"同时查看该工单的其他人。", "The others who look at this ticket now."},
      {required("items", list_of(viewer, most_viewers), {"其他人，最早的在前。", "Longest there first."})}};
}

}  // namespace

Route ticket_viewers_route(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/tickets/{id}/viewers";
  route.operation = "noteTicketViewer";
  route.tag = "tickets";
  route.summary = {"登记本人正在查看，并获知还有谁在查看；每 10 秒登记一次，35 秒未登记即视为离开",
                   "Say that you look at a ticket and hear who else does; say it every 10 seconds, after 35 "
                   "seconds of silence you count as gone"};
  route.allow = any_of(Right::ticket_read, Right::ticket_read_all);
  route.path_fields = ticket_path();
  route.effects_once = false;  // of the moment: said again it is the same
  route.body =
      ObjectSpec{"TicketViewing",
                 {"正在做什么。", "What you do."},
                 {required("doing", choice({"viewing", "editing", "leaving"}),
                           {"查看、办理或离开。", "Looking at it, with a form of it open, or leaving it."})}};
  route.outputs = {{200, {"其他人。", "The others."}, viewers_spec()}};
  route.handler = [&domain, viewers = std::make_shared<Viewers>()](Call& call) -> Answer {
    return reading([&domain, viewers, id = call.path_id("id"), doing = text_in(call.body(), "doing"),
                    who = call.shared_principal(),
                    now = call.now()](store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, id));
      if (!may_see(*who, ticket, *city)) return unseen_ticket();
      Json items = Json::array();
      if (doing == "leaving") {
        viewers->leave(id, who->actor);
        return Reply::ok({{"items", std::move(items)}});
      }
      for (const Viewer& one : viewers->note(id, who->actor, who->display, doing == "editing", now)) {
        if (items.size() == most_viewers) break;
        items.push_back(
            {{"name", one.name}, {"editing", one.editing}, {"since", city_time(one.since, *city)}});
      }
      return Reply::ok({{"items", std::move(items)}});
    });
  };
  return route;
}

}  // namespace hotline::api
