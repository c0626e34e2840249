// What is kept about one person: given out whole on request, and put right where it is wrong.
#include <algorithm>

#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/more_routes.hpp"
#include "api/handlers/person_file.hpp"
#include "api/handlers/person_kept.hpp"
#include "api/handlers/person_key.hpp"
#include "api/handlers/requests.hpp"
#include "api/problem.hpp"
#include "api/recorded_stream.hpp"
#include "hotline/access/personal_data.hpp"
#include "hotline/call/person.hpp"
#include "hotline/text/identifiers.hpp"
#include "hotline/ticket/correcting.hpp"
#include "hotline/ticket/erasing.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::size_t kMostNamed = 200;  // requests in one answer

using Requests = std::vector<ticket::Request>;

// Those of the person's requests that still say something and that this asker may know of; the newest first.
Requests requests_of(store::ReadTx& tx, const ticket::PersonKey& whom, const access::Principal& who,
                     const city::City& city) {
  Requests all;
  for (const std::int64_t id : ticket::requests_of_person(tx, whom)) {
    auto one = ticket::RequestBook::find(tx, id);
    if (one && !one->erased_at && !is_hidden(tx, *one, who, city)) all.push_back(std::move(*one));
  }
  return all;
}

// On record under the newest request's number, so that the file of the person tells of it.
void note_search(store::WriteTx& tx, std::string_view kind, const Requests& requests, const store::Actor& by,
                 const std::string& reason, const store::Payload& payload) {
  std::int64_t about = 0;
  if (!requests.empty()) {
    const ticket::Request& newest = requests.front();
    about = newest.caller_phone.value_or(newest.caller_id_number.value_or(0));
  }
  tx.journal().append(tx, {"access", about, kind, by, text::mask_identifiers(reason), payload});
}

