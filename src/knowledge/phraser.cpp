#include "hotline/knowledge/phraser.hpp"

#include <algorithm>
#include <array>

#include "hotline/text/identifiers.hpp"
#include "hotline/text/names.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::knowledge {
namespace {

constexpr std::size_t longest_phrased = 2000;  // characters

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr std::string_view chinese_digits[] = {"零", "〇", "一", "二", "两", "三", "四", "五",
                                               "六", "七", "八", "九", "十", "百", "千", "万"};
// What a Chinese numeral counts: without one it is a word ("一般", "统一").
constexpr std::string_view units_of_measure[] = {"个", "天",   "日",   "月", "年", "元", "份",
                                                 "次", "小时", "分钟", "周", "岁", "楼", "号",
                                                 "倍", "成",   "人",   "项", "寸", "张"};
// Endings of names of institutions and places.
constexpr std::string_view name_endings[] = {"街道办事处", "办事处", "派出所", "委员会", "服务大厅", "大厅",
                                             "中心",       "医院",   "学校",   "银行",   "大厦",     "大楼",
                                             "小区",       "局",     "街道",   "社区",   "路",       "街",
                                             "所",         "站",     "银行",   "公司",   "法院"};

template <class List>
std::size_t starts_with_any(std::string_view text, const List& list) {
  for (const std::string_view one : list) {
    if (text.starts_with(one)) return one.size();
  }
  return 0;
}

// `text` without white space, hyphens and the like between digits: "0571-1234 5678" -> "057112345678".
std::string joined(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' && c != '-' && c != '(' && c != ')' && c != '\n' && c != '\t') out += c;
  }
  return out;
}

// Whether `number` stands in `text` as a whole number.
bool holds_number(const std::string& text, const std::string& number) {
  for (std::size_t at = text.find(number); at != std::string::npos; at = text.find(number, at + 1)) {
    const bool left = at == 0 || !(is_digit(text[at - 1]) || text[at - 1] == '.');
    const std::size_t end = at + number.size();
    const bool right = end == text.size() || !is_digit(text[end]);
    if (left && right) return true;
  }
  return false;
}

class Checker {
 public:
  explicit Checker(const std::vector<std::string>& passages) {
    for (const std::string& one : passages) {
      const std::string normal = text::normalize(one);
      plain_ += normal + "\n";
      joined_ += joined(normal) + "\n";
    }
  }

  // A run of digits, its groups parted by spaces or not.
  void number(const std::string& run) {
    if (holds_number(joined_, joined(run))) return;
    for (std::size_t at = 0; at < run.size();) {
      const std::size_t end = std::min(run.find(' ', at), run.size());
      const std::string group = run.substr(at, end - at);
      if (!holds_number(joined_, joined(group)) && !holds_number(plain_, group)) wrong_.push_back(group);
      at = end + 1;
    }
  }
  void word(const std::string& run) {
    if (plain_.find(run) == std::string::npos && joined_.find(joined(run)) == std::string::npos)
      wrong_.push_back(run);
  }
  bool holds(std::string_view run) const { return plain_.find(run) != std::string::npos; }
  std::vector<std::string> take() { return std::move(wrong_); }

 private:
  std::string plain_, joined_;
  std::vector<std::string> wrong_;
};

// The two chars before a name's ending make it a certain institution's: "建设局", "文三路".
std::string name_before(std::string_view text, std::size_t at, std::size_t ending) {
  std::size_t begin = at;
  for (int chars = 0; chars < 2 && begin > 0; ++chars) {
    const std::size_t before = text::previous_char(text, begin);
    const char32_t code = text::decode_char(text, before).code;
    if (code < 0x4E00 || code > 0x9FFF) break;
    begin = before;
  }
  if (begin == at) return "";
  return std::string(text.substr(begin, at - begin + ending));
}

}  // namespace

std::vector<std::string> find_ungrounded(std::string_view phrased, const std::vector<std::string>& passages) {
  if (text::trim(phrased).empty() || text::count_chars(phrased) > longest_phrased) return {""};
  const std::string normal = text::normalize(phrased);
  const std::string_view text = normal;
  Checker checker(passages);
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (is_digit(c)) {
      std::size_t end = at;
      // One number with what joins its groups, as in a telephone or a date.
      while (end < text.size() && (is_digit(text[end]) || ((text[end] == '-' || text[end] == '.' ||
                                                            text[end] == ':' || text[end] == ' ') &&
                                                           end + 1 < text.size() && is_digit(text[end + 1]))))
        ++end;
      checker.number(std::string(text.substr(at, end - at)));
      at = end;
    } else if (is_letter(c)) {
      std::size_t end = at;
      while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) ++end;
      checker.word(std::string(text.substr(at, end - at)));
      at = end;
    } else if (starts_with_any(text.substr(at), chinese_digits) != 0) {
      std::size_t end = at;
      while (const std::size_t more = starts_with_any(text.substr(end), chinese_digits)) end += more;
      const std::size_t unit = starts_with_any(text.substr(end), units_of_measure);
      if (unit != 0) checker.word(std::string(text.substr(at, end + unit - at)));
      at = end;
    } else if (const std::size_t ending = starts_with_any(text.substr(at), name_endings)) {
      const std::string name = name_before(text, at, ending);
      if (!name.empty()) checker.word(name);
      at += ending;
    } else {
      at += text::decode_char(text, at).length;
    }
  }
  // A name with its address stands in a passage as a whole, or the name by itself does.
  for (const text::ByteRange& name : text::find_names(text))
    checker.word(normal.substr(name.begin, name.end - name.begin));
  return checker.take();
}

std::optional<std::string> phrase_checked(Phraser& phraser, const std::string& question,
                                          const std::vector<std::string>& passages,
                                          const std::string& language) {
  if (passages.empty()) return std::nullopt;
  Wording wording{text::mask_names(text::mask_identifiers(question)), {}, language};
  // Numbers of institutions are what is asked for; what people typed is masked, what is published is not.
  wording.passages = passages;
  auto phrased = phraser.phrase(wording);
  if (!phrased.ok() || !find_ungrounded(*phrased, passages).empty()) return std::nullopt;
  return std::string(text::trim(*phrased));
}

}  // namespace hotline::knowledge
