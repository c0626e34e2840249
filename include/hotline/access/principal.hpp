// Who is asking, and what that one may do.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::access {

// Roles of people. System (operations), security and audit are three separate powers: no account may hold
// two of them (GB/T 22239-2019 level 3, separation of administrators).
enum class Role {
  agent,          // takes requests, answers, creates tickets
  unit_handler,   // signs, contacts, replies for one unit
  unit_approver,  // returns, asks for extensions, approves replies for one unit
  supervisor,     // dispatches, rules, reviews, supervises, closes
  knowledge_editor,
  operations,  // the city's files, queues, figures of the machine
  security,    // accounts, roles, keys
  auditor,     // reads the journal, verifies the chain
};

// One thing that a route or an action asks for.
enum class Right {
  request_create,
  request_read,
  call_handle,
  ticket_read,
  ticket_read_all,
  ticket_answer,
  ticket_dispatch,
  ticket_rule,
  ticket_review,
  ticket_close,
  ticket_merge,
  ticket_supervise,
  ticket_publish,
  assignment_handle,
  assignment_approve,
  personal_data_reveal,
  personal_data_erase,
  secret_read,
  callback_work,
  job_work,
  job_read,
  knowledge_read,
  knowledge_edit,
  city_read,
  city_manage,
  account_manage,
  key_manage,
  audit_read,
  export_data,
  import_data,
  figures_read,
};

std::string_view name_of(Role role);
std::optional<Role> find_role(std::string_view name);
std::string_view name_of(Right right);
std::optional<Right> find_right(std::string_view name);
// Every role and every right, in the order above.
std::span<const Role> all_roles();
std::span<const Right> all_rights();

// A small set of rights.
class Rights {
 public:
  Rights() = default;
  Rights(std::initializer_list<Right> rights) {
    for (Right right : rights) add(right);
  }
  void add(Right right) { bits_ |= std::uint64_t{1} << static_cast<unsigned>(right); }
  void add(const Rights& other) { bits_ |= other.bits_; }
  bool has(Right right) const { return (bits_ >> static_cast<unsigned>(right)) & 1U; }
  bool operator==(const Rights&) const = default;

 private:
  std::uint64_t bits_ = 0;
};

// The rights that a role carries; the one table of it stands in roles.cpp.
Rights rights_of(Role role);
// What all of `roles` carry together.
Rights rights_of(std::span<const Role> roles);
// True while `rights` hold something of at most one of the three powers: operations (city_manage), security
// (account_manage, key_manage), audit (audit_read).
bool powers_separated(const Rights& rights);
// True for the roles that act for one handling unit, and so need its code.
bool acts_for_unit(Role role);

// The authenticated asker of one request: a person's session or a program's key.
struct Principal {
  std::string actor;        // "account:17" or "key:3", as the journal names it
  std::string display;      // name to show beside actions
  std::vector<Role> roles;  // empty for keys
  Rights rights;
  std::string unit;      // code of the unit a handler works for; "" for the hotline's own people
  std::string language;  // "zh" or "en"
  std::string origin;    // where this request comes from, for the journal; the door that took it sets it
  bool may(Right right) const { return rights.has(right); }
};

}  // namespace hotline::access
