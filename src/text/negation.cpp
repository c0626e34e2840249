#include "hotline/text/negation.hpp"

#include <algorithm>
#include <iterator>
#include <string>

#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::text {
namespace {

// How far back a negator can matter, and how far ahead a question mark: chars.
constexpr std::size_t reach_chars = 24;

// May stand between negator and matter. Longer ones first, so that the longest is taken off.
constexpr std::string_view fillers[] = {
    "什么", "任何",   "发生", "出现", "发现", "看到", "看见", "见到", "听到", "闻到", "存在", "造成", "导致",
    "引起", "引发",   "明显", "严重", "再次", "所谓", "这种", "那种", "这样", "一点", "一丝", "丝毫", "真的",
    "因为", "是因为", "进行", "产生", "再",   "过",   "到",   "见",   "有",   "的",   "是",   "会",   "曾"};

constexpr std::string_view negators[] = {"不存在", "并没有", "没有", "不是", "并非", "绝非",
                                         "没",     "无",     "未",   "不会", "不再", "不"};

// An end of the words before the match that only looks like a negation.
constexpr std::string_view no_negations[] = {
    "有没有",   "有没",   "有无",   "是不是", "会不会", "能不能", "要不要",  "是否",   "不是没有", "不是没",
    "并非没有", "不是不", "没有不", "不得不", "不会不", "不能不", "要不",    "要不是", "除非",     "淹没",
    "沉没",     "埋没",   "吞没",   "浸没",   "漫没",   "无不",   "莫不",    "不无",   "未必不",   "动不动就",
    "好不",     "可不",   "可不是", "不只是", "不仅是", "何尝不", "何尝不是"};

bool ends_clause(char32_t code) {
  switch (code) {
    case U',':
    case U'，':
    case U'。':
    case U';':
    case U'；':
    case U':':
    case U'：':
    case U'!':
    case U'！':
    case U'?':
    case U'？':
    case U'\n':
    case U'\r':
    case U'…':
      return true;
    default:
      return false;
  }
}

std::string clause_before(std::string_view text, std::size_t end) {
  std::size_t begin = end;
  for (std::size_t taken = 0; begin > 0 && taken < reach_chars; ++taken) {
    const std::size_t before = previous_char(text, begin);
    if (ends_clause(decode_char(text, before).code)) break;
    begin = before;
  }
  std::string clause = normalize(text.substr(begin, end - begin));
  std::erase(clause, ' ');
  return clause;
}

bool is_asked(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  for (std::size_t taken = 0; at < text.size() && taken < reach_chars; ++taken) {
    const DecodedChar next = decode_char(text, at);
    if (ends_clause(next.code)) {
      if (next.code == U'?' || next.code == U'？') return true;
      break;
    }
    at += next.length;
  }
  const std::string_view clause = text.substr(begin, at - begin);
  return clause.ends_with("吗") || clause.ends_with("嗎");
}

bool ends_with_any(std::string_view text, const auto& words) {
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return text.ends_with(word); });
}

bool is_rhetorical(std::string_view clause) {
  return clause.find("难道") != std::string_view::npos || clause.find("岂") != std::string_view::npos;
}

}  // namespace

bool is_negated(std::string_view text, std::size_t match_begin) {
  if (match_begin == 0 || match_begin > text.size()) return false;
  const std::string clause = clause_before(text, match_begin);
  std::string_view rest = clause;
  if (is_rhetorical(rest)) return false;
  // Negators hold fillers (没有 ends with 有), so each shortening is looked at before the next.
  while (!rest.empty()) {
    if (ends_with_any(rest, no_negations)) return false;
    if (ends_with_any(rest, negators)) return !is_asked(text, match_begin);
    const auto filler = std::find_if(std::begin(fillers), std::end(fillers),
                                     [&](std::string_view word) { return rest.ends_with(word); });
    if (filler == std::end(fillers)) return false;
    rest.remove_suffix(filler->size());
  }
  return false;
}

}  // namespace hotline::text
