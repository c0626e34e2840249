#include "hotline/ticket/correcting.hpp"

#include <algorithm>
#include <functional>
#include <limits>

#include "hotline/text/identifiers.hpp"
#include "ticket/queries.hpp"

namespace hotline::ticket {
namespace {

// Kind of the rows that former numbers are found by; they hold no more than this word.
constexpr std::string_view kFormer = "former_phone";
constexpr std::size_t kAll = std::numeric_limits<std::int64_t>::max();

}  // namespace

std::string_view name_of(CallerItem item) {
  switch (item) {
    case CallerItem::name:
      return "name";
    case CallerItem::phone:
      return "phone";
    case CallerItem::address:
      return "address";
  }
  return "name";
}

base::Result<bool> correct_caller(store::WriteTx& tx, const Request& request, CallerItem item,
                                  std::string_view value, const Deed& deed, bool keep_former) {
  if (request.erased_at) {
    return base::Error::of(base::ErrorCode::not_found, "该诉求的个人信息已依法删除。",
                           "The personal data of this request was erased.");
  }
  const std::optional<std::int64_t> before = item == CallerItem::name    ? request.caller_name
                                             : item == CallerItem::phone ? request.caller_phone
                                                                         : request.caller_address;
  std::string old;
  if (before) {
    if (auto known = tx.vault().open(tx, *before); known.ok()) old = std::move(known).value();
    if (old == value) return false;
  }
  const store::Sealed sealed =
      tx.vault().seal(tx, name_of(item), value, item == CallerItem::phone ? value : std::string_view());
  if (before) tx.vault().erase(tx, *before);
  switch (item) {
    case CallerItem::name:
      tx.execute(queries::set_caller_name, request.id, sealed.id, text::mask_name(value));
      break;
    case CallerItem::phone:
      tx.execute(queries::set_caller_phone, request.id, sealed.id, text::mask_phone(value));
      break;
    case CallerItem::address:
      tx.execute(queries::set_caller_address, request.id, sealed.id);
      break;
  }
  store::Payload payload{
      {"item", std::string(name_of(item))}, {"sealed", sealed.id}, {"digest", sealed.digest}};
  if (before) payload.set("before", *before);
  if (keep_former && item == CallerItem::phone && !old.empty()) {
    const std::int64_t former = tx.vault().seal(tx, kFormer, kFormer, old).id;
    tx.execute(queries::insert_former, former, request.id);
    payload.set("former", former);
  }
  tx.journal().append(
      tx, {"request", request.id, "corrected", deed.actor, text::mask_identifiers(deed.note), payload});
  return true;
}

std::vector<std::int64_t> requests_of_person(store::ReadTx& tx, std::string_view e164) {
  std::vector<std::int64_t> ids;
  for (const auto& [kind, by] : {std::pair(name_of(CallerItem::phone), queries::request_id_by_phone),
                                 std::pair(kFormer, queries::request_by_former)}) {
    for (const std::int64_t sealed : tx.vault().find(tx, kind, e164, kAll)) {
      store::Statement row = tx.query(by);
      row.bind(sealed);
      if (row.step()) ids.push_back(row.integer(0));
    }
  }
  // A number that was changed and changed back leads to its request twice.
  std::sort(ids.begin(), ids.end(), std::greater<>());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::vector<std::int64_t> sealed_of_caller(store::ReadTx& tx, const Request& request) {
  std::vector<std::int64_t> sealed;
  for (const auto& part : {request.caller_name, request.caller_phone, request.caller_address}) {
    if (part) sealed.push_back(*part);
  }
  for (const store::Entry& one : store::entries_of(tx, "request", request.id)) {
    if (one.kind != "corrected") continue;
    if (const auto before = one.payload.integer("before")) sealed.push_back(*before);
  }
  return sealed;
}

void forget_former_numbers(store::WriteTx& tx, std::int64_t request) {
  std::vector<std::int64_t> formers;
  {
    store::Statement row = tx.query(queries::formers_of_request);
    row.bind(request);
    while (row.step()) formers.push_back(row.integer(0));
  }
  for (const std::int64_t one : formers) tx.vault().erase(tx, one);
  if (!formers.empty()) tx.execute(queries::forget_formers, request);
}

}  // namespace hotline::ticket
