// What is kept no longer than its term: found by rule, shown before it goes, done at night.
//
//   rule          term runs from              what goes
//   attachments   closing of the ticket       files of its requests and of the ticket itself
//   callers       closing                     who called, and the words as they were said; masked words stay
//   words         closing                     all that was said (the same as erasing by law)
//   calls         the call                    the caller's number of the call record
//
// Invariants
//   - A ticket is treated with its parts: the term begins when the last of them has closed; reopening begins
//   it
//     anew.
//   - preview() and apply() walk the same way, so what is shown is what goes.
//   - Nothing but a rule with a term lets anything go. The journal is never removed: it keeps what was done
//     with everything, and that it went (stream "retention": applied {rule, items, until}; asked), its chain
//     whole. So the six months that the law wants for logs are kept by every setting.
//   - Each rule goes forward in the order of closing and remembers how far it came, so that a night costs
//   what
//     fell due that day. A term that was made shorter takes effect the next night.
// Threads: functions with a WriteTx on the writer, with a ReadTx on any reader.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/call/erasure.hpp"
#include "hotline/jobs/job.hpp"
#include "hotline/jobs/scheduler.hpp"

namespace hotline::call {

// The nightly job, in batches.
inline constexpr std::string_view kRetention = "call.retention";

enum class RetentionRule { attachments, callers, words, calls };
inline constexpr std::array kRetentionRules{RetentionRule::words, RetentionRule::callers,
                                            RetentionRule::attachments, RetentionRule::calls};
std::string_view name_of(RetentionRule rule);

// Days, at least 30; 0 keeps for ever.
struct RetentionTerms {
  int attachments = 0, callers = 0, words = 0, calls = 0;
  int of(RetentionRule rule) const;
  bool any() const { return attachments > 0 || callers > 0 || words > 0 || calls > 0; }
};

// Errors: invalid_input (retention.*_days), for a term of less than a month is a slip of the hand.
base::Status check(const RetentionTerms& terms);

// What one rule would let go now.
struct RetentionView {
  RetentionRule rule = RetentionRule::callers;
  int days = 0;                     // 0: the rule is off, and nothing goes
  std::optional<base::Time> until;  // what closed, or rang, up to then
  std::int64_t items = 0;           // requests, attachments or calls
  bool more = false;                // at least so many: counting stopped
  std::vector<std::string> first;   // numbers of requests, ids of attachments or calls; the oldest first
};

// Reads at most `most` tickets, or calls, of each rule.
std::vector<RetentionView> preview_retention(store::ReadTx& tx, const RetentionTerms& terms, base::Time now,
                                             std::size_t most = 20'000, std::size_t shown = 10);

// What was let go in one go: a night, or one that somebody asked for.
struct RetentionRun {
  base::Time began, ended;
  std::string actor;                                         // as in the journal
  std::string reason;                                        // masked, of who asked; "" at night
  std::array<std::int64_t, kRetentionRules.size()> items{};  // in the order of kRetentionRules
};
// The newest first, at most `limit`; read from the journal's newest entries. One that was asked for and found
// nothing is there too, a night that found nothing is not.
std::vector<RetentionRun> retention_runs(store::ReadTx& tx, std::size_t limit);

class Retention {
 public:
  // All outlive it.
  Retention(RetentionTerms terms, ticket::TicketBook& tickets, intake::Attachments& attachments,
            jobs::Scheduler& scheduler)
      : terms_(terms), tickets_(tickets), attachments_(attachments), scheduler_(scheduler) {}

  const RetentionTerms& terms() const { return terms_; }

  struct Done {
    std::int64_t items = 0;
    bool more = false;  // another batch is due now
  };
  // Lets one batch go, on record. Errors: those of ticket::erase_requests.
  base::Result<Done> apply(store::WriteTx& tx, const store::Actor& actor, std::size_t batch = 50);

  // Plans tonight's work: half past two in the zone of `offset`. Once at every start; twice does no harm.
  base::Status plan_night(store::WriteTx& tx, std::chrono::minutes offset) const;
  // Begins at once, on record, because `actor` asks for it.
  base::Status plan_now(store::WriteTx& tx, const store::Actor& actor, std::string_view reason) const;
  // Carries out the job, and plans the next.
  base::Status serve(store::WriteTx& tx, const jobs::LeasedJob& job, std::chrono::minutes offset);

 private:
  const RetentionTerms terms_;
  ticket::TicketBook& tickets_;
  intake::Attachments& attachments_;
  jobs::Scheduler& scheduler_;
};

}  // namespace hotline::call
