#include "access/account_rules.hpp"

#include <algorithm>

#include "hotline/access/actor.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::access {
namespace {

constexpr std::size_t shortest_login = 3;
constexpr std::size_t longest_login = 32;
constexpr std::size_t longest_display = 40;
constexpr std::size_t longest_unit = 64;

bool is_login(std::string_view login) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto allowed = [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  };
  return login.size() >= shortest_login && login.size() <= longest_login && letter(login.front()) &&
         std::all_of(login.begin(), login.end(), allowed);
}

bool is_display(std::string_view display) {
  return text::is_valid_utf8(display) && !text::has_control_chars(display) && !text::trim(display).empty() &&
         text::count_chars(display) <= longest_display;
}

}  // namespace

base::Status check_account(const Account& account) {
  std::vector<base::FieldError> broken;
  const auto breaks = [&](const char* pointer, const char* rule, const char* zh, const char* en) {
    broken.push_back({pointer, rule, {zh, en}});
  };
  if (!is_login(account.login)) {
    breaks("/login", "login", "登录名须为 3 至 32 位，以字母开头，只能含字母、数字、点、下划线和短横线。",
           "A login has 3 to 32 letters, digits, dots, underscores or hyphens and starts with a letter.");
  }
  if (!is_display(account.display)) {
    breaks("/display", "display", "请填写显示名称，不超过 40 个字符，不得含控制字符。",
           "Give a display name of 1 to 40 characters without control characters.");
  }
  if (account.roles.empty()) {
    breaks("/roles", "required", "请至少分配一个角色。", "Give at least one role.");
  }
  if (!powers_separated(rights_of(account.roles))) {
    breaks("/roles", "separated_powers",
           "系统管理、安全管理、审计管理三权分立，一个账号只能担任其中之一，请分设账号。",
           "Operations, security and audit are separate powers: one account holds at most one. Use separate "
           "accounts.");
  }
  const bool for_unit = std::any_of(account.roles.begin(), account.roles.end(), acts_for_unit);
  if (for_unit && account.unit.empty()) {
    breaks("/unit", "required", "承办单位人员须填写所属单位编码。",
           "People of a handling unit need the code of their unit.");
  }
  if (!for_unit && !account.unit.empty()) {
    breaks("/unit", "not_allowed", "热线本部人员不填单位编码；如属承办单位，请分配承办单位角色。",
           "The hotline's own people have no unit. Give a unit role, or leave the unit empty.");
  }
  if (account.unit.size() > longest_unit) {
    breaks("/unit", "max_length", "单位编码不超过 64 个字符。", "A unit code has at most 64 characters.");
  }
  if (account.language != "zh" && account.language != "en") {
    breaks("/language", "enum", "界面语言只能为 zh 或 en。", "The language is zh or en.");
  }
  if (broken.empty()) return {};
  return base::Error::fields_wrong(std::move(broken));
}

base::Status check_not_self(const Account& before, const Account& after, const store::Actor& by) {
  if (!is_account(by, before.id)) return {};
  if (before.roles == after.roles && before.unit == after.unit && before.disabled == after.disabled)
    return {};
  return base::Error::of(
      base::ErrorCode::forbidden, "不得变更本人账号的角色、单位或状态，请由其他安全管理员办理。",
      "Nobody changes the roles, unit or state of the own account. Ask another security officer.");
}

}  // namespace hotline::access
