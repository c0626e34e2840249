#include "hotline/call/person.hpp"

#include <algorithm>
#include <functional>
#include <limits>

#include "call/queries.hpp"
#include "hotline/store/vault.hpp"

namespace hotline::call {

std::vector<std::int64_t> calls_of_person(store::ReadTx& tx, std::string_view e164,
                                          std::span<const std::int64_t> requests) {
  std::vector<std::int64_t> calls;
  const auto take = [&tx, &calls](std::string_view sql, std::int64_t by) {
    store::Statement row = tx.query(sql);
    row.bind(by);
    while (row.step()) calls.push_back(row.integer(0));
  };
  constexpr std::size_t all = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t sealed : tx.vault().find(tx, "call_phone", e164, all))
    take(queries::call_of_phone, sealed);
  for (const std::int64_t request : requests) take(queries::calls_of_request, request);
  std::sort(calls.begin(), calls.end(), std::greater<>());
  calls.erase(std::unique(calls.begin(), calls.end()), calls.end());
  return calls;
}

}  // namespace hotline::call
