#include "hotline/intake/import.hpp"

#include <algorithm>

#include "hotline/intake/lenient_deadlines.hpp"

namespace hotline::intake {

struct Importer::Pending {
  ImportRow row;
  RowSubmission asked;
  Assessment assessment;
};

struct Importer::Result {
  Outcome outcome = Outcome::waiting;
  bool without_limit = false;
};

namespace {

constexpr std::size_t most_in_group = 10000;

// The source's answer as it stands on the ticket, with the source's own date before it.
std::string answer_of(const ImportRow& row, std::chrono::minutes zone) {
  if (!row.closed_at) return row.reply;
  const std::string at = base::format_rfc3339(*row.closed_at, zone);
  return row.reply.empty() ? "已在原系统办结（" + at + "）。" : "（原系统办结：" + at + "）" + row.reply;
}

}  // namespace

base::Result<Importer::Result> Importer::take(store::WriteTx& tx, const Pending& pending,
                                              const store::Actor& actor) {
  const ticket::NewRequest& request = pending.asked.submission.request;
  if (ticket::RequestBook::find_external(tx, request.source, request.external_id)) {
    return Result{Outcome::known, false};
  }
  const ticket::Deed deed{actor, ""};
  HOTLINE_TRY(const Receipt receipt, intake_.take(tx, pending.asked.submission, pending.assessment, deed));
  Result result{Outcome::waiting, receipt.without_limit};
  const city::City& city = pending.assessment.dispatcher->city();
  if (pending.row.closed_at || !pending.row.reply.empty()) {
    const std::string answer =
        answer_of(pending.row, std::chrono::minutes{city.settings.zone_offset_minutes});
    const store::Sealed text = ticket::TicketBook::seal_text(tx, receipt.ticket.id, "answer", answer);
    HOTLINE_CHECK(tickets_.act(tx, receipt.ticket.id, std::nullopt, deed,
                               [&](const ticket::Ticket& t) { return ticket::decide_answer(t, text); }));
    result.outcome = Outcome::closed;
  } else if (!pending.asked.unit.empty()) {
    LenientDeadlines deadlines(city);
    HOTLINE_CHECK(tickets_.act(tx, receipt.ticket.id, std::nullopt, deed, [&](const ticket::Ticket& t) {
      return ticket::decide_dispatch(t, {pending.asked.unit, {}, false}, deadlines, tx.now());
    }));
    result = {Outcome::dispatched, deadlines.missed()};
  } else if (receipt.ticket.state == ticket::TicketState::dispatched) {
    result.outcome = Outcome::dispatched;
  }
  return result;
}

base::Status Importer::commit(std::vector<Pending>& group, const store::Actor& actor, ImportReport& report) {
  if (group.empty()) return {};
  auto results = store_.write([&](store::WriteTx& tx) -> base::Result<std::vector<Result>> {
    std::vector<Result> out;
    for (const Pending& one : group) {
      HOTLINE_TRY(const Result result, take(tx, one, actor));
      out.push_back(result);
    }
    return out;
  });
  if (!results.ok()) {
    const base::ErrorCode code = results.error().code;
    const bool of_store = code == base::ErrorCode::overloaded || code == base::ErrorCode::storage_full ||
                          code == base::ErrorCode::unavailable || code == base::ErrorCode::internal ||
                          code == base::ErrorCode::corrupt;
    if (of_store) return std::move(results).error();
    if (group.size() == 1) {
      report.rejected.push_back({group.front().row.line, "", results.error().text});
      group.clear();
      return {};
    }
    // One row took the whole group back: each goes alone.
    std::vector<Pending> rows = std::move(group);
    group.clear();
    for (Pending& row : rows) {
      std::vector<Pending> single;
      single.push_back(std::move(row));
      HOTLINE_CHECK(commit(single, actor, report));
    }
    return {};
  }
  for (const Result& one : *results) {
    if (one.outcome == Outcome::known) {
      ++report.known;
      continue;
    }
    ++report.taken;
    if (one.outcome == Outcome::dispatched) ++report.dispatched;
    if (one.outcome == Outcome::closed) ++report.closed;
    if (one.without_limit) ++report.without_limit;
  }
  group.clear();
  return {};
}

base::Result<ImportReport> Importer::run(ImportRows& rows, const ImportOptions& options,
                                         const store::Actor& actor) {
  ImportReport report;
  std::vector<Pending> group;
  const std::size_t size = std::clamp<std::size_t>(options.group, 1, most_in_group);
  const auto flush = [&]() -> base::Status {
    HOTLINE_CHECK(commit(group, actor, report));
    if (options.progress) options.progress(report);
    return {};
  };
  while (auto read = rows.next()) {
    if (!read->ok()) {
      HOTLINE_CHECK(flush());
      return std::move(*read).error();
    }
    ++report.rows;
    std::optional<RejectedRow> rejected = std::move((*read)->rejected);
    Pending pending;
    pending.row = std::move((*read)->row);
    if (!rejected) {
      const auto dispatcher = intake_.dispatcher();
      rejected = read_submission(pending.row, rows, dispatcher->city(), pending.asked);
    }
    if (rejected) {
      report.rejected.push_back(std::move(*rejected));
      continue;
    }
    pending.asked.submission.hold = pending.asked.submission.hold || options.hold;
    pending.assessment = intake_.assess(pending.asked.submission);
    group.push_back(std::move(pending));
    if (group.size() >= size) HOTLINE_CHECK(flush());
  }
  HOTLINE_CHECK(flush());
  return report;
}

}  // namespace hotline::intake
