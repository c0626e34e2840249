// Requests: intake from every channel, assessment while an agent types, progress and rating for citizens,
// reveal and erasing on record.
#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/problem.hpp"
#include "api/route.hpp"
#include "hotline/access/personal_data.hpp"
#include "hotline/api/domain.hpp"
#include "hotline/call/erasure.hpp"
#include "hotline/text/phone.hpp"
#include "hotline/ticket/deadlines.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::size_t most_words = 10000;  // characters
const std::vector<std::string> needs{"elderly", "disabled",   "pregnant", "minor",
                                     "illness", "low_income", "veteran",  "other"};

Type kind_type() {
  return choice({"consult", "help", "complaint", "report", "suggestion", "praise"});
}
Type urgency_type() {
  return choice({"normal", "urgent", "critical"});
}

ObjectSpec submission_spec(std::string name) {
  const ObjectSpec caller{
      "Caller",
      {"来电人。", "The caller."},
      {optional("name", line(40), {"姓名。", "Name."}), optional("phone", phone(), {"联系电话。", "Phone."}),
       optional("address", line(200), {"住址。", "Address."})}};
  return {std::move(name),
          {"一件诉求。未给出的事项、区划、类型、紧急程度由系统判断。",
           "A request. Matter, division, kind and urgency are decided where they are not given."},
          {required("channel", code(40), {"受理渠道代码。", "Code of the channel."}),
           required("words", text(most_words),
                    {"诉求内容原话；无声电话可为空。",
                     "The citizen's own words; may be empty for a silent call."}),
           optional("title", line(100),
                    {"标题；不给则取原话首句。", "Title; the first clause of the words when absent."}),
           optional("place", line(300), {"事发地点。", "Where it happened."}),
           optional("received_at", date_time(),
                    {"受理时间；不给为现在。", "When it was received; now when absent."}),
           optional("caller", object(caller), {"来电人。", "The caller."}),
           optional("language", choice({"zh", "en", "other"}), {"语言。", "Language."}),
           optional("special_needs", list_of(choice(needs), 8), {"特殊需要。", "Special needs."}),
           optional("anonymous", boolean(), {"是否匿名。", "Whether the caller stays unnamed."}),
           optional("secret", boolean(), {"是否保密。", "Whether it is confidential."}),
           optional("reply_by", choice({"phone", "sms", "web"}),
                    {"希望的回复方式。", "How the caller wants to be told."}),
           optional("kind", kind_type(), {"诉求类型。", "Kind."}),
           optional("urgency", urgency_type(), {"紧急程度。", "Urgency."}),
           optional("matter", code(32), {"事项行号。", "Row key of the matter."}),
           optional("division", code(32), {"区划代码。", "Code of the division."}),
           optional("hold", boolean(), {"不自动派单，由人处理。", "Never dispatch by machine."}),
           optional("source", code(64), {"来源系统。", "The program it comes from."}),
           optional("external_id", line(128),
                    {"来源系统中的编号，同一来源只受理一次。", "Its id there; each is taken once."})}};
}

base::Result<intake::Submission> submission_of(const Json& body, base::Time now, const city::City& city) {
  intake::Submission in;
  ticket::NewRequest& r = in.request;
  r.channel = text_in(body, "channel");
  r.words = text_in(body, "words");
  r.title = text_in(body, "title");
  r.place = text_in(body, "place");
  r.received_at = now;
  if (body.contains("received_at")) {
    HOTLINE_TRY(r.received_at, base::parse_rfc3339(body["received_at"].get<std::string>()));
    if (r.received_at > now + std::chrono::minutes{5}) {
      return base::Error::field("/received_at", "not_future", "受理时间不能晚于现在。",
                                "A request cannot have been received in the future.");
    }
  }
  if (body.contains("caller")) {
    const Json& caller = body["caller"];
    r.caller_name = text_in(caller, "name");
    r.caller_address = text_in(caller, "address");
    if (caller.contains("phone")) {
      HOTLINE_TRY(const text::Phone phone, text::parse_phone(caller["phone"].get<std::string>()));
      r.caller_phone = phone.number;
    }
  }
  if (body.contains("language")) r.language = text_in(body, "language");
  if (body.contains("special_needs")) r.special_needs = body["special_needs"].get<std::vector<std::string>>();
  r.anonymous = body.value("anonymous", false);
  r.secret = body.value("secret", false);
  r.reply_by = text_in(body, "reply_by");
  r.source = text_in(body, "source");
  r.external_id = text_in(body, "external_id");
  if (!r.external_id.empty() && r.source.empty()) {
    return base::Error::field("/source", "required", "给出 external_id 时须同时给出 source。",
                              "Name the source of that external_id.");
  }
  in.kind = city::find_kind(text_in(body, "kind"));
  in.urgency = city::find_urgency(text_in(body, "urgency"));
  in.matter = text_in(body, "matter");
  in.division = text_in(body, "division");
  in.hold = body.value("hold", false);
  HOTLINE_CHECK(intake::check_submission(in, city));
  return in;
}

