// Records of calls, as the telephone system reports them and agents read them.
#include "api/handlers/action.hpp"
#include "api/handlers/agents.hpp"
#include "api/handlers/call_secrecy.hpp"
#include "api/handlers/lists.hpp"
#include "api/problem.hpp"
#include "hotline/access/actor.hpp"
#include "hotline/access/refused_look.hpp"
#include "hotline/text/phone.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::int64_t most_calls = 200;

Route call_route(Method method, const std::string& path, std::string operation, base::Text summary) {
  Route route;
  route.method = method;
  route.path = "/api/v1/calls" + path;
  route.operation = std::move(operation);
  route.tag = "calls";
  route.summary = std::move(summary);
  route.allow = any_of(Right::call_handle);
  if (path.starts_with("/{id}")) route.path_fields = {required("id", integer(1), {"通话编号。", "Its key."})};
  return route;
}

ObjectSpec call_spec() {
  return {
      "Call",
      {"一次通话的记录。", "The record of one call."},
      {required("id", integer(1), {"编号。", "Its key."}),
       required("version", integer(1), {"版本。", "Version."}),
       required("source", text(64), {"电话系统。", "The telephone system."}),
       required("external_id", text(128), {"电话系统中的编号。", "Its id there."}),
       required("channel", object(named_spec()), {"渠道。", "Channel."}),
       required("desk", nullable(object(named_spec())), {"专席。", "Desk."}),
       required("state", choice({"ringing", "answered", "abandoned", "ended"}), {"状态。", "State."}),
       required("phone", text(40),
                {"来电号码（已脱敏），空为未显示，或属保密事项。",
                 "Caller's number, masked; empty when withheld, or confidential."}),
       required("agent", nullable(object(agent_name_spec())), {"接听的话务员。", "Who answered."}),
       required(
           "request", nullable(text(32)),
           {"关联的受理编号；保密事项不显示。", "Number of the linked request, unless it is confidential."}),
       required("ringing_at", date_time(), {"振铃时间。", "When it rang."}),
       required("answered_at", nullable(date_time()), {"接听时间。", "When it was answered."}),
       required("ended_at", nullable(date_time()), {"结束或放弃时间。", "When it ended or was abandoned."}),
       required("waited_seconds", nullable(integer(0)),
                {"等待秒数。", "Seconds until answered or abandoned."}),
       required("talked_seconds", nullable(integer(0)), {"通话秒数。", "Seconds of talk."})}};
}

Json seconds_between(const std::optional<base::Time>& from, const std::optional<base::Time>& to) {
  if (!from || !to) return nullptr;
  return std::chrono::duration_cast<std::chrono::seconds>(*to - *from).count();
}

Json call_json(store::ReadTx& tx, const call::Call& c, const access::Principal& who, const city::City& city) {
  const city::Channel* channel = city.channels.find(c.channel);
  const city::Desk* desk = city.desks.find(c.desk);
  const bool hidden = hides_caller(tx, c, who, city);
  const auto request = c.request != 0 && !hidden ? ticket::RequestBook::find(tx, c.request) : std::nullopt;
  Json desk_json = nullptr;
  if (!c.desk.empty()) desk_json = {{"code", c.desk}, {"name", desk ? desk->name : c.desk}};
  return {{"id", c.id},
          {"version", c.version},
          {"source", c.source},
          {"external_id", c.external_id},
          {"channel", {{"code", c.channel}, {"name", channel ? channel->name : c.channel}}},
          {"desk", std::move(desk_json)},
          {"state", name_of(c.state)},
          {"phone", hidden ? "" : c.masked_phone},
          {"agent", c.agent != 0 ? agent_name_json(tx, c.agent) : Json(nullptr)},
          {"request", request ? Json(request->number) : Json(nullptr)},
          {"ringing_at", city_time(c.ringing_at, city)},
          {"answered_at", city_time_or_null(c.answered_at, city)},
          {"ended_at", city_time_or_null(c.ended_at, city)},
          {"waited_seconds", seconds_between(c.ringing_at, c.answered_at ? c.answered_at : c.ended_at)},
          {"talked_seconds", seconds_between(c.answered_at, c.ended_at)}};
}

base::Error unknown_call() {
  return base::Error::of(base::ErrorCode::not_found, "没有此通话记录，请核对编号。",
                         "There is no such call. Check its number.");
}

std::optional<base::Time> time_in(const Json& body, const char* key) {
  if (!body.contains(key)) return std::nullopt;
  const auto at = base::parse_rfc3339(text_in(body, key));
  return at.ok() ? std::optional(*at) : std::nullopt;
}

