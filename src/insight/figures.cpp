#include "hotline/insight/figures.hpp"

namespace hotline::insight {
namespace {

constexpr std::size_t figures = all_figures.size();

// In the order of all_figures.
const std::array<FigureInfo, figures>& table() {
  static const std::array<FigureInfo, figures> rows{{
      {Figure::requests,
       "requests",
       {"受理诉求量", "Requests received"},
       {"收到的诉求件数，包括不予受理的。", "Requests that came in, refused ones included."},
       {"诉求收到时间", "when the request was received"},
       false},
      {Figure::direct_answer,
       "direct_answer",
       {"直接答复率", "Direct answer rate"},
       {"热线直接答复办结、从未派单的工单 ÷ 受理工单（不含不予受理、并入他单和拆出的子单）。",
        "Tickets answered by the hotline and never dispatched / tickets taken (without refused, merged and "
        "split-off ones)."},
       {"工单登记时间", "when the ticket was opened"}},
      {Figure::response,
       "response",
       {"响应率", "Response rate"},
       {"在先行联系时限内联系诉求人的承办任务 ÷ 应当联系的承办任务；未联系即答复的算未响应。",
        "Parts whose unit contacted the caller within the limit / parts that had to; a reply without contact "
        "is none."},
       {"联系时间；未按时联系的为时限届满时间", "when contact was made, or when the limit ran out"}},
      {Figure::solved,
       "solved",
       {"解决率", "Solution rate"},
       {"诉求人答“已解决”的 ÷ 答“已解决”或“未解决”的；“时限未到”另计。",
        "Callers who say solved / callers who say solved or not solved; 'time is not up' stands apart."},
       {"评价时间", "when it was rated"}},
      {Figure::satisfied,
       "satisfied",
       {"满意率", "Satisfaction rate"},
       {"对办理结果评 3 分（基本满意）及以上的 ÷ 对办理结果评分的。",
        "Scores of the result of 3 (fairly satisfied) and better / all scores of the result."},
       {"评价时间", "when it was rated"}},
      {Figure::unit_satisfied,
       "unit_satisfied",
       {"对承办单位满意率", "Satisfaction with the unit"},
       {"对承办单位评 3 分及以上的 ÷ 对承办单位评分的。",
        "Scores of the unit of 3 and better / all of them."},
       {"评价时间", "when it was rated"}},
      {Figure::agent_satisfied,
       "agent_satisfied",
       {"对话务员满意率", "Satisfaction with the agent"},
       {"对话务员评 3 分及以上的 ÷ 对话务员评分的。", "Scores of the agent of 3 and better / all of them."},
       {"评价时间", "when it was rated"}},
      {Figure::contacted,
       "contacted",
       {"回访确认联系率", "Contact confirmed by the caller"},
       {"诉求人答“有部门联系”的 ÷ 回答该问题的。", "Callers who say a unit contacted them / callers asked."},
       {"评价时间", "when it was rated"}},
      {Figure::not_due,
       "not_due",
       {"时限未到占比", "Share of 'time is not up'"},
       {"诉求人答“时限未到，尚在办理”的 ÷ 回答是否解决的。",
        "Callers who say that the time is not up / callers who answered whether it is solved."},
       {"评价时间", "when it was rated"}},
      {Figure::rated,
       "rated",
       {"评价率", "Rating rate"},
       {"已有评价的诉求 ÷ 首次办理完毕的工单所含诉求。",
        "Requests with a rating / requests of tickets handled."},
       {"首次办理完毕时间", "when all units had first replied"}},
      {Figure::sign_in_time,
       "sign_in_time",
       {"按时签收率", "Signed in time"},
       {"在签收时限内签收的承办任务 ÷ 应签收的；时限内退回的不计。",
        "Parts signed within the limit / parts to be signed; those returned within it do not count."},
       {"签收时间；逾期的为时限届满时间", "when it was signed, or when the limit ran out"}},
      {Figure::close_in_time,
       "close_in_time",
       {"按时办结率", "Handled in time"},
       {"在办理时限（含批准的延期）内答复的 ÷ 应办结的；每次重办各计一次。",
        "Parts replied to within the limit, granted extensions included / parts due; each redoing counts."},
       {"答复时间；逾期的为时限届满时间", "when it was replied to, or when the limit ran out"}},
      {Figure::returned,
       "returned",
       {"退单率", "Return rate"},
       {"被承办单位退回的承办任务 ÷ 派出的承办任务。", "Parts that the unit returned / parts given out."},
       {"派出时间", "when the part was given out"}},
      {Figure::redone,
       "redone",
       {"重办率", "Redo rate"},
       {"审核发回或重新办理过的工单 ÷ 办理完毕的工单。", "Tickets sent back or reopened / tickets handled."},
       {"首次办理完毕时间", "when all units had first replied"}},
      {Figure::first_dispatch,
       "first_dispatch",
       {"一次派单准确率", "First-dispatch accuracy"},
       {"首个主办单位未退回、未被改派的工单 ÷ 派出的工单；退回被驳回的算准确。",
        "Tickets whose first lead neither returned them nor lost them / tickets dispatched; a return that "
        "was "
        "not upheld leaves the dispatch right."},
       {"首次派单时间", "when it was first dispatched"}},
      {Figure::repeated,
       "repeated",
       {"重复诉求率", "Repeat rate"},
       {"同一号码在此前 90 天内就同一事项反映过的诉求 ÷ 受理诉求（不含不予受理）。",
        "Requests whose number asked about the same matter in the 90 days before / requests taken."},
       {"诉求收到时间", "when the request was received"}},
      {Figure::called_in_time,
       "called_in_time",
       {"按时回访率", "First callback begun in time"},
       {"首次回访在办结（或其后首个回访时段开始）两小时内发起的诉求 ÷ 应回访的诉求；回访前自行评价的不计。",
        "Requests whose first attempt began within two hours of resolution, or of the start of the next "
        "calling "
        "time / requests to be called back; those rated before any attempt do not count."},
       {"首次回访时间；未按时发起的为时限届满时间", "when it began, or when the time for it ran out"}},
  }};
  return rows;
}

}  // namespace

const FigureInfo& info_of(Figure figure) {
  return table()[static_cast<std::size_t>(figure) - 1];
}

std::string_view code_of(Figure figure) {
  return info_of(figure).code;
}

std::optional<Figure> find_figure(std::string_view code) {
  for (const FigureInfo& row : table()) {
    if (row.code == code) return row.figure;
  }
  return std::nullopt;
}

std::optional<std::int64_t> basis_points(const Count& count) {
  if (count.whole == 0) return std::nullopt;
  return (count.part * 20000 + count.whole) / (count.whole * 2);
}

}  // namespace hotline::insight
