// What a question asks for: one fact of a matter, or the matter itself.
#include <algorithm>
#include <array>

#include "hotline/knowledge/library.hpp"
#include "hotline/text/ngrams.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/phrase_matcher.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::knowledge {
namespace {

struct Wish {
  const char* words;
  FactKind kind;
};
// Longer wishes win over shorter ones at the same place.
constexpr Wish wishes[] = {{"带什么", FactKind::materials},
                           {"带哪些", FactKind::materials},
                           {"材料", FactKind::materials},
                           {"证件", FactKind::materials},
                           {"资料", FactKind::materials},
                           {"手续", FactKind::materials},
                           {"准备什么", FactKind::materials},
                           {"准备哪些", FactKind::materials},
                           {"提供什么", FactKind::materials},
                           {"交什么", FactKind::materials},
                           {"提交哪些", FactKind::materials},
                           {"拿什么", FactKind::materials},
                           {"在哪", FactKind::place},
                           {"去哪", FactKind::place},
                           {"到哪", FactKind::place},
                           {"哪里办", FactKind::place},
                           {"哪儿办", FactKind::place},
                           {"什么地方", FactKind::place},
                           {"地址", FactKind::place},
                           {"地点", FactKind::place},
                           {"哪个窗口", FactKind::place},
                           {"几楼", FactKind::place},
                           {"怎么走", FactKind::place},
                           {"哪个部门办", FactKind::place},
                           {"电话", FactKind::phone},
                           {"号码", FactKind::phone},
                           {"联系方式", FactKind::phone},
                           {"打给谁", FactKind::phone},
                           {"找谁问", FactKind::phone},
                           {"怎么联系", FactKind::phone},
                           {"几点", FactKind::hours},
                           {"上班", FactKind::hours},
                           {"周末办", FactKind::hours},
                           {"周六", FactKind::hours},
                           {"周日", FactKind::hours},
                           {"星期六", FactKind::hours},
                           {"星期天", FactKind::hours},
                           {"午休", FactKind::hours},
                           {"开门", FactKind::hours},
                           {"营业时间", FactKind::hours},
                           {"办公时间", FactKind::hours},
                           {"受理时间", FactKind::hours},
                           {"多久", FactKind::time_limit},
                           {"几天", FactKind::time_limit},
                           {"多少天", FactKind::time_limit},
                           {"多长时间", FactKind::time_limit},
                           {"时限", FactKind::time_limit},
                           {"什么时候能", FactKind::time_limit},
                           {"几个工作日", FactKind::time_limit},
                           {"等多", FactKind::time_limit},
                           {"什么时候下来", FactKind::time_limit},
                           {"条件", FactKind::conditions},
                           {"资格", FactKind::conditions},
                           {"要求", FactKind::conditions},
                           {"谁可以", FactKind::conditions},
                           {"谁能", FactKind::conditions},
                           {"哪些人", FactKind::conditions},
                           {"什么人", FactKind::conditions},
                           {"符合", FactKind::conditions},
                           {"能不能申请", FactKind::conditions},
                           {"可不可以申请", FactKind::conditions},
                           {"够不够", FactKind::conditions},
                           {"多少钱", FactKind::fee},
                           {"收费", FactKind::fee},
                           {"费用", FactKind::fee},
                           {"要钱", FactKind::fee},
                           {"免费", FactKind::fee},
                           {"花钱", FactKind::fee},
                           {"工本费", FactKind::fee},
                           {"网上办", FactKind::online},
                           {"网上能", FactKind::online},
                           {"线上", FactKind::online},
                           {"手机上", FactKind::online},
                           {"网办", FactKind::online},
                           {"不用跑", FactKind::online},
                           {"网上可以", FactKind::online},
                           {"app", FactKind::online},
                           {"小程序", FactKind::online},
                           {"投诉", FactKind::complaint},
                           {"监督电话", FactKind::complaint},
                           {"流程", FactKind::steps},
                           {"步骤", FactKind::steps},
                           {"先做什么", FactKind::steps},
                           {"怎么个办法", FactKind::steps}};

// Words that carry no matter, so that what is left of a question tells whether there is one.
constexpr const char* empty_words[] = {"请问", "那么", "那",   "它",   "这个", "这些", "这", "需要", "要",
                                       "什么", "哪些", "多少", "呢",   "吗",   "啊",   "的", "是",   "我",
                                       "你们", "你",   "想",   "知道", "问",   "一下", "下", "有",   "还",
                                       "办理", "办",   "怎么", "如何", "可以", "能",   "到", "去",   "打",
                                       "给",   "谁",   "一共", "大概", "具体", "现在", "就", "和",   "了"};

const text::PhraseMatcher& wish_matcher() {
  static const text::PhraseMatcher matcher = [] {
    std::vector<text::Phrase> phrases;
    for (const Wish& one : wishes) phrases.push_back({one.words, static_cast<std::uint32_t>(one.kind)});
    return text::PhraseMatcher(phrases);
  }();
  return matcher;
}

std::vector<text::PhraseMatch> wishes_in(std::string_view question) {
  return text::longest_matches(wish_matcher().find_all(question));
}

void erase_all(std::string& text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at))
    text.erase(at, word.size());
}

}  // namespace

std::optional<FactKind> fact_asked(std::string_view question) {
  const auto found = wishes_in(question);
  if (found.empty()) return std::nullopt;
  // A complaint is what one asks about; its number is what one asks for.
  const auto complaint = std::find_if(found.begin(), found.end(), [](const text::PhraseMatch& one) {
    return static_cast<FactKind>(one.id) == FactKind::complaint;
  });
  if (complaint != found.end()) return FactKind::complaint;
  return static_cast<FactKind>(found.back().id);
}

std::string core_of(std::string_view text) {
  std::string core = text::normalize(text);
  for (const std::string_view word : empty_words) {
    for (std::size_t at = core.find(word); at != std::string::npos; at = core.find(word, at + 1))
      core.replace(at, word.size(), " ");
  }
  return core;
}

bool asks_fact_alone(std::string_view question) {
  auto found = wishes_in(question);
  if (found.empty()) return false;
  std::string rest(question);
  for (auto one = found.rbegin(); one != found.rend(); ++one) rest.erase(one->begin, one->end - one->begin);
  rest = text::normalize(rest);
  for (const char* word : empty_words) erase_all(rest, word);
  std::string core;
  text::for_each_token(rest, text::TokenMode::query, [&](const text::Token& token) { core += token.text; });
  return text::count_chars(core) <= 1;
}

}  // namespace hotline::knowledge
