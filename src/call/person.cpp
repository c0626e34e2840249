#include "hotline/call/person.hpp"

#include "call/queries.hpp"
#include "hotline/store/vault.hpp"

namespace hotline::call {

std::vector<Call> calls_of_number(store::ReadTx& tx, std::string_view e164, std::size_t limit) {
  std::vector<Call> calls;
  for (const std::int64_t sealed : tx.vault().find(tx, "call_phone", e164, limit)) {
    std::int64_t id = 0;
    {
      store::Statement row = tx.query(queries::call_of_phone);
      row.bind(sealed);
      if (row.step()) id = row.integer(0);
    }
    if (auto call = find_call(tx, id)) calls.push_back(std::move(*call));
  }
  return calls;
}

}  // namespace hotline::call
