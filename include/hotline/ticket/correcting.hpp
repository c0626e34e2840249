// Correcting what is kept of who called: the person's right to have wrong data put right.
//
// The new value is sealed like the first; the old one is dropped for good, its row's id stays in the journal
// (request "corrected" {item, sealed, before, digest, former}), so that looks at it stay traceable. Where a
// number was the person's own and has changed, the request is found by the former one too: by a keyed digest
// alone, for the number itself is gone. A number that was somebody else's leaves nothing behind.
// Threads: with a WriteTx on the writer, with a ReadTx on any reader.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "hotline/ticket/repository.hpp"

namespace hotline::ticket {

enum class CallerItem { name, phone, address, id_number };
std::string_view name_of(CallerItem item);
std::optional<CallerItem> find_caller_item(std::string_view name);
// The row that holds it; nullopt when it was not given.
std::optional<std::int64_t> sealed_item(const Request& request, CallerItem item);

// `value` as receive() takes it (a phone in E.164). The deed's note, masked, is the reason. `keep_former`:
// the number that is corrected was the person's own. False when the request holds this value already.
// Errors: not_found (erased).
base::Result<bool> correct_caller(store::WriteTx& tx, const Request& request, CallerItem item,
                                  std::string_view value, const Deed& deed, bool keep_former = false);

// Ids of the requests of this person, the newest first; by phone also those filed under a former one.
std::vector<std::int64_t> requests_of_person(store::ReadTx& tx, const PersonKey& whom);

// Sealed rows that hold, or held, who called in this request: those of now and those that were corrected.
std::vector<std::int64_t> sealed_of_caller(store::ReadTx& tx, const Request& request);

// Takes the former numbers of a request out of the index; with its caller's data.
void forget_former_numbers(store::WriteTx& tx, std::int64_t request);

}  // namespace hotline::ticket
