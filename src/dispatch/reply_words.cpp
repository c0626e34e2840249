#include "dispatch/reply_words.hpp"

#include <string>
#include <string_view>

#include "hotline/text/phrase_matcher.hpp"

namespace hotline::dispatch {
namespace {

struct SaidWords {
  Said said;
  std::string_view words;
};

constexpr SaidWords tables[] = {
    {Said::passed_on,
     "已转|转交|转至|转给|转到|转相关|转有关|交办|转办|批转|移交|转达|发函|函告|转请|反馈至|转送|已交|将转|"
     "转市|转县|"
     "转区|上报|呈报|反映给|告知相关"},
    {Said::received, "已收悉|收悉|已收到|已经收到|留言已阅|已阅|来信收到|留言收到|收到您|已知悉|知悉"},
    {Said::empty,
     "感谢您对|感谢你对|感谢您的|感谢你的|感谢网友|谢谢您的|谢谢你的|感谢关注|祝您|祝你|生活愉快|万事如意|"
     "工作顺利|"
     "身体健康|高度重视|敬请谅解|望您理解|望理解|敬请理解|请您理解|欢迎您|欢迎继续|一如既往|进一步加强|"
     "进一步加大|"
     "加大力度|持续关注|积极研究|认真研究|不断提高|天天开心|深表歉意|再次感谢|特此回复|特此答复|予以回复"},
    {Said::greeting, "您好|你好|网友|市民同志|尊敬的|同志|先生|女士"},
    {Said::done,
     "经核实|经查|经调查|经了解|经核查|经现场|经我|调查核实|已完成|已处理|已整改|已修复|已解决|已安排|已责令|"
     "已要求|"
     "已督促|已组织|已拆除|已清理|已恢复|已启动|已开工|已落实|已办理|已发放|已开通|立即组织|赴现场|到现场|"
     "现场查看|"
     "现场勘查|实地|走访|约谈|责令|查处|处罚|立案|召开|会商|协调会|整改|巡查|执法人员|工作人员|核实情况|"
     "调查情况|情况如下|"
     "回复如下|答复如下|目前|已经|现已|正在"},
    {Said::rule,
     "根据|按照|依据|依照|规定|办法|条例|政策|通知|意见|《|第一条|标准|文件|法律|法规|符合|条件|流程|程序|"
     "材料|"
     "凭|须|需提供|应当|范围|比例|缴费|申请"},
    {Said::because, "因为|由于|原因|所致|鉴于|因该|因此|所以|考虑到|故|涉及|属于|导致"},
    {Said::plan, "将于|计划|预计|下一步|年底前|月底前|前完成|拟|即将|近期将|列入|纳入|逐步|后续将|届时|待"},
    {Said::contact, "电话|拨打|致电|咨询热线|联系人|联系方式|热线|座机|0000-|0731-|前往|地址"},
    {Said::talked, "与您联系|与你联系|电话联系|联系了您|沟通|当面|回访|已电话|告知您|向您解释|向网友|短信"},
    {Said::unit,
     "公安局|教育局|住建局|交通局|运输局|城管局|城管|民政局|人社局|卫健委|卫计|发改|自然资源|国土局|环保局|"
     "生态环境|"
     "市场监管|水利局|农业农村|财政局|税务|规划局|街道办|镇政府|乡政府|人民政府|管委会|村委会|社区居委会|"
     "社区|物业公司|"
     "公司|项目部|交警|派出所|执法大队|大队|中心|医院|学校|业委会|指挥部|供电|自来水|公交"},
    {Said::point, "一、|二、|三、|四、|1、|2、|3、|1.|2.|3.|一是|二是|三是|首先|其次|(一)|(二)|第一|第二"},
    {Said::ask_more,
     "请提供|请您提供|请进一步|不具体|不详|请完善|请详细|请补充|请说明|请告知|无法核实|请明确|请留下|"
     "没有具体|未提供"},
    {Said::elsewhere,
     "建议您向|建议你向|建议向|请向|请到|请您到|请与|请直接|请咨询|请联系|可向|可咨询|请您与|请您咨询|"
     "请您联系|可拨打"},
    {Said::outside, "不属于|不归|管辖|无权|不在我|不是我|职责范围|职权范围|垂直管理|直管"},
    {Said::later,
     "反馈结果|及时反馈|及时回复|后续回复|敬请关注|尽快回复|再回复|处理结果|办理结果|待调查|等待"},
    {Said::link, "链接|http|详见|附件|公众号|官网|网站|见附"},
};

struct SaidTable {
  text::PhraseMatcher matcher;
  std::vector<Said> said;
  SaidTable() {
    std::vector<text::Phrase> phrases;
    for (const SaidWords& table : tables) {
      std::string_view rest = table.words;
      while (!rest.empty()) {
        const std::size_t bar = rest.find('|');
        phrases.push_back({std::string(rest.substr(0, bar)), static_cast<std::uint32_t>(said.size())});
        said.push_back(table.said);
        rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
      }
    }
    matcher = text::PhraseMatcher(phrases);
  }
};

}  // namespace

std::vector<SaidHit> find_said(const text::NormalizedText& text) {
  static const SaidTable table;
  std::vector<SaidHit> hits;
  std::uint32_t covered[static_cast<std::size_t>(Said::count_)] = {};
  for (const text::PhraseMatch& match : table.matcher.find_all(text)) {
    const Said said = table.said[match.id];
    std::uint32_t& end = covered[static_cast<std::size_t>(said)];
    if (match.end <= end) continue;
    end = match.end;
    hits.push_back({said, match.begin, match.end});
  }
  return hits;
}

}  // namespace hotline::dispatch
