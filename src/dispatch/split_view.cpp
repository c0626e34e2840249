#include "dispatch/split_view.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "dispatch/clauses.hpp"
#include "hotline/text/ngrams.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {
namespace {

// The characters that occur in every complaint; a pair of them says nothing, a pair with one says half.
constexpr std::u32string_view common =
    U"的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面"
    U"而方后多定"
    U"行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它"
    U"合还因由"
    U"其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只"
    U"没结解问"
    U"意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流"
    U"路级少图"
    U"山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规"
    U"热领七海"
    U"口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具"
    U"万每目至"
    U"达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织"
    U"装影算低"
    U"持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称"
    U"太准精值"
    U"号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细"
    U"引听该铁"
    U"价严首底液官德随病苏失尔死讲配女黄推显谈罪神艺呢席含企望密批营项防举球英氧势告李台落木帮轮破亚师围注远"
    U"字材排供"
    U"请您好谢希贵尊敬导管督责职领反映投诉咨询建议解决问题情况部门政府有关";

// A further matter is announced.
constexpr std::array<std::string_view, 22> moving_on{
    "另外", "此外", "还有一",   "还有个",   "其次",   "第二", "再反映", "再一个",
    "再者", "还想", "还要反映", "再问",     "同时还", "顺便", "二、",   "2、",
    "2.",   "二是", "三、",     "还有就是", "另一个", "再有"};
// It is announced in so many words.
constexpr std::array<std::string_view, 18> announcing{
    "还有一个问题", "还有一件事",   "还有个问题", "还有件事", "另外一个问题", "另外一件事",
    "另一个问题",   "另一件事",     "第二个问题", "第二件事", "第三个问题",   "第三件事",
    "另外还要反映", "另外还想反映", "另外再反映", "再反映一", "还要反映一",   "还想反映一"};
// The same matter goes on.
constexpr std::array<std::string_view, 34> going_on{
    "但", "而且", "并且", "这",   "该",   "所以", "因此", "同时", "其",   "他们", "她",   "他",
    "它", "然而", "可是", "不过", "于是", "后来", "结果", "为此", "因为", "由于", "如果", "虽然",
    "而", "也",   "又",   "就",   "都",   "之后", "当时", "现在", "目前", "对此"};
constexpr std::array<std::string_view, 14> introducing{"我是", "本人", "我们是", "我家", "我在",
                                                       "我于", "我叫", "我住",   "家住", "位于",
                                                       "反映", "投诉", "咨询",   "关于"};
constexpr std::array<std::string_view, 9> greeting{"尊敬的", "您好", "你好", "领导", "书记",
                                                   "市长",   "各位", "请问", "县长"};
constexpr std::array<std::string_view, 14> thanking{"谢谢",   "感谢",   "此致",   "敬礼",    "盼复",
                                                    "盼回复", "望回复", "望解决", "请回复",  "万分感",
                                                    "拜谢",   "为盼",   "答复",   "不胜感激"};
// A line that heads a matter, as titles do.
constexpr std::array<std::string_view, 16> heading{"投诉", "咨询", "建议", "反映", "关于", "举报",
                                                   "请求", "希望", "呼吁", "求助", "恳请", "强烈",
                                                   "请问", "反对", "质疑", "要求"};

template <std::size_t N>
bool begins_with(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view one) { return text.starts_with(one); });
}
template <std::size_t N>
bool contains(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view one) { return text.find(one) != std::string_view::npos; });
}

class PairNumbers {
 public:
  explicit PairNumbers(std::vector<double>& weights) : weights_(weights) {}
  // The number of the pair; nothing for one without meaning.
  std::uint32_t number(char32_t a, char32_t b) {
    const auto [at, fresh] = numbers_.try_emplace((std::uint64_t{a} << 32) | b, none);
    if (fresh) {
      const double weight = (is_common(a) ? 0.15 : 0.5) + (is_common(b) ? 0.15 : 0.5);
      at->second = static_cast<std::uint32_t>(weights_.size());
      weights_.push_back(weight * weight);
    }
    return at->second;
  }
  static constexpr std::uint32_t none = 0xFFFFFFFF;

 private:
  static bool is_common(char32_t c) { return common.find(c) != std::u32string_view::npos; }
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
  std::vector<double>& weights_;
};

void read_pairs(std::string_view words, PairNumbers& numbers, SplitSentence& sentence) {
  char32_t before = 0;
  for (std::size_t at = 0; at < words.size();) {
    const text::DecodedChar next = text::decode_char(words, at);
    at += next.length;
    ++sentence.chars;
    const bool counts = text::char_kind(next.code) != text::CharKind::other;
    if (counts && before != 0) sentence.pairs.push_back(numbers.number(before, next.code));
    before = counts ? next.code : 0;
  }
  std::sort(sentence.pairs.begin(), sentence.pairs.end());
  sentence.pairs.erase(std::unique(sentence.pairs.begin(), sentence.pairs.end()), sentence.pairs.end());
}

void read_marks(std::string_view words, SplitSentence& sentence) {
  sentence.moves_on = begins_with(words, moving_on);
  sentence.announces = begins_with(words, announcing);
  sentence.goes_on = !sentence.moves_on && begins_with(words, going_on);
  sentence.greeting = begins_with(words, greeting);
  sentence.introduces = begins_with(words, introducing);
  sentence.thanks = contains(words, thanking);
  sentence.single = sentence.single && sentence.chars >= 6 && sentence.chars <= 40;
  sentence.heads = contains(words.substr(0, 60), heading) && sentence.chars <= 40;
}

}  // namespace

SplitView::SplitView(std::string_view text) {
  const std::vector<Clause> clauses = clauses_of(text);
  for (std::size_t i = 0; i < clauses.size();) {
    SplitSentence one;
    one.begin = clauses[i].begin;
    std::size_t last = i;
    while (last + 1 < clauses.size() && clauses[last + 1].sentence == clauses[i].sentence) ++last;
    one.end = clauses[last].end;
    one.question = clauses[last].asks;
    one.single = last == i;
    const std::size_t from = i == 0 ? 0 : sentences.back().end;
    one.line_break = text.substr(from, one.begin - from).find('\n') != std::string_view::npos;
    sentences.push_back(std::move(one));
    i = last + 1;
  }
  PairNumbers numbers(weights);
  for (SplitSentence& one : sentences) {
    const std::string_view words = text.substr(one.begin, one.end - one.begin);
    read_pairs(words, numbers, one);
    read_marks(words, one);
    for (const std::uint32_t pair : one.pairs) one.weight += weights[pair];
  }
  const text::NormalizedText normalized = text::normalize_with_map(text);
  std::size_t at = 0;
  for (const CueHit& hit : find_cues(normalized)) {
    while (at + 1 < sentences.size() && sentences[at].end <= hit.begin) ++at;
    if (sentences.empty()) break;
    if (hit.cue == Cue::wish) sentences[at].wish = true;
    if (hit.cue == Cue::trouble) sentences[at].trouble = true;
  }
  std::unordered_map<std::string_view, std::uint32_t> names;
  at = 0;
  for (const PlaceName& name : find_place_names(normalized)) {
    while (at + 1 < sentences.size() && sentences[at].end <= name.begin) ++at;
    const auto number = names.try_emplace(text.substr(name.begin, name.end - name.begin),
                                          static_cast<std::uint32_t>(names.size()));
    sentences[at].places.push_back(number.first->second);
  }
}

}  // namespace hotline::dispatch
