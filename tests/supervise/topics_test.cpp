// Hard cases of the week: proposed from the data, led by name, followed up.
#include "hotline/supervise/topics.hpp"

#include "supervise/supervise_fixture.hpp"

namespace hotline::supervise::test {
namespace {

class TopicTest : public SuperviseTest {
 protected:
  TopicTest() {
    auto files = pressing_city();
    files["supervision.toml"] += "[topics]\neach_week = 1\ndays = 7\ntickets = 3\nleader = \"mayor\"\n";
    use(files);
  }
  std::vector<std::int64_t> propose() {
    return store.write(
        [&](store::WriteTx& tx) { return propose_topics(tx, *holder.get(), TopicSpan::week, agent.actor); });
  }
  void given_a_hard_week() {
    for (int i = 0; i < 4; ++i)
      open({.place = "文三路" + std::to_string(i) + "号", .phone = "+861380000010" + std::to_string(i)});
    go_to("2026-03-09T09:00");
  }
};

TEST_F(TopicTest, TheWeekBeforeProposesItsHardestMatterOnce) {
  EXPECT_TRUE(propose().empty()) << "nothing yet";
  given_a_hard_week();
  const auto made = propose();
  ASSERT_EQ(made.size(), 1U);
  const Topic topic = store.read([&](store::ReadTx& tx) { return *find_topic(tx, made[0]); });
  EXPECT_EQ(topic.week, "2026-03-09");
  EXPECT_EQ(topic.level2, "0402");
  EXPECT_EQ(topic.division, "330106");
  EXPECT_EQ(topic.tickets, 4);
  EXPECT_EQ(topic.score, 4);
  EXPECT_TRUE(propose().empty()) << "asked again, nothing new";
}

TEST_F(TopicTest, MondaysAndFirstsOfAMonthProposeByThemselvesOnce) {
  auto files = pressing_city();
  files["templates.toml"] += "[topics_proposed]\nzh = \"{title}{count}\"\n";
  files["supervision.toml"] +=
      "[topics]\neach_week = 1\neach_month = 1\ntickets = 3\nmonth_tickets = 4\nleader = \"mayor\"\n";
  use(files);
  must(office->start(store.get()));
  must(office->start(store.get()));  // as after a restart: planned once
  given_a_hard_week();
  const auto topics = [&] {
    return store.read([](store::ReadTx& tx) { return list_topics(tx, std::nullopt, 0, 100); });
  };
  ASSERT_EQ(topics().size(), 1U);
  EXPECT_EQ(topics()[0].week, "2026-03-09");
  EXPECT_EQ(messages("topic", topics()[0].id), 1U);
  go_to("2026-03-31T09:00");
  EXPECT_EQ(topics().size(), 1U) << "the weeks after were quiet";
  go_to("2026-04-01T07:00");
  ASSERT_EQ(topics().size(), 2U);
  EXPECT_EQ(topics()[1].week, "2026-03");
  EXPECT_EQ(topics()[1].division, "") << "the whole city's";
  EXPECT_EQ(topics()[1].tickets, 4);
}

TEST_F(TopicTest, AnAdoptedTopicHasALeaderTasksAndAFollowUpAndClosesWhenAllIsDone) {
  given_a_hard_week();
  const std::int64_t id = propose().at(0);
  const auto in = [&](const auto& work) { return store.get().write(work); };
  const base::Time due = now() + hours{72};
  const auto close = [&] {
    return in([&](store::WriteTx& tx) { return close_topic(tx, id, "已完成", agent.actor); });
  };
  EXPECT_EQ(close().error().code, base::ErrorCode::conflict) << "not adopted";
  const Topic adopted = value_of(in([&](store::WriteTx& tx) {
    return adopt_topic(tx, id, "张副市长", {{"XH-CG", "更换路灯", due}, {"ENV", "检测", due}}, agent.actor);
  }));
  EXPECT_EQ(adopted.leader, "张副市长");
  EXPECT_EQ(adopted.tasks.at(0).words, "更换路灯");
  EXPECT_EQ(close().error().code, base::ErrorCode::conflict) << "tasks are open";
  const auto finish = [&](std::int64_t task, const std::string& unit) {
    return in([&](store::WriteTx& tx) { return finish_task(tx, id, task, unit, agent.actor); });
  };
  EXPECT_EQ(finish(1, "ENV").error().code, base::ErrorCode::not_found) << "another unit's";
  EXPECT_TRUE(finish(1, "XH-CG").ok());
  EXPECT_EQ(finish(1, "XH-CG").error().code, base::ErrorCode::conflict);
  EXPECT_TRUE(finish(2, "").ok());
  value_of(in([&](store::WriteTx& tx) { return follow_up_topic(tx, id, "现场复查", agent.actor); }));
  const Topic closed = value_of(close());
  EXPECT_EQ(closed.state, "closed");
  EXPECT_EQ(closed.notes.size(), 2U);
  EXPECT_TRUE(closed.ended_at);
}

}  // namespace
}  // namespace hotline::supervise::test
