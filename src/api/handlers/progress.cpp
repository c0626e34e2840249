// A citizen without an account follows a request by number and query code, and rates its result.
#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/requests.hpp"
#include "api/handlers/ticket_parts_json.hpp"

namespace hotline::api {
namespace {

// The request, when the code is its own. Both mistakes look alike, so that numbers cannot be probed.
base::Result<ticket::Request> citizens_request(store::ReadTx& tx, const std::string& number,
                                               const std::string& code) {
  HOTLINE_TRY(ticket::Request request, request_of(tx, number));
  if (request.query_code != code) return unknown_request();
  return request;
}

ObjectSpec public_reply_spec() {
  return {"OwnPublicReply",
          {"公开的答复。", "A published reply."},
          {required("at", date_time(), {"公开时间。", "When it was published."}),
           required("text", text(20000), {"内容（已脱敏）。", "The words, masked."})}};
}

Route progress(Domain& domain) {
  Route route;
  route.path = "/api/v1/requests/{number}/progress";
  route.operation = "getProgress";
  route.tag = "citizen";
  route.summary = {"市民凭编号和查询码查进度", "A citizen follows a request by number and code"};
  route.allow = anyone();
  route.cost = 5;
  route.query = {required("code", code(16), {"查询码。", "Query code."})};
  route.outputs = {
      {200,
       {"进度。", "Progress."},
       ObjectSpec{"Progress",
                  {"进度。", "Progress."},
                  {required("number", text(32), {"受理编号。", "Number."}),
                   required("received_at", date_time(), {"受理时间。", "When it was received."}),
                   required("state", text(20), {"状态。", "State."}),
                   required("state_name", text(40), {"状态名称。", "State in words."}),
                   required("unit", nullable(text(200)), {"主办单位。", "Lead unit."}),
                   required("due", nullable(date_time()), {"办理期限。", "By when it is to be resolved."}),
                   required("answer", nullable(text(20000)), {"答复。", "The answer, once there is one."}),
                   required("public_replies", list_of(public_reply_spec(), 100),
                            {"已公开的答复。", "Replies that were published."}),
                   required("rated", boolean(), {"是否已评价。", "Whether it was rated."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return reading([&domain, number = call.path("number"), code = call.query().text_or("code", ""),
                    language = call.language()](store::ReadTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const ticket::Request request, citizens_request(tx, number, code));
      HOTLINE_TRY(ticket::Ticket ticket, ticket::TicketBook::load(tx, request.ticket));
      const auto city = domain.city.get();
      const ticket::Assignment* lead = ticket.lead();
      const bool finished =
          ticket.state == ticket::TicketState::resolved || ticket.state == ticket::TicketState::closed;
      std::int64_t sealed = ticket.answer;
      if (sealed == 0 && finished && lead != nullptr) sealed = lead->reply;
      Json answer = nullptr;
      if (sealed != 0) {
        if (const auto plain = tx.vault().open(tx, sealed); plain.ok())
          answer = access::masked_text("note", *plain);
      }
      std::optional<base::Time> due;
      for (const ticket::RunningClock& clock : ticket.clocks) {
        if (clock.what == city::Limited::resolve && lead != nullptr && clock.assignment == lead->id)
          due = clock.due;
      }
      Json published = Json::array();
      for (const ticket::Publication& one : ticket.publications) {
        if (Json text = masked_text(tx, one.text); !text.is_null() && !ticket.secret)
          published.push_back({{"at", city_time(one.at, *city)}, {"text", std::move(text)}});
      }
      return Reply::ok(
          {{"number", request.number},
           {"received_at", city_time(request.received_at, *city)},
           {"state", ticket::name_of(ticket.state)},
           {"state_name",
            language == Language::en ? ticket::name_of(ticket.state) : ticket::chinese_name_of(ticket.state)},
           {"unit", lead != nullptr ? Json(unit_json(lead->unit, *city)["name"]) : Json(nullptr)},
           {"due", city_time_or_null(due, *city)},
           {"answer", std::move(answer)},
           {"public_replies", std::move(published)},
           {"rated", ticket::RequestBook::rating_of(tx, request.id).has_value()}});
    });
  };
  return route;
}

Route rate(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/requests/{number}/rating";
  route.operation = "rateRequest";
  route.tag = "citizen";
  route.summary = {"市民评价办理结果", "A citizen rates the result"};
  route.allow = anyone();
  route.cost = 5;
  const Type score = integer(1, 5);
  route.body = ObjectSpec{
      "NewRating",
      {"评价：1 非常不满意 至 5 非常满意。", "Scores run from 1, very dissatisfied, to 5, very satisfied."},
      {required("code", code(16), {"查询码。", "Query code."}),
       required("solved", choice({"yes", "no", "not_due"}),
                {"诉求是否解决；not_due 为期限未到尚在办理。",
                 "Whether it is solved; not_due: its limit is still running."}),
       optional("contacted", boolean(), {"是否有相关部门联系您。", "Whether the unit made contact."}),
       optional("result", score, {"对办理结果的评分。", "Score of the result."}),
       optional("unit", score, {"对承办单位的评分。", "Score of the unit."}),
       optional("agent", score, {"对话务员的评分。", "Score of the agent."}),
       optional("words", text(2000), {"意见。", "Free words."})}};
  route.outputs = {{204, {"已评价。", "Rated."}}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, number = call.path("number"), body = call.body(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const ticket::Request request, citizens_request(tx, number, text_in(body, "code")));
      HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, request.ticket));
      if (ticket.state != ticket::TicketState::resolved && ticket.state != ticket::TicketState::closed) {
        return base::Error::of(base::ErrorCode::conflict, "诉求尚在办理，办结后即可评价。",
                               "It is still being handled. Rate it once it is resolved.");
      }
      ticket::Rating rating;
      rating.solved = text_in(body, "solved");
      if (body.contains("contacted")) rating.contacted = body["contacted"].get<bool>();
      const auto score_in = [&](const char* key) -> std::optional<int> {
        return body.contains(key) ? std::optional(body[key].get<int>()) : std::nullopt;
      };
      rating.result = score_in("result");
      rating.unit = score_in("unit");
      rating.agent = score_in("agent");
      rating.words = text_in(body, "words");
      const auto city = domain.city.get();
      HOTLINE_CHECK(domain.tickets.rate(tx, request, rating, ticket::CityDeadlines(*city), {actor, ""}));
      return Reply::no_content();
    });
  };
  return route;
}

}  // namespace

void add_progress_routes(Routes& routes, Domain& domain) {
  routes.add({progress(domain), rate(domain)});
}

}  // namespace hotline::api