ObjectSpec candidate_spec() {
  return {"Candidate",
          {"候选单位。", "A candidate unit."},
          {required("unit", object(named_spec()), {"单位。", "Unit."}),
           required("matter", object(matter_spec()), {"对应事项。", "Matter it would have it for."}),
           required("probability", number(), {"概率。", "Probability."})}};
}

ObjectSpec assessment_spec() {
  const ObjectSpec alike{"LikeTicket",
                         {"相似工单。", "An earlier ticket of like words."},
                         {required("ticket", integer(1), {"工单。", "Ticket."}),
                          required("similarity", number(), {"相似度，0 至 1。", "Similarity, 0 to 1."}),
                          required("matter", nullable(object(matter_spec())), {"事项。", "Matter."}),
                          required("lead", nullable(object(named_spec())), {"主办单位。", "Lead unit."})}};
  const ObjectSpec triage{
      "Triage",
      {"分流建议。", "Triage."},
      {required("way", text(32),
                {"去向：in_scope、urgent、lawful_channel、in_progress、announced、nothing_to_take。",
                 "in_scope, urgent, lawful_channel, in_progress, announced or nothing_to_take."}),
       required("name", text(64), {"依据的代码。", "Code that says why."}),
       required("detail", text(2000), {"给来电人的说明。", "What to tell the caller."}),
       required("ticket", nullable(integer(1)), {"正在办理的工单。", "The ticket that is in progress."}),
       required("phrase", text(200), {"命中的词。", "The phrase that was found."})}};
  return {
      "Assessment",
      {"系统对一件诉求的判断。", "What the machine makes of a request."},
      {required("matter", nullable(object(matter_spec())), {"事项。", "Matter."}),
       required("division", nullable(object(named_spec())), {"区划。", "Division."}),
       required("kind", text(20), {"类型。", "Kind."}),
       required("urgency", text(20), {"紧急程度。", "Urgency."}),
       required("importance", text(20), {"重要程度。", "Importance."}),
       required("secret", boolean(), {"是否保密。", "Whether it is confidential."}),
       required("lead", nullable(object(named_spec())), {"主办单位。", "Lead unit."}),
       required("assistants", list_of(named_spec(), 50), {"协办单位。", "Assistants."}),
       required("handover", nullable(text(8)), {"建议移交的线路。", "Emergency line to hand over to."}),
       required("flags", list_of(text(64), 50), {"标记。", "Flags."}),
       required("confidence", number(), {"把握。", "Confidence."}),
       required("automatic", boolean(), {"是否可自动派单。", "Whether it may go out by itself."}),
       required("candidates", list_of(candidate_spec(), 10),
                {"候选单位，最可能的在前。", "Candidate units, best first."}),
       required("reasons", list_of(reason_spec(), 50), {"理由。", "Reasons."}),
       required("questions", list_of(text(32), 10), {"应向来电人追问的内容。", "What to ask the caller."}),
       required("alike", list_of(alike, 20), {"相似工单。", "Earlier tickets of like words."}),
       required("triage", object(triage), {"分流。", "Triage."})}};
}

// What the caller is told, from the city's files.
std::string triage_detail(const intake::Triage& triage, const city::City& city) {
  if (triage.way == intake::Way::lawful_channel || triage.way == intake::Way::nothing_to_take) {
    const city::Refusal* refusal = city.refusals.find(triage.name);
    return refusal ? refusal->text : "";
  }
  if (triage.way == intake::Way::announced) {
    for (const city::Announcement& one : city.announcements) {
      if (one.id == triage.name) return one.text;
    }
  }
  return "";
}

