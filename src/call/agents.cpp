#include "hotline/call/agents.hpp"

#include "call/queries.hpp"
#include "hotline/access/account.hpp"
#include "hotline/access/actor.hpp"

namespace hotline::call {
namespace {

constexpr std::string_view stream = "agent";
constexpr int most_given_back = 100;  // missed calls that one agent was returning

AgentStatus read_status(const store::Statement& row) {
  AgentStatus status;
  status.account = row.integer(0);
  status.state = find_agent_state(row.view(1)).value_or(AgentState::logged_out);
  status.since = row.time(2);
  status.until = row.maybe_time(3);
  status.desk = row.text(4);
  status.call = row.integer(5);
  status.version = row.integer(6);
  return status;
}

// The action by which a person gets from one state to another.
std::optional<AgentAction> find_action_by_hand(AgentState from, AgentState to) {
  if (to == AgentState::busy) return std::nullopt;
  for (const AgentTransition& row : agent_transitions) {
    if (row.from == from && row.to == to && row.action != AgentAction::time_out) return row.action;
  }
  return std::nullopt;
}

base::Error illegal(AgentState from, AgentState wanted) {
  std::string legal;
  for (const AgentTransition& row : agent_transitions) {
    if (row.from != from || row.to == AgentState::busy || row.action == AgentAction::time_out) continue;
    legal += (legal.empty() ? "" : ", ") + std::string(name_of(row.to));
  }
  const std::string now(name_of(from)), to(name_of(wanted));
  return base::Error::of(base::ErrorCode::illegal_transition,
                         "话务员当前状态为 " + now + "，不能改为 " + to + "；可改为：" + legal + "。",
                         "The agent is " + now + " and cannot become " + to + ". May become: " + legal + ".");
}

}  // namespace

AgentStatus agent_status(store::ReadTx& tx, std::int64_t account) {
  store::Statement row = tx.query(queries::agent_status);
  row.bind(account);
  if (row.step()) return read_status(row);
  AgentStatus nobody;
  nobody.account = account;
  return nobody;
}

std::vector<AgentStatus> agents_on_duty(store::ReadTx& tx) {
  store::Statement row = tx.query(queries::agents_on_duty);
  std::vector<AgentStatus> all;
  while (row.step()) all.push_back(read_status(row));
  return all;
}

base::Status AgentBook::check_agent(store::ReadTx& tx, std::int64_t account) {
  const auto found = access::find_account(tx, account);
  if (found && !found->disabled && access::rights_of(found->roles).has(access::Right::call_handle)) return {};
  return base::Error::of(base::ErrorCode::not_found, "没有此话务员，请核对账号编号。",
                         "There is no such agent. Check the number of the account.");
}

std::optional<base::Duration> AgentBook::limit_of(AgentState state) const {
  switch (state) {
    case AgentState::available:
      return limits_.available;
    case AgentState::busy:
      return limits_.busy;
    case AgentState::wrap_up:
      return limits_.wrap_up;
    case AgentState::on_break:
      return limits_.on_break;
    case AgentState::logged_out:
      return std::nullopt;
  }
  return std::nullopt;
}

base::Status AgentBook::plan(store::WriteTx& tx, const AgentStatus& status) const {
  const std::string key = std::to_string(status.account);
  if (!status.until) {
    HOTLINE_CHECK(scheduler_.cancel(tx, kAgentTimeOut, key));
    return {};
  }
  jobs::NewJob job;
  job.kind = kAgentTimeOut;
  job.stream = stream;
  job.subject = status.account;
  job.key = key;
  job.due = *status.until;
  job.max_tries = 100;
  job.payload.set("version", status.version);
  HOTLINE_CHECK(scheduler_.put(tx, job));
  return {};
}

base::Result<AgentStatus> AgentBook::change(store::WriteTx& tx, const AgentStatus& before, AgentAction action,
                                            const std::string& desk, std::int64_t call,
                                            const store::Actor& by) const {
  AgentStatus after = before;
  after.state = *decide_agent_state(before.state, action);
  after.since = tx.now();
  const auto limit = limit_of(after.state);
  after.until = limit ? std::optional(tx.now() + *limit) : std::nullopt;
  after.desk = after.state == AgentState::logged_out ? "" : desk;
  after.call = after.state == AgentState::busy || after.state == AgentState::wrap_up ? call : 0;
  ++after.version;
  tx.journal().append(tx, {stream,
                           after.account,
                           "state_changed",
                           by,
                           "",
                           {{"from", std::string(name_of(before.state))},
                            {"to", std::string(name_of(after.state))},
                            {"action", std::string(name_of(action))},
                            {"desk", after.desk},
                            {"call", after.call},
                            {"version", after.version}}});
  tx.execute(queries::save_agent_status, after.account, name_of(after.state), after.since, after.until,
             after.desk, after.call, after.version);
  HOTLINE_CHECK(plan(tx, after));
  // Who has signed off calls nobody back; what came of it has to be asked.
  if (after.state == AgentState::logged_out)
    scheduler_.recover_worker(tx, access::account_actor(after.account), most_given_back);
  return after;
}

base::Result<AgentStatus> AgentBook::put(store::WriteTx& tx, std::int64_t account, AgentState wanted,
                                         std::int64_t version, const std::string& desk,
                                         const store::Actor& by) const {
  HOTLINE_CHECK(check_agent(tx, account));
  const AgentStatus before = agent_status(tx, account);
  if (before.version != version) {
    return base::Error::of(base::ErrorCode::stale_version, "话务员状态已变化，请刷新后再操作。",
                           "The agent's state has changed since you read it. Reload it and try again.");
  }
  const std::string new_desk = desk.empty() ? before.desk : desk;
  if (wanted == before.state) {
    if (new_desk == before.desk || wanted == AgentState::logged_out) return before;
    AgentStatus moved = before;
    moved.desk = new_desk;
    ++moved.version;
    tx.journal().append(
        tx, {stream, account, "desk_changed", by, "", {{"desk", new_desk}, {"version", moved.version}}});
    tx.execute(queries::save_agent_status, account, name_of(moved.state), moved.since, moved.until,
               moved.desk, moved.call, moved.version);
    HOTLINE_CHECK(plan(tx, moved));
    return moved;
  }
  const auto action = find_action_by_hand(before.state, wanted);
  if (!action) return illegal(before.state, wanted);
  return change(tx, before, *action, new_desk, before.call, by);
}

base::Status AgentBook::answered(store::WriteTx& tx, std::int64_t account, std::int64_t call,
                                 const std::string& desk, const store::Actor& by) const {
  const AgentStatus before = agent_status(tx, account);
  if (before.state == AgentState::busy) return {};
  HOTLINE_CHECK(change(tx, before, AgentAction::answer, desk.empty() ? before.desk : desk, call, by));
  return {};
}

base::Status AgentBook::hung_up(store::WriteTx& tx, std::int64_t account, std::int64_t call,
                                const store::Actor& by) const {
  const AgentStatus before = agent_status(tx, account);
  if (before.state != AgentState::busy || before.call != call) return {};
  HOTLINE_CHECK(change(tx, before, AgentAction::hang_up, before.desk, call, by));
  return {};
}

base::Status AgentBook::time_out(store::WriteTx& tx, const jobs::LeasedJob& job) const {
  const AgentStatus before = agent_status(tx, job.subject);
  // A job of an earlier state has nothing to end any more.
  if (job.payload.integer("version") != before.version || before.state == AgentState::logged_out) return {};
  HOTLINE_CHECK(change(tx, before, AgentAction::time_out, before.desk, before.call, {"system", ""}));
  return {};
}

}  // namespace hotline::call
