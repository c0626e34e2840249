#include <algorithm>
#include <array>
#include <utility>

#include "hotline/access/principal.hpp"

namespace hotline::access {
namespace {

using enum Role;
using enum Right;

struct RoleRow {
  Role role;
  std::string_view name;
  bool for_unit;
  Rights rights;
};

// Who may do what. Every role reads the city's lists, because every screen shows names from them.
const std::array<RoleRow, 8>& role_table() {
  static const std::array<RoleRow, 8> table = {{
      {agent,
       "agent",
       false,
       {city_read, knowledge_read, request_create, request_read, call_handle, ticket_read, ticket_read_all,
        ticket_answer, callback_work, personal_data_reveal}},
      {unit_handler,
       "unit_handler",
       true,
       {city_read, knowledge_read, ticket_read, assignment_handle, personal_data_reveal}},
      {unit_approver,
       "unit_approver",
       true,
       {city_read, knowledge_read, ticket_read, assignment_handle, assignment_approve, personal_data_reveal,
        figures_read}},
      {supervisor,
       "supervisor",
       false,
       {city_read,     knowledge_read,       request_create, request_read,     call_handle,
        ticket_read,   ticket_read_all,      ticket_answer,  ticket_dispatch,  ticket_rule,
        ticket_review, ticket_close,         ticket_merge,   ticket_supervise, ticket_publish,
        callback_work, personal_data_reveal, secret_read,    export_data,      figures_read}},
      {knowledge_editor, "knowledge_editor", false, {city_read, knowledge_read, knowledge_edit}},
      {operations,
       "operations",
       false,
       {city_read, knowledge_read, city_manage, job_read, import_data, figures_read}},
      // Erasing is with security, not with those who answer for a ticket: nobody wipes a trail of his own.
      {security, "security", false, {city_read, account_manage, key_manage, personal_data_erase}},
      {auditor, "auditor", false, {city_read, audit_read}},
  }};
  return table;
}

constexpr std::array<std::pair<Right, std::string_view>, 31> right_names = {{
    {request_create, "request_create"},
    {request_read, "request_read"},
    {call_handle, "call_handle"},
    {ticket_read, "ticket_read"},
    {ticket_read_all, "ticket_read_all"},
    {ticket_answer, "ticket_answer"},
    {ticket_dispatch, "ticket_dispatch"},
    {ticket_rule, "ticket_rule"},
    {ticket_review, "ticket_review"},
    {ticket_close, "ticket_close"},
    {ticket_merge, "ticket_merge"},
    {ticket_supervise, "ticket_supervise"},
    {ticket_publish, "ticket_publish"},
    {assignment_handle, "assignment_handle"},
    {assignment_approve, "assignment_approve"},
    {personal_data_reveal, "personal_data_reveal"},
    {personal_data_erase, "personal_data_erase"},
    {secret_read, "secret_read"},
    {callback_work, "callback_work"},
    {job_work, "job_work"},
    {job_read, "job_read"},
    {knowledge_read, "knowledge_read"},
    {knowledge_edit, "knowledge_edit"},
    {city_read, "city_read"},
    {city_manage, "city_manage"},
    {account_manage, "account_manage"},
    {key_manage, "key_manage"},
    {audit_read, "audit_read"},
    {export_data, "export_data"},
    {import_data, "import_data"},
    {figures_read, "figures_read"},
}};

const RoleRow& row_of(Role role) {
  return role_table()[static_cast<std::size_t>(role)];
}

}  // namespace

std::string_view name_of(Role role) {
  return row_of(role).name;
}

std::optional<Role> find_role(std::string_view name) {
  for (const RoleRow& row : role_table()) {
    if (row.name == name) return row.role;
  }
  return std::nullopt;
}

std::string_view name_of(Right right) {
  return right_names[static_cast<std::size_t>(right)].second;
}

std::optional<Right> find_right(std::string_view name) {
  for (const auto& [right, known] : right_names) {
    if (known == name) return right;
  }
  return std::nullopt;
}

std::span<const Role> all_roles() {
  static constexpr std::array roles = {agent,      unit_handler, unit_approver, supervisor, knowledge_editor,
                                       operations, security,     auditor};
  return roles;
}

std::span<const Right> all_rights() {
  static const auto rights = [] {
    std::array<Right, right_names.size()> out{};
    std::transform(right_names.begin(), right_names.end(), out.begin(),
                   [](const auto& row) { return row.first; });
    return out;
  }();
  return rights;
}

Rights rights_of(Role role) {
  return row_of(role).rights;
}

Rights rights_of(std::span<const Role> roles) {
  Rights all;
  for (Role role : roles) all.add(rights_of(role));
  return all;
}

bool powers_separated(const Rights& rights) {
  const bool runs = rights.has(city_manage);
  const bool secures = rights.has(account_manage) || rights.has(key_manage);
  const bool audits = rights.has(audit_read);
  return runs + secures + audits <= 1;
}

bool acts_for_unit(Role role) {
  return row_of(role).for_unit;
}

}  // namespace hotline::access
