#include "hotline/text/id_numbers.hpp"

#include "hotline/text/utf8.hpp"
#include "text/fold_width.hpp"
#include "text/id_rules.hpp"

namespace hotline::text {

base::Result<ResidentId> parse_resident_id(std::string_view text) {
  if (auto match = match_resident_id(compact_alnum(text)); match && match->check_char_right) {
    return std::move(match->id);
  }
  return base::Error::field(
      "", "resident_id", "身份证号码不正确：请核对 18 位号码及末位校验码",
      "not a resident ID number: check the 18 characters and the check character at the end");
}

base::Result<std::string> parse_credit_code(std::string_view text) {
  std::string compact = compact_alnum(text);
  if (is_credit_code(compact)) return compact;
  return base::Error::field(
      "", "credit_code", "统一社会信用代码不正确：请核对 18 位代码，其中不含 I、O、S、V、Z",
      "not a unified social credit code: check the 18 characters, which never hold I, O, S, V, Z");
}

base::Result<std::string> parse_bank_card(std::string_view text) {
  std::string compact = compact_alnum(text);
  if (is_bank_card(compact)) return compact;
  return base::Error::field("", "bank_card", "银行卡号不正确：请核对 16 至 19 位卡号",
                            "not a bank card number: check its 16 to 19 digits");
}

base::Result<std::string> parse_plate(std::string_view text) {
  std::u32string plate;
  for (const char32_t code : fold_width(trim(text)).chars) {
    if (code == U' ' || code == U'·' || code == U'•' || code == U'.' || is_hyphen(code)) continue;
    plate.push_back(is_letter(code) ? static_cast<char32_t>(to_upper(code)) : code);
  }
  if (plate.empty() || !is_plate_province(plate[0]) || !is_plate_tail(std::u32string_view(plate).substr(1))) {
    return base::Error::field("", "plate", "车牌号码不正确：请按“浙A12345”或新能源“浙AD12345”的格式填写",
                              "not a plate: write it like 浙A12345, or 浙AD12345 for new energy vehicles");
  }
  std::string out;
  for (const char32_t code : plate) append_char(out, code);
  return out;
}

}  // namespace hotline::text
