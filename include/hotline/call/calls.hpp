// Records of calls, as the telephone system reports them.
//
//   ringing --answer--> answered --end--> ended
//      |
//      +---- abandon --> abandoned        the caller hung up before anybody answered
//
//   from      action   to
//   ringing   answer   answered
//   ringing   abandon  abandoned
//   answered  end      ended
//
// Linking a call to the request that came of it is a facet and legal in every state.
//
// Invariants
//   - (source, external_id) names one call for ever: what is reported twice is recorded once.
//   - The caller's number is a sealed row of the vault; lists and the journal see masked form and ids.
//   - Every change is in the journal (stream "call"): ringing {channel, desk, phone, phone_digest, at},
//     answered {agent, desk, at}, abandoned {at}, ended {at}, linked {request}, erased {sealed}.
// Threads: functions with a WriteTx on the writer, with a ReadTx on any reader; CallBook is immutable.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/call/agents.hpp"
#include "hotline/store/journal.hpp"

namespace hotline::call {

enum class CallState { ringing, answered, abandoned, ended };
enum class CallAction { answer, abandon, end };

struct CallTransition {
  CallState from;
  CallAction action;
  CallState to;
};
inline constexpr std::array call_transitions{
    CallTransition{CallState::ringing, CallAction::answer, CallState::answered},
    CallTransition{CallState::ringing, CallAction::abandon, CallState::abandoned},
    CallTransition{CallState::answered, CallAction::end, CallState::ended},
};

std::string_view name_of(CallState state);
std::string_view name_of(CallAction action);
std::optional<CallState> find_call_state(std::string_view name);
std::optional<CallAction> find_call_action(std::string_view name);
std::optional<CallState> decide_call_state(CallState from, CallAction action);

// The clocks of the telephone system and of this machine may differ by this much.
inline constexpr base::Duration kClockSkew = std::chrono::minutes{5};

struct NewCall {
  std::string source;            // the telephone system, "" for the only one
  std::string external_id;       // its id of the call, 1 to 128 characters
  std::string channel;           // code of channels.csv; checked by who calls
  std::string desk;              // code of desks.csv, "" when not known
  std::string phone;             // the caller's number in E.164, "" when withheld
  std::optional<base::Time> at;  // when it rang; now when absent
};

struct CallReport {
  CallAction action = CallAction::answer;
  std::optional<base::Time> at;  // now when absent
  std::int64_t agent = 0;        // account that answered; needed by answer, ignored otherwise
  std::string desk;              // "" leaves it as it is
};

struct Call {
  std::int64_t id = 0;
  std::string source, external_id, channel, desk;
  CallState state = CallState::ringing;
  std::optional<std::int64_t> phone;  // sealed
  std::string masked_phone;
  std::int64_t agent = 0;    // account, 0 before it is answered
  std::int64_t request = 0;  // 0 while none is linked
  base::Time ringing_at;
  std::optional<base::Time> answered_at;
  std::optional<base::Time> ended_at;  // of abandoned calls too
  std::int64_t version = 1;
};

struct CallFilter {
  std::optional<CallState> state = {};
  std::int64_t agent = 0;               // 0: any
  std::string desk = {};                // "": any
  std::optional<base::Time> from = {};  // rang in [from, to)
  std::optional<base::Time> to = {};
};

std::optional<Call> find_call(store::ReadTx& tx, std::int64_t id);
// Newest first, ids below `before` (0: from the newest on), at most `limit`.
std::vector<Call> find_calls(store::ReadTx& tx, const CallFilter& filter, std::int64_t before,
                             std::size_t limit);

// Calls of a number that rang at or after `since` and came to nothing: hung up, or over again, within ten
// seconds and without a request (无声、骚扰). Who waits longer and gives up was let down, and does not count.
int count_empty_calls(store::ReadTx& tx, std::string_view e164, base::Time since);

class CallBook {
 public:
  explicit CallBook(const AgentBook& agents) : agents_(agents) {}

  struct Rung {
    Call call;
    bool repeated = false;  // reported before: nothing was written
  };
  // Errors: invalid_input (/at: later than now and the clocks' skew).
  base::Result<Rung> ring(store::WriteTx& tx, const NewCall& call, const store::Actor& by) const;

  // The same report again changes nothing. The agent's state follows. Errors: not_found (no such call),
  // illegal_transition, conflict (answered by another agent before), invalid_input (/agent: missing or no
  // agent; /at: in the future, or before what was reported last).
  base::Result<Call> report(store::WriteTx& tx, std::int64_t id, const CallReport& report,
                            const store::Actor& by) const;

  // Errors: not_found; conflict (linked to another request).
  base::Result<Call> link(store::WriteTx& tx, std::int64_t id, std::int64_t request,
                          const store::Actor& by) const;

  // Erases by law the number of all calls from it; returns how many.
  static std::int64_t erase_caller(store::WriteTx& tx, std::string_view e164, const store::Actor& by);

 private:
  const AgentBook& agents_;
};

}  // namespace hotline::call
