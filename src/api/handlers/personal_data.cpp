// Personal data of callers: seen unmasked with a reason, erased by law; both on record.
#include "hotline/access/personal_data.hpp"
#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/person_key.hpp"
#include "api/handlers/requests.hpp"
#include "api/problem.hpp"
#include "hotline/access/refused_look.hpp"
#include "hotline/call/erasure.hpp"
#include "hotline/ticket/correcting.hpp"

namespace hotline::api {
namespace {

using access::Right;

// One look, as far as it is decided before it is written down.
struct Look {
  std::int64_t request = 0;  // 0 when there is no such request, which who may reveal nothing is not told
  std::int64_t sealed = 0;
  bool secret = false;
  std::string_view cause = {};  // of a refusal that does not wait for reveal()
  std::optional<base::Error> refusal = {};
};

std::optional<std::int64_t> sealed_row(const ticket::Request& request, const std::string& item) {
  const auto of_caller = ticket::find_caller_item(item);
  return of_caller ? ticket::sealed_item(request, *of_caller) : request.words;
}

base::Result<Look> decide_look(store::ReadTx& tx, const std::string& number, const std::string& item,
                               const access::Principal& who, const city::City& city) {
  const auto request = request_of(tx, number);
  const auto sealed = request.ok() ? sealed_row(*request, item) : std::nullopt;
  Look look;
  if (request.ok()) {
    look.request = request->id;
    // Refusals of an item that was never given stand under the words, where the request's trail finds them.
    look.sealed = sealed.value_or(request->words);
  }
  if (!who.may(Right::personal_data_reveal)) {
    look.cause = "right";
    look.refusal = access::no_right_to_reveal();
    return look;
  }
  if (!request.ok()) return unknown_request();
  HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, request->ticket));
  look.secret = request->secret || ticket.secret;
  if (!may_see(who, ticket, city)) {
    look.cause = "unseen";
    look.refusal = unknown_request();
    return look;
  }
  if (request->anonymous && !who.may(Right::ticket_read_all) && item != "phone" && item != "words") {
    look.cause = "anonymous";
    look.refusal = base::Error::of(
        base::ErrorCode::forbidden, "来电人要求匿名，承办单位不能查看其姓名、住址和身份证号。",
        "The caller stays unnamed to units: name, address and resident ID are not shown.");
    return look;
  }
  if (!sealed) {
    return base::Error::of(base::ErrorCode::not_found, "该诉求没有登记此项内容。",
                           "This request holds no such item.");
  }
  return look;
}

Route reveal(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/requests/{number}/reveal";
  route.operation = "revealRequest";
  route.tag = "personal data";
  route.summary = {"查看未脱敏的内容，须说明理由并留痕",
                   "See one item unmasked, with a reason and on record"};
  route.allow = signed_in();   // who lacks the right is refused on record
  route.effects_once = false;  // the answer is personal data and is stored nowhere
  route.body = ObjectSpec{
      "Reveal",
      {"要查看的内容与理由。", "What is to be seen, and why."},
      {required("item", choice({"words", "name", "phone", "address", "id_number"}), {"内容。", "Item."}),
       required("reason", line(200, 1), {"理由。", "Reason."})}};
  route.outputs = {
      {200,
       {"内容。", "The item."},
       ObjectSpec{
           "Revealed", {"内容。", "The item."}, {required("text", text(20000), {"原文。", "Its text."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return reading_then_writing(
        [&domain, number = call.path("number"), item = text_in(call.body(), "item"),
         who = call.shared_principal()](store::ReadTx& tx) {
          return decide_look(tx, number, item, *who, *domain.city.get());
        },
        [item = text_in(call.body(), "item"), reason = text_in(call.body(), "reason"),
         who = call.shared_principal(), language = call.language(),
         at = std::string(call.path_text())](store::WriteTx& tx, Look& look) -> base::Result<Reply> {
          const access::SoughtData sought{look.sealed, "request", look.request, look.secret};
          // A refusal is on record too, so the work succeeds and the refusal is its answer.
          if (look.refusal) {
            access::note_refusal(tx, *who, sought, look.cause);
            return problem_reply(*look.refusal, language, at);
          }
          const auto shown = access::reveal(tx, *who, sought, reason);
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
  route.effects_once = false;  // a digest of the body would keep what is erased findable; twice does no harm
  route.body = ObjectSpec{
      "Erase", {"要删除谁的信息与依据。", "Whose data, and on what ground."}, whose({"依据。", "Ground."})};
  route.outputs = {{200,
                    {"已删除。", "Erased."},
                    ObjectSpec{"Erased",
                               {"已删除的内容。", "What was erased."},
                               {required("requests", integer(0), {"诉求件数。", "Requests."}),
                                required("attachments", integer(0), {"附件数。", "Attachments."}),
                                required("calls", integer(0), {"通话号码数。", "Numbers of calls."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    HOTLINE_TRY(const ticket::PersonKey whom, person_in(call.body()));
    return writing([&domain, whom, reason = text_in(call.body(), "reason"),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const auto erased,
                  call::erase_caller(tx, domain.tickets, *domain.attachments, whom, {actor, reason}));
      return Reply::ok(
          {{"requests", erased.requests}, {"attachments", erased.attachments}, {"calls", erased.calls}});
    });
  };
  return route;
}

}  // namespace

void add_personal_data_routes(Routes& routes, Domain& domain) {
  routes.add({reveal(domain), erase(domain)});
}

}  // namespace hotline::api
