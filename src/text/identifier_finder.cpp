#include "text/identifier_finder.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "hotline/text/utf8.hpp"
#include "text/fold_width.hpp"
#include "text/id_rules.hpp"
#include "text/phone_rules.hpp"

namespace hotline::text {
namespace {

struct Group {
  std::size_t begin;
  std::size_t end;
};

// One walk over the chars of a text; places are chars until the very end.
class Finder {
 public:
  explicit Finder(std::string_view text) : folded_(fold_width(text)), chars_(folded_.chars) {}

  std::vector<Identifier> run() {
    find_emails();
    std::size_t email = 0;
    const std::size_t emails = found_.size();
    for (std::size_t at = 0; at < chars_.size();) {
      if (email < emails && at == found_[email].begin) {
        at = email_end_ = found_[email++].end;
        continue;
      }
      limit_ = email < emails ? found_[email].begin : chars_.size();
      at = std::max(at + 1, step(at));
    }
    std::sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    for (Identifier& identifier : found_) {
      identifier.begin = folded_.begins[identifier.begin];
      identifier.end = folded_.begins[identifier.end];
    }
    return std::move(found_);
  }

 private:
  static constexpr std::size_t max_groups = 6;

  bool alnum_at(std::size_t at) const { return at < chars_.size() && is_alnum(chars_[at]); }
  // What an e-mail address has taken adjoins nothing.
  bool alnum_before(std::size_t at) const { return at > email_end_ && is_alnum(chars_[at - 1]); }

  void add(IdentifierKind kind, std::size_t begin, std::size_t end, std::string value, bool verified = true) {
    found_.push_back({kind, begin, end, std::move(value), verified});
  }

  std::string capitals(std::size_t begin, std::size_t end) const {
    std::string out;
    for (std::size_t i = begin; i < end; ++i) {
      if (is_alnum(chars_[i])) out.push_back(to_upper(chars_[i]));
    }
    return out;
  }

  void find_emails() {
    for (std::size_t at = chars_.find(U'@'); at != std::u32string::npos; at = chars_.find(U'@', at + 1)) {
      const auto is_local = [](char32_t c) {
        return is_alnum(c) || c == U'.' || c == U'_' || c == U'%' || c == U'+' || c == U'-';
      };
      std::size_t begin = at;
      const std::size_t floor = found_.empty() ? 0 : found_.back().end;
      while (begin > floor && is_local(chars_[begin - 1])) --begin;
      while (begin < at && !is_alnum(chars_[begin])) ++begin;
      std::size_t end = end_of_domain(at + 1);
      if (begin == at || end == at + 1) continue;
      // Two addresses written in one: where the first domain ends nobody can tell, so nothing of it is left.
      while (end < chars_.size() && chars_[end] == U'@') {
        const std::size_t next = end_of_domain(end + 1);
        if (next == end + 1) break;
        end = next;
      }
      std::string value;
      for (std::size_t i = begin; i < end; ++i) append_char(value, chars_[i]);
      add(IdentifierKind::email, begin, end, std::move(value));
    }
  }

  // Where a domain that begins at `at` ends; `at` when there is none. It ends with letters, so that a number
  // written right behind it is no part of it.
  std::size_t end_of_domain(std::size_t at) const {
    std::size_t end = at;
    for (std::size_t label = at;;) {
      std::size_t next = label, letters = label;
      while (letters < chars_.size() && is_letter(chars_[letters])) ++letters;
      while (next < chars_.size() && (is_alnum(chars_[next]) || chars_[next] == U'-')) ++next;
      if (label > at && letters - label >= 2) end = letters;
      if (next == label || next >= chars_.size() || chars_[next] != U'.' || !alnum_at(next + 1)) return end;
      label = next + 1;
    }
  }

  // Looks at what begins at `at`; gives where to go on, or `at`.
  std::size_t step(std::size_t at) {
    if (is_plate_province(chars_[at])) return step_plate(at);
    if (!is_alnum(chars_[at]) || alnum_before(at)) return at;
    std::size_t end = at;
    while (end < limit_ && is_alnum(chars_[end])) ++end;
    if (end == limit_ && alnum_at(end)) return end;
    const std::size_t after = step_word(at, end);
    return after == at ? end : after;
  }

