// Steps of the ladder as they are listed and answered.
//
//            answer
//    open ------------> answered      by the unit, or by the hotline for it
//     | |
//     | `-- in time nobody answered, next rung ---> climbed
//     `---- cards and 催办: the unit has replied ---> settled
//
// Every step is an entry of the journal (stream "supervision", subject = step): its kind is the step's name;
// then answered, climbed or settled. 督办 and what stands above it stays listed until somebody answers, even
// when the ticket is finished; it climbs no more then.
// Plain values; reading functions from any ReadTx.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/city/supervision.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::supervise {

struct Step {
  std::int64_t id = 0;
  std::string stream;  // "ticket", or "knowledge_task"
  std::int64_t subject = 0;
  std::int64_t assignment = 0;
  std::string unit;  // who is to answer, "" for the hotline
  city::Step step = city::Step::urge;
  std::string rung;    // code, "" for cards
  std::string name;    // "一级督办"
  std::string cause;   // name of a city::Trigger; "due" for cards; "unanswered"
  std::string leader;  // name, "" for none
  base::Time raised_at;
  std::optional<base::Time> answer_due;
  std::string state;  // open, answered, settled, climbed
  std::optional<base::Time> ended_at;
  std::string ended_by;
  std::int64_t answer = 0;  // sealed id
};

struct StepFilter {
  std::int64_t after = 0;
  std::optional<std::string> state, unit, step;
};

std::optional<Step> find_step(store::ReadTx& tx, std::int64_t id);
// Oldest first.
std::vector<Step> steps_of(store::ReadTx& tx, std::string_view stream, std::int64_t subject);
std::vector<Step> list_steps(store::ReadTx& tx, const StepFilter& filter, int limit);

struct StepCount {
  std::string step, state;
  std::int64_t steps = 0;
};
std::vector<StepCount> count_steps(store::ReadTx& tx);

}  // namespace hotline::supervise