Json assessment_json(const intake::Assessment& a) {
  const city::City& city = a.dispatcher->city();
  const dispatch::Decision& d = a.decision;
  const auto matter = [&](const std::string& row) {
    return row.empty() ? Json(nullptr) : matter_json(row, city);
  };
  const auto unit = [&](const std::string& code) {
    return code.empty() ? Json(nullptr) : unit_json(code, city);
  };
  Json assistants = Json::array(), candidates = Json::array(), reasons = Json::array(), alike = Json::array();
  for (const std::string& one : d.assistants) assistants.push_back(unit_json(one, city));
  for (const dispatch::Candidate& one : d.candidates) {
    candidates.push_back({{"unit", unit_json(one.unit, city)},
                          {"matter", matter_json(one.matter, city)},
                          {"probability", one.probability}});
  }
  for (const dispatch::Reason& one : d.reasons)
    reasons.push_back({{"source", one.source}, {"name", one.name}, {"detail", one.detail}});
  for (const dispatch::Neighbour& one : a.alike) {
    alike.push_back({{"ticket", one.ticket},
                     {"similarity", one.similarity},
                     {"matter", matter(one.matter)},
                     {"lead", unit(one.lead)}});
  }
  return {{"matter", matter(d.matter)},
          {"division", d.division.empty() ? Json(nullptr) : division_json(d.division, city)},
          {"kind", city::name_of(d.kind)},
          {"urgency", city::name_of(d.urgency)},
          {"importance", city::name_of(d.importance)},
          {"secret", d.secret},
          {"lead", unit(d.lead)},
          {"assistants", std::move(assistants)},
          {"handover", d.handover.empty() ? Json(nullptr) : Json(d.handover)},
          {"flags", d.flags},
          {"confidence", d.confidence},
          {"automatic", d.automatic},
          {"candidates", std::move(candidates)},
          {"reasons", std::move(reasons)},
          {"questions", d.questions},
          {"alike", std::move(alike)},
          {"triage",
           {{"way", intake::name_of(a.triage.way)},
            {"name", a.triage.name},
            {"detail", triage_detail(a.triage, city)},
            {"ticket", a.triage.ticket != 0 ? Json(a.triage.ticket) : Json(nullptr)},
            {"phrase", a.triage.phrase}}}};
}

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
          const intake::CallerRecord caller =
              domain.intake.caller_record(tx, in->request.caller_phone, in->request.words, now);
          return Prepared{domain.intake.assess(*in, caller)};
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
  route.handler = [&domain](Call& call) -> Answer {
    const auto city = domain.city.get();
    auto submission = submission_of(call.body(), call.now(), *city);
    if (!submission.ok()) return std::move(submission).error();
    return reading([&domain, in = std::move(submission).value(),
                    now = call.now()](store::ReadTx& tx) -> base::Result<Reply> {
      const auto caller = domain.intake.caller_record(tx, in.request.caller_phone, in.request.words, now);
      return Reply::ok(assessment_json(domain.intake.assess(in, caller)));
    });
  };
  return route;
}

base::Error unknown_request() {
  return base::Error::of(base::ErrorCode::not_found, "没有找到该诉求，请核对受理编号和查询码。",
                         "There is no such request. Check number and code.");
}

base::Result<ticket::Request> request_of(store::ReadTx& tx, const std::string& number) {
  const auto id = ticket::RequestBook::find_by_number(tx, number);
  if (!id) return unknown_request();
  return *ticket::RequestBook::find(tx, *id);
}

