// Clocks that stand still, and clocks whose rules changed.
#include <algorithm>

#include "ticket/rules.hpp"

namespace hotline::ticket {
namespace {

const RunningClock* resolve_clock(const Ticket& ticket, std::int64_t assignment) {
  for (const RunningClock& clock : ticket.clocks) {
    if (clock.what == city::Limited::resolve && clock.assignment == assignment && !clock.stopped)
      return &clock;
  }
  return nullptr;
}

// What a clock has been through.
struct Course {
  base::Time started;
  std::vector<Pause> pauses;
  std::int64_t extended = 0;
};

// The limit of the whole goes on when a part is passed down, so its course begins with the part above.
Course course_of(const Ticket& ticket, const RunningClock& clock) {
  Course course{clock.started, clock.pauses, clock.extended};
  const Assignment* assignment = ticket.find_assignment(clock.assignment);
  if (clock.what != city::Limited::resolve || assignment == nullptr || assignment->parent == 0 ||
      clock.started != assignment->assigned_at) {
    return course;
  }
  for (auto above = ticket.clocks.rbegin(); above != ticket.clocks.rend(); ++above) {
    if (above->what != city::Limited::resolve || above->assignment != assignment->parent) continue;
    Course whole = course_of(ticket, *above);
    whole.pauses.insert(whole.pauses.end(), course.pauses.begin(), course.pauses.end());
    whole.extended += course.extended;
    return whole;
  }
  return course;
}

base::Result<std::optional<base::Time>> due_of_course(const Ticket& ticket, const RunningClock& clock,
                                                      const std::string& unit, const Deadlines& deadlines) {
  const Course course = course_of(ticket, clock);
  HOTLINE_TRY(std::optional<base::Time> due, deadlines.due(clock.what, ticket, unit, course.started));
  if (!due) return due;
  for (const Pause& pause : course.pauses) {
    if (!pause.to || pause.from >= *due) continue;
    HOTLINE_TRY(const base::Time later,
                deadlines.resumed_due(clock.what, ticket, unit, *due, pause.from, *pause.to));
    due = later;
  }
  if (course.extended == 0) return due;
  HOTLINE_TRY(const base::Time later, deadlines.add_working_minutes(unit, *due, course.extended));
  return std::optional(later);
}

}  // namespace

base::Result<NewEvents> decide_pause(const Ticket& ticket, std::int64_t id, const Deadlines& deadlines,
                                     base::Time now) {
  HOTLINE_CHECK(check_assignment(ticket, id, AssignmentAction::pause, Acting{}));
  const RunningClock* clock = resolve_clock(ticket, id);
  if (clock == nullptr || !deadlines.pausable(city::Limited::resolve, ticket)) {
    return base::Error::of(base::ErrorCode::conflict, "该工单的办理时限不允许暂停计时。",
                           "The limit of this ticket may not stand still.");
  }
  if (clock->paused()) {
    return base::Error::of(base::ErrorCode::conflict, "该任务已暂停计时。",
                           "This clock stands still already.");
  }
  if (now > clock->due) {
    return base::Error::of(base::ErrorCode::conflict, "该任务已逾期，不能再暂停计时；请尽快办结。",
                           "The limit has run out; it cannot be paused any more. Please finish soon.");
  }
  return NewEvents{{event::paused, {{"assignment", id}}}};
}

base::Result<NewEvents> decide_resume(const Ticket& ticket, std::int64_t id, const Acting& acting,
                                      const Deadlines& deadlines, base::Time now) {
  HOTLINE_TRY(const Assignment* assignment, check_assignment(ticket, id, AssignmentAction::resume, acting));
  const RunningClock* clock = resolve_clock(ticket, id);
  if (clock == nullptr || !clock->paused()) {
    return base::Error::of(base::ErrorCode::conflict, "该任务没有暂停计时，无需恢复。",
                           "This clock does not stand still.");
  }
  HOTLINE_TRY(const base::Time due, deadlines.resumed_due(city::Limited::resolve, ticket, assignment->unit,
                                                          clock->due, clock->pauses.back().from, now));
  return NewEvents{{event::resumed, {{"assignment", id}, {"resolve_due", base::to_millis(due)}}}};
}

base::Result<std::vector<ClockMove>> find_clock_moves(const Ticket& ticket, const Deadlines& deadlines) {
  std::vector<ClockMove> moves;
  if (ticket.is_merged()) return moves;
  for (std::size_t i = 0; i < ticket.clocks.size(); ++i) {
    const RunningClock& clock = ticket.clocks[i];
    if (clock.stopped) continue;
    const Assignment* assignment = ticket.find_assignment(clock.assignment);
    const std::string unit = assignment != nullptr ? assignment->unit : "";
    HOTLINE_TRY(const auto due, due_of_course(ticket, clock, unit, deadlines));
    if (due && *due != clock.due) moves.push_back({i, clock.what, clock.assignment, unit, clock.due, *due});
  }
  return moves;
}

base::Result<NewEvents> decide_replan(const Ticket& ticket, const Deadlines& deadlines,
                                      std::int64_t city_version) {
  HOTLINE_TRY(const std::vector<ClockMove> moves, find_clock_moves(ticket, deadlines));
  if (moves.empty()) return NewEvents{};
  store::Payload::Numbers positions, dues;
  for (const ClockMove& move : moves) {
    positions.push_back(static_cast<std::int64_t>(move.position) + 1);
    dues.push_back(base::to_millis(move.after));
  }
  return NewEvents{
      {event::replanned, {{"positions", positions}, {"dues", dues}, {"city_version", city_version}}}};
}

}  // namespace hotline::ticket
