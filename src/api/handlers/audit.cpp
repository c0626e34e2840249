// The journal, and the check of its chain, for auditors.
#include <fmt/format.h>

#include "api/call.hpp"
#include "api/handlers/actor_name.hpp"
#include "api/handlers/lists.hpp"
#include "api/handlers/ticket_json.hpp"
#include "api/route.hpp"
#include "hotline/api/domain.hpp"
#include "hotline/store/anchor.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::int64_t most_entries = 500;

std::string hex_of(const store::Hash& hash) {
  std::string out;
  for (const std::uint8_t byte : hash) out += fmt::format("{:02x}", byte);
  return out;
}

Route entries(Domain& domain) {
  Route route;
  route.path = "/api/v1/audit/entries";
  route.operation = "listAuditEntries";
  route.tag = "audit";
  route.summary = {"流水记录，最早的在前", "Entries of the journal, oldest first"};
  route.allow = any_of(Right::audit_read);
  route.query = page_fields(most_entries);
  route.query.push_back(
      optional("stream", code(64), {"对象种类，如 ticket、access。", "Stream, such as ticket."}));
  route.query.push_back(optional("subject", integer(0), {"对象编号。", "Key within the stream."}));
  route.query.push_back(optional("kind", code(64), {"事件。", "What happened."}));
  route.query.push_back(optional("actor", code(64), {"操作者，如 account:17。", "Who, such as account:17."}));
  route.query.push_back(optional("after", integer(0), {"此序号之后。", "After this number."}));
  const ObjectSpec entry{
      "AuditEntry",
      {"一条流水。", "One entry."},
      {required("seq", integer(1), {"序号。", "Number."}), required("at", date_time(), {"时间。", "When."}),
       required("stream", text(64), {"对象种类。", "Stream."}),
       required("subject", integer(0), {"对象编号。", "Key within the stream."}),
       required("kind", text(64), {"事件。", "What."}), required("actor", text(64), {"操作者。", "Who."}),
       required("actor_name", nullable(text(200)),
                {"操作者现名；系统、市民为空。",
                 "What that one is called now; null for the system and citizens."}),
       required("origin", text(200), {"来源。", "Where from."}),
       required("reason", text(2000), {"理由（已脱敏）。", "Why, masked."}),
       required("facts", anything(), {"内容，不含个人信息。", "Content, without personal data."}),
       required("hash", text(64), {"链上散列。", "Its link of the chain."})}};
  route.outputs = {{200, {"一页流水。", "A page of entries."}, page_of(entry, most_entries)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto cursor = cursor_of(call.query());
    if (!cursor.ok()) return cursor.error();
    store::EntryFilter filter{call.query().text("stream"), call.query().integer("subject"),
                              call.query().text("kind"), call.query().text("actor")};
    return reading([&domain, filter = std::move(filter),
                    after = std::max(*cursor, call.query().integer_or("after", 0)),
                    limit = static_cast<std::size_t>(call.query().integer_or("limit", 100))](
                       store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      Json items = Json::array(), next = nullptr;
      access::DisplayNames names(tx);
      for (const store::Entry& one : store::find_entries(tx, filter, after, limit + 1)) {
        if (items.size() == limit) {
          next = std::to_string(items.back()["seq"].get<std::int64_t>());
          break;
        }
        items.push_back({{"seq", one.seq},
                         {"at", city_time(one.at, *city)},
                         {"stream", one.stream},
                         {"subject", one.subject},
                         {"kind", one.kind},
                         {"actor", one.actor.id},
                         {"actor_name", actor_name(names, one.actor.id)},
                         {"origin", one.actor.origin},
                         {"reason", one.reason},
                         {"facts", Json::parse(one.payload.encode())},
                         {"hash", hex_of(one.hash)}});
      }
      return Reply::ok({{"items", std::move(items)}, {"next", std::move(next)}});
    });
  };
  return route;
}

Route verify(Domain& domain) {
  Route route;
  route.path = "/api/v1/audit/verify";
  route.operation = "verifyAudit";
  route.tag = "audit";
  route.summary = {"核验整条流水链与全部锚点", "Walk the whole chain and hold every anchor against it"};
  route.allow = any_of(Right::audit_read);
  route.cost = 50;
  route.outputs = {
      {200,
       {"核验结果。", "What came of it."},
       ObjectSpec{
           "AuditReport",
           {"核验结果。", "What came of it."},
           {required("intact", boolean(), {"是否完整。", "Whether the chain is whole."}),
            required("entries", integer(0), {"核验的条数。", "Entries that were checked."}),
            required("first_broken", nullable(integer(1)),
                     {"第一处断裂的序号。", "The first that is broken."}),
            required("problem", text(2000), {"问题。", "What is wrong with it."}),
            required("anchors", integer(0), {"核验的锚点数。", "Anchors that were checked."}),
            required("anchored_at", nullable(date_time()), {"最近锚点的时间。", "The newest anchor's."}),
            required("public_key", text(64), {"锚点的公钥。", "Public key of the anchors."})}}}};
  route.handler = [&domain](Call&) -> Answer {
    return reading([&domain](store::ReadTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const store::AnchorEvidence evidence, domain.anchors->evidence());
      const store::AuditReport report = store::verify_audit(tx, evidence);
      const store::ChainReport& chain = report.chain;
      return Reply::ok({{"intact", !chain.first_broken.has_value()},
                        {"entries", chain.entries},
                        {"first_broken", chain.first_broken ? Json(*chain.first_broken) : Json(nullptr)},
                        {"problem", chain.problem},
                        {"anchors", report.anchors},
                        {"anchored_at", city_time_or_null(report.newest, *domain.city.get())},
                        {"public_key", store::hex_of(domain.anchors->key().public_key())}});
    });
  };
  return route;
}

}  // namespace

void add_audit_routes(Routes& routes, Domain& domain) {
  routes.add({entries(domain), verify(domain)});
}

}  // namespace hotline::api