Route give_out(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/callers/export";
  route.operation = "exportCaller";
  route.tag = "personal data";
  route.summary = {"依本人申请，出具所保存的其全部个人信息（签名文件），须说明理由并留痕",
                   "All that is kept about a person, on his request, as a signed file; on record"};
  route.allow = any_of(Right::export_data);
  route.effects_once = false;  // the answer is personal data and is stored nowhere
  route.cost = 20;
  route.body = ObjectSpec{"CallerExport",
                          {"为谁出具与理由。", "Whose data, and why."},
                          whose({"理由，如本人申请单号。", "Reason, such as the number of his request."})};
  route.outputs = {{200,
                    {"个人信息文件。", "The file."},
                    ObjectSpec{"SignedPerson",
                               {"个人信息文件。", "The file."},
                               {required("person", anything(), {"所保存的内容。", "What is kept."}),
                                required("digest", text(64),
                                         {"对 person 紧凑 JSON（键按字母排序）的 SHA-256。",
                                          "SHA-256 of person as compact JSON with sorted keys."}),
                                required("public_key", text(64), {"公钥。", "Public key."}),
                                required("signature", text(128),
                                         {"对“hotline-person-2:”加 digest 的 Ed25519 签名。",
                                          "Ed25519 over \"hotline-person-2:\" and the digest."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    HOTLINE_TRY(const ticket::PersonKey whom, person_in(call.body()));
    struct Found {
      PersonSought sought;
      std::optional<ticket::Request> newest;
    };
    return reading_then_writing(
        [whom](store::ReadTx& tx) -> base::Result<Found> {
          Found found{{whom, ticket::requests_of_person(tx, whom), {}}, {}};
          found.sought.calls = call::calls_of_person(tx, whom.phone, found.sought.requests);
          if (!found.sought.requests.empty())
            found.newest = ticket::RequestBook::find(tx, found.sought.requests.front());
          return found;
        },
        [&domain, reason = text_in(call.body(), "reason"), who = call.shared_principal(),
         actor = call.actor(), language = call.language(),
         at = std::string(call.path_text())](store::WriteTx& tx, Found& found) -> base::Result<Reply> {
          Requests newest;
          if (found.newest) newest.push_back(*found.newest);
          if (!newest.empty() && !who->may(Right::personal_data_reveal)) {
            // A refused look is on record too, so the work succeeds and the refusal is its answer.
            const auto refused =
                access::reveal(tx, *who, {newest.front().words, "request", newest.front().id}, reason);
            if (!refused.ok()) return problem_reply(refused.error(), language, at);
          }
          note_search(tx, "personal_data_exported", newest, actor, reason,
                      {{"requests", static_cast<std::int64_t>(found.sought.requests.size())},
                       {"calls", static_cast<std::int64_t>(found.sought.calls.size())}});
          auto file = std::make_shared<PersonFile>(domain, who, reason, std::move(found.sought), tx.now());
          Reply reply;
          reply.stream = std::make_shared<RecordedStream>(
              domain.store, [file](store::WriteTx& page) { return file->next(page); });
          reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"person.json\"");
          return reply;
        });
  };
  return route;
}

ObjectSpec found_spec() {
  const ObjectSpec request{
      "PersonRequest",
      {"一件诉求，已脱敏。", "One request, masked."},
      {required("number", text(40), {"受理编号。", "Number."}),
       required("received_at", date_time(), {"受理时间。", "When it was received."}),
       required("channel", object(named_spec()), {"渠道。", "Channel."}),
       required("title", nullable(text(400)),
                {"标题；无权查看诉求的人员为空。", "Title; null for who may not read requests."}),
       required("name", text(200), {"姓名，已脱敏，空为未登记。", "Name, masked; empty when not given."}),
       required("phone", text(64), {"号码，已脱敏。", "Number, masked."}),
       required("address", boolean(), {"是否登记了住址。", "Whether an address is kept."}),
       required("id_number", text(32),
                {"身份证号，已脱敏，空为未登记。", "Resident ID, masked; empty when not given."}),
       required("words", boolean(), {"是否保存原话。", "Whether the words are kept as they were said."}),
       required("former", boolean(),
                {"是否登记在曾用号码下，后已更正。", "Filed under a former number, corrected since."})}};
  return {
      "PersonFound",
      {"所保存的内容概况，已脱敏。", "What is kept, masked."},
      {required("phone", text(64),
                {"所查号码，已脱敏；按身份证号查找的为空。", "The number, masked; empty when sought by ID."}),
       required("id_number", text(32),
                {"所查身份证号，已脱敏；按号码查找的为空。",
                 "The resident ID, masked; empty when sought by number."}),
       required("requests", list_of(request, kMostNamed),
                {"诉求，最新的在前，至多列 200 件。", "Requests, the newest first, 200 at most."}),
       required("total", integer(0),
                {"诉求件数；有权依法删除的，含保密件。",
                 "How many requests; with confidential ones for who may erase."}),
       required("calls", integer(0), {"通话记录数。", "Records of calls."}),
       required("messages", integer(0), {"发给本人的短信、邮件数。", "Messages that went to the person."}),
       required("attachments", integer(0), {"附件数。", "Attachments."})}};
}

struct PersonView {
  Requests newest;
  Json answer;
};

PersonView view_of(store::ReadTx& tx, const ticket::PersonKey& whom, const access::Principal& who,
                   const city::City& city) {
  const bool reads =
      who.may(Right::request_create) || who.may(Right::request_read) || who.may(Right::ticket_read_all);
  PersonView view;
  Json items = Json::array();
  std::vector<std::int64_t> known;
  std::size_t messages = 0, attachments = 0;
  for (const std::int64_t id : ticket::requests_of_person(tx, whom)) {
    const auto one = ticket::RequestBook::find(tx, id);
    if (!one || one->erased_at) continue;
    const bool hidden = is_hidden(tx, *one, who, city);
    // Who erases by law has to know how much goes, whatever it is about.
    if (hidden && !who.may(Right::personal_data_erase)) continue;
    known.push_back(id);
    messages += messages_to_caller(tx, *one).size();
    for (const intake::Attachment& file : intake::Attachments::of_request(tx, id))
      attachments += file.hash.empty() ? 0 : 1;
    if (hidden) continue;
    if (view.newest.empty()) view.newest.push_back(*one);
    if (items.size() == kMostNamed) continue;
    const city::Channel* channel = city.channels.find(one->channel);
    const auto filed = one->caller_phone ? tx.vault().open(tx, *one->caller_phone)
                                         : base::Result<std::string>(std::string());
    items.push_back(
        {{"number", one->number},
         {"received_at", city_time(one->received_at, city)},
         {"channel", {{"code", one->channel}, {"name", channel != nullptr ? channel->name : one->channel}}},
         {"title", reads ? Json(one->title) : Json(nullptr)},
         {"name", one->masked_name},
         {"phone", one->masked_phone},
         {"address", one->caller_address.has_value()},
         {"id_number", one->masked_id_number},
         {"words", tx.vault().open(tx, one->words).ok()},
         {"former", !whom.phone.empty() && filed.ok() && *filed != whom.phone}});
  }
  view.answer = {{"phone", text::mask_phone(whom.phone)},
                 {"id_number", access::masked_text("id_number", whom.id_number)},
                 {"requests", std::move(items)},
                 {"total", known.size()},
                 {"calls", call::calls_of_person(tx, whom.phone, known).size()},
                 {"messages", messages},
                 {"attachments", attachments}};
  return view;
}

Route search(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/callers/search";
  route.operation = "findCaller";
  route.tag = "personal data";
  route.summary = {"查找一位来电人所保存的信息（已脱敏），须说明理由并留痕",
                   "What is kept about a person, masked; with a reason and on record"};
  route.allow = any_of(Right::request_create, Right::export_data, Right::personal_data_erase);
  route.effects_once = false;  // nothing but the record of the look is changed
  route.cost = 5;
  route.body = ObjectSpec{"CallerSearch",
                          {"查找谁与理由。", "Whose data, and why."},
                          whose({"理由，如本人申请单号。", "Reason, such as the number of his request."})};
  route.outputs = {{200, {"所保存的内容概况。", "What is kept."}, found_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    HOTLINE_TRY(const ticket::PersonKey whom, person_in(call.body()));
    return reading_then_writing(
        [&domain, whom, who = call.shared_principal()](store::ReadTx& tx) -> base::Result<PersonView> {
          return view_of(tx, whom, *who, *domain.city.get());
        },
        [reason = text_in(call.body(), "reason"), actor = call.actor()](
            store::WriteTx& tx, PersonView& view) -> base::Result<Reply> {
          note_search(tx, "personal_data_looked_up", view.newest, actor, reason,
                      {{"requests", view.answer["total"].get<std::int64_t>()}});
          return Reply::ok(view.answer);
        });
  };
  return route;
}

Route correct(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/callers/correction";
  route.operation = "correctCaller";
  route.tag = "personal data";
  route.summary = {"依本人申请，更正其登记的姓名、号码、住址或身份证号，须说明理由并留痕",
                   "Put a person's name, number, address or resident ID right, on his request; on record"};
  route.allow = any_of(Right::request_create);
  route.effects_once = false;  // the body is personal data and is stored nowhere
  std::vector<Field> fields = whose({"理由。", "Reason."});
  fields.push_back(required("item", choice({"name", "phone", "address", "id_number"}),
                            {"更正的内容。", "What is wrong."}));
  fields.push_back(required("value", line(200, 1), {"正确的内容。", "What is right."}));
  fields.push_back(
      optional("own_before", boolean(),
               {"更正号码时：原号码曾是本人的，凭原号码仍可查到（不保存原号码）；默认否，视为误登他人号码。",
                "Of a number: the former one was the person's own, and still finds these requests (it is "
                "not kept itself); by default it was somebody else's, written down by mistake."}));
  route.body = ObjectSpec{"CallerCorrection", {"更正。", "The correction."}, std::move(fields)};
  route.outputs = {{200,
                    {"已更正。", "Corrected."},
                    ObjectSpec{"CorrectedCaller",
                               {"更正的诉求。", "The requests that were corrected."},
                               {required("corrected", integer(0), {"件数。", "How many."}),
                                required("requests", list_of(text(40), kMostNamed),
                                         {"受理编号，最新的在前，至多列 200 件。",
                                          "Their numbers, the newest first, 200 at most."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    HOTLINE_TRY(const ticket::PersonKey whom, person_in(call.body()));
    std::string value = text_in(call.body(), "value");
    const auto item = ticket::find_caller_item(text_in(call.body(), "item")).value();
    if (item == ticket::CallerItem::phone) {
      HOTLINE_TRY(value, number_in(value, "/value"));
    } else if (item == ticket::CallerItem::id_number) {
      HOTLINE_TRY(value, id_number_in(value, "/value"));
    }
    return writing([&domain, whom, item, value = std::move(value),
                    own_before = call.body().value("own_before", false),
                    reason = text_in(call.body(), "reason"), who = call.shared_principal(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const auto requests = requests_of(tx, whom, *who, *domain.city.get());
      Json numbers = Json::array();
      std::int64_t corrected = 0;
      for (const ticket::Request& one : requests) {
        // It is put right where it was needed, and gets nowhere else.
        if (item == ticket::CallerItem::id_number && !one.caller_id_number) continue;
        HOTLINE_TRY(const bool changed,
                    ticket::correct_caller(tx, one, item, value, {actor, reason}, own_before));
        if (!changed) continue;
        if (++corrected <= static_cast<std::int64_t>(kMostNamed)) numbers.push_back(one.number);
      }
      if (corrected > 0) HOTLINE_CHECK(ticket::plan_scrub(tx, domain.scheduler));
      return Reply::ok({{"corrected", corrected}, {"requests", std::move(numbers)}});
    });
  };
  return route;
}

}  // namespace

void add_person_routes(Routes& routes, Domain& domain) {
  routes.add({search(domain), give_out(domain), correct(domain)});
}

}  // namespace hotline::api
