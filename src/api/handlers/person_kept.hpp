// What is kept about one request or call of a person, for the person.
#pragma once

#include "api/json.hpp"
#include "hotline/access/display.hpp"
#include "hotline/access/personal_data.hpp"
#include "hotline/api/domain.hpp"
#include "hotline/call/calls.hpp"
#include "hotline/notify/outbox.hpp"

namespace hotline::api {

// Opens rows of the vault for one asker, each look on record.
class Looks {
 public:
  Looks(store::WriteTx& tx, const access::Principal& who, const std::string& reason)
      : tx_(tx), who_(who), reason_(reason) {}
  // null for a row that is not there, was erased, or is refused.
  Json at(std::optional<std::int64_t> sealed, std::string_view about, std::int64_t of, bool secret);

 private:
  store::WriteTx& tx_;
  const access::Principal& who_;
  const std::string& reason_;
};

struct Keeping {
  store::WriteTx& tx;
  Looks& looks;
  access::DisplayNames& names;
  const city::City& city;
  const notify::Templates& templates;
};

Json request_kept(Keeping& in, const ticket::Request& request);
// `request`: the number of the one that came of it, or null.
Json call_kept(Keeping& in, const call::Call& call, Json request);

// Messages that went to the caller of this request, about it or about a ticket that it was under, oldest
// first.
std::vector<notify::Message> messages_to_caller(store::ReadTx& tx, const ticket::Request& request);

}  // namespace hotline::api
