#include "hotline/supervise/clocks.hpp"

#include "hotline/jobs/reading.hpp"
#include "hotline/text/identifiers.hpp"
#include "hotline/ticket/deadlines.hpp"
#include "supervise/queries.hpp"

namespace hotline::supervise {
namespace {

constexpr int batch = 200;  // tickets of one transaction

std::vector<std::int64_t> tickets_after(store::ReadTx& tx, std::int64_t after, int limit) {
  std::vector<std::int64_t> ids;
  store::Statement row = tx.query(queries::tickets_with_open_clocks);
  row.bind(after, limit);
  while (row.step()) ids.push_back(row.integer(0));
  return ids;
}

// Each batch is a job of its own: the one at hand still bears its key.
jobs::NewJob batch_job(const store::Payload& progress, base::Time due) {
  jobs::NewJob job;
  job.kind = kRecompute;
  job.stream = "clocks";
  job.key = "after:" + std::to_string(progress.integer("after").value_or(0));
  job.due = due;
  job.payload = progress;
  job.max_tries = 100;
  return job;
}

}  // namespace

base::Result<ClockPreview> preview_clocks(store::ReadTx& tx, const city::City& city, std::int64_t after,
                                          int limit) {
  const ticket::CityDeadlines deadlines(city);
  ClockPreview page;
  page.last = after;
  for (const std::int64_t id : tickets_after(tx, after, limit)) {
    HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, id));
    HOTLINE_TRY(std::vector<ticket::ClockMove> moves, ticket::find_clock_moves(ticket, deadlines));
    if (!moves.empty()) page.tickets.push_back({id, ticket.number, ticket.secret, std::move(moves)});
    page.last = id;
    ++page.looked_at;
  }
  page.more = page.looked_at == limit;
  return page;
}

base::Result<std::int64_t> ClockReview::start(store::WriteTx& tx, const city::City& city,
                                              const store::Actor& actor, const std::string& reason) {
  if (!jobs::open_jobs(tx, kRecompute, 0, 1).empty()) {
    return base::Error::of(base::ErrorCode::conflict, "上一次时限重算尚未完成，请稍后再试。",
                           "Open clocks are being counted anew already. Try again when that has ended.");
  }
  const std::string words = text::mask_identifiers(reason);
  tx.journal().append(tx, {"clocks", city.version, "recompute_started", actor, words, {}});
  return scheduler_.schedule(
      tx, batch_job({{"after", 0}, {"city_version", city.version}, {"tickets", 0}, {"clocks", 0}}, tx.now()));
}

base::Status ClockReview::run(store::WriteTx& tx, const jobs::LeasedJob& job, const city::City& city) {
  const ticket::CityDeadlines deadlines(city);
  const store::Actor system{"system", "clocks"};
  std::int64_t after = job.payload.integer("after").value_or(0);
  std::int64_t moved = job.payload.integer("tickets").value_or(0);
  std::int64_t clocks = job.payload.integer("clocks").value_or(0);
  const std::vector<std::int64_t> ids = tickets_after(tx, after, batch);
  for (const std::int64_t id : ids) {
    after = id;
    HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, id));
    const auto moves = ticket::find_clock_moves(ticket, deadlines);
    // A clock that runs out of the calendar stays as it is; the check of the calendar tells it to everybody.
    if (!moves.ok() || moves->empty()) continue;
    HOTLINE_CHECK(tickets_.act(tx, id, std::nullopt, {system, ""}, [&](const ticket::Ticket& t) {
      return ticket::decide_replan(t, deadlines, city.version);
    }));
    ++moved;
    clocks += static_cast<std::int64_t>(moves->size());
  }
  const store::Payload progress{
      {"after", after}, {"city_version", city.version}, {"tickets", moved}, {"clocks", clocks}};
  if (ids.size() == batch) {
    HOTLINE_CHECK(scheduler_.schedule(tx, batch_job(progress, tx.now())));
    return {};
  }
  tx.journal().append(tx, {"clocks", city.version, "recomputed", system, "", progress});
  return {};
}

}  // namespace hotline::supervise
