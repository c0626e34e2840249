#include "hotline/insight/exclusions.hpp"

#include <algorithm>
#include <charconv>

#include "hotline/intake/attachments.hpp"
#include "insight/queries.hpp"

namespace hotline::insight {
namespace {

constexpr std::string_view stream = "figures";
constexpr std::array<std::string_view, 3> kind_names{"unreasonable", "appeal", "malicious"};
constexpr std::array<std::string_view, 3> state_names{"asked", "upheld", "rejected"};

// What each kind takes out when nothing is named.
std::vector<Figure> usual_figures(ExclusionKind kind) {
  std::vector<Figure> rating{Figure::solved,          Figure::satisfied, Figure::unit_satisfied,
                             Figure::agent_satisfied, Figure::contacted, Figure::not_due};
  if (kind != ExclusionKind::malicious) {
    for (const Figure more : {Figure::response, Figure::sign_in_time, Figure::close_in_time, Figure::redone})
      rating.push_back(more);
  }
  return rating;
}

template <class Number>
std::string joined(const std::vector<Number>& numbers) {
  std::string text;
  for (const Number one : numbers)
    text += (text.empty() ? "" : ",") + std::to_string(static_cast<std::int64_t>(one));
  return text;
}
std::vector<std::int64_t> numbers_in(std::string_view text) {
  std::vector<std::int64_t> numbers;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + end, number);
    numbers.push_back(number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return numbers;
}

Exclusion read_row(const store::Statement& row) {
  Exclusion e;
  e.id = row.integer(0);
  e.ticket = row.integer(1);
  e.request = row.integer(2);
  e.kind = find_exclusion_kind(row.view(3)).value_or(ExclusionKind::appeal);
  for (const std::int64_t one : numbers_in(row.view(4))) e.figures.push_back(static_cast<Figure>(one));
  e.unit = row.text(5);
  e.state = find_exclusion_state(row.view(6)).value_or(ExclusionState::asked);
  e.asked_at = row.time(7);
  e.asked_by = row.text(8);
  e.words = row.integer(9);
  e.evidence = numbers_in(row.view(10));
  e.record = row.text(11);
  e.decided_at = row.maybe_time(12);
  e.decided_by = row.text(13);
  e.decision = row.integer(14);
  return e;
}

std::vector<Exclusion> read_all(store::Statement& row) {
  std::vector<Exclusion> all;
  while (row.step()) all.push_back(read_row(row));
  return all;
}

base::Status check_evidence(store::ReadTx& tx, const NewExclusion& ask, const ticket::Ticket& ticket) {
  if (ask.kind == ExclusionKind::appeal && ask.evidence.empty()) {
    return base::Error::field("/evidence", "required", "申诉须附佐证材料，请先上传附件。",
                              "An appeal needs evidence. Upload it first.");
  }
  for (std::size_t i = 0; i < ask.evidence.size(); ++i) {
    const auto file = intake::Attachments::find(tx, ask.evidence[i]);
    const bool own =
        file && (file->ticket == ticket.id || std::find(ticket.requests.begin(), ticket.requests.end(),
                                                        file->request) != ticket.requests.end());
    if (!own) {
      return base::Error::field("/evidence/" + std::to_string(i), "unknown_attachment",
                                "该附件不属于本工单，请重新选择。", "This attachment is not of this ticket.");
    }
  }
  return {};
}

base::Status check_ask(store::ReadTx& tx, const NewExclusion& ask, const ticket::Ticket& ticket) {
  if (ask.request != 0 &&
      std::find(ticket.requests.begin(), ticket.requests.end(), ask.request) == ticket.requests.end()) {
    return base::Error::field("/request", "unknown_request", "该诉求不属于本工单，请核对受理编号。",
                              "This request is not of this ticket.");
  }
  HOTLINE_CHECK(check_evidence(tx, ask, ticket));
  for (const Exclusion& one : exclusions_of(tx, ticket.id)) {
    if (one.state == ExclusionState::asked && one.kind == ask.kind && one.request == ask.request &&
        one.unit == ask.unit) {
      return base::Error::of(base::ErrorCode::conflict, "同样的申请正在审核，请等待审核结果。",
                             "The same was asked for and waits for its decision.");
    }
  }
  return {};
}

}  // namespace

std::string_view name_of(ExclusionKind kind) {
  return kind_names[static_cast<std::size_t>(kind)];
}
std::string_view name_of(ExclusionState state) {
  return state_names[static_cast<std::size_t>(state)];
}
std::optional<ExclusionKind> find_exclusion_kind(std::string_view name) {
  const auto at = std::find(kind_names.begin(), kind_names.end(), name);
  if (at == kind_names.end()) return std::nullopt;
  return static_cast<ExclusionKind>(at - kind_names.begin());
}
std::optional<ExclusionState> find_exclusion_state(std::string_view name) {
  const auto at = std::find(state_names.begin(), state_names.end(), name);
  if (at == state_names.end()) return std::nullopt;
  return static_cast<ExclusionState>(at - state_names.begin());
}

base::Result<Exclusion> ask_exclusion(store::WriteTx& tx, const NewExclusion& ask, const store::Actor& by) {
  HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, ask.ticket));
  HOTLINE_CHECK(check_ask(tx, ask, ticket));
  const std::vector<Figure> figures = ask.figures.empty() ? usual_figures(ask.kind) : ask.figures;
  const store::Sealed words = ticket::TicketBook::seal_text(tx, ticket.id, "note", ask.words);
  tx.execute(queries::insert_exclusion, ticket.id, ask.request, name_of(ask.kind), joined(figures), ask.unit,
             tx.now(), by.id, words.id, joined(ask.evidence), ask.record);
  const std::int64_t id = tx.last_insert_id();
  tx.journal().append(tx, {stream,
                           id,
                           "exclusion_asked",
                           by,
                           "",
                           {{"ticket", ticket.id},
                            {"request", ask.request},
                            {"kind", std::string(name_of(ask.kind))},
                            {"unit", ask.unit},
                            {"evidence", ask.evidence},
                            {"words", words.id},
                            {"words_digest", words.digest}}});
  return *find_exclusion(tx, id);
}

