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
    case CallerItem::id_number:
      return "id_number";
  }
  return "name";
}

std::optional<CallerItem> find_caller_item(std::string_view name) {
  for (const CallerItem item :
       {CallerItem::name, CallerItem::phone, CallerItem::address, CallerItem::id_number}) {
    if (name_of(item) == name) return item;
  }
  return std::nullopt;
}

std::optional<std::int64_t> sealed_item(const Request& request, CallerItem item) {
  switch (item) {
    case CallerItem::name:
      return request.caller_name;
    case CallerItem::phone:
      return request.caller_phone;
    case CallerItem::address:
      return request.caller_address;
    case CallerItem::id_number:
      return request.caller_id_number;
  }
  return std::nullopt;
}

base::Result<bool> correct_caller(store::WriteTx& tx, const Request& request, CallerItem item,
                                  std::string_view value, const Deed& deed, bool keep_former) {
  if (request.erased_at) {
    return base::Error::of(base::ErrorCode::not_found, "该诉求的个人信息已依法删除。",
                           "The personal data of this request was erased.");
  }
  const std::optional<std::int64_t> before = sealed_item(request, item);
  std::string old;
  if (before) {
    if (auto known = tx.vault().open(tx, *before); known.ok()) old = std::move(known).value();
    if (old == value) return false;
  }
  const bool is_sought = item == CallerItem::phone || item == CallerItem::id_number;
  const store::Sealed sealed =
      tx.vault().seal(tx, name_of(item), value, is_sought ? value : std::string_view());
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
    case CallerItem::id_number:
      tx.execute(queries::set_caller_id_number, request.id, sealed.id,
                 text::mask_identifier(text::IdentifierKind::resident_id, value));
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

std::vector<std::int64_t> requests_of_person(store::ReadTx& tx, const PersonKey& whom) {
  std::vector<std::int64_t> ids;
  const auto add = [&](std::string_view kind, std::string_view query, std::string_view value) {
    if (value.empty()) return;
    for (const std::int64_t sealed : tx.vault().find(tx, kind, value, kAll)) {
      store::Statement row = tx.query(query);
      row.bind(sealed);
      if (row.step()) ids.push_back(row.integer(0));
    }
  };
  add(name_of(CallerItem::phone), queries::request_id_by_phone, whom.phone);
  add(kFormer, queries::request_by_former, whom.phone);
  add(name_of(CallerItem::id_number), queries::request_id_by_id_number, whom.id_number);
  // A number that was changed and changed back leads to its request twice.
  std::sort(ids.begin(), ids.end(), std::greater<>());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::vector<std::int64_t> sealed_of_caller(store::ReadTx& tx, const Request& request) {
  std::vector<std::int64_t> sealed = sealed_caller(request);
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
