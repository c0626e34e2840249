#include "hotline/ticket/requests.hpp"

#include <fmt/format.h>

#include <array>

#include "hotline/text/identifiers.hpp"
#include "hotline/text/utf8.hpp"
#include "ticket/lists.hpp"
#include "ticket/queries.hpp"

namespace hotline::ticket {
namespace {

constexpr std::string_view stream = "request";

store::Payload words_payload(const NewRequest& r) {
  return {{"title", r.title}, {"words", r.words}, {"place", r.place}};
}

Request read_request(store::Statement& row) {
  Request r;
  r.id = row.integer(0);
  r.number = row.text(1);
  r.query_code = row.text(2);
  r.ticket = row.integer(3);
  r.channel = row.text(4);
  r.received_at = base::from_millis(row.integer(5));
  r.words = row.integer(6);
  r.caller_name = row.maybe_integer(7);
  r.caller_phone = row.maybe_integer(8);
  r.caller_address = row.maybe_integer(9);
  r.masked_name = row.text(10);
  r.masked_phone = row.text(11);
  r.language = row.text(12);
  r.special_needs = split_list(row.view(13));
  r.anonymous = row.integer(14) != 0;
  r.secret = row.integer(15) != 0;
  r.reply_by = row.text(16);
  r.source = row.text(17);
  r.external_id = row.text(18);
  if (const auto at = row.maybe_integer(19)) r.erased_at = base::from_millis(*at);
  r.caller_id_number = row.maybe_integer(20);
  r.masked_id_number = row.text(21);
  r.title = row.text(22);
  r.text = row.text(23);
  r.place = row.text(24);
  return r;
}

base::Error bad_score(const std::string& field) {
  return base::Error::field("/" + field, "range", "评分为 1（非常不满意）至 5（非常满意）。",
                            "Scores run from 1 (very dissatisfied) to 5 (very satisfied).");
}

}  // namespace

std::vector<std::int64_t> sealed_caller(const Request& request) {
  std::vector<std::int64_t> sealed;
  for (const auto& part :
       {request.caller_name, request.caller_phone, request.caller_address, request.caller_id_number}) {
    if (part) sealed.push_back(*part);
  }
  return sealed;
}

std::string title_from(std::string_view words) {
  constexpr std::size_t longest = 40;  // characters
  static constexpr std::array<std::string_view, 8> ends{"。", "！", "？", "；", "\n", "!", "?", ";"};
  std::size_t end = words.size();
  for (std::string_view mark : ends) end = std::min(end, words.find(mark));
  const std::string_view sentence = words.substr(0, end);
  std::string_view title = text::truncate_chars(sentence, longest);
  if (title.size() == sentence.size()) return std::string(title);
  // Cut off in the middle: better to end with the last whole clause, if that says enough.
  std::size_t clause = std::string_view::npos;
  for (std::string_view mark : {"，", "、", ","}) {
    const std::size_t at = title.rfind(mark);
    if (at != std::string_view::npos && (clause == std::string_view::npos || at > clause)) clause = at;
  }
  const std::size_t enough = text::truncate_chars(sentence, longest / 2).size();
  if (clause != std::string_view::npos && clause >= enough) return std::string(title.substr(0, clause));
  return std::string(text::truncate_chars(sentence, longest - 1)) + "…";
}

std::string RequestBook::next_number(store::WriteTx& tx, base::Time at) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at + zone_offset_)};
  const std::string prefix =
      fmt::format("{:04}{:02}{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                  static_cast<unsigned>(day.day()));
  store::Statement serial = tx.query(queries::next_serial);
  serial.bind(prefix);
  serial.step();
  return fmt::format("{}{:06}", prefix, serial.integer(0));
}

