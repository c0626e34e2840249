// Brings requests of a foreign table in, through the same Intake::take as live ones.
//
// A row keeps its own time of receipt. What is known of the caller's other requests is not looked at: they
// are history too. (source, external_id) is taken once, so the same file may be imported again: its rows are
// counted as known. A row that the source has answered or closed becomes a closed ticket with that answer, so
// that no unit gets work which is done; a row whose unit people chose goes to that unit; any other is
// dispatched as decided, or waits for a person.
//
// Clocks start when the row is imported, not when the citizen asked: a unit can only be late with what it was
// given. Outside the calendar's years no limit can be told; the ticket is taken without one, its proposal
// says so, and the report counts it (without_limit).
//
// Threads: run() blocks; call it from a thread of its own, never from the store's or an I/O thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "hotline/intake/import_rows.hpp"
#include "hotline/intake/intake.hpp"
#include "hotline/store/store.hpp"

namespace hotline::intake {

struct ImportReport {
  std::size_t rows = 0;           // read, whatever became of them
  std::size_t taken = 0;          // new tickets
  std::size_t known = 0;          // taken before
  std::size_t dispatched = 0;     // of taken: gone out to a unit
  std::size_t closed = 0;         // of taken: answered by the source already
  std::size_t without_limit = 0;  // of taken: dispatched outside the calendar's years
  std::vector<RejectedRow> rejected;
};

struct ImportOptions {
  bool hold = false;        // besides the map's own
  std::size_t group = 200;  // rows of one transaction, 1 to 10000
  // Called after each transaction, on the thread of run(), with the figures so far.
  std::function<void(const ImportReport&)> progress = {};
};

class Importer {
 public:
  Importer(store::Store& store, Intake& intake, ticket::TicketBook& tickets)
      : store_(store), intake_(intake), tickets_(tickets) {}

  // Reads `rows` to the end. Errors: those of the store (overloaded, storage_full, unavailable, internal) and
  // of a file that cannot be read further; what was committed before stays, and a second run goes on behind
  // it.
  base::Result<ImportReport> run(ImportRows& rows, const ImportOptions& options, const store::Actor& actor);

 private:
  struct Pending;
  enum class Outcome { known, waiting, dispatched, closed };
  struct Result;
  base::Status commit(std::vector<Pending>& group, const store::Actor& actor, ImportReport& report);
  base::Result<Result> take(store::WriteTx& tx, const Pending& pending, const store::Actor& actor);

  store::Store& store_;
  Intake& intake_;
  ticket::TicketBook& tickets_;
};

struct RowSubmission {
  Submission submission;
  std::string unit;  // code of the unit that people chose, "" for none
};
// Holds a row against a city; returns the first fault, else fills `out`.
std::optional<RejectedRow> read_submission(const ImportRow& row, const ImportRows& rows,
                                           const city::City& city, RowSubmission& out);

}  // namespace hotline::intake
