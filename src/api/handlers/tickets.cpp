// Tickets: lists, one ticket, its history.
#include "api/handlers/action.hpp"
#include "api/handlers/actor_name.hpp"
#include "api/handlers/lists.hpp"
#include "api/handlers/more_routes.hpp"
#include "api/handlers/ticket_filter.hpp"
#include "hotline/text/identifiers.hpp"

namespace hotline::api {

void add_ticket_actions(std::vector<Route>& routes, Domain& domain);

namespace {

using access::Right;

constexpr std::int64_t most_rows = 200;
constexpr std::int64_t usual_rows = 50;

Route list(Domain& domain) {
  Route route;
  route.path = "/api/v1/tickets";
  route.operation = "listTickets";
  route.tag = "tickets";
  route.summary = {"工单列表，最新的在前", "Tickets, newest first"};
  route.allow = any_of(Right::ticket_read, Right::ticket_read_all);
  route.query = ticket_filter_fields();
  for (Field& field : page_fields(most_rows)) route.query.push_back(std::move(field));
  route.outputs = {{200, {"一页工单。", "A page of tickets."}, page_of(ticket_row_spec(), most_rows)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto city = domain.city.get();
    const auto before = cursor_of(call.query());
    if (!before.ok()) return before.error();
    auto filter = ticket_filter_of(call.query(), call.principal(), *city);
    if (!filter.ok()) return std::move(filter).error();
    const auto limit = static_cast<std::size_t>(call.query().integer_or("limit", usual_rows));
    return reading([city, filter = std::move(filter).value(), before = *before, limit,
                    who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
      const std::vector<ticket::TicketRow> rows = ticket::find_tickets(tx, filter, before, limit + 1);
      Json items = Json::array();
      Json next = nullptr;
      for (const ticket::TicketRow& row : rows) {
        if (items.size() == limit) {
          next = std::to_string(items.back()["id"].get<std::int64_t>());
          break;
        }
        // Who is kept out of a secret ticket does not find it in lists either.
        if (row.secret || (!filter.number.empty() && !who->may(Right::ticket_read_all))) {
          HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, row.id));
          if (!may_see(*who, ticket, *city)) continue;
        }
        items.push_back(ticket_row_json(row, *city));
      }
      return Reply::ok({{"items", std::move(items)}, {"next", std::move(next)}});
    });
  };
  return route;
}

Route get_one(Domain& domain) {
  Route route;
  route.path = "/api/v1/tickets/{id}";
  route.operation = "getTicket";
  route.tag = "tickets";
  route.summary = {"一张工单", "One ticket"};
  route.allow = any_of(Right::ticket_read, Right::ticket_read_all);
  route.path_fields = ticket_path();
  route.outputs = {{200, {"工单；ETag 为其版本。", "The ticket; its ETag is the version."}, ticket_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    const std::int64_t id = call.path_id("id");
    const auto city = domain.city.get();
    // Names in the answer come from the city's files, so a new version of them is a new view.
    std::string view = view_of(call.principal()) + "|" + std::to_string(city->version);
    return reading_cached(
        CacheKey{"ticket", id, std::move(view)},
        [city, id, who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
          HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, id));
          if (!may_see(*who, ticket, *city)) return unseen_ticket();
          return ticket_reply(tx, ticket, *city, *who);
        });
  };
  return route;
}

Route history(Domain& domain) {
  Route route;
  route.path = "/api/v1/tickets/{id}/history";
  route.operation = "getTicketHistory";
  route.tag = "tickets";
  route.summary = {"工单经过", "What happened to a ticket"};
  route.allow = any_of(Right::ticket_read, Right::ticket_read_all);
  route.path_fields = ticket_path();
  const ObjectSpec entry{
      "HistoryEntry",
      {"一件事。", "One event."},
      {required("seq", integer(1), {"日志序号。", "Number in the journal."}),
       required("at", date_time(), {"时间。", "When."}), required("kind", text(64), {"事件。", "What."}),
       required("actor", text(64), {"操作者。", "Who."}),
       required("actor_name", nullable(text(200)),
                {"操作者现名；系统、市民为空。",
                 "What that one is called now; null for the system and citizens."}),
       required("note", nullable(text(2000)), {"说明（已脱敏）。", "Words that came with it, masked."}),
       required("facts", anything(), {"事件内容。", "What the event holds."})}};
  route.outputs = {{200,
                    {"经过，最早的在前。", "Events, oldest first."},
                    ObjectSpec{"History",
                               {"经过。", "Events."},
                               {required("items", list_of(entry, 100000), {"事件。", "Events."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto city = domain.city.get();
    return reading([city, id = call.path_id("id"),
                    who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
      const std::vector<store::Entry> entries = store::entries_of(tx, "ticket", id);
      if (entries.empty() || !may_see(*who, ticket::fold(id, entries), *city)) return unseen_ticket();
      Json items = Json::array();
      access::DisplayNames names(tx);
      for (const store::Entry& one : entries) {
        Json note = nullptr;
        if (const auto sealed = one.payload.integer("note")) {
          if (const auto plain = tx.vault().open(tx, *sealed); plain.ok())
            note = text::mask_identifiers(*plain);
        }
        items.push_back({{"seq", one.seq},
                         {"at", city_time(one.at, *city)},
                         {"kind", one.kind},
                         {"actor", one.actor.id},
                         {"actor_name", actor_name(names, one.actor.id)},
                         {"note", std::move(note)},
                         {"facts", Json::parse(one.payload.encode())}});
      }
      return Reply::ok({{"items", std::move(items)}});
    });
  };
  return route;
}

Route counts(Domain& domain) {
  Route route;
  route.path = "/api/v1/ticket-counts";
  route.operation = "countTickets";
  route.tag = "tickets";
  route.summary = {"各状态工单数", "Tickets by state"};
  route.allow = any_of(Right::ticket_read, Right::ticket_read_all);
  const ObjectSpec row{"StateCount",
                       {"一个状态。", "One state."},
                       {required("state", text(20), {"状态。", "State."}),
                        required("count", integer(0), {"工单数。", "How many."})}};
  route.outputs = {
      {200,
       {"各状态工单数；承办单位得到其任务数。", "Tickets by state; a unit gets its parts by state."},
       ObjectSpec{"StateCounts",
                  {"各状态工单数。", "Counts."},
                  {required("items", list_of(row, 20), {"状态。", "States."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    (void)domain;
    const access::Principal& asker = call.principal();
    if (asker.unit.empty() && !asker.may(Right::ticket_read_all)) {
      return base::Error::of(base::ErrorCode::forbidden,
                             "该密钥未指定单位，没有可统计的工单。请联系安全管理员重新签发。",
                             "This key acts for no unit, so no ticket is its own. Ask the security "
                             "administrator for another.");
    }
    return reading([who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
      Json items = Json::array();
      for (const auto& [state, count] :
           ticket::count_by_state(tx, who->unit, who->may(Right::secret_read) || !who->unit.empty())) {
        items.push_back({{"state", state}, {"count", count}});
      }
      return Reply::ok({{"items", std::move(items)}});
    });
  };
  return route;
}

}  // namespace

void add_ticket_routes(Routes& routes, Domain& domain) {
  std::vector<Route> all{list(domain), get_one(domain), history(domain), counts(domain),
                         ticket_viewers_route(domain)};
  add_ticket_actions(all, domain);
  routes.add(std::move(all));
}

}  // namespace hotline::api