base::Result<Request> RequestBook::receive(store::WriteTx& tx, const NewRequest& in, std::int64_t ticket,
                                           const store::Actor& actor) {
  if (!in.external_id.empty()) {
    if (const auto known = find_external(tx, in.source, in.external_id)) {
      const auto before = find(tx, *known);
      return base::Error::of(
          base::ErrorCode::conflict, "该来源编号的诉求已受理，受理编号：" + before->number + "。",
          "This request of that source was taken before, as number " + before->number + ".");
    }
  }
  NewRequest request = in;
  if (request.title.empty()) request.title = title_from(request.words);

  store::Vault& vault = tx.vault();
  const auto seal_unless_empty = [&](std::string_view kind, const std::string& plain,
                                     std::string_view find_by) -> std::optional<store::Sealed> {
    if (plain.empty()) return std::nullopt;
    return vault.seal(tx, kind, plain, find_by);
  };
  const auto id_of = [](const std::optional<store::Sealed>& sealed) {
    return sealed ? std::optional<std::int64_t>(sealed->id) : std::nullopt;
  };
  const store::Sealed words = vault.seal(tx, "words", words_payload(request).encode());
  const auto name = seal_unless_empty("name", request.caller_name, "");
  const auto phone = seal_unless_empty("phone", request.caller_phone, request.caller_phone);
  const auto address = seal_unless_empty("address", request.caller_address, "");
  const auto id_number = seal_unless_empty("id_number", request.caller_id_number, request.caller_id_number);

  Request out;
  out.number = next_number(tx, tx.now());
  out.query_code = random_.code(6);
  out.ticket = ticket;
  out.channel = request.channel;
  out.received_at = request.received_at;
  out.words = words.id;
  out.sealed_words = words;
  out.caller_name = id_of(name);
  out.caller_phone = id_of(phone);
  out.caller_address = id_of(address);
  out.caller_id_number = id_of(id_number);
  out.masked_name = text::mask_name(request.caller_name);
  out.masked_phone = text::mask_phone(request.caller_phone);
  if (id_number) {
    out.masked_id_number = text::mask_identifier(text::IdentifierKind::resident_id, request.caller_id_number);
  }
  out.title = text::mask_identifiers(request.title);
  out.text = text::mask_identifiers(request.words);
  out.place = text::mask_identifiers(request.place);
  out.language = request.language;
  out.special_needs = request.special_needs;
  out.anonymous = request.anonymous;
  out.secret = request.secret;
  out.reply_by = request.reply_by;
  out.source = request.source;
  out.external_id = request.external_id;

  tx.execute(queries::insert_request, out.number, out.query_code, ticket, out.channel,
             base::to_millis(out.received_at), out.words, out.caller_name, out.caller_phone,
             out.caller_address, out.masked_name, out.masked_phone, out.language,
             join_list(out.special_needs), out.anonymous, out.secret, out.reply_by, out.source,
             out.external_id, out.caller_id_number, out.masked_id_number);
  out.id = tx.last_insert_id();
  tx.execute(queries::insert_request_text, out.id, out.title, out.text, out.place);
  tx.execute(queries::insert_request_fts, out.id, out.title, out.text, out.place);

  store::Payload received{{"number", out.number},       {"channel", out.channel},
                          {"ticket", ticket},           {"received_at", base::to_millis(out.received_at)},
                          {"words", words.id},          {"words_digest", words.digest},
                          {"anonymous", out.anonymous}, {"secret", out.secret}};
  if (phone) received.set("phone", phone->id).set("phone_digest", phone->digest);
  if (id_number) received.set("id_number", id_number->id).set("id_number_digest", id_number->digest);
  tx.journal().append(tx, {stream, out.id, "received", actor, "", received});
  return out;
}

std::optional<std::int64_t> RequestBook::find_external(store::ReadTx& tx, std::string_view source,
                                                       std::string_view external_id) {
  store::Statement row = tx.query(queries::request_id_by_external);
  row.bind(source, external_id);
  return row.step() ? std::optional(row.integer(0)) : std::nullopt;
}

std::optional<std::int64_t> RequestBook::find_by_number(store::ReadTx& tx, std::string_view number) {
  store::Statement row = tx.query(queries::request_id_by_number);
  row.bind(number);
  return row.step() ? std::optional(row.integer(0)) : std::nullopt;
}

std::optional<Request> RequestBook::find(store::ReadTx& tx, std::int64_t id) {
  store::Statement row = tx.query(queries::request_by_id);
  row.bind(id);
  if (!row.step()) return std::nullopt;
  return read_request(row);
}

std::vector<Request> RequestBook::of_ticket(store::ReadTx& tx, std::int64_t ticket) {
  std::vector<Request> requests;
  store::Statement row = tx.query(queries::requests_of_ticket);
  row.bind(ticket);
  while (row.step()) requests.push_back(read_request(row));
  return requests;
}

