// What is kept about one person: given out whole on request, and put right where it is wrong.
#include <algorithm>
#include <array>

#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/more_routes.hpp"
#include "api/handlers/requests.hpp"
#include "api/problem.hpp"
#include "hotline/access/personal_data.hpp"
#include "hotline/call/person.hpp"
#include "hotline/store/anchor.hpp"
#include "hotline/text/identifiers.hpp"
#include "hotline/text/phone.hpp"
#include "hotline/ticket/correcting.hpp"
#include "hotline/ticket/erasing.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr auto kForm = "hotline-person-1";
constexpr std::size_t kMost = 2'000;  // requests, or calls, of one number
constexpr std::array kItems{ticket::CallerItem::name, ticket::CallerItem::phone, ticket::CallerItem::address};

// Those of the number's requests that this asker may know of.
std::vector<ticket::Request> requests_of(store::ReadTx& tx, const std::string& e164,
                                         const access::Principal& who, const city::City& city) {
  std::vector<ticket::Request> all = ticket::RequestBook::of_phone(tx, e164, kMost);
  std::erase_if(all, [&](const ticket::Request& one) {
    return one.erased_at.has_value() || is_hidden(tx, one, who, city);
  });
  return all;
}

// Opens rows of the vault for one asker, each on record; the first refusal stays.
class Looks {
 public:
  Looks(store::WriteTx& tx, const access::Principal& who, const std::string& reason)
      : tx_(tx), who_(who), reason_(reason) {}

  // null for a row that is not there, or was erased.
  Json at(std::optional<std::int64_t> sealed, std::string_view about, std::int64_t of, bool secret) {
    if (!sealed || refused_) return nullptr;
    auto shown = access::reveal(tx_, who_, {*sealed, about, of, secret}, reason_);
    if (shown.ok()) return std::move(shown).value();
    if (shown.error().code != base::ErrorCode::not_found) refused_ = std::move(shown).error();
    return nullptr;
  }
  const std::optional<base::Error>& refused() const { return refused_; }

 private:
  store::WriteTx& tx_;
  const access::Principal& who_;
  const std::string& reason_;
  std::optional<base::Error> refused_;
};

Json request_kept(store::WriteTx& tx, const ticket::Request& r, Looks& looks, const city::City& city) {
  const Json words = looks.at(r.words, "request", r.id, r.secret);
  Json said = nullptr;
  if (words.is_string()) {
    if (const auto payload = store::Payload::decode(words.get<std::string>()); payload.ok()) {
      said = {{"title", payload->text_or_empty("title")},
              {"words", payload->text_or_empty("words")},
              {"place", payload->text_or_empty("place")}};
    }
  }
  Json attachments = Json::array();
  for (const intake::Attachment& one : intake::Attachments::of_request(tx, r.id)) {
    if (one.hash.empty()) continue;  // erased since
    attachments.push_back({{"id", one.id}, {"type", one.type}, {"size", one.size}, {"hash", one.hash}});
  }
  Json rating = nullptr;
  if (const auto stored = ticket::RequestBook::rating_of(tx, r.id)) {
    rating = {{"at", city_time(stored->at, city)}, {"solved", stored->rating.solved}};
    if (stored->rating.result) rating["result"] = *stored->rating.result;
    if (stored->rating.unit) rating["unit"] = *stored->rating.unit;
    if (stored->rating.agent) rating["agent"] = *stored->rating.agent;
  }
  return {{"number", r.number},
          {"received_at", city_time(r.received_at, city)},
          {"channel", r.channel},
          {"said", std::move(said)},
          {"name", looks.at(r.caller_name, "request", r.id, r.secret)},
          {"phone", looks.at(r.caller_phone, "request", r.id, r.secret)},
          {"address", looks.at(r.caller_address, "request", r.id, r.secret)},
          {"language", r.language},
          {"special_needs", r.special_needs},
          {"anonymous", r.anonymous},
          {"secret", r.secret},
          {"reply_by", r.reply_by},
          {"rating", std::move(rating)},
          {"attachments", std::move(attachments)}};
}

Json call_kept(const call::Call& c, const city::City& city) {
  return {{"id", c.id},
          {"channel", c.channel},
          {"state", call::name_of(c.state)},
          {"ringing_at", city_time(c.ringing_at, city)},
          {"answered_at", city_time_or_null(c.answered_at, city)},
          {"ended_at", city_time_or_null(c.ended_at, city)},
          {"request", c.request == 0 ? Json(nullptr) : Json(c.request)}};
}