  std::size_t step_plate(std::size_t at) {
    std::size_t next = at + 1;
    std::u32string tail;
    bool gap_seen = false;
    while (next < limit_ && tail.size() < 7) {
      const char32_t code = chars_[next];
      if (is_alnum(code)) {
        tail.push_back(static_cast<char32_t>(to_upper(code)));
      } else if (tail.size() == 1 &&
                 (code == U'·' || code == U'•' || code == U'.' || code == U' ' || is_hyphen(code)) &&
                 !gap_seen) {
        gap_seen = true;
      } else if (tail.size() == 5 && !is_hyphen(code) && is_plate_tail(tail + code)) {
        tail.push_back(code);
        ++next;
        break;
      } else {
        break;
      }
      ++next;
    }
    if (!is_plate_tail(tail) || (is_alnum(tail.back()) && alnum_at(next))) return at;
    std::string value;
    append_char(value, chars_[at]);
    for (const char32_t code : tail) append_char(value, code);
    add(IdentifierKind::plate, at, next, std::move(value));
    return next;
  }

  // A whole run of Latin letters and digits.
  std::size_t step_word(std::size_t begin, std::size_t end) {
    const std::string word = capitals(begin, end);
    if (word.size() == 18 && add_whole_word(word, begin, end)) return end;
    if (is_label(word)) return begin;
    const auto digits_begin =
        static_cast<std::size_t>(std::find_if(word.begin(), word.end(), is_digit) - word.begin());
    if (digits_begin == word.size()) return begin;
    auto digits_end = digits_begin;
    while (digits_end < word.size() && is_digit(static_cast<unsigned char>(word[digits_end]))) ++digits_end;
    const std::string_view view = word;
    const bool labelled = digits_begin > 0 || digits_end < word.size();
    if (labelled) {
      if (!is_label(view.substr(0, digits_begin)) || !is_label(view.substr(digits_end))) return begin;
      return add_phone({{begin + digits_begin, begin + digits_end}}) ? end : begin;
    }
    return step_groups(begin, end);
  }

  static bool is_label(std::string_view word) {
    constexpr std::array<std::string_view, 9> labels{"",   "TEL", "PHONE", "MOBILE", "VX",
                                                     "WX", "QQ",  "V",     "WEIXIN"};
    return std::find(labels.begin(), labels.end(), word) != labels.end();
  }

  bool add_whole_word(const std::string& word, std::size_t begin, std::size_t end) {
    const auto resident = match_resident_id(word);
    if (resident && resident->check_char_right) {
      add(IdentifierKind::resident_id, begin, end, word);
      return true;
    }
    if (has_credit_code_shape(word) && is_credit_code(word)) {
      add(IdentifierKind::credit_code, begin, end, word);
      return true;
    }
    if (is_bank_card(word) && !is_reference(begin)) {
      add(IdentifierKind::bank_card, begin, end, word);
      return true;
    }
    if (resident && !is_reference(begin) && !is_hyphenated(begin, end)) {
      add(IdentifierKind::resident_id, begin, end, word, false);
      return true;
    }
    return false;
  }

  // Groups of digits joined by gaps, from the one given on.
  std::vector<Group> groups_from(std::size_t begin, std::size_t end) const {
    std::vector<Group> groups{{begin, end}};
    while (groups.size() < max_groups) {
      std::size_t next = groups.back().end;
      std::size_t gaps = 0;
      while (next < limit_ && gaps < 3 && is_gap(chars_[next])) ++next, ++gaps;
      if (gaps == 0 || next >= limit_ || !is_digit(chars_[next])) break;
      std::size_t stop = next;
      while (stop < limit_ && is_digit(chars_[stop])) ++stop;
      const bool check_x =
          stop < limit_ && (chars_[stop] == U'X' || chars_[stop] == U'x') && !alnum_at(stop + 1);
      if (check_x) ++stop;
      if (alnum_at(stop)) break;
      groups.push_back({next, stop});
      if (check_x) break;
    }
    return groups;
  }

  static bool is_gap(char32_t code) {
    return code == U' ' || code == U'(' || code == U')' || is_hyphen(code);
  }

  std::size_t step_groups(std::size_t begin, std::size_t end) {
    std::vector<Group> groups = groups_from(begin, end);
    for (; !groups.empty(); groups.pop_back()) {
      if (add_number(groups)) return groups.back().end;
    }
    return begin;
  }

  bool add_number(const std::vector<Group>& groups) {
    const std::size_t begin = groups.front().begin;
    const std::size_t end = groups.back().end;
    const std::string number = capitals(begin, end);
    const bool reference = is_reference(begin);
    if (groups.size() > 1 && number.size() == 18 && least(groups) >= 3) {
      const auto resident = match_resident_id(number);
      if (resident && resident->check_char_right) {
        add(IdentifierKind::resident_id, begin, end, number);
        return true;
      }
    }
    if (reference) return false;
    if (groups.size() == 1 && number.size() == 15 && !is_hyphenated(begin, end) &&
        match_resident_id(number)) {
      add(IdentifierKind::resident_id, begin, end, number);
      return true;
    }
    if ((groups.size() == 1 || in_fours(groups)) && is_bank_card(number)) {
      add(IdentifierKind::bank_card, begin, end, number);
      return true;
    }
    return add_phone(groups);
  }

