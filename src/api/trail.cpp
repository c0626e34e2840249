#include "hotline/api/trail.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "api/signed_file.hpp"
#include "hotline/intake/attachments.hpp"
#include "hotline/store/anchor.hpp"
#include "hotline/store/evidence.hpp"
#include "hotline/ticket/correcting.hpp"

namespace hotline::api {
namespace {

constexpr auto form = "hotline-trail-1";

using Entries = std::map<std::int64_t, store::RawEntry>;  // by seq, each once

void take(Entries& all, std::vector<store::RawEntry> entries) {
  for (store::RawEntry& one : entries) all.emplace(one.seq, std::move(one));
}

// Every ticket that the request was under: the one it opened, and those it was moved to.
void take_tickets(store::ReadTx& tx, const ticket::Request& request, Entries& all) {
  std::set<std::int64_t> tickets{request.ticket};
  for (const store::Entry& one : store::entries_of(tx, "request", request.id)) {
    if (const auto ticket = one.payload.integer("ticket")) tickets.insert(*ticket);
  }
  for (const std::int64_t ticket : tickets) take(all, store::raw_entries_of(tx, "ticket", ticket));
}

// Looks at the sealed rows, those of values that were corrected since too, granted or refused, and their
// erasure. The stream also holds accounts, whose keys are numbers of another kind.
void take_looks(store::ReadTx& tx, const ticket::Request& request, Entries& all) {
  std::vector<std::int64_t> rows = ticket::sealed_of_caller(tx, request);
  rows.push_back(request.words);
  for (const std::int64_t sealed : rows) {
    if (sealed == 0) continue;
    std::vector<store::RawEntry> looks = store::raw_entries_of(tx, "access", sealed);
    std::erase_if(looks, [](const store::RawEntry& one) { return !one.kind.starts_with("personal_data_"); });
    take(all, std::move(looks));
  }
}

// What became of the files that came with it: who had them, granted or refused, and their erasure.
void take_files(store::ReadTx& tx, const ticket::Request& request, Entries& all) {
  for (const intake::Attachment& one : intake::Attachments::of_request(tx, request.id))
    take(all, store::raw_entries_of(tx, "attachment", one.id));
}

Json entry_json(const store::RawEntry& e) {
  return {{"seq", e.seq},
          {"at", base::format_rfc3339(base::from_millis(e.at))},
          {"at_ms", e.at},
          {"stream", e.stream},
          {"subject", e.subject},
          {"kind", e.kind},
          {"actor", e.actor},
          {"origin", e.origin},
          {"reason", e.reason},
          {"payload", e.payload},
          {"before", store::hex_of(e.before)},
          {"hash", store::hex_of(e.hash)}};
}

base::Error no_trail() {
  return base::Error::of(base::ErrorCode::malformed, "这不是存证文件，或其中缺少内容。",
                         "This is no trail, or a part of it is missing.");
}

base::Text name() {
  return {"存证文件", "The trail"};
}

base::Error changed(std::string zh, std::string en) {
  return does_not_hold(name(), {std::move(zh), std::move(en)});
}

// get<std::int64_t>() would take 6.4e65 too, which has no value as an integer.
std::int64_t whole_at(const Json& json, const char* key) {
  return json.at(key).get_ref<const Json::number_integer_t&>();
}

std::optional<store::RawEntry> entry_of(const Json& json) {
  store::RawEntry e{whole_at(json, "seq"),
                    whole_at(json, "at_ms"),
                    json.at("stream").get<std::string>(),
                    whole_at(json, "subject"),
                    json.at("kind").get<std::string>(),
                    json.at("actor").get<std::string>(),
                    json.at("origin").get<std::string>(),
                    json.at("reason").get<std::string>(),
                    json.at("payload").get<std::string>(),
                    {},
                    {}};
  if (!store::from_hex(json.at("before").get<std::string>(), e.before)) return std::nullopt;
  if (!store::from_hex(json.at("hash").get<std::string>(), e.hash)) return std::nullopt;
  return e;
}

base::Status check_entries(const Json& entries) {
  std::optional<store::RawEntry> last;
  for (const Json& one : entries) {
    const auto entry = entry_of(one);
    const std::string seq = std::to_string(whole_at(one, "seq"));
    if (!entry || store::hash_of(*entry) != entry->hash ||
        one.at("at") != base::format_rfc3339(base::from_millis(entry->at))) {
      return changed("第 " + seq + " 条流水与其散列不符。", "entry " + seq + " does not fit its hash.");
    }
    if (last && (entry->seq <= last->seq || (entry->seq == last->seq + 1 && entry->before != last->hash)))
      return changed("第 " + seq + " 条流水与上一条不相接。",
                     "entry " + seq + " does not follow the one before.");
    last = *entry;
  }
  return {};
}

base::Result<TrailCheck> check(const Json& file, const std::optional<store::PublicKey>& trusted) {
  const Json& trail = file.at("trail");
  if (trail.at("form") != form) return no_trail();
  HOTLINE_TRY(const SignedHead head, read_signed_head(file, name(), trusted));
  HOTLINE_CHECK(check_entries(trail.at("entries")));
  if (!store::is_signed_by(head.key, to_text(trail), head.signature))
    return changed("签名不符，内容被改动。", "the signature does not fit: the content was changed.");
  if (const Json& line = trail.at("anchor"); !line.is_null()) {
    const auto anchor = store::find_anchor(line.get<std::string>());
    if (!anchor || !store::is_signed(*anchor)) return changed("锚点签名不符。", "its anchor is not signed.");
  }
  TrailCheck out;
  out.key = head.key;
  out.numbers = trail.at("requests").get<std::vector<std::string>>();
  out.issued_at = trail.at("issued_at").get<std::string>();
  out.entries = static_cast<std::int64_t>(trail.at("entries").size());
  return out;
}

}  // namespace

std::string make_trail(store::ReadTx& tx, std::span<const ticket::Request> requests,
                       const store::SigningKey& key, base::Time now) {
  Entries all;
  Json numbers = Json::array(), entries = Json::array(), anchor = nullptr;
  for (const ticket::Request& one : requests) {
    numbers.push_back(one.number);
    take(all, store::raw_entries_of(tx, "request", one.id));
    take_tickets(tx, one, all);
    take_looks(tx, one, all);
    take_files(tx, one, all);
  }
  for (const auto& [seq, one] : all) entries.push_back(entry_json(one));
  if (const auto anchors = store::anchors_in(tx); !anchors.empty()) anchor = store::line_of(anchors.back());
  const Json trail{{"form", form},
                   {"requests", std::move(numbers)},
                   {"issued_at", base::format_rfc3339(now)},
                   {"entries", std::move(entries)},
                   {"anchor", std::move(anchor)}};
  const std::string text = to_text(trail);
  return to_text({{"trail", trail},
                  {"public_key", store::hex_of(key.public_key())},
                  {"signature", store::hex_of(key.sign(text))}});
}

base::Result<TrailCheck> check_trail(std::string_view file, const std::optional<store::PublicKey>& trusted) {
  HOTLINE_TRY(const Json json, parse_json(file));
  try {
    return check(json, trusted);
  } catch (const Json::exception&) {
    return no_trail();
  }
}

}  // namespace hotline::api