base::Result<Exclusion> decide_exclusion(store::WriteTx& tx, std::int64_t id, bool upheld,
                                         const std::string& words, const store::Actor& by) {
  const auto found = find_exclusion(tx, id);
  if (!found) {
    return base::Error::of(base::ErrorCode::not_found, "没有找到该申请，请刷新列表。",
                           "There is no such application. Reload the list.");
  }
  if (found->state != ExclusionState::asked) {
    return base::Error::of(base::ErrorCode::conflict, "该申请已经审核，不能重复审核。",
                           "This application was decided before.");
  }
  if (found->asked_by == by.id) {
    return base::Error::of(base::ErrorCode::forbidden, "申请人不能审核自己的申请，请由他人审核。",
                           "Who asked does not decide. Leave it to somebody else.");
  }
  const store::Sealed sealed = ticket::TicketBook::seal_text(tx, found->ticket, "note", words);
  const ExclusionState state = upheld ? ExclusionState::upheld : ExclusionState::rejected;
  tx.execute(queries::decide_exclusion, id, name_of(state), tx.now(), by.id, sealed.id);
  tx.journal().append(tx, {stream,
                           id,
                           "exclusion_decided",
                           by,
                           "",
                           {{"ticket", found->ticket},
                            {"upheld", upheld},
                            {"words", sealed.id},
                            {"words_digest", sealed.digest}}});
  return *find_exclusion(tx, id);
}

std::optional<Exclusion> find_exclusion(store::ReadTx& tx, std::int64_t id) {
  store::Statement row = tx.query(queries::exclusion_by_id);
  row.bind(id);
  if (!row.step()) return std::nullopt;
  return read_row(row);
}

std::vector<Exclusion> exclusions_of(store::ReadTx& tx, std::int64_t ticket) {
  store::Statement row = tx.query(queries::exclusions_of_ticket);
  row.bind(ticket);
  return read_all(row);
}

std::vector<Exclusion> find_exclusions(store::ReadTx& tx, ExclusionState state, std::int64_t before,
                                       std::size_t limit) {
  store::Statement row = tx.query(queries::exclusions_by_state);
  row.bind(name_of(state), before, static_cast<std::int64_t>(limit));
  return read_all(row);
}

}  // namespace hotline::insight
