#include "retrieve/places.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "retrieve/codes.hpp"

namespace hotline::retrieve {
namespace {

constexpr std::size_t lead_chars = 150;
constexpr int lead_weight = 4;
constexpr int most_counted = 60'000;

struct Province {
  std::u16string_view name, cities;  // cities parted by spaces
};
// GB/T 2260: provinces and prefectures, sorted by code, without 省, 市 and 自治区. 市 or the like stays where
// the name alone is an everyday word (来宾) or falls out of others' borders (创新乡村, 普通化肥).
constexpr std::array<Province, 34> provinces{{
    {u"北京", u""},
    {u"天津", u""},
    {u"河北", u"石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水"},
    {u"山西", u"太原 大同市 阳泉 长治市 晋城 朔州 晋中 运城 忻州 临汾 吕梁"},
    {u"内蒙古", u"呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安盟 锡林郭勒 阿拉善"},
    {u"辽宁", u"沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳市 葫芦岛"},
    {u"吉林", u"长春 四平 辽源 通化市 白山市 松原 白城 延边"},
    {u"黑龙江", u"哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆市 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭"},
    {u"上海", u""},
    {u"江苏", u"南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁"},
    {u"浙江", u"杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水市"},
    {u"安徽", u"合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城"},
    {u"福建", u"福州 厦门 莆田 三明市 泉州 漳州 南平 龙岩 宁德"},
    {u"江西", u"南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶"},
    {u"山东", u"济南 青岛 淄博 枣庄 东营市 烟台 潍坊 济宁 泰安 威海 日照市 临沂 德州 聊城 滨州 菏泽"},
    {u"河南",
     u"郑州 开封市 洛阳 平顶山 安阳 鹤壁 新乡市 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 "
     u"驻马店"},
    {u"湖北", u"武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施"},
    {u"湖南", u"长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西"},
    {u"广东",
     u"广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 "
     u"中山市 潮州 揭阳 云浮"},
    {u"广西", u"南宁 柳州 桂林 梧州 北海市 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾市 崇左"},
    {u"海南", u"海口 三亚 三沙 儋州"},
    {u"重庆", u""},
    {u"四川",
     u"成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安市 达州 雅安 巴中 "
     u"资阳 阿坝 甘孜 凉山"},
    {u"贵州", u"贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南"},
    {u"云南", u"昆明 曲靖 玉溪 保山市 昭通 丽江 普洱 临沧 楚雄 红河 文山州 西双版纳 大理州 德宏 怒江 迪庆"},
    {u"西藏", u"拉萨 日喀则 昌都 林芝 山南市 那曲"},
    {u"陕西", u"西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康市 商洛"},
    {u"甘肃", u"兰州 嘉峪关 金昌 白银市 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南"},
    {u"青海", u"西宁 海东市 海北州 黄南州 果洛 玉树 海西州"},
    {u"宁夏", u"银川 石嘴山 吴忠 固原市 中卫市"},
    {u"新疆",
     u"乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 克孜勒苏 喀什 和田 伊犁 塔城 "
     u"阿勒泰"},
    {u"台湾", u""},
    {u"香港", u""},
    {u"澳门", u""},
}};
// Names within them that tell nothing of where: an addressee of every circular to all provinces, datelines of
// the news of the whole country, the hour.
constexpr std::u16string_view no_places[]{u"新疆生产建设兵团", u"新华社北京", u"中新社北京", u"本报北京",
                                          u"北京时间"};
constexpr std::uint8_t no_province = 0xFF;
constexpr std::u16string_view endings[]{u"壮族自治区", u"回族自治区", u"维吾尔自治区",
                                        u"自治区",     u"省",         u"市"};

struct Name {
  std::u16string_view name;
  std::uint8_t province;
};

// All names by their first character, longer ones first.
class Names {
 public:
  Names() {
    for (std::uint8_t i = 0; i < provinces.size(); ++i) {
      add(provinces[i].name, i);
      std::u16string_view rest = provinces[i].cities;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(u' '), rest.size());
        add(rest.substr(0, end), i);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    for (const std::u16string_view name : no_places) add(name, no_province);
    for (std::vector<Name>& group : groups_) {
      std::stable_sort(group.begin(), group.end(),
                       [](const Name& a, const Name& b) { return a.name.size() > b.name.size(); });
    }
  }

  // The longest name that `text` begins with, or nothing.
  const Name* find(std::u16string_view text) const {
    if (group_of_[text.front()] == 0) return nullptr;
    for (const Name& one : groups_[group_of_[text.front()] - 1U])
      if (text.starts_with(one.name)) return &one;
    return nullptr;
  }

 private:
  void add(std::u16string_view name, std::uint8_t province) {
    std::uint16_t& group = group_of_[name.front()];
    if (group == 0) {
      groups_.emplace_back();
      group = static_cast<std::uint16_t>(groups_.size());
    }
    groups_[group - 1U].push_back({name, province});
  }

  std::vector<std::uint16_t> group_of_ = std::vector<std::uint16_t>(0x10000, 0);  // by character; 0: none
  std::vector<std::vector<Name>> groups_;
};

// Calls visit(begin, length, province) for each name; names do not overlap.
template <class Visit>
void for_each_place(std::u16string_view codes, Visit&& visit) {
  static const Names names;
  for (std::size_t at = 0; at + 1 < codes.size();) {
    const Name* name = names.find(codes.substr(at));
    if (name == nullptr) {
      ++at;
      continue;
    }
    if (name->province != no_province) visit(at, name->name.size(), name->province);
    at += name->name.size();
  }
}

}  // namespace

std::vector<PlaceCount> count_places(std::u16string_view codes) {
  std::vector<PlaceCount> counts;
  for_each_place(codes, [&](std::size_t at, std::size_t, std::uint8_t province) {
    auto known = std::find_if(counts.begin(), counts.end(),
                              [&](const PlaceCount& one) { return one.province == province; });
    if (known == counts.end()) known = counts.insert(counts.end(), PlaceCount{.province = province});
    const bool lead = at < lead_chars;
    known->in_lead = known->in_lead || lead;
    known->count =
        static_cast<std::uint16_t>(std::min(known->count + (lead ? lead_weight : 1), most_counted));
  });
  return counts;
}

std::vector<bool> place_part(std::u16string_view codes) {
  std::vector<bool> part(codes.size(), false);
  for_each_place(codes, [&](std::size_t at, std::size_t length, std::uint8_t) {
    std::size_t end = at + length;
    for (const std::u16string_view ending : endings) {
      if (!codes.substr(end).starts_with(ending)) continue;
      end += ending.size();
      break;
    }
    std::fill(part.begin() + static_cast<std::ptrdiff_t>(at), part.begin() + static_cast<std::ptrdiff_t>(end),
              true);
  });
  return part;
}

}  // namespace hotline::retrieve
