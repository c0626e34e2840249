#include "hotline/ticket/states.hpp"

#include "hotline/base/names.hpp"

namespace hotline::ticket {
namespace {

using TS = TicketState;
using TA = TicketAction;
using AS = AssignmentState;
using AA = AssignmentAction;

constexpr TicketTransition ticket_table[] = {
    {TS::registered, TA::answer, TS::closed},
    {TS::registered, TA::refuse, TS::closed},
    {TS::registered, TA::handover, TS::handed_over},
    {TS::registered, TA::consult, TS::consulting},
    {TS::registered, TA::dispatch, TS::dispatched},
    {TS::registered, TA::split, TS::registered},
    {TS::registered, TA::amend, TS::registered},
    {TS::registered, TA::urge, TS::registered},
    {TS::registered, TA::supervise, TS::registered},
    {TS::registered, TA::secure, TS::registered},

    {TS::consulting, TA::answer, TS::closed},
    {TS::consulting, TA::refuse, TS::closed},
    {TS::consulting, TA::handover, TS::handed_over},
    {TS::consulting, TA::opinion, TS::consulting},
    {TS::consulting, TA::dispatch, TS::dispatched},
    {TS::consulting, TA::split, TS::consulting},
    {TS::consulting, TA::amend, TS::consulting},
    {TS::consulting, TA::urge, TS::consulting},
    {TS::consulting, TA::supervise, TS::consulting},
    {TS::consulting, TA::secure, TS::consulting},

    {TS::dispatched, TA::handover, TS::dispatched},
    {TS::dispatched, TA::acknowledge, TS::dispatched},
    {TS::dispatched, TA::decline, TS::dispatched},
    {TS::dispatched, TA::whistle, TS::dispatched},
    {TS::dispatched, TA::dispute, TS::disputed},
    {TS::dispatched, TA::all_replied, TS::in_review},
    {TS::dispatched, TA::amend, TS::dispatched},
    {TS::dispatched, TA::urge, TS::dispatched},
    {TS::dispatched, TA::supervise, TS::dispatched},
    {TS::dispatched, TA::secure, TS::dispatched},

    {TS::disputed, TA::rule, TS::dispatched},
    {TS::disputed, TA::handover, TS::disputed},
    {TS::disputed, TA::acknowledge, TS::disputed},
    {TS::disputed, TA::decline, TS::disputed},
    {TS::disputed, TA::amend, TS::disputed},
    {TS::disputed, TA::urge, TS::disputed},
    {TS::disputed, TA::supervise, TS::disputed},
    {TS::disputed, TA::secure, TS::disputed},

    {TS::handed_over, TA::acknowledge, TS::closed},
    {TS::handed_over, TA::decline, TS::registered},
    {TS::handed_over, TA::urge, TS::handed_over},
    {TS::handed_over, TA::supervise, TS::handed_over},
    {TS::handed_over, TA::secure, TS::handed_over},

    {TS::in_review, TA::accept_review, TS::resolved},
    {TS::in_review, TA::send_back, TS::dispatched},
    {TS::in_review, TA::urge, TS::in_review},
    {TS::in_review, TA::supervise, TS::in_review},
    {TS::in_review, TA::secure, TS::in_review},

    {TS::resolved, TA::close, TS::closed},
    {TS::resolved, TA::reopen, TS::dispatched},
    {TS::resolved, TA::publish, TS::resolved},
    {TS::resolved, TA::supervise, TS::resolved},
    {TS::resolved, TA::secure, TS::resolved},

    {TS::closed, TA::reopen, TS::dispatched},
    {TS::closed, TA::reopen, TS::registered},
    {TS::closed, TA::publish, TS::closed},
    {TS::closed, TA::secure, TS::closed},
};

// 首派负责: a unit that disputes keeps its duty to the caller until the ruling, so contact stays legal.
constexpr AssignmentTransition assignment_table[] = {
    {AS::assigned, AA::sign, AS::signed_for},
    {AS::assigned, AA::return_it, AS::returned},
    {AS::assigned, AA::transfer, AS::transferred},

    {AS::signed_for, AA::contact, AS::signed_for},
    {AS::signed_for, AA::request_extension, AS::signed_for},
    {AS::signed_for, AA::decide_extension, AS::signed_for},
    {AS::signed_for, AA::return_it, AS::returned},
    {AS::signed_for, AA::transfer, AS::transferred},
    {AS::signed_for, AA::reply, AS::replied},
    {AS::signed_for, AA::pause, AS::signed_for},
    {AS::signed_for, AA::resume, AS::signed_for},

    {AS::returned, AA::contact, AS::returned},
    {AS::returned, AA::uphold, AS::signed_for},
    {AS::returned, AA::withdraw, AS::withdrawn},

    {AS::replied, AA::rework, AS::signed_for},
    {AS::replied, AA::accept, AS::done},
    {AS::done, AA::rework, AS::signed_for},
};

struct Name {
  std::string_view en, zh;
};

constexpr Name ticket_state_names[] = {{"registered", "待派单"},  {"consulting", "派前会商"},
                                       {"dispatched", "办理中"},  {"disputed", "退单待裁定"},
                                       {"handed_over", "已移交"}, {"in_review", "待审核"},
                                       {"resolved", "已办结"},    {"closed", "已归档"}};
constexpr Name ticket_action_names[] = {{"answer", "直接答复"},
                                        {"refuse", "不予受理"},
                                        {"handover", "移交"},
                                        {"acknowledge", "确认接收"},
                                        {"decline", "退回移交"},
                                        {"consult", "派前会商"},
                                        {"opinion", "会商意见"},
                                        {"dispatch", "派单"},
                                        {"split", "拆单"},
                                        {"whistle", "吹哨报到"},
                                        {"dispute", "退单"},
                                        {"rule", "裁定"},
                                        {"all_replied", "答复完毕"},
                                        {"accept_review", "审核通过"},
                                        {"send_back", "发回重办"},
                                        {"close", "归档"},
                                        {"reopen", "重新办理"},
                                        {"amend", "更正"},
                                        {"urge", "催办"},
                                        {"supervise", "督办"},
                                        {"secure", "保密设置"},
                                        {"publish", "公开答复"}};
constexpr Name assignment_state_names[] = {
    {"assigned", "待签收"},    {"signed", "办理中"},    {"replied", "已答复"}, {"returned", "已退单"},
    {"transferred", "已转派"}, {"withdrawn", "已收回"}, {"done", "已办结"}};
constexpr Name assignment_action_names[] = {{"sign", "签收"},
                                            {"contact", "先行联系"},
                                            {"request_extension", "申请延期"},
                                            {"decide_extension", "延期审批"},
                                            {"return", "退单"},
                                            {"uphold", "维持派单"},
                                            {"transfer", "转派"},
                                            {"reply", "答复"},
                                            {"rework", "重办"},
                                            {"accept", "审核通过"},
                                            {"withdraw", "收回"},
                                            {"pause", "暂停计时"},
                                            {"resume", "恢复计时"}};

template <class Row, class State, class Action>
std::vector<Action> legal_in(std::span<const Row> table, State from) {
  std::vector<Action> actions;
  for (const Row& row : table) {
    if (row.from == from && (actions.empty() || actions.back() != row.action)) actions.push_back(row.action);
  }
  return actions;
}

template <class State, class Action>
base::Error illegal_error(State from, Action action, const std::vector<Action>& legal) {
  std::string zh, en;
  for (Action one : legal) {
    zh += (zh.empty() ? "" : "、") + std::string(chinese_name_of(one));
    en += (en.empty() ? "" : ", ") + std::string(name_of(one));
  }
  if (legal.empty()) {
    zh = "无";
    en = "none";
  }
  return base::Error::of(base::ErrorCode::illegal_transition,
                         "当前状态“" + std::string(chinese_name_of(from)) + "”不能执行“" +
                             std::string(chinese_name_of(action)) + "”，可执行的操作：" + zh + "。",
                         "The action '" + std::string(name_of(action)) + "' is not allowed in state '" +
                             std::string(name_of(from)) + "'. Allowed now: " + en + ".");
}

}  // namespace

std::span<const TicketTransition> ticket_transitions() {
  return ticket_table;
}
std::span<const AssignmentTransition> assignment_transitions() {
  return assignment_table;
}

std::vector<TicketAction> legal_actions(TicketState from) {
  return legal_in<TicketTransition, TicketState, TicketAction>(ticket_table, from);
}
std::vector<AssignmentAction> legal_actions(AssignmentState from) {
  return legal_in<AssignmentTransition, AssignmentState, AssignmentAction>(assignment_table, from);
}

bool is_legal(TicketState from, TicketAction action) {
  for (const auto& row : ticket_table) {
    if (row.from == from && row.action == action) return true;
  }
  return false;
}
bool is_legal(AssignmentState from, AssignmentAction action) {
  for (const auto& row : assignment_table) {
    if (row.from == from && row.action == action) return true;
  }
  return false;
}

base::Error illegal(TicketState from, TicketAction action) {
  return illegal_error(from, action, legal_actions(from));
}
base::Error illegal(AssignmentState from, AssignmentAction action) {
  return illegal_error(from, action, legal_actions(from));
}

std::string_view name_of(TicketState state) {
  return ticket_state_names[static_cast<std::size_t>(state)].en;
}
std::string_view name_of(TicketAction action) {
  return ticket_action_names[static_cast<std::size_t>(action)].en;
}
std::string_view name_of(AssignmentState state) {
  return assignment_state_names[static_cast<std::size_t>(state)].en;
}
std::string_view name_of(AssignmentAction action) {
  return assignment_action_names[static_cast<std::size_t>(action)].en;
}
std::string_view chinese_name_of(TicketState state) {
  return ticket_state_names[static_cast<std::size_t>(state)].zh;
}
std::string_view chinese_name_of(TicketAction action) {
  return ticket_action_names[static_cast<std::size_t>(action)].zh;
}
std::string_view chinese_name_of(AssignmentState state) {
  return assignment_state_names[static_cast<std::size_t>(state)].zh;
}
std::string_view chinese_name_of(AssignmentAction action) {
  return assignment_action_names[static_cast<std::size_t>(action)].zh;
}
std::optional<TicketState> find_ticket_state(std::string_view name) {
  return base::find_in<TicketState>(ticket_state_names, name, &Name::en);
}
std::optional<AssignmentState> find_assignment_state(std::string_view name) {
  return base::find_in<AssignmentState>(assignment_state_names, name, &Name::en);
}

}  // namespace hotline::ticket