std::vector<Request> RequestBook::of_phone(store::ReadTx& tx, std::string_view e164, std::size_t limit) {
  std::vector<Request> requests;
  for (const std::int64_t sealed : tx.vault().find(tx, "phone", e164, limit)) {
    store::Statement row = tx.query(queries::request_by_phone);
    row.bind(sealed);
    if (row.step()) requests.push_back(read_request(row));
  }
  return requests;
}

base::Result<Words> RequestBook::open_words(store::ReadTx& tx, const Request& request) {
  HOTLINE_TRY(const std::string plain, tx.vault().open(tx, request.words));
  HOTLINE_TRY(const store::Payload payload, store::Payload::decode(plain));
  return Words{payload.text_or_empty("title"), payload.text_or_empty("words"),
               payload.text_or_empty("place")};
}

void RequestBook::move(store::WriteTx& tx, const std::vector<std::int64_t>& requests, std::int64_t ticket) {
  for (const std::int64_t id : requests) tx.execute(queries::move_request, id, ticket);
}

base::Status RequestBook::rate(store::WriteTx& tx, const Request& request, const Rating& rating,
                               const store::Actor& actor) {
  for (const auto& [score, field] : {std::pair{rating.result, "result"}, std::pair{rating.unit, "unit"},
                                     std::pair{rating.agent, "agent"}}) {
    if (score && (*score < 1 || *score > 5)) return bad_score(field);
  }
  if (rating_of(tx, request.id)) {
    return base::Error::of(base::ErrorCode::conflict, "该诉求已评价，每件诉求只能评价一次。",
                           "This request was rated before; each can be rated once.");
  }
  std::optional<std::int64_t> words;
  if (!rating.words.empty()) {
    words = tx.vault().seal(tx, "words", rating.words).id;
    tx.execute(queries::insert_sealed, request.ticket, *words, "rating");
  }
  tx.execute(queries::insert_rating, request.id, base::to_millis(tx.now()), rating.contacted, rating.solved,
             rating.result, rating.unit, rating.agent, words);
  store::Payload payload{{"solved", rating.solved}};
  if (rating.contacted) payload.set("contacted", *rating.contacted);
  if (rating.result) payload.set("result", static_cast<std::int64_t>(*rating.result));
  if (rating.unit) payload.set("unit", static_cast<std::int64_t>(*rating.unit));
  if (rating.agent) payload.set("agent", static_cast<std::int64_t>(*rating.agent));
  if (words) payload.set("words", *words);
  tx.journal().append(tx, {stream, request.id, "rated", actor, "", payload});
  return {};
}

std::optional<StoredRating> RequestBook::rating_of(store::ReadTx& tx, std::int64_t request) {
  store::Statement row = tx.query(queries::rating_of);
  row.bind(request);
  if (!row.step()) return std::nullopt;
  const auto score = [&](int column) -> std::optional<int> {
    const auto value = row.maybe_integer(column);
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
  };
  StoredRating stored;
  stored.at = base::from_millis(row.integer(0));
  if (const auto contacted = row.maybe_integer(1)) stored.rating.contacted = *contacted != 0;
  stored.rating.solved = row.text(2);
  stored.rating.result = score(3);
  stored.rating.unit = score(4);
  stored.rating.agent = score(5);
  return stored;
}

std::vector<std::int64_t> RequestBook::erase(store::WriteTx& tx, const Request& request,
                                             const store::Actor& actor, std::string_view ground) {
  std::vector<std::int64_t> sealed = sealed_caller(request);
  sealed.insert(sealed.begin(), request.words);
  // Of every judgement, those before a redoing too.
  for (const store::Entry& one : store::entries_of(tx, stream, request.id)) {
    if (one.kind != "rated") continue;
    if (const auto rating_words = one.payload.integer("words")) sealed.push_back(*rating_words);
  }
  for (const std::int64_t id : sealed) tx.vault().erase(tx, id);
  tx.execute(queries::delete_request_fts, request.id);
  tx.execute(queries::blank_request_text, request.id);
  tx.execute(queries::blank_request, request.id, base::to_millis(tx.now()));
  tx.journal().append(
      tx, {stream, request.id, "erased", actor, text::mask_identifiers(ground), {{"sealed", sealed}}});
  return sealed;
}

}  // namespace hotline::ticket
