// The book of tickets: the only place that writes them.
//
// A command's events are appended to the journal, folded into the ticket, and the tables that lists and
// boards read are brought up to date, all in the caller's WriteTx. What happens later (deadlines, callbacks)
// is planned as jobs in the same transaction.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "hotline/jobs/scheduler.hpp"
#include "hotline/store/migration.hpp"
#include "hotline/ticket/commands.hpp"
#include "hotline/ticket/requests.hpp"

namespace hotline::ticket {

// Kinds of jobs that tickets plan.
namespace job {
inline constexpr std::string_view deadline = "ticket.deadline";  // subject: ticket; due at its next due time
inline constexpr std::string_view callback =
    "ticket.callback";  // subject: request; one for each of a resolved ticket
// Removes what erasing left in free pages (store::Store::scrub); planned by it, at a quiet hour.
inline constexpr std::string_view scrub = "store.scrub";
}  // namespace job

// The job that looks at a ticket when its next limit runs out.
jobs::NewJob deadline_job(std::int64_t ticket, base::Time due);

struct NewTicket {
  std::string number;
  std::int64_t parent = 0;
  city::Kind kind = city::Kind::help;
  city::Urgency urgency = city::Urgency::normal;
  city::Importance importance = city::Importance::ordinary;
  std::string matter, division;
  bool secret = false;
  std::vector<std::string> flags;
  std::vector<std::int64_t> requests;
  store::Sealed summary;     // sealed Payload with title and place
  std::string title, place;  // the same, masked, for lists
};

// Who does it and with which words. The note is sealed; it never stands in an event.
struct Deed {
  store::Actor actor;
  std::string note;
};

class TicketBook {
 public:
  using Decide = std::function<base::Result<NewEvents>(const Ticket&)>;

  explicit TicketBook(jobs::Scheduler& scheduler) : scheduler_(scheduler) {}

  // Keys are drawn before anything is written, since a request and its ticket name each other.
  static std::int64_t next_id(store::ReadTx& tx);
  // Opens a ticket; `then` may add what follows at once (proposal, automatic dispatch).
  base::Result<Ticket> open(store::WriteTx& tx, std::int64_t id, const NewTicket& ticket, const Deed& deed,
                            const Decide& then = {});

  // Errors: not_found.
  static base::Result<Ticket> load(store::ReadTx& tx, std::int64_t id);
  static std::optional<std::int64_t> find_by_number(store::ReadTx& tx, std::string_view number);
  // Title and place as lists show them (masked).
  struct Heading {
    std::string title, place;
  };
  static Heading heading(store::ReadTx& tx, std::int64_t id);

  // Loads, checks the version that the actor saw (nothing: any; else stale_version), decides, writes.
  base::Result<Ticket> act(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen_version,
                           const Deed& deed, const Decide& decide);

  // Seals words that belong to a ticket (an answer, a reply), so that erasing finds them.
  static store::Sealed seal_text(store::WriteTx& tx, std::int64_t ticket, std::string_view kind,
                                 std::string_view words);

  // Moves all requests of `id` under `into`. Errors of decide_merge.
  base::Result<Ticket> merge(store::WriteTx& tx, std::int64_t id, std::int64_t into,
                             std::optional<std::int64_t> seen_version, const Deed& deed);
  // Gives back exactly what the merge moved.
  base::Result<Ticket> unmerge(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen_version,
                               const Deed& deed);
  // Opens a further ticket for part of the words. The request stays with the first; the part names its
  // parent.
  base::Result<Ticket> split(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen_version,
                             NewTicket part, const Deed& deed);

  // Takes a caller's judgement. When every request of a resolved ticket has been judged and none unhappily,
  // the ticket closes. An unhappy one reopens it once; after that it raises its supervision by one level
  // (Shandong 2017 and Anhui: redone once, then supervised). Errors: those of RequestBook::rate; unavailable.
  base::Status rate(store::WriteTx& tx, const Request& request, const Rating& rating,
                    const Deadlines& deadlines, const Deed& deed);

  // Erases all requests of a person, what tickets hold of them alone and what messages told of them;
  // the ground, masked, stays in the journal. Returns the requests' ids.
  base::Result<std::vector<std::int64_t>> erase_caller(store::WriteTx& tx, const PersonKey& whom,
                                                       const Deed& deed);

 private:
  base::Result<Ticket> write(store::WriteTx& tx, Ticket ticket, NewEvents events, const Deed& deed);
  void project(store::WriteTx& tx, const Ticket& ticket);
  base::Status plan(store::WriteTx& tx, const Ticket& before, const Ticket& after);

  jobs::Scheduler& scheduler_;
};

// A ticket is wrong when what its tables show is not what its events say; names the first difference.
std::optional<std::string> find_projection_fault(store::ReadTx& tx, std::int64_t id);

std::vector<store::Migration> migrations();

}  // namespace hotline::ticket