std::vector<Field> whose(std::string_view why_zh, std::string_view why_en) {
  return {required("phone", phone(), {"来电号码。", "The caller's number."}),
          required("reason", line(200, 1), {std::string(why_zh), std::string(why_en)})};
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
                          whose("理由，如本人申请单号。", "Reason, such as the number of his request.")};
  route.outputs = {{200,
                    {"个人信息文件。", "The file."},
                    ObjectSpec{"SignedPerson",
                               {"个人信息文件。", "The file."},
                               {required("person", anything(), {"所保存的内容。", "What is kept."}),
                                required("public_key", text(64), {"公钥。", "Public key."}),
                                required("signature", text(128),
                                         {"对 person 紧凑 JSON 的 Ed25519 签名。",
                                          "Ed25519 over person as compact JSON with sorted keys."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    auto parsed = text::parse_phone(text_in(call.body(), "phone"));
    if (!parsed.ok()) return std::move(parsed).error();
    return writing([&domain, number = parsed->number, reason = text_in(call.body(), "reason"),
                    who = call.shared_principal(), actor = call.actor(), language = call.language(),
                    at = std::string(call.path_text())](store::WriteTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      const auto requests = requests_of(tx, number, *who, *city);
      const auto calls = call::calls_of_number(tx, number, kMost);
      Looks looks(tx, *who, reason);
      Json kept = Json::array(), rung = Json::array();
      store::Payload::Numbers ids;
      for (const ticket::Request& one : requests) {
        kept.push_back(request_kept(tx, one, looks, *city));
        ids.push_back(one.id);
      }
      // A refused look is on record too, so the work succeeds and the refusal is its answer.
      if (looks.refused()) return problem_reply(*looks.refused(), language, at);
      for (const call::Call& one : calls) rung.push_back(call_kept(one, *city));
      const store::Payload payload{{"requests", ids}, {"calls", static_cast<std::int64_t>(calls.size())}};
      tx.journal().append(
          tx, {"access", 0, "personal_data_exported", actor, text::mask_identifiers(reason), payload});
      const Json person{{"form", kForm},
                        {"phone", number},
                        {"issued_at", base::format_rfc3339(tx.now())},
                        {"requests", std::move(kept)},
                        {"calls", std::move(rung)}};
      const store::SigningKey& key = domain.anchors->key();
      Reply reply = Reply::ok({{"person", person},
                               {"public_key", store::hex_of(key.public_key())},
                               {"signature", store::hex_of(key.sign(to_text(person)))}});
      reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"person.json\"");
      return reply;
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
  route.summary = {"依本人申请，更正其登记的姓名、号码或住址，须说明理由并留痕",
                   "Put a person's name, number or address right, on his request; on record"};
  route.allow = any_of(Right::request_create);
  route.effects_once = false;  // the body is personal data and is stored nowhere
  std::vector<Field> fields = whose("理由。", "Reason.");
  fields.push_back(
      required("item", choice({"name", "phone", "address"}), {"更正的内容。", "What is wrong."}));
  fields.push_back(required("value", line(200, 1), {"正确的内容。", "What is right."}));
  route.body = ObjectSpec{"CallerCorrection", {"更正。", "The correction."}, std::move(fields)};
  route.outputs = {
      {200,
       {"已更正。", "Corrected."},
       ObjectSpec{"CorrectedCaller",
                  {"更正的诉求。", "The requests that were corrected."},
                  {required("requests", list_of(text(40), kMost), {"受理编号。", "Their numbers."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    auto parsed = text::parse_phone(text_in(call.body(), "phone"));
    if (!parsed.ok()) return std::move(parsed).error();
    std::string value = text_in(call.body(), "value");
    const std::string wanted = text_in(call.body(), "item");
    const auto item = *std::find_if(kItems.begin(), kItems.end(),
                                    [&](ticket::CallerItem one) { return name_of(one) == wanted; });
    if (item == ticket::CallerItem::phone) {
      auto right = text::parse_phone(value);
      if (!right.ok()) {
        base::Error wrong = std::move(right).error();
        for (base::FieldError& field : wrong.fields) field.pointer = "/value";
        return wrong;
      }
      value = right->number;
    }
    return writing([&domain, number = parsed->number, item, value = std::move(value),
                    reason = text_in(call.body(), "reason"), who = call.shared_principal(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      const auto requests = requests_of(tx, number, *who, *domain.city.get());
      Json numbers = Json::array();
      for (const ticket::Request& one : requests) {
        HOTLINE_TRY(const bool changed, ticket::correct_caller(tx, one, item, value, {actor, reason}));
        if (changed) numbers.push_back(one.number);
      }
      if (!numbers.empty()) HOTLINE_CHECK(ticket::plan_scrub(tx, domain.scheduler));
      return Reply::ok({{"requests", std::move(numbers)}});
    });
  };
  return route;
}

}  // namespace

void add_person_routes(Routes& routes, Domain& domain) {
  routes.add({give_out(domain), correct(domain)});
}

}  // namespace hotline::api
