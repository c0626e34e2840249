// Correcting what is kept of who called: the person's right to have wrong data put right.
//
// The new value is sealed like the first; the old one is dropped for good, its row's id stays in the journal
// (request "corrected" {item, sealed, before, digest}), so that looks at it stay traceable. Threads: inside a
// WriteTx.
#pragma once

#include <string_view>

#include "hotline/ticket/repository.hpp"

namespace hotline::ticket {

enum class CallerItem { name, phone, address };
std::string_view name_of(CallerItem item);

// `value` as receive() takes it (a number in E.164). The deed's note, masked, is the reason. False when the
// request holds this value already. Errors: not_found (erased).
base::Result<bool> correct_caller(store::WriteTx& tx, const Request& request, CallerItem item,
                                  std::string_view value, const Deed& deed);

}  // namespace hotline::ticket
