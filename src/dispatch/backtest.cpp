#include "hotline/dispatch/backtest.hpp"

namespace hotline::dispatch {
namespace {

// What decided: the first reason that is not about place, kind or risk.
std::string decisive(const Decision& decision) {
  for (const Reason& one : decision.reasons) {
    for (const char* source : {"settlement", "rule", "direct", "duty", "model", "fallback"}) {
      if (one.source == source) return one.source + ":" + one.name;
    }
  }
  return "";
}

}  // namespace

void Backtest::add(const PastTicket& ticket) {
  const Decision before = before_.decide(ticket.facts, {}, scratch_);
  const Decision after = after_.decide(ticket.facts, {}, scratch_);
  ++report_.tickets;
  ++report_.units[before.lead].before;
  ++report_.units[after.lead].after;
  report_.auto_before += before.automatic;
  report_.auto_after += after.automatic;
  if (!ticket.unit.empty()) {
    ++report_.known;
    ++report_.units[ticket.unit].truth;
    const bool right_before = before.lead == ticket.unit, right_after = after.lead == ticket.unit;
    report_.right_before += right_before;
    report_.right_after += right_after;
    if (right_before) ++report_.units[ticket.unit].right_before;
    if (right_after) ++report_.units[ticket.unit].right_after;
    report_.auto_known_before += before.automatic;
    report_.auto_known_after += after.automatic;
    report_.auto_right_before += before.automatic && right_before;
    report_.auto_right_after += after.automatic && right_after;
  }
  report_.matter_moved += before.matter != after.matter;
  if (before.lead == after.lead) return;
  report_.moved.push_back({ticket.id, ticket.number, before.lead, after.lead, before.matter, after.matter,
                           ticket.unit, decisive(after)});
}

}  // namespace hotline::dispatch