// The request, when the code is its own. Both mistakes look alike, so that numbers cannot be probed.
base::Result<ticket::Request> citizens_request(store::ReadTx& tx, const std::string& number,
                                               const std::string& code) {
  HOTLINE_TRY(ticket::Request request, request_of(tx, number));
  if (request.query_code != code) return unknown_request();
  return request;
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
      return Reply::ok(request_json(tx, request, *city));
    });
  };
  return route;
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
      return Reply::ok(
          {{"number", request.number},
           {"received_at", city_time(request.received_at, *city)},
           {"state", ticket::name_of(ticket.state)},
           {"state_name",
            language == Language::en ? ticket::name_of(ticket.state) : ticket::chinese_name_of(ticket.state)},
           {"unit", lead != nullptr ? Json(unit_json(lead->unit, *city)["name"]) : Json(nullptr)},
           {"due", city_time_or_null(due, *city)},
           {"answer", std::move(answer)},
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

Route reveal(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/requests/{number}/reveal";
  route.operation = "revealRequest";
  route.tag = "personal data";
  route.summary = {"查看未脱敏的内容，须说明理由并留痕",
                   "See one item unmasked, with a reason and on record"};
  route.allow = any_of(Right::personal_data_reveal);
  route.effects_once = false;  // the answer is personal data and is stored nowhere
  route.body =
      ObjectSpec{"Reveal",
                 {"要查看的内容与理由。", "What is to be seen, and why."},
                 {required("item", choice({"words", "name", "phone", "address"}), {"内容。", "Item."}),
                  required("reason", line(200, 1), {"理由。", "Reason."})}};
  route.outputs = {
      {200,
       {"内容。", "The item."},
       ObjectSpec{
           "Revealed", {"内容。", "The item."}, {required("text", text(20000), {"原文。", "Its text."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    using Shown = base::Result<std::string>;
    struct Look {
      ticket::Request request;
      std::int64_t sealed;
    };
    return reading_then_writing(
        [&domain, number = call.path("number"), item = text_in(call.body(), "item"),
         who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Look> {
          HOTLINE_TRY(ticket::Request request, request_of(tx, number));
          HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, request.ticket));
          if (!may_see(*who, ticket, *domain.city.get())) return unknown_request();
          std::optional<std::int64_t> sealed = request.words;
          if (item == "name") sealed = request.caller_name;
          if (item == "phone") sealed = request.caller_phone;
          if (item == "address") sealed = request.caller_address;
          if (!sealed)
            return base::Error::of(base::ErrorCode::not_found, "该诉求没有登记此项内容。",
                                   "This request holds no such item.");
          return Look{std::move(request), *sealed};
        },
        [item = text_in(call.body(), "item"), reason = text_in(call.body(), "reason"),
         who = call.shared_principal(), language = call.language(),
         at = std::string(call.path_text())](store::WriteTx& tx, Look& look) -> base::Result<Reply> {
          const Shown shown = access::reveal(
              tx, *who, {look.sealed, "request", look.request.id, look.request.secret}, reason);
          // A refusal is on record too, so the work succeeds and the refusal is its answer.
          if (!shown.ok()) return problem_reply(shown.error(), language, at);
          if (item != "words") return Reply::ok({{"text", *shown}});
          HOTLINE_TRY(const store::Payload words, store::Payload::decode(*shown));
          return Reply::ok({{"text", words.text_or_empty("words")}});
        });
  };
  return route;
}

Route erase(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/callers/erase";
  route.operation = "eraseCaller";
  route.tag = "personal data";
  route.summary = {"依法删除一位来电人的个人信息和原话", "Erase a caller's data and words, by law"};
  route.allow = any_of(Right::personal_data_erase);
  route.body = ObjectSpec{"Erase",
                          {"要删除的号码与依据。", "Whose data, and on what ground."},
                          {required("phone", phone(), {"来电号码。", "The caller's number."}),
                           required("reason", line(200, 1), {"依据。", "Ground."})}};
  route.outputs = {{200,
                    {"已删除。", "Erased."},
                    ObjectSpec{"Erased",
                               {"已删除的诉求。", "The requests that were erased."},
                               {required("requests", integer(0), {"件数。", "How many."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    auto phone = text::parse_phone(text_in(call.body(), "phone"));
    if (!phone.ok()) return std::move(phone).error();
    return writing([&domain, number = phone->number, reason = text_in(call.body(), "reason"),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const auto erased,
                  call::erase_caller(tx, domain.tickets, *domain.attachments, number, {actor, reason}));
      return Reply::ok({{"requests", erased.requests}});
    });
  };
  return route;
}

Route history(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/callers/history";
  route.operation = "getCallerHistory";
  route.tag = "requests";
  route.summary = {"来电人历史诉求", "A caller's earlier requests"};
  route.allow = any_of(Right::request_create, Right::ticket_read_all);
  route.effects_once = false;
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
    return reading([&domain, number = phone->number,
                    who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      Json items = Json::array();
      for (const ticket::Request& one : ticket::RequestBook::of_phone(tx, number, 50)) {
        if (one.secret && !who->may(Right::secret_read)) continue;
        items.push_back(request_json(tx, one, *city));
      }
      return Reply::ok({{"items", std::move(items)}});
    });
  };
  return route;
}

}  // namespace

void add_request_routes(Routes& routes, Domain& domain) {
  routes.add({create(domain), assess(domain), get_one(domain), progress(domain), rate(domain), reveal(domain),
              erase(domain), history(domain)});
}

}  // namespace hotline::api
