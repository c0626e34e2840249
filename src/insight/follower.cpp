#include "hotline/insight/follower.hpp"

#include <map>
#include <set>
#include <tuple>

#include "insight/days.hpp"
#include "insight/dimensions.hpp"
#include "insight/queries.hpp"
#include "insight/suspicion.hpp"

namespace hotline::insight {
namespace {

const jobs::FeedReader& feed() {
  static const jobs::FeedReader reader{"insight.figures"};
  return reader;
}

struct TicketRow {
  std::string kind, matter, division;
  bool operator==(const TicketRow&) const = default;
};

struct Counted {
  std::int64_t ticket = 0;
  TicketRow row;
  std::vector<Fact> facts;
};

// The tickets that the entries touch. A rating and a decision name theirs by the request or in the payload.
std::set<std::int64_t> touched(store::ReadTx& tx, const std::vector<store::Entry>& entries) {
  std::set<std::int64_t> tickets;
  for (const store::Entry& one : entries) {
    if (one.stream == "ticket" || one.stream == "late") {
      tickets.insert(one.subject);
    } else if (one.stream == "request" && one.kind != "received") {
      if (const auto request = ticket::RequestBook::find(tx, one.subject)) tickets.insert(request->ticket);
    } else if (one.stream == "figures") {
      if (const auto ticket = one.payload.integer("ticket")) tickets.insert(*ticket);
    }
  }
  return tickets;
}

// Moves of the sums, gathered so that each row of them is written once for a batch.
class Sums {
 public:
  explicit Sums(std::chrono::minutes offset) : offset_(offset) {}

  void add(const TicketRow& row, const Fact& fact, int sign) {
    const LocalHour when = local_hour(fact.at, offset_);
    const Count change = fact.excluded ? Count{0, 0, sign} : Count{sign, fact.hit ? sign : 0, 0};
    const auto note = [&](Dimension dimension, const std::string& key) {
      changes_[{static_cast<int>(dimension), when.day, key, static_cast<int>(fact.figure)}] += change;
    };
    note(Dimension::city, "");
    if (!fact.unit.empty()) note(Dimension::unit, fact.unit);
    note(Dimension::matter, row.matter);
    note(Dimension::division, row.division);
    note(Dimension::channel, fact.channel);
    note(Dimension::kind, row.kind);
    note(Dimension::hour, std::to_string(when.hour));
  }
  void write(store::WriteTx& tx) const {
    for (const auto& [at, change] : changes_) {
      if (change.empty()) continue;
      const auto& [dimension, day, key, figure] = at;
      tx.execute(queries::add_count, dimension, day, key, figure, change.whole, change.part, change.excluded);
    }
  }

 private:
  std::chrono::minutes offset_;
  std::map<std::tuple<int, std::int64_t, std::string, int>, Count> changes_;
};

std::vector<Fact> stored_facts(store::ReadTx& tx, std::int64_t ticket) {
  store::Statement row = tx.query(queries::facts_of_ticket);
  row.bind(ticket);
  std::vector<Fact> facts;
  while (row.step()) {
    facts.push_back({static_cast<Figure>(row.integer(0)), row.integer(1), row.time(2), row.text(3),
                     row.text(4), row.integer(5) != 0, row.integer(6) != 0});
  }
  return facts;
}

TicketRow stored_row(store::ReadTx& tx, std::int64_t ticket) {
  store::Statement row = tx.query(queries::ticket_row);
  row.bind(ticket);
  if (!row.step()) return {};
  return {row.text(0), row.text(1), row.text(2)};
}

void save(store::WriteTx& tx, const Counted& now, std::chrono::minutes offset, Sums& sums) {
  const TicketRow row = stored_row(tx, now.ticket);
  const std::vector<Fact> before = stored_facts(tx, now.ticket);
  const bool moved = row != now.row;
  if (moved) tx.execute(queries::save_ticket, now.ticket, now.row.kind, now.row.matter, now.row.division);
  if (!moved && before == now.facts) return;
  // Both lists are sorted alike: walk them side by side.
  auto old = before.begin();
  auto fresh = now.facts.begin();
  const auto key = [](const Fact& fact) { return std::pair(fact.figure, fact.ordinal); };
  while (old != before.end() || fresh != now.facts.end()) {
    const bool gone = fresh == now.facts.end() || (old != before.end() && key(*old) < key(*fresh));
    const bool added = !gone && (old == before.end() || key(*fresh) < key(*old));
    const bool same = !gone && !added && !moved && *old == *fresh;
    if (gone) tx.execute(queries::delete_fact, now.ticket, static_cast<int>(old->figure), old->ordinal);
    if (!gone && !same) {
      const LocalHour when = local_hour(fresh->at, offset);
      tx.execute(queries::save_fact, now.ticket, static_cast<int>(fresh->figure), fresh->ordinal, fresh->at,
                 when.day, when.hour, fresh->unit, fresh->channel, fresh->hit, fresh->excluded);
    }
    if (!added) {
      if (!same) sums.add(row, *old, -1);
      ++old;
    }
    if (!gone) {
      if (!same) sums.add(now.row, *fresh, 1);
      ++fresh;
    }
  }
}

struct Batch {
  jobs::FeedBatch feed;
  std::vector<Counted> tickets;
};

}  // namespace

std::int64_t Follower::lag(store::ReadTx& tx) {
  return feed().lag(tx);
}

std::optional<base::Time> Follower::oldest_uncounted(store::ReadTx& tx) {
  const jobs::FeedBatch next = feed().poll(tx, 1);
  return next.entries.empty() ? std::nullopt : std::optional(next.entries.front().at);
}

base::Result<std::size_t> Follower::catch_up(std::size_t limit) {
  const base::Time now = clock_.now();
  HOTLINE_TRY(const Batch batch, store_.read([&](store::ReadTx& tx) -> base::Result<Batch> {
    Batch out{feed().poll(tx, limit), {}};
    for (const std::int64_t id : touched(tx, out.feed.entries)) {
      auto record = load_record(tx, id);
      if (!record.ok()) continue;
      const ticket::Ticket& t = record->ticket;
      out.tickets.push_back(
          {id, {std::string(city::name_of(t.kind)), t.matter, t.division}, decide_facts(*record, now)});
    }
    return out;
  }));
  if (batch.feed.entries.empty()) return std::size_t{0};
  const std::chrono::minutes offset{city_.get()->settings.zone_offset_minutes};
  HOTLINE_CHECK(store_.write([&](store::WriteTx& tx) -> base::Status {
    HOTLINE_CHECK(feed().advance(tx, batch.feed));
    Sums sums(offset);
    for (const Counted& one : batch.tickets) save(tx, one, offset, sums);
    sums.write(tx);
    for (const store::Entry& one : batch.feed.entries) {
      if (one.stream == "request" && one.kind == "rated") HOTLINE_CHECK(review_rating(tx, one));
    }
    return {};
  }));
  return batch.feed.entries.size();
}

}  // namespace hotline::insight
