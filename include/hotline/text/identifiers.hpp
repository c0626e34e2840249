// Personal numbers in free text: find them all, mask them all.
//
// What is looked for: mobile and landline phones, resident IDs, unified social credit codes, plates, bank
// cards, e-mail addresses. Short and 400 numbers are nobody's and are left.
//
// Precedence, so that no number is cut out of another:
//   1. an e-mail address takes all of its chars ("13812345678@qq.com" is no phone);
//   2. a plate takes its province char and what follows;
//   3. digits count only as a whole: a run adjoined by a further digit or Latin letter is never cut, so
//      "GS20240612000001" and a 20-digit order number stay. Before a phone the labels tel, phone, mobile,
//      weixin, wx, vx, v, qq may adjoin;
//   4. groups joined by a space, hyphen or bracket ("138-1234-5678", "(0571) 8123 4567", "6222 0212 ...") are
//      tried together, most groups first, in this order: resident ID, credit code, bank card, phone;
//   5. behind 单号, 编号, 流水号, 订单, 工单 and the like only numbers that prove themselves by a check char
//      of their own (resident ID of 18, credit code) count.
// A resident ID whose check char is wrong, but with a known province and a real date, is found with
// verified = false: a slip of the pen makes it no less personal.
//
// Pure and thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/text/id_numbers.hpp"
#include "hotline/text/phone.hpp"

namespace hotline::text {

enum class IdentifierKind { phone, resident_id, credit_code, plate, bank_card, email };

// Stable English name, such as "resident_id".
std::string_view name_of(IdentifierKind kind);

struct Identifier {
  IdentifierKind kind = IdentifierKind::phone;
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;
  std::string value;  // canonical: E.164, capitals, digits without gaps
  bool verified = true;
};

// All identifiers by place; they never overlap.
std::vector<Identifier> find_identifiers(std::string_view text);

// `text` with each identifier masked as mask_identifier does, the rest unchanged.
std::string mask_identifiers(std::string_view text);

// phone 138****5678; resident ID and credit code first 3 and last 4 at full length; card last 4; plate first
// 2 and last 1; e-mail first letter and domain ("z***@qq.com").
std::string mask_identifier(IdentifierKind kind, std::string_view value);

// First char of a name, a star for each further one: 张三丰 -> 张**. A single char stays.
std::string mask_name(std::string_view name);

}  // namespace hotline::text
