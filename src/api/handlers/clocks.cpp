// Changed rules and open clocks: a preview, then the move.
#include "api/call.hpp"
#include "api/handlers/city_json.hpp"
#include "api/handlers/lists.hpp"
#include "api/route.hpp"
#include "hotline/api/domain.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::int64_t most_looked_at = 500;

Route preview(Domain& domain) {
  Route route;
  route.path = "/api/v1/clocks/preview";
  route.operation = "previewClocks";
  route.tag = "supervision";
  route.summary = {"按现行规则重算时限的预览", "Due times that the rules in force would move"};
  route.allow = any_of(Right::city_manage, Right::ticket_supervise);
  route.query = page_fields(most_looked_at);
  const ObjectSpec move{
      "ClockMove",
      {"一个将变动的时限。", "One clock that would move."},
      {required("ticket", integer(1), {"工单。", "The ticket."}),
       required("number", text(40), {"工单号。", "Its number."}),
       required("what", text(20), {"时限种类。", "Which limit."}),
       required("assignment", integer(0),
                {"承办任务序号，0 为工单本身。", "The assignment, 0 for the ticket."}),
       required("unit", nullable(object(named_spec())), {"承办单位。", "The unit."}),
       required("before", date_time(), {"原到期时间。", "Due now."}),
       required("after", date_time(), {"新到期时间。", "Due by the rules in force."}),
       required("overdue", boolean(), {"变动后是否立即逾期。", "Whether it would be late at once."})}};
  ObjectSpec output{"ClockPreview", {"预览的一页。", "A page of the preview."}, page_of(move, 10000).fields};
  output.fields.push_back(
      required("looked_at", integer(0), {"本页查看的在办工单数。", "Open tickets looked at on this page."}));
  output.fields.push_back(
      required("city_version", integer(0), {"现行配置版本。", "Version of the city's files in force."}));
  route.outputs = {{200, {"预览。", "The preview."}, std::move(output)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto after = cursor_of(call.query());
    if (!after.ok()) return after.error();
    return reading([&domain, after = *after, now = call.now(), who = call.shared_principal(),
                    limit = static_cast<int>(call.query().integer_or("limit", 200))](
                       store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      HOTLINE_TRY(const supervise::ClockPreview page, supervise::preview_clocks(tx, *city, after, limit));
      Json items = Json::array();
      for (const supervise::MovedTicket& one : page.tickets) {
        if (one.secret && !who->may(Right::secret_read)) continue;
        for (const ticket::ClockMove& moved : one.moves) {
          items.push_back({{"ticket", one.ticket},
                           {"number", one.number},
                           {"what", city::name_of(moved.what)},
                           {"assignment", moved.assignment},
                           {"unit", moved.unit.empty() ? Json() : unit_json(moved.unit, *city)},
                           {"before", city_time(moved.before, *city)},
                           {"after", city_time(moved.after, *city)},
                           {"overdue", moved.after < now}});
        }
      }
      return Reply::ok({{"items", std::move(items)},
                        {"next", page.more ? Json(std::to_string(page.last)) : Json(nullptr)},
                        {"looked_at", page.looked_at},
                        {"city_version", city->version}});
    });
  };
  return route;
}

Route recompute(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/clocks/recompute";
  route.operation = "recomputeClocks";
  route.tag = "supervision";
  route.summary = {"按现行规则重算在办时限", "Move open clocks to the rules in force"};
  route.allow = any_of(Right::city_manage);
  route.body =
      ObjectSpec{"ClockRecompute",
                 {"重算。", "The move."},
                 {required("reason", text(500, 1), {"理由，记入日志。", "Why; kept in the journal."}),
                  required("city_version", integer(0),
                           {"预览时的配置版本；已变动则拒绝。",
                            "The version that was previewed; refused when it changed."})}};
  route.outputs = {{200,
                    {"已开始。", "It has begun."},
                    ObjectSpec{"ClockRecomputing",
                               {"重算任务。", "The job that moves them."},
                               {required("job", integer(1), {"任务编号。", "Key of the job."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, reason = call.body()["reason"].get<std::string>(),
                    seen = call.body()["city_version"].get<std::int64_t>(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      if (seen != city->version) {
        return base::Error::of(base::ErrorCode::conflict, "配置版本已变动，请重新预览后再重算。",
                               "Other rules are in force by now. Preview again first.");
      }
      HOTLINE_TRY(const std::int64_t job, domain.office.clocks.start(tx, *city, actor, reason));
      return Reply::ok({{"job", job}});
    });
  };
  return route;
}

}  // namespace

void add_clock_routes(Routes& routes, Domain& domain) {
  routes.add({preview(domain), recompute(domain)});
}

}  // namespace hotline::api
