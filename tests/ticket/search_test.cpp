// Finding tickets: filters and full text of one, two and more characters; secret ones stay out.
#include "hotline/ticket/search.hpp"

#include "support/query_plan.hpp"
#include "ticket/queries.hpp"
#include "ticket/ticket_fixture.hpp"

namespace hotline::ticket::test {
namespace {

class Search : public TicketTest {
 protected:
  std::vector<std::int64_t> find(const TicketFilter& filter, std::int64_t before = 0,
                                 std::size_t limit = 50) {
    return store.read([&](store::ReadTx& tx) {
      std::vector<std::int64_t> ids;
      for (const TicketRow& row : find_tickets(tx, filter, before, limit)) ids.push_back(row.id);
      return ids;
    });
  }
  std::vector<std::int64_t> find_words(const std::string& words) {
    TicketFilter filter;
    filter.words = words;
    return find(filter);
  }
};

TEST_F(Search, WordsOfOneTwoAndMoreCharactersAreFoundInEitherScriptAndWidth) {
  const Ticket t = given_a_ticket("文三路258号楼下漏水");
  given_a_ticket("公园路灯不亮");
  for (const char* words : {"漏", "漏水", "楼下漏水", "258", "２５８号", "樓下漏水", "漏水 文三路"}) {
    EXPECT_EQ(find_words(words), std::vector{t.id}) << words;
  }
  for (const char* words : {"漏电", "25", "\"", "*", "AND", "（）"})
    EXPECT_TRUE(find_words(words).empty()) << words;
}

TEST_F(Search, PagesRunFromTheNewestAndEndEmpty) {
  std::vector<std::int64_t> all;
  for (int i = 0; i < 5; ++i) all.insert(all.begin(), given_a_ticket().id);
  EXPECT_EQ(find({}, 0, 3), (std::vector{all[0], all[1], all[2]}));
  EXPECT_EQ(find({}, all[2], 3), (std::vector{all[3], all[4]}));
  EXPECT_TRUE(find({}, all[4], 3).empty());
}

TEST_F(Search, AUnitFindsItsPartsByTheirState) {
  const Ticket waiting = given_a_dispatched_ticket(), taken = sign(given_a_dispatched_ticket({"ZJ"}));
  TicketFilter filter;
  filter.unit = "CG";
  EXPECT_EQ(find(filter), (std::vector{taken.id, waiting.id}));
  filter.part_state = "signed";
  EXPECT_EQ(find(filter), std::vector{taken.id});
  filter.unit = "ZJ";
  EXPECT_TRUE(find(filter).empty());
}

TEST_F(Search, AUnitNeitherFindsNorCountsWhatARulingTookFromIt) {
  const Ticket t = sign(given_a_dispatched_ticket());
  must_act(t.id, [&](const Ticket& now) {
    return decide_return(now, 1, {"not_duty", "ZJ", {}}, {}, 2, store.clock.now());
  });
  const Ruling ruling{.kind = RulingKind::redispatched, .unit = "ZJ"};
  must_act(t.id,
           [&](const Ticket& now) { return decide_rule(now, 1, ruling, deadlines, store.clock.now()); });
  TicketFilter filter;
  filter.unit = "CG";
  EXPECT_TRUE(find(filter).empty());
  const auto counts = [&](const std::string& unit) {
    return store.read([&](store::ReadTx& tx) { return count_by_state(tx, unit, true); });
  };
  EXPECT_TRUE(counts("CG").empty());
  ASSERT_EQ(counts("ZJ").size(), 1u);
  EXPECT_EQ(counts("ZJ")[0].first, "assigned");
}

TEST_F(Search, SecretAndMergedTicketsAreLeftOutUnlessAskedFor) {
  const Ticket open = given_a_ticket(), hidden = given_a_ticket(), merged = given_a_ticket();
  must_act(hidden.id, [](const Ticket& t) { return decide_secure(t, true); });
  store.write([&](store::WriteTx& tx) { return book.merge(tx, merged.id, open.id, std::nullopt, agent); });
  EXPECT_EQ(find({}), std::vector{open.id});
  TicketFilter filter;
  filter.with_secret = filter.with_merged = true;
  EXPECT_EQ(find(filter).size(), 3u);
  const auto counts = store.read([](store::ReadTx& tx) { return count_by_state(tx, "", false); });
  ASSERT_EQ(counts.size(), 1u);
  EXPECT_EQ(counts[0].second, 1);
}

TEST_F(Search, FiltersNarrowByMatterPrefixAndTime) {
  const Ticket t = given_a_ticket();
  TicketFilter filter;
  for (const char* matter : {"03", "0304", "0304.030402", "030402"}) {
    filter.matter = matter;
    EXPECT_EQ(find(filter), std::vector{t.id}) << matter;
  }
  filter.matter = "04";
  EXPECT_TRUE(find(filter).empty());
  filter.matter = "";
  filter.to = store.clock.now();
  EXPECT_TRUE(find(filter).empty());
}

// Every request that comes from a platform asks for it: a scan here makes each of them slower than the one
// before.
TEST_F(Search, ThePlatformsOwnNumberIsFoundByItsIndex) {
  const auto plan = plan_of(store, queries::request_id_by_external);
  ASSERT_EQ(plan.size(), 1U);
  EXPECT_NE(plan[0].find("INDEX request_of_source (source=? AND external_id=?)"), std::string::npos)
      << plan[0];
}

}  // namespace
}  // namespace hotline::ticket::test