base::Result<call::NewCall> new_call_of(const Json& body, const city::City& city) {
  call::NewCall in;
  in.source = text_in(body, "source");
  in.external_id = text_in(body, "external_id");
  in.channel = text_in(body, "channel");
  in.desk = text_in(body, "desk");
  in.at = time_in(body, "at");
  if (city.channels.find(in.channel) == nullptr) {
    return base::Error::field("/channel", "unknown_channel", "没有这个受理渠道，请从渠道表中选择。",
                              "There is no such channel. Choose one of the city's channels.");
  }
  if (!in.desk.empty()) HOTLINE_CHECK(check_desk(city, in.desk));
  if (body.contains("phone")) {
    HOTLINE_TRY(const text::Phone phone, text::parse_phone(text_in(body, "phone")));
    in.phone = phone.number;
  }
  return in;
}

Route ring(Domain& domain) {
  Route route = call_route(Method::post, "", "reportCall",
                           {"报告来电振铃；同一编号只记一次", "A call rings; the same id is recorded once"});
  route.body = ObjectSpec{
      "NewCall",
      {"来电。", "The call."},
      {required("external_id", line(128, 1), {"电话系统中的编号。", "Its id in the telephone system."}),
       optional("source", code(64), {"哪个电话系统。", "Which telephone system."}),
       required("channel", code(40), {"渠道代码。", "Code of the channel."}),
       optional("desk", code(40), {"专席代码。", "Code of the desk."}),
       optional("phone", phone(), {"来电号码。", "The caller's number."}),
       optional("at", date_time(), {"振铃时间；不给为现在。", "When it rang; now when absent."})}};
  route.outputs = {{201, {"已记录。", "Recorded."}, call_spec()},
                   {200, {"此前已记录。", "Recorded before."}, call_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto city = domain.city.get();
    auto in = new_call_of(call.body(), *city);
    if (!in.ok()) return in.error();
    return writing([&domain, city, in = std::move(*in), who = call.shared_principal(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const call::CallBook::Rung rung, domain.calls.ring(tx, in, actor));
      const Json body = call_json(tx, rung.call, *who, *city);
      return rung.repeated ? Reply::ok(body)
                           : Reply::created("/api/v1/calls/" + std::to_string(rung.call.id), body);
    });
  };
  return route;
}

base::Result<call::Call> take_event(Domain& domain, store::WriteTx& tx, std::int64_t id, const Json& body,
                                    std::int64_t asker, const store::Actor& actor) {
  const std::string kind = text_in(body, "kind");
  if (kind == "linked") {
    const auto request = ticket::RequestBook::find_by_number(tx, text_in(body, "request"));
    if (!request) {
      return base::Error::field("/request", "unknown_request", "没有找到该诉求，请核对受理编号。",
                                "There is no such request. Check its number.");
    }
    return domain.calls.link(tx, id, *request, actor);
  }
  call::CallReport report;
  report.action = kind == "answered"    ? call::CallAction::answer
                  : kind == "abandoned" ? call::CallAction::abandon
                                        : call::CallAction::end;
  report.at = time_in(body, "at");
  report.desk = text_in(body, "desk");
  report.agent = body.value("agent", asker);
  return domain.calls.report(tx, id, report, actor);
}

Route event(Domain& domain) {
  Route route =
      call_route(Method::post, "/{id}/events", "reportCallEvent",
                 {"报告通话事件；重复报告不重复记录", "Something happened to a call; repeats are harmless"});
  route.body =
      ObjectSpec{"CallEvent",
                 {"通话事件。", "What happened."},
                 {required("kind", choice({"answered", "abandoned", "ended", "linked"}), {"事件。", "What."}),
                  optional("at", date_time(), {"时间；不给为现在。", "When; now when absent."}),
                  optional("agent", integer(1),
                           {"接听的话务员账号；话务员本人可省略。", "Account of the agent who answered."}),
                  optional("desk", code(40), {"专席代码。", "Code of the desk."}),
                  optional("request", code(32), {"关联的受理编号。", "Number of the request, for linked."})}};
  route.outputs = {{200, {"通话现状。", "The call as it is now."}, call_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto city = domain.city.get();
    if (call.body().contains("desk")) {
      if (const base::Status known = check_desk(*city, text_in(call.body(), "desk")); !known.ok())
        return known.error();
    }
    return writing([&domain, city, id = call.path_id("id"), body = std::move(call.body()),
                    asker = access::find_account_id(call.principal().actor).value_or(0),
                    who = call.shared_principal(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const call::Call now, take_event(domain, tx, id, body, asker, actor));
      return Reply::ok(call_json(tx, now, *who, *city));
    });
  };
  return route;
}

Route list(Domain& domain) {
  Route route = call_route(Method::get, "", "listCalls", {"通话记录，最新的在前", "Calls, newest first"});
  route.query = page_fields(most_calls);
  route.query.push_back(
      optional("state", choice({"ringing", "answered", "abandoned", "ended"}), {"状态。", "State."}));
  route.query.push_back(optional("agent", integer(1), {"话务员账号。", "Account of the agent."}));
  route.query.push_back(optional("desk", code(40), {"专席代码。", "Code of the desk."}));
  route.query.push_back(optional("from", date_time(), {"振铃时间起。", "Rang at or after."}));
  route.query.push_back(optional("to", date_time(), {"振铃时间止（不含）。", "Rang before."}));
  route.outputs = {{200, {"一页通话。", "A page of calls."}, page_of(call_spec(), most_calls)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto before = cursor_of(call.query());
    if (!before.ok()) return before.error();
    const Query& q = call.query();
    call::CallFilter filter{call::find_call_state(q.text_or("state", "")), q.integer_or("agent", 0),
                            q.text_or("desk", ""), q.time("from"), q.time("to")};
    return reading([&domain, filter = std::move(filter), before = *before, who = call.shared_principal(),
                    limit = static_cast<std::size_t>(q.integer_or("limit", 50))](
                       store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      Json items = Json::array(), next = nullptr;
      for (const call::Call& one : call::find_calls(tx, filter, before, limit + 1)) {
        if (items.size() == limit) {
          next = std::to_string(items.back()["id"].get<std::int64_t>());
          break;
        }
        items.push_back(call_json(tx, one, *who, *city));
      }
      return Reply::ok({{"items", std::move(items)}, {"next", std::move(next)}});
    });
  };
  return route;
}

Route get_one(Domain& domain) {
  Route route = call_route(Method::get, "/{id}", "getCall", {"一次通话", "One call"});
  route.outputs = {{200, {"通话。", "The call."}, call_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return reading([&domain, id = call.path_id("id"),
                    who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
      const auto found = call::find_call(tx, id);
      if (!found) return unknown_call();
      Reply reply = Reply::ok(call_json(tx, *found, *who, *domain.city.get()));
      reply.version(found->version);
      return reply;
    });
  };
  return route;
}

Route reveal(Domain& domain) {
  Route route =
      call_route(Method::post, "/{id}/reveal", "revealCall",
                 {"查看完整来电号码，须说明理由并留痕", "See the number in full, with a reason, on record"});
  route.tag = "personal data";
  route.allow = signed_in();   // who lacks the right is refused on record
  route.effects_once = false;  // the answer is personal data and is stored nowhere
  route.body =
      ObjectSpec{"RevealCall", {"理由。", "Why."}, {required("reason", line(200, 1), {"理由。", "Reason."})}};
  route.outputs = {{200,
                    {"号码。", "The number."},
                    ObjectSpec{"RevealedNumber",
                               {"号码。", "The number."},
                               {required("phone", text(40), {"来电号码。", "The caller's number."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id"), reason = text_in(call.body(), "reason"),
                    who = call.shared_principal(), language = call.language(),
                    at = std::string(call.path_text())](store::WriteTx& tx) -> base::Result<Reply> {
      const auto found = call::find_call(tx, id);
      const CallSecrecy secrecy =
          found ? secrecy_of(tx, *found, *who, *domain.city.get()) : CallSecrecy::open;
      const access::SoughtData sought{found ? found->phone.value_or(0) : 0, "call", id,
                                      secrecy != CallSecrecy::open};
      // A refusal is on record too, so the work succeeds and the refusal is its answer.
      if (who->may(Right::personal_data_reveal)) {
        if (!found || !found->phone) return unknown_call();
        // Only who handles calls knows of them at all.
        const char* cause = !who->may(Right::call_handle)    ? "right"
                            : secrecy == CallSecrecy::unseen ? "unseen"
                                                             : nullptr;
        if (cause != nullptr) {
          access::note_refusal(tx, *who, sought, cause);
          return problem_reply(unknown_call(), language, at);
        }
      }
      const auto shown = access::reveal(tx, *who, sought, reason);
      if (!shown.ok()) return problem_reply(shown.error(), language, at);
      return Reply::ok({{"phone", text::national_form(*shown)}});
    });
  };
  return route;
}

}  // namespace

void add_call_routes(Routes& routes, Domain& domain) {
  routes.add({ring(domain), event(domain), list(domain), get_one(domain), reveal(domain)});
  add_agent_routes(routes, domain);
}

}  // namespace hotline::api
