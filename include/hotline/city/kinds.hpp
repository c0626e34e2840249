// The few closed sets that the city's files and the tickets share. Names are the words of files and API.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace hotline::city {

// What a citizen wants: 咨询 求助 投诉 举报 建议 表扬.
enum class Kind { consult, help, complaint, report, suggestion, praise };
// How soon: 普通 紧急 特急 (danger to life or property).
enum class Urgency { normal, urgent, critical };
// How much it matters beyond the single caller: 一般 重要.
enum class Importance { ordinary, important };
// A time limit that runs: 签收 先行联系 退单 办结 审核 回访, and the most that one extension may add.
enum class Limited { sign, first_contact, return_window, resolve, review, callback, extension };

inline constexpr std::array kinds{Kind::consult, Kind::help,       Kind::complaint,
                                  Kind::report,  Kind::suggestion, Kind::praise};
inline constexpr std::array urgencies{Urgency::normal, Urgency::urgent, Urgency::critical};

std::string_view name_of(Kind kind);
std::string_view name_of(Urgency urgency);
std::string_view name_of(Importance importance);
std::string_view name_of(Limited limited);  // return_window is "return" in files
std::optional<Kind> find_kind(std::string_view name);
std::optional<Urgency> find_urgency(std::string_view name);
std::optional<Importance> find_importance(std::string_view name);
std::optional<Limited> find_limited(std::string_view name);

}  // namespace hotline::city
