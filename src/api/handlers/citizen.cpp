// What the city's own page offers to people without an account: whose hotline it is, and filing a request.
#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/assessment_json.hpp"
#include "api/handlers/lists.hpp"
#include "api/handlers/requests.hpp"
#include "api/handlers/submission_json.hpp"
#include "api/handlers/ticket_parts_json.hpp"
#include "api/route.hpp"
#include "hotline/api/domain.hpp"
#include "hotline/knowledge/knowledge.hpp"
#include "hotline/text/phone.hpp"

namespace hotline::api {
namespace {

constexpr double filing_cost = 20;  // tokens of an address's rate limit

// The page counts as the first channel of the web that a machine answers first, or the first of the web; a
// city without any gets its first channel.
std::string page_channel(const city::City& city) {
  const city::Channel* best = nullptr;
  for (const city::Channel& one : city.channels.rows()) {
    if (one.kind != "web") continue;
    if (one.mode == city::ChannelMode::machine_first) return one.code;
    if (best == nullptr) best = &one;
  }
  if (best == nullptr && !city.channels.rows().empty()) best = &city.channels.rows().front();
  return best != nullptr ? best->code : "";
}

Route about(Domain& domain) {
  Route route;
  route.path = "/api/v1/public/city";
  route.operation = "getPublicCity";
  route.tag = "citizen";
  route.summary = {"本热线是哪座城市的", "Whose hotline this is"};
  route.allow = anyone();
  route.outputs = {{200,
                    {"城市。", "The city."},
                    ObjectSpec{"PublicCity",
                               {"城市。", "The city."},
                               {required("name", text(100), {"城市名称。", "Name of the city."}),
                                required("hotline", text(20), {"热线号码。", "The number to call."}),
                                required("languages", list_of(text(16), 50),
                                         {"受理语言。", "Languages that it takes."})}}}};
  route.handler = [&domain](Call&) -> Answer {
    const auto city = domain.city.get();
    return Reply::ok({{"name", city->settings.name},
                      {"hotline", city->settings.hotline},
                      {"languages", city->settings.languages}});
  };
  return route;
}

ObjectSpec filing_spec() {
  return {
      "CitizenRequest",
      {"市民在网页上提交的诉求。", "A request that a citizen files on the page."},
      {required("words", text(5000, 5), {"诉求内容。", "What it is about, in the citizen's words."}),
       optional("place", line(300), {"事发地点。", "Where it happened."}), position_field(),
       optional("name", line(40), {"姓名。", "Name."}), required("phone", phone(), {"联系电话。", "Phone."}),
       optional("anonymous", boolean(),
                {"对承办单位隐去姓名。", "Whether the handling unit is not told the name."}),
       optional("secret", boolean(), {"要求保密。", "Whether it is to be kept confidential."}),
       optional("reply_by", choice({"phone", "sms", "web"}),
                {"希望的回复方式。", "How the citizen wants to be told."}),
       optional("language", code(16),
                {"语言，取自本市受理语言，其他语言填 other。", "Language, one of the city's, or 'other'."}),
       optional("question",
                object({"AskedBefore",
                        {"此前的提问。", "A question asked before."},
                        {required("id", integer(1), {"提问编号。", "Key of the question."}),
                         required("code", code(16), {"查询码。", "Its code."})}}),
                {"由知识问答转来时，注明是哪次提问。", "The question that was not answered to content."})}};
}

ObjectSpec advice_spec() {
  return {"FilingAdvice",
          {"初步分流的提示；诉求仍由人判断。", "What the first look found; a person decides all the same."},
          {required("way", choice({"urgent", "lawful_channel", "announced"}), {"去向。", "Way."}),
           required(
               "name", text(64),
               {"依据的代码：紧急线路、不予受理情形或公告。", "Line, ground or announcement that says why."}),
           required("detail", text(2000), {"给市民的说明。", "What it means."})}};
}

// Only what the words themselves say. That the number has a ticket in progress, or calls too often, is told
// to nobody who merely typed the number.
Json advice_json(const intake::Assessment& assessment) {
  const intake::Triage& triage = assessment.triage;
  const city::City& city = assessment.dispatcher->city();
  const bool line = triage.way == intake::Way::urgent && !triage.name.empty();
  if (!line && triage.way != intake::Way::lawful_channel && triage.way != intake::Way::announced)
    return nullptr;
  return {{"way", intake::name_of(triage.way)},
          {"name", triage.name},
          {"detail", line ? "情况紧急请直接拨打" + triage.name + "。" : triage_detail(triage, city)}};
}

Route file_request(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/public/requests";
  route.operation = "fileRequest";
  route.tag = "citizen";
  route.summary = {"市民提交诉求", "A citizen files a request"};
  route.allow = anyone();
  route.cost = filing_cost;
  route.body = filing_spec();
  route.outputs = {{201,
                    {"已受理。", "Taken."},
                    ObjectSpec{"CitizenReceipt",
                               {"回执。", "The receipt."},
                               {required("number", text(32), {"受理编号。", "Number of the request."}),
                                required("query_code", text(16), {"查询码。", "Code to follow it with."}),
                                required("received_at", date_time(), {"受理时间。", "When it was received."}),
                                required("advice", nullable(object(advice_spec())),
                                         {"初步分流给出的提示；没有为 null。",
                                          "What the first look advises, if anything."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    const Json& body = call.body();
    auto phone = text::parse_phone(text_in(body, "phone"));
    if (!phone.ok()) return std::move(phone).error();
    auto in = std::make_shared<intake::Submission>();
    ticket::NewRequest& r = in->request;
    r.channel = page_channel(*domain.city.get());
    r.words = text_in(body, "words");
    r.place = place_in(body);
    r.caller_name = text_in(body, "name");
    r.caller_phone = phone->number;
    r.received_at = call.now();
    r.anonymous = body.value("anonymous", false);
    r.secret = body.value("secret", false);
    r.reply_by = text_in(body, "reply_by");
    if (body.contains("language")) r.language = text_in(body, "language");
    HOTLINE_CHECK(intake::check_submission(*in, *domain.city.get()));
    return reading_then_writing(
        [&domain, in, now = call.now()](store::ReadTx& tx) -> base::Result<intake::Assessment> {
          const ticket::NewRequest& request = in->request;
          return domain.intake.assess(*in, caller_record_of(domain, tx, request, now));
        },
        [&domain, in, asked = body.value("question", Json()), actor = call.actor()](
            store::WriteTx& tx, intake::Assessment& assessment) -> base::Result<Reply> {
          HOTLINE_TRY(const intake::Receipt receipt, domain.intake.take(tx, *in, assessment, {actor, ""}));
          if (asked.is_object()) {
            HOTLINE_CHECK(domain.knowledge->questions.hand_over(
                tx, asked["id"].get<std::int64_t>(), text_in(asked, "code"), receipt.request.number));
          }
          // Where he can read it himself: the code stands in the receipt and in no address.
          return Reply::created(
              "/api/v1/requests/" + receipt.request.number + "/progress",
              {{"number", receipt.request.number},
               {"query_code", receipt.request.query_code},
               {"received_at", city_time(receipt.request.received_at, assessment.dispatcher->city())},
               {"advice", advice_json(assessment)}});
        });
  };
  return route;
}

constexpr std::int64_t most_replies = 100;
constexpr std::int64_t usual_replies = 20;

Route public_replies(Domain& domain) {
  Route route;
  route.path = "/api/v1/public/replies";
  route.operation = "listPublicReplies";
  route.tag = "citizen";
  route.summary = {"已公开的答复，最新的在前", "Published replies, newest first"};
  route.allow = anyone();
  route.query = page_fields(most_replies);
  const ObjectSpec row{"PublicReply",
                       {"一条公开答复。", "A published reply."},
                       {required("id", integer(1), {"序号。", "Number."}),
                        required("at", date_time(), {"公开时间。", "When it was published."}),
                        required("matter", nullable(text(200)), {"事项。", "Matter."}),
                        required("unit", nullable(text(200)), {"主办单位。", "Lead unit."}),
                        required("text", text(20000), {"内容（已脱敏）。", "The words, masked."})}};
  route.outputs = {{200, {"一页公开答复。", "A page of replies."}, page_of(row, most_replies)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto before = cursor_of(call.query());
    if (!before.ok()) return before.error();
    const auto limit = static_cast<std::size_t>(call.query().integer_or("limit", usual_replies));
    return reading(
        [city = domain.city.get(), before = *before, limit](store::ReadTx& tx) -> base::Result<Reply> {
          Json items = Json::array();
          const auto found = ticket::find_public_replies(tx, before, limit);
          for (const ticket::PublicReply& one : found) {
            Json text = masked_text(tx, one.text);
            if (text.is_null()) continue;  // erased by law since
            const city::Matter* matter = city->matters.find(one.matter);
            const city::Unit* unit = city->units.find(one.lead_unit);
            items.push_back({{"id", one.id},
                             {"at", city_time(one.at, *city)},
                             {"matter", matter != nullptr ? Json(matter->name()) : Json(nullptr)},
                             {"unit", unit != nullptr ? Json(unit->name) : Json(nullptr)},
                             {"text", std::move(text)}});
          }
          Json next = found.size() == limit ? Json(std::to_string(found.back().id)) : Json(nullptr);
          return Reply::ok({{"items", std::move(items)}, {"next", std::move(next)}});
        });
  };
  return route;
}

}  // namespace

void add_citizen_routes(Routes& routes, Domain& domain) {
  routes.add({about(domain), file_request(domain), public_replies(domain)});
}

}  // namespace hotline::api
