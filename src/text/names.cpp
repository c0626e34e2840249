#include "hotline/text/names.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "hotline/text/identifiers.hpp"
#include "hotline/text/ngrams.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::text {
namespace {

constexpr std::u32string_view surnames =
    U"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余"
    U"潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊"
    U"兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌"
    U"费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强丘华车冉房边辜吉饶刁瞿戚闻";
constexpr std::array<std::string_view, 8> double_surnames{"欧阳", "上官", "司马", "诸葛",
                                                          "夏侯", "皇甫", "尉迟", "司徒"};
constexpr std::array<std::string_view, 32> titles{
    "先生", "女士", "小姐", "同志", "老师", "师傅", "主任", "局长", "处长", "科长", "书记",
    "所长", "站长", "院长", "校长", "部长", "市长", "区长", "县长", "镇长", "乡长", "会长",
    "经理", "医生", "大夫", "护士", "警官", "律师", "阿姨", "大爷", "奶奶", "秘书"};
constexpr std::array<std::string_view, 13> cues{"联系人",     "负责人", "经办人", "承办人", "当事人",
                                                "法定代表人", "姓名",   "名叫",   "我叫",   "我是",
                                                "本人",       "叫做",   "免贵"};
// What follows a name and is no part of it.
constexpr std::u32string_view behind_name = U"住是在家今电手来的男女现想要与和因也负办处接将会为已同您可请";
// Ends of places and institutions, which stand alone as names do.
constexpr std::u32string_view place_ends = U"路街巷局区市县镇乡村号楼室站所院校层处部厅馆店园";
constexpr std::array<std::string_view, 6> marks_behind_cue{" ", ":", "：", "是", "为", "　"};
// Words of two or three characters that begin with a surname and stand alone more often than names do.
constexpr std::array<std::string_view, 40> words{
    "时间", "时限", "时长", "费用", "方便",   "方式", "方法", "申请", "申请人", "申领",
    "申报", "文件", "成功", "成年", "关于",   "管理", "单位", "万元", "周一",   "周二",
    "周三", "周四", "周五", "周六", "周日",   "周末", "高龄", "高温", "华东",   "江苏",
    "江西", "安全", "安排", "谢谢", "谢谢您", "白天", "平时", "常见", "何时",   "任何"};

bool is_surname(char32_t code) {
  return surnames.find(code) != std::u32string_view::npos;
}

bool is_han(std::string_view text, std::size_t at) {
  return at < text.size() && char_kind(decode_char(text, at).code) == CharKind::cjk;
}

template <class List>
std::size_t starts_with_any(std::string_view text, const List& list) {
  for (const std::string_view one : list)
    if (text.starts_with(one)) return one.size();
  return 0;
}

std::size_t after_chars(std::string_view text, std::size_t at, std::size_t chars) {
  for (; chars > 0 && is_han(text, at); --chars) at += decode_char(text, at).length;
  return at;
}

// A surname, up to two further characters, and a title behind them.
std::size_t titled_end(std::string_view text, std::size_t at, std::size_t surname) {
  for (std::size_t chars = 0; chars <= 2; ++chars) {
    const std::size_t end = after_chars(text, at + surname, chars);
    if (starts_with_any(text.substr(end), titles) > 0) return end;
  }
  return 0;
}

// Behind a cue: one or two characters to the next mark, or to a word that may follow a name.
std::size_t introduced_end(std::string_view text, std::size_t at, std::size_t surname) {
  if (starts_with_any(text.substr(at), words) > 0) return 0;
  std::size_t end = at + surname;
  for (int given = 0; given < 2 && is_han(text, end); ++given) {
    const DecodedChar next = decode_char(text, end);
    if (behind_name.find(next.code) != std::u32string_view::npos) break;
    end += next.length;
  }
  const bool whole =
      !is_han(text, end) || behind_name.find(decode_char(text, end).code) != std::u32string_view::npos;
  return whole && end > at + surname ? end : 0;
}

std::size_t behind_cue(std::string_view text, std::size_t at) {
  const std::size_t cue = starts_with_any(text.substr(at), cues);
  if (cue == 0) return 0;
  std::size_t end = at + cue;
  while (const std::size_t mark = starts_with_any(text.substr(end), marks_behind_cue)) end += mark;
  return end;
}

std::size_t alone_end(std::string_view text, std::size_t at, std::size_t surname) {
  if (at > 0 && is_han(text, previous_char(text, at))) return 0;
  std::size_t end = at, chars = 0;
  for (; is_han(text, end); ++chars) end += decode_char(text, end).length;
  const std::size_t given = chars - surname / 3;
  if (given < 1 || given > 2) return 0;
  const std::string_view run = text.substr(at, end - at);
  const char32_t last = decode_char(run, previous_char(run, run.size())).code;
  if (place_ends.find(last) != std::u32string_view::npos) return 0;
  const std::string_view rest = text.substr(end);
  if (rest.starts_with("：") || rest.starts_with(":")) return 0;
  const std::size_t next = std::min(rest.find_first_not_of(' '), rest.size());
  if (next < rest.size() && rest[next] >= '0' && rest[next] <= '9') return 0;  // 于每月 10 日
  return std::find(words.begin(), words.end(), run) == words.end() ? end : 0;
}

}  // namespace

std::size_t surname_bytes(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (const std::size_t pair = starts_with_any(text.substr(at), double_surnames)) return pair;
  const DecodedChar first = decode_char(text, at);
  return is_surname(first.code) ? first.length : 0;
}

std::vector<ByteRange> find_names(std::string_view text) {
  std::vector<ByteRange> found;
  std::size_t introduced = 0;  // where a name stands that a cue introduces
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t begin = behind_cue(text, at)) introduced = begin;
    std::size_t end = 0;
    if (const std::size_t surname = surname_bytes(text, at)) {
      end = titled_end(text, at, surname);
      if (end == 0 && introduced == at && at > 0) end = introduced_end(text, at, surname);
      if (end == 0) end = alone_end(text, at, surname);
    }
    if (end > at) {
      found.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
      at = end + starts_with_any(text.substr(end), titles);
    } else {
      at += decode_char(text, at).length;
    }
  }
  return found;
}

std::string mask_names(std::string_view text) {
  std::string out;
  std::size_t at = 0;
  for (const ByteRange& name : find_names(text)) {
    out += text.substr(at, name.begin - at);
    out += mask_name(text.substr(name.begin, name.end - name.begin));
    at = name.end;
  }
  out += text.substr(at);
  return out;
}

}  // namespace hotline::text
