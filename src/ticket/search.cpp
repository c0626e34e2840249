#include "hotline/ticket/search.hpp"

#include <map>

#include "hotline/store/fulltext.hpp"
#include "ticket/lists.hpp"
#include "ticket/queries.hpp"

namespace hotline::ticket {
namespace {

std::optional<std::string> given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}
std::optional<std::int64_t> given(const std::optional<base::Time>& time) {
  return time ? std::optional(base::to_millis(*time)) : std::nullopt;
}

// Parameters 1 to 11, the filters that all lists share.
void bind_filters(store::Statement& row, const TicketFilter& f, std::int64_t before) {
  row.bind(before > 0 ? std::optional(before) : std::nullopt, given(f.state), given(f.kind), given(f.urgency),
           given(f.matter), given(f.division), given(f.from), given(f.to), given(f.due_before), f.with_secret,
           f.with_merged);
}

TicketRow read_row(const store::Statement& row) {
  TicketRow t;
  t.id = row.integer(0);
  t.version = row.integer(1);
  t.number = row.text(2);
  t.state = row.text(3);
  t.outcome = row.text(4);
  t.kind = row.text(5);
  t.urgency = row.text(6);
  t.matter = row.text(7);
  t.division = row.text(8);
  t.lead_unit = row.text(9);
  t.title = row.text(10);
  t.place = row.text(11);
  t.secret = row.integer(12) != 0;
  t.flags = split_list(row.view(13));
  if (!row.is_null(14)) t.confidence = row.real(14);
  t.requests = row.integer(15);
  t.urged = row.integer(16);
  t.supervision = row.integer(17);
  t.returned = row.integer(18);
  t.opened_at = base::from_millis(row.integer(19));
  if (const auto due = row.maybe_integer(20)) t.next_due = base::from_millis(*due);
  return t;
}

std::vector<TicketRow> read_all(store::Statement& row) {
  std::vector<TicketRow> rows;
  while (row.step()) rows.push_back(read_row(row));
  return rows;
}

}  // namespace

std::vector<TicketRow> find_tickets(store::ReadTx& tx, const TicketFilter& f, std::int64_t before,
                                    std::size_t limit) {
  const auto most = static_cast<std::int64_t>(limit);
  if (!f.number.empty()) {
    store::Statement row = tx.query(queries::list_by_number);
    bind_filters(row, f, before);
    row.bind_at(12, f.number);
    row.bind_at(13, most);
    return read_all(row);
  }
  if (!f.words.empty()) {
    const auto match = store::fulltext_query(f.words);
    if (!match) return {};
    store::Statement row = tx.query(queries::list_by_words);
    bind_filters(row, f, before);
    row.bind_at(12, *match);
    row.bind_at(13, most);
    row.bind_at(14, given(f.unit));
    row.bind_at(15, given(f.part_state));
    return read_all(row);
  }
  if (!f.unit.empty()) {
    store::Statement row = tx.query(queries::list_of_unit);
    bind_filters(row, f, before);
    row.bind_at(12, f.unit);
    row.bind_at(13, most);
    row.bind_at(14, given(f.part_state));
    return read_all(row);
  }
  // Tickets with a limit that runs out soon are few; those of a state may be many, but stand in order.
  const bool of_state = !f.state.empty() && !f.with_merged;
  store::Statement row = tx.query(f.due_before ? queries::list_by_due
                                  : of_state   ? queries::list_of_state
                                               : queries::list_all);
  bind_filters(row, f, before);
  row.bind_at(12, most);
  return read_all(row);
}

std::vector<PublicReply> find_public_replies(store::ReadTx& tx, std::int64_t before, std::size_t limit) {
  store::Statement row = tx.query(queries::open_publications);
  row.bind(before > 0 ? std::optional(before) : std::nullopt, static_cast<std::int64_t>(limit));
  std::vector<PublicReply> replies;
  while (row.step()) {
    replies.push_back({row.integer(0), row.integer(1), base::from_millis(row.integer(2)), row.integer(3),
                       row.text(4), row.text(5)});
  }
  return replies;
}

std::vector<std::pair<std::string, std::int64_t>> count_by_state(store::ReadTx& tx, const std::string& unit,
                                                                 bool with_secret) {
  std::map<std::string, std::int64_t> counts;
  const auto add = [&](store::Statement row, std::int64_t sign) {
    while (row.step()) counts[row.text(0)] += sign * row.integer(1);
  };
  if (unit.empty()) {
    add(tx.query(queries::count_all_by_state), 1);
    if (!with_secret) add(tx.query(queries::count_secret_by_state), -1);
  } else {
    store::Statement row = tx.query(queries::count_unit_by_state);
    row.bind(with_secret, unit);
    add(std::move(row), 1);
  }
  std::erase_if(counts, [](const auto& one) { return one.second == 0; });
  return {counts.begin(), counts.end()};
}

}  // namespace hotline::ticket
