#include "api/handlers/reply_review.hpp"

#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "hotline/dispatch/reply_check.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::api {
namespace {

using access::Right;

ObjectSpec finding_spec() {
  return {
      "ReplyFinding",
      {"一条审单意见。", "A finding."},
      {required(
           "code", text(32),
           {"代码：too_short、only_received、only_passed_on、wish_unanswered、no_action、no_time、no_unit、"
            "no_contact、empty_phrases。",
            "too_short, only_received, only_passed_on, wish_unanswered, no_action, no_time, no_unit, "
            "no_contact or empty_phrases."}),
       required("text", text(200), {"意见。", "What to mend."}),
       required("quote", nullable(text(1000)), {"所指的原文。", "The words that it speaks of."})}};
}

ObjectSpec review_spec() {
  return {"ReplyReview",
          {"智能审单结果；仅作提示，不阻止答复。", "The check of a reply: a hint, it stops nothing."},
          {required("score", number(), {"说明问题的把握，0 至 1。", "Probability that it explains, 0 to 1."}),
           required("passes", boolean(), {"是否达到要求。", "Whether it passes."}),
           required("wishes", integer(0), {"诉求项数。", "How many wishes there are."}),
           required("answered", integer(0), {"已答复的项数。", "How many are answered."}),
           required("findings", list_of(finding_spec(), 50), {"审单意见。", "Findings, gravest first."})}};
}

// The words of all requests under the ticket, as lists show them (masked).
std::string words_of(store::ReadTx& tx, const ticket::Ticket& ticket, std::string& title) {
  std::string words;
  for (const std::int64_t id : ticket.requests) {
    const auto request = ticket::RequestBook::find(tx, id);
    if (!request) continue;
    if (title.empty()) title = request->title;
    if (!words.empty()) words += '\n';
    words += request->text;
  }
  return words;
}

Json review_json(const dispatch::ReplyCheck& check, std::string_view words, std::string_view reply,
                 Language language) {
  Json findings = Json::array();
  for (const dispatch::ReplyFinding& one : check.findings) {
    Json quote = nullptr;
    if (one.span) {
      const std::string_view text = one.code == "wish_unanswered" ? words : reply;
      quote = std::string(text.substr(one.span->first, one.span->second - one.span->first));
    }
    findings.push_back({{"code", one.code},
                        {"text", language == Language::en ? one.text.en : one.text.zh},
                        {"quote", std::move(quote)}});
  }
  return {{"score", check.score},
          {"passes", check.passes},
          {"wishes", check.wishes},
          {"answered", check.answered},
          {"findings", std::move(findings)}};
}

}  // namespace

Route reply_review_route(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/tickets/{id}/reply-check";
  route.operation = "checkReply";
  route.tag = "assignments";
  route.summary = {"智能审单：答复发出前检查是否逐项回应诉求",
                   "Check a reply before it is sent: does it answer each wish?"};
  route.allow = any_of(Right::assignment_handle, Right::ticket_review);
  route.path_fields = ticket_path();
  route.effects_once = false;  // it writes nothing, and its answer quotes the caller
  route.body = ObjectSpec{"ReplyToCheck",
                          {"要检查的答复。", "The reply to check."},
                          {required("text", text(5000, 1), {"答复内容。", "The reply."})}};
  route.outputs = {{200, {"审单结果。", "The result."}, review_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return reading([&domain, id = call.path_id("id"), reply = text_in(call.body(), "text"),
                    who = call.shared_principal(),
                    language = call.language()](store::ReadTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, id));
      if (!may_see(*who, ticket, *domain.city.get())) return unseen_ticket();
      std::string title;
      const std::string words = words_of(tx, ticket, title);
      const std::string_view answer = text::trim(reply);
      return Reply::ok(review_json(dispatch::check_reply({title, words, answer}), words, answer, language));
    });
  };
  return route;
}

}  // namespace hotline::api