  static std::size_t least(const std::vector<Group>& groups) {
    std::size_t size = groups[0].end - groups[0].begin;
    for (const Group& group : groups) size = std::min(size, group.end - group.begin);
    return size;
  }

  static bool in_fours(const std::vector<Group>& groups) {
    return std::all_of(groups.begin(), groups.end() - 1, [](const Group& g) { return g.end - g.begin == 4; });
  }

  bool add_phone(const std::vector<Group>& groups) {
    std::size_t begin = groups.front().begin;
    const std::size_t end = groups.back().end;
    if (is_decimal(begin, end) || is_reference(begin)) return false;
    std::string digits = capitals(begin, end);
    const bool plus = begin > 0 && chars_[begin - 1] == U'+';
    // "+86 571 8123 4567": behind the country code the 0 of the area code is left out.
    const bool prefixed = digits.starts_with("86") || digits.starts_with("0086");
    if (plus && !prefixed) return false;
    std::optional<Phone> phone = match_personal_phone(digits);
    if (!phone && prefixed && (plus || groups.size() > 1)) {
      digits.erase(0, digits[0] == '8' ? 2 : 4);
      phone = match_personal_phone("0" + digits);
    }
    if (!phone || !is_grouped_as_phone(digits_of(groups), phone->kind)) return false;
    if (plus) --begin;
    if (begin > 0 && chars_[begin - 1] == U'(' && has_closing_bracket(begin, end)) --begin;
    add(IdentifierKind::phone, begin, end, std::move(phone->number));
    return true;
  }

  std::vector<std::string> digits_of(const std::vector<Group>& groups) const {
    std::vector<std::string> out;
    out.reserve(groups.size());
    for (const Group& group : groups) out.push_back(capitals(group.begin, group.end));
    return out;
  }

  // Whether the gaps stand where people put them, so that two numbers side by side are not read as one.
  static bool is_grouped_as_phone(std::vector<std::string> groups, PhoneKind kind) {
    if (groups.front() == "86" || groups.front() == "0086") groups.erase(groups.begin());
    if (groups.empty()) return false;
    if (groups.size() == 1) return true;
    if (kind == PhoneKind::landline) {
      std::string area = groups.front();
      if (area.starts_with("86") && area.size() > 4) area.erase(0, 2);
      if (!area.starts_with('0')) area.insert(0, "0");
      if (area_code_length(area) != area.size()) return false;
      groups.erase(groups.begin());
    }
    return std::all_of(groups.begin(), groups.end(), [](const std::string& g) { return g.size() >= 3; });
  }

  bool has_closing_bracket(std::size_t begin, std::size_t end) const {
    return chars_.substr(begin, end - begin).find(U')') != std::u32string::npos;
  }

  bool is_hyphenated(std::size_t begin, std::size_t end) const {
    const bool before =
        begin >= email_end_ + 2 && is_hyphen(chars_[begin - 1]) && is_alnum(chars_[begin - 2]);
    const bool after = end + 1 < chars_.size() && is_hyphen(chars_[end]) && is_alnum(chars_[end + 1]);
    return before || after;
  }

  bool is_decimal(std::size_t begin, std::size_t end) const {
    const bool before = begin >= email_end_ + 2 && chars_[begin - 1] == U'.' && is_digit(chars_[begin - 2]);
    const bool after = end + 1 < chars_.size() && chars_[end] == U'.' && is_digit(chars_[end + 1]);
    return before || after;
  }

  // Whether the words before say that a number of some paper follows.
  bool is_reference(std::size_t begin) const {
    std::size_t end = begin;
    const auto links = [](char32_t c) {
      return c == U' ' || c == U':' || c == U'为' || c == U'是' || c == U'(' || c == U'#' || c == U'【' ||
             c == U'“';
    };
    while (end > 0 && links(chars_[end - 1])) --end;
    const std::u32string_view before = std::u32string_view(chars_).substr(0, end);
    constexpr std::array<std::u32string_view, 14> labels{
        U"单号",   U"编号",   U"流水号", U"订单",     U"工单", U"票号", U"受理号",
        U"序列号", U"合同号", U"案号",   U"订单号码", U"文号", U"运单", U"业务号"};
    return std::any_of(labels.begin(), labels.end(),
                       [&](std::u32string_view label) { return before.ends_with(label); });
  }

  FoldedChars folded_;
  const std::u32string& chars_;
  std::vector<Identifier> found_;
  std::size_t limit_ = 0;      // where the next e-mail address begins
  std::size_t email_end_ = 0;  // where the last one ended
};

}  // namespace

std::vector<Identifier> walk_identifiers(std::string_view text) {
  return Finder(text).run();
}

}  // namespace hotline::text
