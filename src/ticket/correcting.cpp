#include "hotline/ticket/correcting.hpp"

#include "hotline/text/identifiers.hpp"
#include "ticket/queries.hpp"

namespace hotline::ticket {

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
                                  std::string_view value, const Deed& deed) {
  if (request.erased_at) {
    return base::Error::of(base::ErrorCode::not_found, "该诉求的个人信息已依法删除。",
                           "The personal data of this request was erased.");
  }
  const std::optional<std::int64_t> before = item == CallerItem::name    ? request.caller_name
                                             : item == CallerItem::phone ? request.caller_phone
                                                                         : request.caller_address;
  if (before) {
    if (const auto known = tx.vault().open(tx, *before); known.ok() && *known == value) return false;
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
  tx.journal().append(
      tx, {"request", request.id, "corrected", deed.actor, text::mask_identifiers(deed.note), payload});
  return true;
}

}  // namespace hotline::ticket
