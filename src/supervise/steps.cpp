#include "hotline/supervise/steps.hpp"

#include "supervise/queries.hpp"

namespace hotline::supervise {
namespace {

std::optional<base::Time> time_at(store::Statement& row, int column) {
  const auto millis = row.maybe_integer(column);
  return millis ? std::optional(base::from_millis(*millis)) : std::nullopt;
}

Step read_step(store::Statement& row) {
  Step step;
  step.id = row.integer(0);
  step.stream = row.text(1);
  step.subject = row.integer(2);
  step.assignment = row.integer(3);
  step.unit = row.text(4);
  step.step = city::find_step(row.view(5)).value_or(city::Step::urge);
  step.rung = row.text(6);
  step.name = row.text(7);
  step.cause = row.text(8);
  step.leader = row.text(9);
  step.raised_at = base::from_millis(row.integer(10));
  step.answer_due = time_at(row, 11);
  step.state = row.text(12);
  step.ended_at = time_at(row, 13);
  step.ended_by = row.text(14);
  step.answer = row.maybe_integer(15).value_or(0);
  return step;
}

std::vector<Step> all_of(store::Statement& row) {
  std::vector<Step> steps;
  while (row.step()) steps.push_back(read_step(row));
  return steps;
}

}  // namespace

std::optional<Step> find_step(store::ReadTx& tx, std::int64_t id) {
  store::Statement row = tx.query(queries::step_by_id);
  row.bind(id);
  return row.step() ? std::optional(read_step(row)) : std::nullopt;
}

std::vector<Step> steps_of(store::ReadTx& tx, std::string_view stream, std::int64_t subject) {
  store::Statement row = tx.query(queries::steps_of);
  row.bind(stream, subject);
  return all_of(row);
}

std::vector<Step> list_steps(store::ReadTx& tx, const StepFilter& filter, int limit) {
  // A state that is given runs on its index; few steps are open among very many that have ended.
  store::Statement row = tx.query(filter.state ? queries::list_open_steps : queries::list_steps);
  row.bind(filter.after, filter.state, filter.unit, filter.step, limit);
  return all_of(row);
}

std::vector<StepCount> count_steps(store::ReadTx& tx) {
  std::vector<StepCount> counts;
  store::Statement row = tx.query(queries::count_steps);
  while (row.step()) counts.push_back({row.text(0), row.text(1), row.integer(2)});
  return counts;
}

}  // namespace hotline::supervise
