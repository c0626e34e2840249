#include "api/handlers/person_kept.hpp"

#include <algorithm>
#include <set>

#include "api/handlers/ticket_json.hpp"
#include "hotline/notify/sent_text.hpp"
#include "hotline/ticket/correcting.hpp"

namespace hotline::api {
namespace {

Json number_or_null(const store::Payload& payload, const char* key) {
  const auto value = payload.integer(key);
  return value ? Json(*value) : Json(nullptr);
}

Json said(Keeping& in, const ticket::Request& r) {
  const Json words = in.looks.at(r.words, "request", r.id, r.secret);
  if (!words.is_string()) return nullptr;
  const auto payload = store::Payload::decode(words.get<std::string>());
  if (!payload.ok()) return nullptr;
  return {{"title", payload->text_or_empty("title")},
          {"words", payload->text_or_empty("words")},
          {"place", payload->text_or_empty("place")}};
}

Json attachments_kept(store::ReadTx& tx, const ticket::Request& r) {
  Json all = Json::array();
  for (const intake::Attachment& one : intake::Attachments::of_request(tx, r.id)) {
    if (one.hash.empty()) continue;  // erased since
    all.push_back({{"id", one.id}, {"type", one.type}, {"size", one.size}, {"hash", one.hash}});
  }
  return all;
}

// The text as it was sent; of a message that was not, or long ago, as its template makes it now.
Json message_kept(Keeping& in, const notify::Message& m, const ticket::Request& r) {
  Json text = in.looks.at(notify::sent_text_of(in.tx, m.id), "request", r.id, r.secret);
  const bool exact = text.is_string();
  if (!exact) {
    store::Payload arguments = m.arguments;
    for (const auto& [name, value] : m.sealed_arguments.values()) {
      const Json opened = in.looks.at(std::get<std::int64_t>(value), "request", r.id, r.secret);
      arguments.set(name, opened.is_string() ? opened.get<std::string>() : std::string());
    }
    if (const auto made = in.templates.render(m.template_name, m.language, arguments); made.ok())
      text = made->body;
  }
  const auto to = access::masked(in.tx, m.recipient.kind == notify::RecipientKind::phone ? "phone" : "email",
                                 m.recipient.address);
  return {{"at", city_time(m.ended.value_or(m.created), in.city)},
          {"channel", notify::name_of(notify::channel_of(m.recipient.kind))},
          {"to", to.ok() ? Json(*to) : Json(nullptr)},
          {"state", notify::name_of(m.state)},
          {"text", std::move(text)},
          {"as_sent", exact}};
}

// What the journal says of the request itself: ratings, callbacks, corrections.
void add_happenings(Keeping& in, const ticket::Request& r, Json& out) {
  Json ratings = Json::array(), callbacks = Json::array(), corrections = Json::array();
  for (const store::Entry& one : store::entries_of(in.tx, "request", r.id)) {
    const std::string at = city_time(one.at, in.city);
    if (one.kind == "rated") {
      const auto words = one.payload.integer("words");
      ratings.push_back({{"at", at},
                         {"solved", one.payload.text_or_empty("solved")},
                         {"result", number_or_null(one.payload, "result")},
                         {"unit", number_or_null(one.payload, "unit")},
                         {"agent", number_or_null(one.payload, "agent")},
                         {"words", in.looks.at(words, "request", r.id, r.secret)}});
    } else if (one.kind == "called_back") {
      callbacks.push_back({{"at", at},
                           {"outcome", one.payload.text_or_empty("outcome")},
                           {"calls", number_or_null(one.payload, "calls")}});
    } else if (one.kind == "corrected") {
      corrections.push_back(
          {{"at", at}, {"item", one.payload.text_or_empty("item")}, {"reason", one.reason}});
    }
  }
  out["ratings"] = std::move(ratings);
  out["callbacks"] = std::move(callbacks);
  out["corrections"] = std::move(corrections);
}

// Who had the files that came with the request, or was refused them.
std::vector<store::Entry> downloads_of(store::ReadTx& tx, const ticket::Request& r) {
  std::vector<store::Entry> all;
  for (const intake::Attachment& file : intake::Attachments::of_request(tx, r.id)) {
    for (store::Entry& one : store::entries_of(tx, "attachment", file.id)) {
      if (one.kind.starts_with("download")) all.push_back(std::move(one));
    }
  }
  return all;
}

// Who looked at these rows, when, and why; the oldest look first. `taken` are looks of another kind.
Json looks_taken(Keeping& in, const std::vector<std::int64_t>& sealed, std::vector<store::Entry> taken = {}) {
  constexpr std::string_view about = "personal_data_";
  for (const std::int64_t row : std::set<std::int64_t>(sealed.begin(), sealed.end())) {
    for (store::Entry& one : store::entries_of(in.tx, "access", row)) {
      if (one.kind.starts_with(about)) taken.push_back(std::move(one));
    }
  }
  std::sort(taken.begin(), taken.end(), [](const auto& a, const auto& b) { return a.seq < b.seq; });
  Json all = Json::array();
  for (const store::Entry& one : taken) {
    all.push_back({{"at", city_time(one.at, in.city)},
                   {"what", one.kind.starts_with(about) ? one.kind.substr(about.size()) : one.kind},
                   {"by", in.names.of(one.actor.id).value_or(one.actor.id)},
                   {"reason", one.reason}});
  }
  return all;
}

}  // namespace

Json Looks::at(std::optional<std::int64_t> sealed, std::string_view about, std::int64_t of, bool secret) {
  if (!sealed) return nullptr;
  auto shown = access::reveal(tx_, who_, {*sealed, about, of, secret}, reason_);
  return shown.ok() ? Json(std::move(shown).value()) : Json(nullptr);
}

std::vector<notify::Message> messages_to_caller(store::ReadTx& tx, const ticket::Request& request) {
  const auto addressed = [](const notify::Message& m) { return m.recipient.address > 0; };
  std::vector<notify::Message> all;
  for (notify::Message& m : notify::messages_about(tx, "request", request.id)) {
    if (addressed(m)) all.push_back(std::move(m));
  }
  const std::vector<std::int64_t> own = ticket::sealed_of_caller(tx, request);
  std::set<std::int64_t> tickets{request.ticket};
  for (const store::Entry& one : store::entries_of(tx, "request", request.id)) {
    if (const auto ticket = one.payload.integer("ticket")) tickets.insert(*ticket);
  }
  for (const std::int64_t ticket : tickets) {
    for (notify::Message& m : notify::messages_about(tx, "ticket", ticket)) {
      if (addressed(m) && std::find(own.begin(), own.end(), m.recipient.address) != own.end())
        all.push_back(std::move(m));
    }
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return all;
}

Json request_kept(Keeping& in, const ticket::Request& r) {
  std::vector<std::int64_t> sealed = ticket::sealed_of_caller(in.tx, r);
  sealed.push_back(r.words);
  for (const store::Entry& one : store::entries_of(in.tx, "request", r.id)) {
    if (one.kind == "rated") {
      if (const auto words = one.payload.integer("words")) sealed.push_back(*words);
    }
  }
  // Before those of this very file.
  Json looks = looks_taken(in, sealed, downloads_of(in.tx, r));
  Json out{{"number", r.number},
           {"received_at", city_time(r.received_at, in.city)},
           {"channel", r.channel},
           {"said", said(in, r)},
           {"name", in.looks.at(r.caller_name, "request", r.id, r.secret)},
           {"phone", in.looks.at(r.caller_phone, "request", r.id, r.secret)},
           {"address", in.looks.at(r.caller_address, "request", r.id, r.secret)},
           {"id_number", in.looks.at(r.caller_id_number, "request", r.id, r.secret)},
           {"language", r.language},
           {"special_needs", r.special_needs},
           {"anonymous", r.anonymous},
           {"secret", r.secret},
           {"reply_by", r.reply_by},
           {"attachments", attachments_kept(in.tx, r)},
           {"looks", std::move(looks)}};
  Json messages = Json::array();
  for (const notify::Message& m : messages_to_caller(in.tx, r)) messages.push_back(message_kept(in, m, r));
  out["messages"] = std::move(messages);
  add_happenings(in, r, out);
  return out;
}

Json call_kept(Keeping& in, const call::Call& c, Json request) {
  return {{"id", c.id},
          {"channel", c.channel},
          {"state", call::name_of(c.state)},
          {"ringing_at", city_time(c.ringing_at, in.city)},
          {"answered_at", city_time_or_null(c.answered_at, in.city)},
          {"ended_at", city_time_or_null(c.ended_at, in.city)},
          {"request", std::move(request)},
          {"looks", c.phone ? looks_taken(in, {*c.phone}) : Json::array()}};
}

}  // namespace hotline::api
