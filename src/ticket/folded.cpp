#include "ticket/folded.hpp"

namespace hotline::ticket {

void FoldedTickets::Shard::put(std::shared_ptr<const FoldedTicket> folded) {
  if (young.size() >= young_most) {
    old = std::move(young);
    young.clear();
  }
  const std::int64_t id = folded->ticket.id;
  young.insert_or_assign(id, std::move(folded));
}

std::shared_ptr<const FoldedTicket> FoldedTickets::find(std::int64_t ticket) {
  Shard& shard = shard_of(ticket);
  const std::lock_guard lock(shard.mutex);
  if (const auto young = shard.young.find(ticket); young != shard.young.end()) return young->second;
  const auto old = shard.old.find(ticket);
  if (old == shard.old.end()) return nullptr;
  std::shared_ptr<const FoldedTicket> found = std::move(old->second);
  shard.old.erase(old);
  shard.put(found);
  return found;
}

void FoldedTickets::keep(std::shared_ptr<const FoldedTicket> folded) {
  Shard& shard = shard_of(folded->ticket.id);
  const std::lock_guard lock(shard.mutex);
  shard.put(std::move(folded));
}

FoldedTickets& folded_tickets() {
  static FoldedTickets kept;
  return kept;
}

}  // namespace hotline::ticket
