// What each agent is doing: signed on, in a call, writing up, on a break.
//
//   logged_out --log_in--> available --answer--> busy --hang_up--> wrap_up --ready--> available
//                            |   ^                                    |
//                          pause |                                    |
//                            v ready                                  |
//                          on_break <------------- pause -------------+
//
//   answer is legal from every state but busy: the telephone system knows who took a call.
//   log_out is legal from available, wrap_up and on_break.
//   Every state but logged_out runs out by itself (AgentLimits): an end that was never reported, or a person
//   who went home, leaves nobody busy or available for ever.
//
// Every change is in the journal (stream "agent", subject = account, kind "state_changed"; payload from, to,
// action, desk, call, version). The time-out is a job of the kind kAgentTimeOut, planned in the same
// transaction.
// Threads: functions with a WriteTx on the writer, with a ReadTx on any reader; AgentBook itself is
// immutable.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/jobs/scheduler.hpp"
#include "hotline/store/journal.hpp"

namespace hotline::call {

enum class AgentState { logged_out, available, busy, wrap_up, on_break };
enum class AgentAction { log_in, ready, pause, log_out, answer, hang_up, time_out };

struct AgentTransition {
  AgentState from;
  AgentAction action;
  AgentState to;
};

// The whole law: what has no row is illegal.
inline constexpr std::array agent_transitions{
    AgentTransition{AgentState::logged_out, AgentAction::log_in, AgentState::available},
    AgentTransition{AgentState::wrap_up, AgentAction::ready, AgentState::available},
    AgentTransition{AgentState::on_break, AgentAction::ready, AgentState::available},
    AgentTransition{AgentState::available, AgentAction::pause, AgentState::on_break},
    AgentTransition{AgentState::wrap_up, AgentAction::pause, AgentState::on_break},
    AgentTransition{AgentState::available, AgentAction::log_out, AgentState::logged_out},
    AgentTransition{AgentState::wrap_up, AgentAction::log_out, AgentState::logged_out},
    AgentTransition{AgentState::on_break, AgentAction::log_out, AgentState::logged_out},
    AgentTransition{AgentState::logged_out, AgentAction::answer, AgentState::busy},
    AgentTransition{AgentState::available, AgentAction::answer, AgentState::busy},
    AgentTransition{AgentState::wrap_up, AgentAction::answer, AgentState::busy},
    AgentTransition{AgentState::on_break, AgentAction::answer, AgentState::busy},
    AgentTransition{AgentState::busy, AgentAction::hang_up, AgentState::wrap_up},
    AgentTransition{AgentState::available, AgentAction::time_out, AgentState::logged_out},
    AgentTransition{AgentState::busy, AgentAction::time_out, AgentState::wrap_up},
    AgentTransition{AgentState::wrap_up, AgentAction::time_out, AgentState::available},
    AgentTransition{AgentState::on_break, AgentAction::time_out, AgentState::logged_out},
};

std::string_view name_of(AgentState state);
std::string_view name_of(AgentAction action);
std::optional<AgentState> find_agent_state(std::string_view name);
// Where the action leads; nothing when it is illegal.
std::optional<AgentState> decide_agent_state(AgentState from, AgentAction action);

// How long each state lasts at most.
struct AgentLimits {
  base::Duration available = std::chrono::hours{12};  // longer than any shift
  base::Duration busy = std::chrono::hours{2};
  base::Duration wrap_up = std::chrono::minutes{3};
  base::Duration on_break = std::chrono::minutes{60};
};

struct AgentStatus {
  std::int64_t account = 0;
  AgentState state = AgentState::logged_out;
  std::optional<base::Time> since;  // nothing for one who never signed on
  std::optional<base::Time> until;  // when the state runs out; nothing while logged out
  std::string desk;                 // "" while logged out
  std::int64_t call = 0;            // the call of busy and wrap_up, else 0
  std::int64_t version = 0;         // changes so far
};

inline constexpr std::string_view kAgentTimeOut = "agent.time_out";

// Never signed on: logged_out with version 0.
AgentStatus agent_status(store::ReadTx& tx, std::int64_t account);
// Everybody who is not logged out, by account.
std::vector<AgentStatus> agents_on_duty(store::ReadTx& tx);

class AgentBook {
 public:
  AgentBook(jobs::Scheduler& scheduler, AgentLimits limits = {}) : scheduler_(scheduler), limits_(limits) {}

  // Whether the account is one that takes calls: it exists, is not disabled, and holds Right::call_handle.
  // Errors: not_found.
  static base::Status check_agent(store::ReadTx& tx, std::int64_t account);

  // A person sets the state, or changes the desk; the state that stands already is no error. `version` is the
  // one that was seen. Errors: not_found (no agent), stale_version, illegal_transition (names the states that
  // may be set now; busy is never set by hand).
  base::Result<AgentStatus> put(store::WriteTx& tx, std::int64_t account, AgentState wanted,
                                std::int64_t version, const std::string& desk, const store::Actor& by) const;

  // What a call does to its agent. An agent who is busy with another call stays with that one.
  base::Status answered(store::WriteTx& tx, std::int64_t account, std::int64_t call, const std::string& desk,
                        const store::Actor& by) const;
  base::Status hung_up(store::WriteTx& tx, std::int64_t account, std::int64_t call,
                       const store::Actor& by) const;

  // The handler of kAgentTimeOut, to be registered with Runner::handle_inside.
  base::Status time_out(store::WriteTx& tx, const jobs::LeasedJob& job) const;

 private:
  base::Result<AgentStatus> change(store::WriteTx& tx, const AgentStatus& before, AgentAction action,
                                   const std::string& desk, std::int64_t call, const store::Actor& by) const;
  base::Status plan(store::WriteTx& tx, const AgentStatus& status) const;
  std::optional<base::Duration> limit_of(AgentState state) const;

  jobs::Scheduler& scheduler_;
  AgentLimits limits_;
};

}  // namespace hotline::call
