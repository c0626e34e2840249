#include "dispatch/form_words.hpp"

#include <string>

namespace hotline::dispatch {
namespace {

struct CueWords {
  Cue cue;
  std::uint8_t strength;
  std::string_view words;  // separated by '|'
};

constexpr CueWords tables[] = {
    {Cue::angry, 2,
     "忍无可忍|岂有此理|无法无天|欺人太甚|草菅人命|官官相护|气死|气炸|愤怒|气愤|愤慨|他妈|妈的|王八蛋|混蛋|"
     "混账|畜生|不要脸|无耻|强盗|吃干饭|尸位素餐|狗东西|什么玩意|太过分|太欺负人|还有没有王法|还有王法吗|"
     "有没有王法|没有王法|欺负老百姓|欺压|强烈抗议|强烈谴责|天理难容|良心被狗|去你|滚蛋|讨个说法|曝光你们|"
     "你们这帮|火冒三丈|怒火|太气人|气人|恶心人|黑心|丧尽天良|明目张胆|狼狈为奸|蛇鼠一窝"},
    {Cue::angry, 1,
     "不作为|踢皮球|推诿|推来推去|敷衍|凭什么|骗子|欺骗|忽悠|霸道|嚣张|猖狂|蛮横|恶劣|太差劲|没人管|不讲理|"
     "糊弄|讲不讲理|像话吗|可恶|可恨|可耻|说话不算|不了了之|互相推|石沉大海|投诉无门|强烈要求|强烈不满|抗议|"
     "谴责|勾结|包庇|不管老百姓|当官的|坑人|坑老百姓|耍赖|置之不理|视而不见|什么态度|态度极差|多次投诉"},
    {Cue::upset, 2,
     "崩溃|绝望|走投无路|活不下去|生不如死|痛不欲生|苦不堪言|心力交瘁|欲哭无泪|求告无门|哭诉|跪求|快疯了|"
     "要疯了|心都碎|家破人亡|妻离子散|受尽折磨|不想活|以泪洗面|泣不成声|叫天天不应"},
    {Cue::upset, 1,
     "痛苦|委屈|心寒|寒心|无助|难受|受不了|伤心|失望|无奈|折磨|煎熬|可怜|哭|心酸|彻夜难眠|无法入睡|睡不着|"
     "睡不好|没法睡|身心疲惫|神经衰弱|抑郁|苦不堪|度日如年|怨声载道|叫苦连天"},
    {Cue::anxious, 2, "急死|十万火急|心急如焚|万分焦急|提心吊胆|胆战心惊|救救|救命|等不及|火烧眉毛|寝食难安"},
    {Cue::anxious, 1,
     "着急|担心|害怕|焦虑|担忧|忧心|恐慌|不安|心慌|急需|急盼|怎么办啊|该怎么办|不知道怎么办|急急急|很急|"
     "特别急|"
     "非常急|快来|赶紧来|人心惶惶|后怕|惶恐|焦急|急求"},
    {Cue::grateful, 2, "锦旗|点赞|特别感谢|衷心感谢|非常感激|写信感谢|表扬|太感谢"},
    {Cue::grateful, 1, "感激|好样的|贴心|暖心|帮了大忙|圆满解决|服务很好|态度很好"},
    {Cue::wish, 1,
     "希望|恳请|恳求|请求|要求|建议|盼望|盼|能否|能不能|可否|可不可以|是否可以|是否能|请尽快|请求|请有关|"
     "请相关|"
     "请贵|请政府|请领导|请市|请区|请街道|请派|请帮|请给|请核实|请查|请处理|请协调|请督促|请安排|请解决|"
     "请予以|"
     "麻烦|拜托|帮忙|帮我|求助|要赔|望|呼吁|想要|我想|应该|尽快|早日|赶紧|please|could you|want"},
    {Cue::question, 1,
     "请问|咨询|想问|问一下|问问|想了解|想知道|什么时候|何时|怎么办理|怎么申请|如何|多少钱|多少|哪里|在哪|"
     "哪个部门|"
     "需要什么|要什么|需要哪些|为什么|为何|是否|能不能|吗|呢|几号|几点|多久|how|what|when|where"},
    {Cue::greeting, 1,
     "您好|你好|尊敬的|领导好|各位领导|大家好|喂|谢谢|感谢|辛苦|打扰|冒昧|此致|敬礼|书记|市长|hello|thank"},
    {Cue::trouble, 1,
     "漏水|渗水|积水|停水|停电|断水|断电|堵|塌|坍塌|开裂|裂缝|坏了|损坏|破损|不亮|脱落|倾倒|垃圾|臭|异味|"
     "污染|"
     "油烟|噪音|噪声|扰民|太吵|吵|施工|违建|违章|违停|占道|占用|乱停|拖欠|欠薪|工资|退款|不退|收费|涨价|骗|"
     "假|"
     "过期|拒绝|不给|不让|不交|不办|没有办|未办|未解决|没解决|没修|事故|受伤|死|打人|纠纷|违规|违法|安全隐患|"
     "隐患|"
     "拆迁|补偿|征收|房产证|学位|入学|社保|医保|低保|公积金|户口|物业|停车|电梯|路灯|井盖|公交|红绿灯|拥堵|"
     "无法|不能|不到|太少|太慢|太远|太贵|困难|缺|没有|不合理|不公平|申请|办理|报销|补贴|贷款|leak|noise|"
     "broken"},
    {Cue::crowd, 1,
     "全体业主|全体村民|全体居民|全村|整个小区|整栋楼|整幢楼|全小区|所有业主|所有居民|上百户|几百户|数百户|"
     "上千户|"
     "几千户|上百人|几百人|数百人|上千人|几千人|成百上千|几十户|数十户|几十人|数十人|几十个工人|集体上访|"
     "集体|"
     "群体|众多业主|广大业主|广大居民|广大村民|联名"},
    {Cue::elderly, 1,
     "老人|老年人|老奶奶|老爷爷|老太太|老大爷|高龄|七十岁|八十岁|九十岁|七十多岁|八十多岁|九十多岁|70岁|75岁|"
     "80岁|"
     "85岁|90岁|70多岁|80多岁|90多岁|年事已高|独居|空巢"},
    {Cue::disabled, 1, "残疾|轮椅|盲人|视障|听障|聋哑|失明|瘫痪|截肢|失能|半身不遂|脑瘫|智障"},
    {Cue::pregnant, 1, "孕妇|怀孕|孕期|待产|产妇|身孕|怀着孩子|坐月子"},
    {Cue::minor, 1,
     "未成年|婴儿|新生儿|幼儿|我是学生|我是小学生|我是初中生|我是高中生|我今年十|留守儿童|孤儿"},
    {Cue::illness, 1,
     "癌|透析|尿毒症|重病|大病|卧床|患病|住院|手术后|心脏病|白血病|精神病|病重|罕见病|慢性病"},
    {Cue::low_income, 1,
     "低保户|吃低保|困难家庭|贫困户|特困|生活困难|没有收入|无收入|困难群众|建档立卡|五保"},
    {Cue::veteran, 1, "退役|退伍|老兵|复员|军属|烈属|转业军人|现役军人"},
    {Cue::wuu, 2,
     "侬|阿拉|伊拉|勿要|弗是|老底子|葛末|毛病伐|好伐|对伐|是伐|晓得伐|啥辰光|格个|介许多|杀胚|木佬佬|"
     "伢儿|老倌|倷|吾伲|今朝子|夜到头|弄堂里厢|里厢|作啥"},
    {Cue::yue, 2, "唔|冇|嘅|咗|咁|喺|佢|嗰|哋|啲|点解|边度|乜嘢|几时先|系咪|睇"},
    {Cue::southwestern, 2,
     "啥子|咋个|莫得|巴适|晓不得|硬是|龟儿|哪个晓得|要不得|恼火得很|遭不住|搞啥子|老汉儿"},
    {Cue::northeastern, 2, "咋整|嘎哈|贼拉|埋汰|整不明白|老鼻子|唠嗑|磕碜|俺们|咋地|瞅"},
    {Cue::min, 2, "毋通|阮兜|啥物|卡紧|甘有|拢总|恁兜|咱厝|真歹|呷饱"},
    {Cue::name, 1,
     "我叫|名叫|叫做|我的名字是|我的名字叫|姓名|联系人|投诉人|反映人|来电人|我姓|免贵姓|本人姓|my name is|i "
     "am called"},
};

struct CueTable {
  text::PhraseMatcher matcher;
  std::vector<std::uint8_t> strengths;
  std::vector<Cue> cues;
  CueTable() {
    std::vector<text::Phrase> phrases;
    for (const CueWords& table : tables) {
      std::string_view rest = table.words;
      while (!rest.empty()) {
        const std::size_t bar = rest.find('|');
        phrases.push_back({std::string(rest.substr(0, bar)), static_cast<std::uint32_t>(cues.size())});
        cues.push_back(table.cue);
        strengths.push_back(table.strength);
        rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
      }
    }
    matcher = text::PhraseMatcher(phrases);
  }
};

}  // namespace

std::vector<CueHit> find_cues(const text::NormalizedText& text) {
  static const CueTable table;
  std::vector<CueHit> hits;
  std::uint32_t covered[32] = {};
  for (const text::PhraseMatch& match : table.matcher.find_all(text)) {
    const Cue cue = table.cues[match.id];
    std::uint32_t& end = covered[static_cast<std::size_t>(cue)];
    if (match.end <= end) continue;
    end = match.end;
    hits.push_back({cue, table.strengths[match.id], match.begin, match.end});
  }
  return hits;
}

}  // namespace hotline::dispatch
