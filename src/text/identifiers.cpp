#include "hotline/text/identifiers.hpp"

#include <algorithm>
#include <array>

#include "hotline/text/utf8.hpp"
#include "text/identifier_finder.hpp"

namespace hotline::text {
namespace {

// Every identifier holds an ASCII digit, a full width char (lead byte EF) or an @.
bool may_hold_identifiers(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == '@' || c == '\xEF'; });
}

std::string mask_middle(std::string_view value, std::size_t head, std::size_t tail) {
  if (value.size() <= head + tail) return std::string(value.size(), '*');
  return std::string(value.substr(0, head)) + std::string(value.size() - head - tail, '*') +
         std::string(value.substr(value.size() - tail));
}

std::string mask_chars(std::string_view value, std::size_t head, std::size_t tail) {
  const std::u32string chars = to_utf32(value);
  std::string out;
  for (std::size_t i = 0; i < chars.size(); ++i) {
    append_char(out, i < head || i + tail >= chars.size() ? chars[i] : U'*');
  }
  return out;
}

}  // namespace

std::string_view name_of(IdentifierKind kind) {
  constexpr std::array<std::string_view, 6> names{"phone", "resident_id", "credit_code",
                                                  "plate", "bank_card",   "email"};
  return names[static_cast<std::size_t>(kind)];
}

std::vector<Identifier> find_identifiers(std::string_view text) {
  if (!may_hold_identifiers(text)) return {};
  return walk_identifiers(text);
}

std::string mask_identifier(IdentifierKind kind, std::string_view value) {
  switch (kind) {
    case IdentifierKind::phone:
      return mask_phone(value);
    case IdentifierKind::resident_id:
    case IdentifierKind::credit_code:
      return mask_middle(value, 3, 4);
    case IdentifierKind::bank_card:
      return mask_middle(value, 0, 4);
    case IdentifierKind::plate:
      return mask_chars(value, 2, 1);
    case IdentifierKind::email:
      return std::string(value.substr(0, 1)) + "***" +
             std::string(value.substr(std::min(value.rfind('@'), value.size())));
  }
  return std::string(value.size(), '*');
}

std::string mask_identifiers(std::string_view text) {
  std::string out(text);
  // What a mask leaves to be read may look like a number again with the digits before it: until nothing is
  // found. Each round hides more digits, so it ends; nearly always after the first.
  for (auto found = find_identifiers(out); !found.empty(); found = find_identifiers(out)) {
    const std::string before = std::move(out);
    out.clear();
    std::size_t copied = 0;
    for (const Identifier& identifier : found) {
      out.append(before, copied, identifier.begin - copied);
      out += mask_identifier(identifier.kind, identifier.value);
      copied = identifier.end;
    }
    out.append(before, copied);
    if (out == before) break;
  }
  return out;
}

std::string mask_name(std::string_view name) {
  return mask_chars(name, 1, 0);
}

}  // namespace hotline::text
