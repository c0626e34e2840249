#include "hotline/access/display.hpp"

#include <charconv>

#include "access/queries.hpp"

namespace hotline::access {
namespace {

std::optional<std::string> look_up(store::ReadTx& tx, const std::string& actor) {
  const std::size_t colon = actor.find(':');
  if (colon == std::string::npos) return std::nullopt;
  std::int64_t id = 0;
  const char* end = actor.data() + actor.size();
  const auto read = std::from_chars(actor.data() + colon + 1, end, id);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  const std::string kind = actor.substr(0, colon);
  if (kind != "account" && kind != "key") return std::nullopt;
  store::Statement row = tx.query(kind == "key" ? queries::name_of_key : queries::display_of_account);
  row.bind(id);
  if (!row.step()) return std::nullopt;
  return row.text(0);
}

}  // namespace

const std::optional<std::string>& DisplayNames::of(const std::string& actor) {
  const auto known = known_.find(actor);
  if (known != known_.end()) return known->second;
  return known_.emplace(actor, look_up(tx_, actor)).first->second;
}

}  // namespace hotline::access
