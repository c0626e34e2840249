#include "hotline/notify/sent_text.hpp"

#include "notify/queries.hpp"

namespace hotline::notify {

std::optional<std::int64_t> sent_text_of(store::ReadTx& tx, std::int64_t message) {
  auto row = tx.query(queries::kSentText);
  row.bind(message);
  return row.step() ? row.maybe_integer(0) : std::nullopt;
}

}  // namespace hotline::notify
