// Requests: intake from every channel, assessment while an agent types, a caller's earlier requests.
#include "api/handlers/requests.hpp"

#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/assessment_json.hpp"
#include "api/handlers/submission_json.hpp"
#include "hotline/text/phone.hpp"

namespace hotline::api {
namespace {

using access::Right;

ObjectSpec receipt_spec() {
  return {
      "Receipt",
      {"受理回执。", "The receipt of a request."},
      {required("number", text(32), {"受理编号。", "Number of the request."}),
       required("query_code", text(16),
                {"查询码，凭编号和查询码查进度。", "With number and code a citizen follows progress."}),
       required("ticket", integer(1), {"工单。", "The ticket that was opened."}),
       required("state", text(20), {"工单状态。", "Its state."}),
       required("received_at", date_time(), {"受理时间。", "When it was received."}),
       required("assessment", object(assessment_spec()), {"系统判断。", "What the machine made of it."})}};
}

Route create(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/requests";
  route.operation = "createRequest";
  route.tag = "requests";
  route.summary = {"受理一件诉求", "Take a request"};
  route.allow = any_of(Right::request_create);
  route.body = submission_spec("NewRequest");
  route.outputs = {{201, {"已受理。", "Taken."}, receipt_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto city = domain.city.get();
    auto submission = submission_of(call.body(), call.now(), *city);
    if (!submission.ok()) return std::move(submission).error();
    struct Prepared {
      intake::Assessment assessment;
    };
    auto in = std::make_shared<intake::Submission>(std::move(submission).value());
    return reading_then_writing(
        [&domain, in, now = call.now()](store::ReadTx& tx) -> base::Result<Prepared> {
          return Prepared{domain.intake.assess(*in, caller_record_of(domain, tx, in->request, now))};
        },
        [&domain, in, actor = call.actor()](store::WriteTx& tx, Prepared& prepared) -> base::Result<Reply> {
          HOTLINE_TRY(const intake::Receipt receipt,
                      domain.intake.take(tx, *in, prepared.assessment, {actor, ""}));
          const city::City& used = prepared.assessment.dispatcher->city();
          return Reply::created("/api/v1/tickets/" + std::to_string(receipt.ticket.id),
                                {{"number", receipt.request.number},
                                 {"query_code", receipt.request.query_code},
                                 {"ticket", receipt.ticket.id},
                                 {"state", ticket::name_of(receipt.ticket.state)},
                                 {"received_at", city_time(receipt.request.received_at, used)},
                                 {"assessment", assessment_json(prepared.assessment)}});
        });
  };
  return route;
}

Route assess(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/requests/assess";
  route.operation = "assessRequest";
  route.tag = "requests";
  route.summary = {"判断但不受理：供录入时参考", "Assess without taking: for use while typing"};
  route.allow = any_of(Right::request_create);
  route.effects_once = false;
  route.body = submission_spec("RequestToAssess");
  route.outputs = {{200, {"判断。", "The assessment."}, assessment_spec()}};
  route.handler = [&domain, words = std::make_shared<const intake::Reading>()](Call& call) -> Answer {
    const auto city = domain.city.get();
    auto submission = submission_of(call.body(), call.now(), *city);
    if (!submission.ok()) return std::move(submission).error();
    return reading([&domain, words, in = std::move(submission).value(),
                    now = call.now()](store::ReadTx& tx) -> base::Result<Reply> {
      const intake::Assessment assessment =
          domain.intake.assess(in, caller_record_of(domain, tx, in.request, now));
      return Reply::ok(whole_assessment_json(assessment, words->read(in, assessment)));
    });
  };
  return route;
}

Route get_one(Domain& domain) {
  Route route;
  route.path = "/api/v1/requests/{number}";
  route.operation = "getRequest";
  route.tag = "requests";
  route.summary = {"一件诉求", "One request"};
  route.allow = any_of(Right::request_read);
  route.outputs = {{200, {"诉求（已脱敏）。", "The request, masked."}, request_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return reading([&domain, number = call.path("number"),
                    who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const ticket::Request request, request_of(tx, number));
      HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, request.ticket));
      const auto city = domain.city.get();
      if (!may_see(*who, ticket, *city)) return unknown_request();
      const bool secret = request.secret || ticket.secret;
      return Reply::ok(request_json(tx, request, *city, !secret || who->may(Right::secret_read)));
    });
  };
  return route;
}

// What a person's earlier requests come to, for one asker.
struct Past {
  Json items = Json::array();
  std::int64_t about = 0;  // sealed row that names the person: of the newest request, or of a call
};

Past past_of(store::ReadTx& tx, const std::string& number, const access::Principal& who,
             const city::City& city) {
  Past past;
  for (const ticket::Request& one : ticket::RequestBook::of_phone(tx, number, 50)) {
    if (past.about == 0) past.about = one.caller_phone.value_or(0);
    if (!is_hidden(tx, one, who, city)) past.items.push_back(request_json(tx, one, city, true));
  }
  if (past.about == 0) {
    const std::vector<std::int64_t> calls = tx.vault().find(tx, "call_phone", number, 1);
    if (!calls.empty()) past.about = calls.front();
  }
  return past;
}

Route history(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/callers/history";
  route.operation = "getCallerHistory";
  route.tag = "requests";
  route.summary = {"来电人历史诉求，每次留痕", "A caller's earlier requests, on record each time"};
  route.allow = any_of(Right::request_create, Right::ticket_read_all);
  route.effects_once = false;  // nothing but the record of the look is changed
  route.body = ObjectSpec{"CallerQuery",
                          {"来电号码。", "The caller's number."},
                          {required("phone", phone(), {"来电号码。", "The number."})}};
  route.outputs = {{200,
                    {"历史诉求，最新的在前。", "Earlier requests, newest first."},
                    ObjectSpec{"CallerHistory",
                               {"历史诉求。", "Earlier requests."},
                               {required("items", list_of(request_spec(), 50), {"诉求。", "Requests."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    auto phone = text::parse_phone(text_in(call.body(), "phone"));
    if (!phone.ok()) return std::move(phone).error();
    return reading_then_writing(
        [&domain, number = phone->number, who = call.shared_principal()](store::ReadTx& tx)
            -> base::Result<Past> { return past_of(tx, number, *who, *domain.city.get()); },
        [actor = call.actor()](store::WriteTx& tx, Past& past) -> base::Result<Reply> {
          // During a call nobody is asked why: that there is a call says it.
          tx.journal().append(
              tx, {"access",
                   past.about,
                   "personal_data_looked_up",
                   actor,
                   "",
                   {{"requests", static_cast<std::int64_t>(past.items.size())}, {"history", true}}});
          return Reply::ok({{"items", std::move(past.items)}});
        });
  };
  return route;
}

}  // namespace

base::Error unknown_request() {
  return base::Error::of(base::ErrorCode::not_found, "没有找到该诉求，请核对受理编号和查询码。",
                         "There is no such request. Check number and code.");
}

base::Result<ticket::Request> request_of(store::ReadTx& tx, const std::string& number) {
  const auto id = ticket::RequestBook::find_by_number(tx, number);
  if (!id) return unknown_request();
  return *ticket::RequestBook::find(tx, *id);
}

intake::CallerRecord caller_record_of(Domain& domain, store::ReadTx& tx, const ticket::NewRequest& request,
                                      base::Time now) {
  intake::CallerRecord record = domain.intake.caller_record(tx, request.caller_phone, request.words, now);
  record.invalid_today += call::count_empty_calls(tx, request.caller_phone, now - std::chrono::hours{24});
  return record;
}

bool is_hidden(store::ReadTx& tx, const ticket::Request& request, const access::Principal& who,
               const city::City& city) {
  const auto ticket = ticket::TicketBook::load(tx, request.ticket);
  if (!ticket.ok()) return true;
  if (!request.secret && !ticket->secret) return false;
  return !who.may(Right::secret_read) || !may_see(who, *ticket, city);
}

void add_request_routes(Routes& routes, Domain& domain) {
  routes.add({create(domain), assess(domain), get_one(domain), history(domain)});
  add_progress_routes(routes, domain);
  add_personal_data_routes(routes, domain);
}

}  // namespace hotline::api
