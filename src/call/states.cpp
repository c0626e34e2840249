// Names and laws of calls' and agents' states.
#include "hotline/base/names.hpp"
#include "hotline/call/agents.hpp"
#include "hotline/call/calls.hpp"

namespace hotline::call {
namespace {

constexpr std::array<std::string_view, 5> agent_state_names{"logged_out", "available", "busy", "wrap_up",
                                                            "on_break"};
constexpr std::array<std::string_view, 7> agent_action_names{"log_in", "ready",   "pause",   "log_out",
                                                             "answer", "hang_up", "time_out"};
constexpr std::array<std::string_view, 4> call_state_names{"ringing", "answered", "abandoned", "ended"};
constexpr std::array<std::string_view, 3> call_action_names{"answer", "abandon", "end"};

template <class Table, class State, class Action>
std::optional<State> follow(const Table& table, State from, Action action) {
  for (const auto& row : table) {
    if (row.from == from && row.action == action) return row.to;
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(AgentState state) {
  return agent_state_names[static_cast<std::size_t>(state)];
}
std::string_view name_of(AgentAction action) {
  return agent_action_names[static_cast<std::size_t>(action)];
}
std::string_view name_of(CallState state) {
  return call_state_names[static_cast<std::size_t>(state)];
}
std::string_view name_of(CallAction action) {
  return call_action_names[static_cast<std::size_t>(action)];
}

std::optional<AgentState> find_agent_state(std::string_view name) {
  return base::find_in<AgentState>(agent_state_names, name);
}
std::optional<CallState> find_call_state(std::string_view name) {
  return base::find_in<CallState>(call_state_names, name);
}
std::optional<CallAction> find_call_action(std::string_view name) {
  return base::find_in<CallAction>(call_action_names, name);
}

std::optional<AgentState> decide_agent_state(AgentState from, AgentAction action) {
  return follow(agent_transitions, from, action);
}
std::optional<CallState> decide_call_state(CallState from, CallAction action) {
  return follow(call_transitions, from, action);
}

}  // namespace hotline::call
