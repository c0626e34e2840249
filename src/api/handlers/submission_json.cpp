#include "api/handlers/submission_json.hpp"

#include <fmt/format.h>

#include "api/handlers/action.hpp"
#include "api/handlers/person_key.hpp"

namespace hotline::api {
namespace {

constexpr std::size_t most_words = 10000;  // characters
const std::vector<std::string> needs{"elderly", "disabled",   "pregnant", "minor",
                                     "illness", "low_income", "veteran",  "other"};

Type kind_type() {
  return choice({"consult", "help", "complaint", "report", "suggestion", "praise"});
}
Type urgency_type() {
  return choice({"normal", "urgent", "critical"});
}

Type degrees(std::int64_t most) {
  Type type = number();
  type.least = -most;
  type.most = most;
  return type;
}

}  // namespace

Field position_field() {
  return optional("position",
                  object({"Position",
                          {"事发地坐标，与城市边界文件同一坐标系。",
                           "Where it happened, in the reference of the city's boundaries."},
                          {required("longitude", degrees(180), {"经度，度。", "Degrees east."}),
                           required("latitude", degrees(90), {"纬度，度。", "Degrees north."})}}),
                  {"事发地坐标；记入事发地点。", "Coordinates; written behind the place."});
}

std::string place_in(const Json& body) {
  std::string place = text_in(body, "place");
  if (!body.contains("position")) return place;
  const Json& at = body["position"];
  if (!place.empty()) place += ' ';
  return place + fmt::format("({:.6f}, {:.6f})", at["longitude"].get<double>(), at["latitude"].get<double>());
}

ObjectSpec submission_spec(std::string name) {
  const ObjectSpec caller{
      "Caller",
      {"来电人。", "The caller."},
      {optional("name", line(40), {"姓名。", "Name."}), optional("phone", phone(), {"联系电话。", "Phone."}),
       optional("address", line(200), {"住址。", "Address."}),
       optional("id_number", line(32),
                {"身份证号；仅在办理确需核实身份时登记。",
                 "Resident ID; only where a matter cannot be handled without it."})}};
  return {
      std::move(name),
      {"一件诉求。未给出的事项、区划、类型、紧急程度由系统判断。",
       "A request. Matter, division, kind and urgency are decided where they are not given."},
      {required("channel", code(40), {"受理渠道代码。", "Code of the channel."}),
       required(
           "words", text(most_words),
           {"诉求内容原话；无声电话可为空。", "The citizen's own words; may be empty for a silent call."}),
       optional("title", line(100),
                {"标题；不给则取原话首句。", "Title; the first clause of the words when absent."}),
       optional("place", line(300), {"事发地点。", "Where it happened."}), position_field(),
       optional("received_at", date_time(),
                {"受理时间；不给为现在。", "When it was received; now when absent."}),
       optional("caller", object(caller), {"来电人。", "The caller."}),
       optional("language", code(16),
                {"语言，取自本市受理语言，其他语言填 other。", "Language, one of the city's, or 'other'."}),
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
  r.place = place_in(body);
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
      HOTLINE_TRY(r.caller_phone, number_in(text_in(caller, "phone"), "/caller/phone"));
    }
    if (caller.contains("id_number")) {
      HOTLINE_TRY(r.caller_id_number, id_number_in(text_in(caller, "id_number"), "/caller/id_number"));
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

}  // namespace hotline::api
