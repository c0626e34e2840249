// What goes out in writing: the link to rate by, news of an unhappy rating, a warning that nobody calls.
#include <fmt/format.h>

#include "hotline/call/planner.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::call {
namespace {

notify::NewMessage to_caller(const ticket::Request& request, const city::City& city,
                             const char* template_name, std::string once_key) {
  notify::NewMessage message;
  message.once_key = std::move(once_key);
  message.stream = "request";
  message.subject = request.id;
  message.recipient = notify::Recipient::phone(*request.caller_phone);
  message.template_name = template_name;
  message.language = request.language == "en" ? notify::Language::en : notify::Language::zh;
  message.arguments = {
      {"city", city.settings.name}, {"hotline", city.settings.hotline}, {"number", request.number}};
  return message;
}

// A city that has no such words sends none.
bool has_template(const city::City& city, std::string_view code) {
  return city.templates.find(code) != nullptr;
}

}  // namespace

base::Result<bool> CallbackPlanner::text_link(store::WriteTx& tx, const ticket::Request& request,
                                              const std::string& once_key, base::Time not_before) {
  const auto city = city_.get();
  const city::Template* page = city->templates.find("citizen_page");
  if (!texts_ || page == nullptr || !request.caller_phone || request.erased_at) return false;
  if (!has_template(*city, "callback_sms")) return false;
  notify::NewMessage message = to_caller(request, *city, "callback_sms", once_key);
  // Behind the '#' nothing reaches a log or another site; the page reads it and asks nothing more.
  message.arguments.set("link",
                        fmt::format("{}#number={}&code={}", page->zh, request.number, request.query_code));
  message.not_before = not_before;
  HOTLINE_CHECK(outbox_.queue(tx, message));
  return true;
}

base::Status CallbackPlanner::tell_redo(store::WriteTx& tx, const store::Entry& rated) {
  const auto city = city_.get();
  ticket::Rating rating;
  rating.solved = rated.payload.text_or_empty("solved");
  if (const auto result = rated.payload.integer("result")) rating.result = static_cast<int>(*result);
  const auto request = ticket::RequestBook::find(tx, rated.subject);
  if (!rating.unhappy() || !texts_ || !request || !request->caller_phone || request->erased_at) return {};
  if (!has_template(*city, "redo_notice")) return {};
  HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, request->ticket));
  const city::Unit* unit = ticket.lead() != nullptr ? city->units.find(ticket.lead()->unit) : nullptr;
  notify::NewMessage message = to_caller(*request, *city, "redo_notice", fmt::format("redo.{}", rated.seq));
  message.arguments.set("unit", unit != nullptr ? unit->name : city->settings.name);
  HOTLINE_CHECK(outbox_.queue(tx, message));
  return {};
}

base::Status CallbackPlanner::warn(store::WriteTx& tx, const ticket::Request& request) {
  if (!has_template(*city_.get(), "callback_waits")) return {};
  // One message for each quarter of an hour, however many wait.
  constexpr std::int64_t quarter = 15 * 60 * 1000;
  notify::NewMessage message;
  message.once_key = fmt::format("callback_waits.{}", base::to_millis(tx.now()) / quarter);
  message.stream = "request";
  message.subject = request.id;
  message.recipient = notify::Recipient::role("supervisor");
  message.template_name = "callback_waits";
  message.arguments = {{"number", request.number}};
  HOTLINE_CHECK(outbox_.queue(tx, message));
  return {};
}

}  // namespace hotline::call
