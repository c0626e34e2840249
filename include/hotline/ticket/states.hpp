// The two state machines of a ticket: the ticket itself (one matter) and each assignment (one unit's part).
//
//   ticket
//
//   registered --consult--> consulting ---.     (opinion: consulting stays consulting)
//     | | |  \______________dispatch______.
//     | | |                                v      return       rule
//     | | +-------- dispatch ------> dispatched ----------> disputed ----> dispatched
//     | |                             |   ^  ^
//     | +-- handover --> handed_over  |   |  +--- send_back --- in_review
//     |        |   |                  |   |                       ^   |
//     |        |   +--decline-->      +-- | ----- all replied ----+   | accept
//     |        |    registered            |                           v
//     |        acknowledge                +-------- reopen ------- resolved
//     |        |                                                      |
//     +--------+------ answer, refuse -------> closed <--- close -----+
//                                                |
//                                                +--- reopen ---> dispatched, or registered when no unit ever
//                                                had it
//
//   assignment
//
//   assigned --sign--> signed --reply--> replied --accept--> done
//      |                |  ^                |
//      |                |  +---- rework ----+
//      +---- return ----+----> returned --uphold--> signed
//      +---- transfer --+----> transferred        pause, resume: signed stays signed
//      returned --withdraw--> withdrawn           by a ruling that gives it to another unit
//
// Everything else about a ticket (urging, supervision, secrecy, clocks, merging, publication) is a facet
// with a table of its own and never a state. `ticket_transitions` and `assignment_transitions` are the whole
// law: an action that has no row is illegal, and the error names the legal ones.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/error.hpp"

namespace hotline::ticket {

enum class TicketState {
  registered,
  consulting,
  dispatched,
  disputed,
  handed_over,
  in_review,
  resolved,
  closed
};

enum class TicketAction {
  answer,         // 直接答复
  refuse,         // 不予受理, naming the lawful channel
  handover,       // 移交 110/119/120/122
  acknowledge,    // the other line took the order
  decline,        // the other line sent it back
  consult,        // 派前会商
  opinion,        // 会商意见: a unit that was asked answers
  dispatch,       // 派单 to a lead and assistants
  split,          // 拆单: part of the words becomes another ticket
  whistle,        // 吹哨报到: a street calls departments up
  dispute,        // follows from a unit's return
  rule,           // 裁定: re-dispatched, designated or upheld
  all_replied,    // follows from the last reply
  accept_review,  // 审核通过
  send_back,      // 发回重办
  close,          // 办结归档
  reopen,         // 重办
  amend,          // matter, urgency, place corrected by a person
  urge,
  supervise,
  secure,
  publish,  // facets: 催办 督办 保密 公开答复
};

enum class AssignmentState { assigned, signed_for, replied, returned, transferred, withdrawn, done };

enum class AssignmentAction {
  sign,
  contact,
  request_extension,
  decide_extension,
  return_it,
  uphold,
  transfer,
  reply,
  rework,
  accept,
  withdraw,
  pause,  // 暂停计时
  resume  // 恢复计时
};

struct TicketTransition {
  TicketState from;
  TicketAction action;
  TicketState to;
};

struct AssignmentTransition {
  AssignmentState from;
  AssignmentAction action;
  AssignmentState to;
};

// A row may stand twice only for reopen from closed, which leads back to where the ticket came from.
std::span<const TicketTransition> ticket_transitions();
std::span<const AssignmentTransition> assignment_transitions();

inline constexpr std::array ticket_states{
    TicketState::registered,  TicketState::consulting, TicketState::dispatched, TicketState::disputed,
    TicketState::handed_over, TicketState::in_review,  TicketState::resolved,   TicketState::closed};
inline constexpr std::array assignment_states{AssignmentState::assigned,    AssignmentState::signed_for,
                                              AssignmentState::replied,     AssignmentState::returned,
                                              AssignmentState::transferred, AssignmentState::withdrawn,
                                              AssignmentState::done};

bool is_legal(TicketState from, TicketAction action);
bool is_legal(AssignmentState from, AssignmentAction action);
std::vector<TicketAction> legal_actions(TicketState from);
std::vector<AssignmentAction> legal_actions(AssignmentState from);

// The illegal_transition error: names the present state and the actions that it allows.
base::Error illegal(TicketState from, TicketAction action);
base::Error illegal(AssignmentState from, AssignmentAction action);

std::string_view name_of(TicketState state);
std::string_view name_of(TicketAction action);
std::string_view name_of(AssignmentState state);
std::string_view name_of(AssignmentAction action);
std::optional<TicketState> find_ticket_state(std::string_view name);
std::optional<AssignmentState> find_assignment_state(std::string_view name);
// The words of the Chinese office: 待派单, 已派单, ...
std::string_view chinese_name_of(TicketState state);
std::string_view chinese_name_of(AssignmentState state);
std::string_view chinese_name_of(TicketAction action);
std::string_view chinese_name_of(AssignmentAction action);

// True while a unit still owes something.
constexpr bool is_open(AssignmentState state) {
  return state == AssignmentState::assigned || state == AssignmentState::signed_for ||
         state == AssignmentState::returned;
}

}  // namespace hotline::ticket
