// Tickets that were folded before, so that a ticket with a long history is not folded from its first event
// every time that somebody looks at it.
//
// Each is kept with the entry of the journal up to which it was folded. Whoever takes one checks that entry
// (see store/history.hpp), so nothing here can be wrong, at most old: it needs no forgetting, neither when
// work is undone nor between databases. Threads: all functions from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "hotline/store/history.hpp"
#include "hotline/ticket/ticket.hpp"

namespace hotline::ticket {

struct FoldedTicket {
  Ticket ticket;
  store::KnownEntry upto;
};

class FoldedTickets {
 public:
  // nullptr when it is not kept.
  std::shared_ptr<const FoldedTicket> find(std::int64_t ticket);
  void keep(std::shared_ptr<const FoldedTicket> folded);

  // Kept at most twice this many in each shard: when the young are so many, they become the old, and those
  // who were old and not asked for since go.
  static constexpr std::size_t young_most = 128;
  static constexpr std::size_t shards = 16;

 private:
  using Kept = std::unordered_map<std::int64_t, std::shared_ptr<const FoldedTicket>>;
  struct Shard {
    std::mutex mutex;
    Kept young, old;
    void put(std::shared_ptr<const FoldedTicket> folded);
  };
  Shard& shard_of(std::int64_t ticket) { return shards_[static_cast<std::uint64_t>(ticket) % shards]; }

  std::array<Shard, shards> shards_;
};

// The process's own.
FoldedTickets& folded_tickets();

}  // namespace hotline::ticket
