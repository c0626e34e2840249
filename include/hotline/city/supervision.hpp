// How the city presses for what is late or goes wrong: supervision.toml.
//
// A ladder of rungs, lowest first: 催办 urge, 督办 supervise in levels, 提级 raise to a named leader, 挂牌
// board. Triggers say which rung an event leads to; a step that nobody answers in time leads to the next rung
// by itself. Alerts watch for events that grow on one object, and for groups of people. Everything is
// optional: without the file nobody is carded and nothing climbs. Source: statutes of Jinan (art. 28, 30) and
// Weifang (art. 26) for grounds and forms of supervision; Shandong 2017 for yellow and red cards; all numbers
// are the city's.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/city/kinds.hpp"

namespace hotline::city {

// Somebody by name or post who answers for a step.
struct Leader {
  std::string post;     // "unit_head": what rungs name
  std::string name;     // "市商务局主要负责人"
  std::string unit;     // only for tickets of this unit and those below it; "" for all
  std::string account;  // login that gets the message; "" for the unit's inbox, or the supervisors'
  int line = 0;
};

enum class Step { yellow, red, urge, supervise, raise, board };
inline constexpr std::array steps{Step::yellow,    Step::red,   Step::urge,
                                  Step::supervise, Step::raise, Step::board};
std::string_view name_of(Step step);
std::optional<Step> find_step(std::string_view name);

struct Rung {
  std::string code;
  std::string name;  // "一级督办"
  Step step = Step::urge;
  int level = 0;           // of 督办 as the ticket shows it, 1 to 3; 0 for urge
  std::string leader;      // post; "" when the unit alone answers
  int answer_minutes = 0;  // working minutes of the hotline's hours until the next rung; 0: never climbs
  int line = 0;
};

enum class Trigger {
  late,            // a clock ran out (clocks)
  returned,        // returned `count` times
  reopened,        // reopened `count` times
  repeats,         // `count` requests about one matter, merged or by one caller within `days`
  unsatisfied,     // a caller was unhappy
  recurrence,      // same object and cause again within `hours` after the end: 假闭环
  risk,            // a risk word's category (flags)
  unacknowledged,  // an emergency line did not acknowledge in time
  stale_knowledge  // knowledge not updated in time
};
inline constexpr std::array triggers{Trigger::late,    Trigger::returned,       Trigger::reopened,
                                     Trigger::repeats, Trigger::unsatisfied,    Trigger::recurrence,
                                     Trigger::risk,    Trigger::unacknowledged, Trigger::stale_knowledge};
std::string_view name_of(Trigger trigger);
std::string_view chinese_name_of(Trigger trigger);
std::optional<Trigger> find_trigger(std::string_view name);

struct TriggerRule {
  Trigger on = Trigger::late;
  std::string rung;  // code
  int count = 1;
  int hours = 72;
  int days = 30;
  std::vector<std::string> flags;
  std::vector<Limited> clocks{Limited::resolve};
  int line = 0;
};

enum class AlertKind { growing, group };
std::string_view name_of(AlertKind kind);

// growing: `tickets` about one object and matter within `days` consecutive days.
// group: the words name at least `people` people, or a flag of `flags` stands, within the matters.
struct AlertRule {
  std::string name;
  AlertKind kind = AlertKind::growing;
  std::vector<std::string> matters;  // prefixes or row keys; empty: any
  int tickets = 3;
  int days = 3;
  int people = 30;
  std::vector<std::string> flags;
  bool alone = false;               // of a group: one ticket that names so many people is enough
  std::vector<std::string> bodies;  // units that are joined
  int line = 0;
};

struct CardRule {
  double yellow_share = 0.20;  // yellow card when this share of the allowance is left ...
  int long_from_days = 5;      // ... or, where the allowance is this many working days or more,
  int yellow_days = 1;         // when this many working days are left
};

struct TopicRule {  // 每周一题、每月一题
  int each_week = 3;
  int each_month = 1;  // 0: none
  int days = 7;        // that a week's topics look back
  int tickets = 3;     // fewest that make a week's topic
  int month_tickets = 10;
  std::string leader;
};

struct Supervision {
  std::optional<CardRule> cards;  // nothing: no cards
  std::vector<Leader> leaders;
  std::vector<Rung> rungs;  // lowest first
  std::vector<TriggerRule> triggers;
  std::vector<AlertRule> alerts;
  std::optional<TopicRule> topics;

  // Index of a rung, nothing for an unknown code.
  std::optional<std::size_t> find_rung(std::string_view code) const;
};

}  // namespace hotline::city
