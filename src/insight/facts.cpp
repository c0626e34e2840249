#include "hotline/insight/facts.hpp"

#include <algorithm>

namespace hotline::insight {
namespace {

using ticket::Assignment;
using ticket::AssignmentState;
using ticket::RunningClock;

constexpr int least_satisfied = 3;  // 基本满意

class Facts {
 public:
  Facts(const TicketRecord& record, base::Time now) : record_(record), t_(record.ticket), now_(now) {}

  std::vector<Fact> all() {
    if (t_.is_merged()) return {};
    taken();
    dispatched();
    for (std::size_t i = 0; i < t_.clocks.size(); ++i) clock(i);
    handled();
    for (const RequestRecord& one : record_.requests) {
      ratings(one);
      callback(one);
    }
    std::sort(facts_.begin(), facts_.end(), [](const Fact& a, const Fact& b) {
      return std::pair(a.figure, a.ordinal) < std::pair(b.figure, b.ordinal);
    });
    return std::move(facts_);
  }

 private:
  std::string channel() const { return record_.requests.empty() ? "" : record_.requests.front().channel; }
  std::string lead() const { return t_.lead() != nullptr ? t_.lead()->unit : ""; }
  bool refused() const { return t_.outcome == ticket::Outcome::refused; }

  bool is_excluded(Figure figure, std::int64_t request) const {
    return std::any_of(record_.excluded.begin(), record_.excluded.end(), [&](const Excluding& one) {
      return (one.request == 0 || one.request == request) &&
             std::find(one.figures.begin(), one.figures.end(), figure) != one.figures.end();
    });
  }
  void add(Figure figure, std::int64_t ordinal, base::Time at, const std::string& unit, bool hit) {
    facts_.push_back({figure, ordinal, at, unit, channel(), hit, is_excluded(figure, 0)});
  }
  void add(Figure figure, const RequestRecord& request, base::Time at, const std::string& unit, bool hit) {
    facts_.push_back({figure, request.id, at, unit, request.channel, hit, is_excluded(figure, request.id)});
  }

  void taken() {
    for (const RequestRecord& one : record_.requests) {
      add(Figure::requests, one, one.received_at, lead(), false);
      if (!refused()) add(Figure::repeated, one, one.received_at, lead(), one.repeated);
    }
    if (refused() || t_.parent != 0) return;
    const bool direct = t_.outcome == ticket::Outcome::answered && !t_.dispatched_at;
    add(Figure::direct_answer, 0, t_.opened_at, "", direct);
  }

  void dispatched() {
    const Assignment* first = nullptr;
    for (const Assignment& one : t_.assignments) {
      add(Figure::returned, one.id, one.assigned_at, one.unit, !one.return_reason.empty());
      if (first == nullptr && one.part == ticket::Part::lead) first = &one;
    }
    if (first == nullptr || !t_.dispatched_at) return;
    // A unit that passes it down has accepted it; one whose return was not upheld works on.
    const bool wrong =
        first->state == AssignmentState::returned || first->state == AssignmentState::withdrawn;
    add(Figure::first_dispatch, 0, *t_.dispatched_at, first->unit, !wrong);
  }

  // The duty was met at `met`; nothing: it was not.
  void judge(Figure figure, std::size_t index, const RunningClock& clock, const std::string& unit,
             std::optional<base::Time> met) {
    const auto ordinal = static_cast<std::int64_t>(index) + 1;
    if (met) {
      add(figure, ordinal, std::min(*met, clock.due), unit, *met <= clock.due);
    } else if (clock.stopped.value_or(now_) > clock.due) {
      add(figure, ordinal, clock.due, unit, false);
    }
  }

  void clock(std::size_t index) {
    const RunningClock& clock = t_.clocks[index];
    const Assignment* a = t_.find_assignment(clock.assignment);
    if (a == nullptr) return;
    // What stopped the clock is told by what happened at that instant.
    const auto when = [&](const std::optional<base::Time>& done) {
      return clock.stopped && done == clock.stopped ? clock.stopped : std::nullopt;
    };
    switch (clock.what) {
      case city::Limited::sign:
        judge(Figure::sign_in_time, index, clock, a->unit, when(a->signed_at));
        break;
      case city::Limited::first_contact:
        if (!when(a->contacted_at) && when(a->replied_at)) {
          // Answered without a word to the caller.
          add(Figure::response, static_cast<std::int64_t>(index) + 1, std::min(*clock.stopped, clock.due),
              a->unit, false);
        } else {
          judge(Figure::response, index, clock, a->unit, when(a->contacted_at));
        }
        break;
      case city::Limited::resolve:
        // Only a reply lets a unit work again, so an earlier clock was stopped by one.
        judge(Figure::close_in_time, index, clock, a->unit,
              has_later(index) ? clock.stopped : when(a->replied_at));
        break;
      default:
        break;
    }
  }
  bool has_later(std::size_t index) const {
    const RunningClock& clock = t_.clocks[index];
    return std::any_of(t_.clocks.begin() + static_cast<std::ptrdiff_t>(index) + 1, t_.clocks.end(),
                       [&](const RunningClock& later) {
                         return later.what == clock.what && later.assignment == clock.assignment;
                       });
  }

  void handled() {
    if (!record_.handled_at) return;
    add(Figure::redone, 0, *record_.handled_at, lead(), t_.sent_back > 0 || t_.reopened > 0);
    for (const RequestRecord& one : record_.requests)
      add(Figure::rated, one, *record_.handled_at, lead(), one.rating.has_value());
  }

  void ratings(const RequestRecord& request) {
    if (!request.rating) return;
    const base::Time at = request.rating->at;
    const ticket::Rating& r = request.rating->rating;
    const auto score = [&](Figure figure, const std::optional<int>& value) {
      if (value) add(figure, request, at, lead(), *value >= least_satisfied);
    };
    if (r.solved == "yes" || r.solved == "no") add(Figure::solved, request, at, lead(), r.solved == "yes");
    if (r.solved != "unknown") add(Figure::not_due, request, at, lead(), r.solved == "not_due");
    if (r.contacted) add(Figure::contacted, request, at, lead(), *r.contacted);
    score(Figure::satisfied, r.result);
    score(Figure::unit_satisfied, r.unit);
    score(Figure::agent_satisfied, r.agent);
  }

  void callback(const RequestRecord& request) {
    if (!request.callback || request.callback->rated_before) return;
    const auto& [last, begun, rated] = *request.callback;
    if (begun) {
      add(Figure::called_in_time, request, std::min(*begun, last), "", *begun <= last);
    } else if (now_ > last) {
      add(Figure::called_in_time, request, last, "", false);
    }
  }

  const TicketRecord& record_;
  const ticket::Ticket& t_;
  base::Time now_;
  std::vector<Fact> facts_;
};

}  // namespace

std::vector<Fact> decide_facts(const TicketRecord& record, base::Time now) {
  return Facts(record, now).all();
}

}  // namespace hotline::insight
