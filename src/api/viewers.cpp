#include "api/viewers.hpp"

#include <algorithm>

namespace hotline::api {

void Viewers::forget(std::vector<Viewer>& viewers, base::Time now) const {
  std::erase_if(viewers, [now](const Viewer& one) { return one.seen + kForgotten < now; });
}

std::vector<Viewer> Viewers::note(std::int64_t ticket, const std::string& actor, const std::string& name,
                                  bool editing, base::Time now) {
  const std::lock_guard lock(mutex_);
  if (swept_ + kForgotten < now || by_ticket_.size() >= kMostTickets) {
    swept_ = now;
    for (auto& [id, viewers] : by_ticket_) forget(viewers, now);
    std::erase_if(by_ticket_, [](const auto& one) { return one.second.empty(); });
  }
  // Full of people who are really there: the newcomer sees the others, and is not seen.
  const bool full = by_ticket_.size() >= kMostTickets && !by_ticket_.contains(ticket);
  if (full) return {};
  std::vector<Viewer>& viewers = by_ticket_[ticket];
  forget(viewers, now);
  auto own =
      std::find_if(viewers.begin(), viewers.end(), [&](const Viewer& one) { return one.actor == actor; });
  if (own == viewers.end()) {
    viewers.push_back({actor, name, editing, now, now});
  } else {
    own->editing = editing;
    own->seen = now;
  }
  std::vector<Viewer> others = viewers;
  std::erase_if(others, [&](const Viewer& one) { return one.actor == actor; });
  return others;
}

void Viewers::leave(std::int64_t ticket, const std::string& actor) {
  const std::lock_guard lock(mutex_);
  const auto found = by_ticket_.find(ticket);
  if (found == by_ticket_.end()) return;
  std::erase_if(found->second, [&](const Viewer& one) { return one.actor == actor; });
  if (found->second.empty()) by_ticket_.erase(found);
}

}  // namespace hotline::api
