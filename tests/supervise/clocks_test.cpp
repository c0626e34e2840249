// Changed rules and open clocks.
#include "hotline/supervise/clocks.hpp"

#include "supervise/supervise_fixture.hpp"

namespace hotline::supervise::test {
namespace {

class ClockReviewTest : public SuperviseTest {
 protected:
  ClockPreview preview(std::int64_t after = 0, int limit = 100) {
    return store.read([&](store::ReadTx& tx) { return preview_clocks(tx, *holder.get(), after, limit); });
  }
  static city::CityFiles stricter() {
    city::CityFiles files = pressing_city();
    std::string& limits = files["limits.csv"];
    const std::string old = "*,*,,resolve,5,working_days,true,";
    limits.replace(limits.find(old), old.size(), "*,*,,resolve,3,working_days,true,");
    return files;
  }
  base::Result<std::int64_t> start() {
    return store.get().write([&](store::WriteTx& tx) {
      return office->clocks.start(tx, *holder.get(), agent.actor, "缩短一般诉求时限，电话13812345678");
    });
  }
  std::string due(std::int64_t id) { return base::format_rfc3339(*load(id).next_due(), hours{8}); }
};

TEST_F(ClockReviewTest, ChangedLimitsMoveNothingUntilTheyAreApplied) {
  const Ticket t = dispatch({});
  sign(t.id);
  EXPECT_TRUE(preview().tickets.empty());
  use(stricter());
  const ClockPreview page = preview();
  ASSERT_EQ(page.tickets.size(), 1U);
  ASSERT_EQ(page.tickets[0].moves.size(), 1U);
  EXPECT_EQ(page.tickets[0].moves[0].what, city::Limited::resolve);
  EXPECT_EQ(base::format_rfc3339(page.tickets[0].moves[0].after, hours{8}), "2026-03-05T17:30:00+08:00");
  EXPECT_EQ(due(t.id), "2026-03-09T17:30:00+08:00");
  value_of(start());
  EXPECT_EQ(start().error().code, base::ErrorCode::conflict) << "one at a time";
  settle_down();
  EXPECT_EQ(due(t.id), "2026-03-05T17:30:00+08:00");
  EXPECT_TRUE(preview().tickets.empty());
  // Applied again, nothing moves and no event is written.
  const std::int64_t version = load(t.id).version;
  value_of(start());
  settle_down();
  EXPECT_EQ(load(t.id).version, version);
  // The moved clock is carded by its new time.
  go_to("2026-03-05T17:31");
  EXPECT_EQ(told(t.id).back(), "一级督办/late/open");
}

TEST_F(ClockReviewTest, ExtensionsPausesAndPartsPassedDownKeepWhatTheyWereGiven) {
  const Ticket extended = dispatch({}), passed = dispatch({.phone = "+8613800000002"}, "XH");
  sign(extended.id);
  sign(passed.id);
  act(extended.id,
      [&](const Ticket& at) { return ticket::decide_extension_request(at, 1, 450, {}, deadlines(), now()); });
  act(extended.id, [&](const Ticket& at) { return ticket::decide_extension(at, 1, true, deadlines()); });
  go_to("2026-03-03T10:00");
  act(passed.id,
      [&](const Ticket& at) { return ticket::decide_transfer(at, 1, "XH-CY", {}, deadlines(), now()); });
  EXPECT_TRUE(preview().tickets.empty()) << "the same rules move nothing";
  use(stricter());
  value_of(start());
  settle_down();
  const auto resolve_due = [&](std::int64_t id) {
    base::Time found{};
    for (const ticket::RunningClock& clock : load(id).clocks) {
      if (clock.what == city::Limited::resolve && !clock.stopped) found = clock.due;
    }
    return base::format_rfc3339(found, hours{8});
  };
  EXPECT_EQ(resolve_due(extended.id), "2026-03-06T17:30:00+08:00") << "three days and the granted one";
  EXPECT_EQ(resolve_due(passed.id), "2026-03-05T17:30:00+08:00") << "counted from the part above";
}

TEST_F(ClockReviewTest, ManyTicketsMoveInBatchesAndTheJournalTellsHowMany) {
  constexpr int tickets = 450;
  for (int i = 0; i < tickets; ++i) {
    const Ticket t = store.write([&](store::WriteTx& tx) -> base::Result<Ticket> {
      const std::int64_t id = ticket::TicketBook::next_id(tx);
      ticket::NewTicket ticket;
      ticket.number = "N" + std::to_string(id);
      ticket.matter = "0402.040201";
      return book->open(tx, id, ticket, agent, [&](const Ticket& opened) {
        return ticket::decide_dispatch(opened, {"XH-CG", {}, false}, deadlines(), tx.now());
      });
    });
    ASSERT_GT(t.id, 0);
  }
  use(stricter());
  EXPECT_TRUE(preview(0, 100).more);
  value_of(start());
  settle_down();
  const auto done = store.read([&](store::ReadTx& tx) {
    return store::find_entries(tx, {.stream = "clocks", .kind = "recomputed"}, 0, 10);
  });
  ASSERT_EQ(done.size(), 1U);
  EXPECT_EQ(done[0].payload.integer("tickets"), tickets);
  EXPECT_EQ(done[0].payload.integer("clocks"), tickets);
  const auto started = store.read([&](store::ReadTx& tx) {
    return store::find_entries(tx, {.stream = "clocks", .kind = "recompute_started"}, 0, 10);
  });
  EXPECT_EQ(started.at(0).reason.find("13812345678"), std::string::npos) << "no number in the journal";
}

}  // namespace
}  // namespace hotline::supervise::test
