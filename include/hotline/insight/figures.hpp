// The hotline's figures: what each one counts.
//
// A figure is a share: `part` of `whole`. Both are counts of facts (facts.hpp), the smallest things that can
// be judged: one unit's signature, one reply, one answer of a citizen. This header names the figures; the ONE
// place that says which facts a ticket gives is decide_facts() in facts.cpp; docs/figures.md explains both to
// people. No official text prescribes formulas; these follow what cities publish (see docs/figures.md).
// Plain values; no thread rule.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "hotline/base/error.hpp"

namespace hotline::insight {

// Numbers are stored: append only.
enum class Figure : std::uint8_t {
  requests = 1,         // 受理诉求量: a count without a part
  direct_answer = 2,    // 直接答复率
  response = 3,         // 响应率
  solved = 4,           // 解决率
  satisfied = 5,        // 满意率
  unit_satisfied = 6,   // 对承办单位满意率
  agent_satisfied = 7,  // 对话务员满意率
  contacted = 8,        // 回访确认联系率
  not_due = 9,          // 因时限未到未解决占比
  rated = 10,           // 评价率
  sign_in_time = 11,    // 按时签收率
  close_in_time = 12,   // 按时办结率
  returned = 13,        // 退单率
  redone = 14,          // 重办率
  first_dispatch = 15,  // 一次派单准确率
  repeated = 16,        // 重复诉求率
  called_in_time = 17,  // 按时回访率
};
inline constexpr std::array all_figures{
    Figure::requests,      Figure::direct_answer,  Figure::response,        Figure::solved,
    Figure::satisfied,     Figure::unit_satisfied, Figure::agent_satisfied, Figure::contacted,
    Figure::not_due,       Figure::rated,          Figure::sign_in_time,    Figure::close_in_time,
    Figure::returned,      Figure::redone,         Figure::first_dispatch,  Figure::repeated,
    Figure::called_in_time};

struct FigureInfo {
  Figure figure;
  std::string_view code;  // "sign_in_time"
  base::Text name;
  base::Text formula;
  base::Text counted_at;  // the instant that decides the day on which a fact counts
  bool has_part = true;   // false: a count alone
};
const FigureInfo& info_of(Figure figure);
std::string_view code_of(Figure figure);
std::optional<Figure> find_figure(std::string_view code);

struct Count {
  std::int64_t whole = 0;
  std::int64_t part = 0;
  std::int64_t excluded = 0;  // facts left out of both, by a decision on record
  Count& operator+=(const Count& other) {
    whole += other.whole;
    part += other.part;
    excluded += other.excluded;
    return *this;
  }
  bool operator==(const Count&) const = default;
  bool empty() const { return whole == 0 && part == 0 && excluded == 0; }
};

// The share in hundredths of a percent, rounded half up in whole numbers, so that it is the same on every
// machine: 2 of 3 is 6667. Nothing when nothing was counted.
std::optional<std::int64_t> basis_points(const Count& count);

}  // namespace hotline::insight
