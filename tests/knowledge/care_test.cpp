// What keeps entries right: reminders before they run out, limits, marks, gaps.
#include "hotline/jobs/runner.hpp"
#include "hotline/knowledge/knowledge.hpp"
#include "knowledge/knowledge_fixture.hpp"

namespace hotline::knowledge {
namespace {

using namespace std::chrono_literals;
using test::plain;

class Care : public test::KnowledgeTest {
 protected:
  Care() {
    runner.handle_inside(std::string(review_job), [this](store::WriteTx& tx, const jobs::LeasedJob& job) {
      return knowledge.remind(tx, job);
    });
    runner.handle_inside(std::string(late_job), [this](store::WriteTx& tx, const jobs::LeasedJob& job) {
      return knowledge.note_late(tx, job);
    });
  }
  std::int64_t given(Content content) {
    return store.write([&](store::WriteTx& tx) -> base::Result<std::int64_t> {
      HOTLINE_TRY(const Entry entry, knowledge.entries.create(tx, content, {}, true, editor));
      HOTLINE_CHECK(knowledge.publish(tx, entry.id, {}, reviewer));
      return entry.id;
    });
  }
  std::vector<Task> tasks(const std::string& unit = "") {
    return store.read([&](store::ReadTx& tx) { return TaskBook::open_tasks(tx, unit, 0, 100); });
  }
  Answered ask(const std::string& question) {
    Asking asking;
    asking.now = store.clock.now();
    return knowledge.library.answer(question, asking);
  }
  LoggedQuestion asked(const std::string& question, const std::string& actor) {
    const Answered answered = ask(question);
    return store.write([&](store::WriteTx& tx) -> base::Result<LoggedQuestion> {
      return knowledge.questions.record(tx, {"desk", question, "", "ENV", "", {actor, ""}}, answered);
    });
  }

  Knowledge knowledge{scheduler, store.random, nullptr};
  jobs::ThreadWaiter waiter;
  jobs::Runner runner{store.get(), scheduler, store.clock, waiter, base::make_silent_logger(), {}};
};

TEST_F(Care, AnEntryThatRunsOutBecomesItsOwnersTaskWithThatLimit) {
  Content content = plain("高温津贴发到几月？", "发放至九月。");
  content.owner = "ENV";
  content.valid_to = store.clock.now() + 24h * 30;
  const std::int64_t id = given(content);
  runner.run_due();
  EXPECT_TRUE(tasks().empty()) << "thirty days before it is too early";
  store.clock.advance(24h * 16);
  runner.run_due();
  ASSERT_EQ(tasks("ENV").size(), 1u);
  EXPECT_EQ(tasks("ENV")[0].kind, TaskKind::review);
  EXPECT_EQ(tasks("ENV")[0].entry, id);
  EXPECT_EQ(tasks("ENV")[0].due, *content.valid_to);
  EXPECT_TRUE(ask("高温津贴发到几月？").confident);
  store.clock.set(*content.valid_to - 1ms);
  runner.run_due();
  EXPECT_FALSE(tasks("ENV")[0].late);
  store.clock.set(*content.valid_to);
  EXPECT_FALSE(ask("高温津贴发到几月？").confident) << "it leaves at its minute, whatever the jobs do";
  runner.run_due();
  EXPECT_TRUE(tasks("ENV")[0].late);
}

TEST_F(Care, RenewingTheEntrySettlesTheTaskAndPlansTheNext) {
  Content content = plain("高温津贴发到几月？", "发放至九月。");
  content.valid_to = store.clock.now() + 24h * 10;
  const std::int64_t id = given(content);
  runner.run_due();
  ASSERT_EQ(tasks().size(), 1u);
  content.valid_to = store.clock.now() + 24h * 365;
  store.write([&](store::WriteTx& tx) -> base::Status {
    HOTLINE_CHECK(knowledge.entries.edit(tx, id, {}, content, editor));
    HOTLINE_CHECK(knowledge.entries.submit(tx, id, {}, editor));
    HOTLINE_CHECK(knowledge.publish(tx, id, {}, reviewer));
    return {};
  });
  EXPECT_TRUE(tasks().empty());
  store.clock.advance(24h * 20);
  runner.run_due();
  EXPECT_TRUE(tasks().empty()) << "the old limit no longer counts";
  EXPECT_TRUE(ask("高温津贴发到几月？").confident);
}

TEST_F(Care, TheSameMarkTwiceIsOneTaskAndAnotherKindASecond) {
  const std::int64_t id = given(plain("甲", "一"));
  const auto mark = [&](TaskKind kind) {
    return store.write([&](store::WriteTx& tx) {
      return knowledge.mark(tx, id, kind, "电话13812345678不对", {"account:3", ""});
    });
  };
  const Task first = mark(TaskKind::wrong);
  EXPECT_EQ(first.detail.find("13812345678"), std::string::npos);
  EXPECT_EQ(mark(TaskKind::wrong).id, first.id);
  mark(TaskKind::outdated);
  EXPECT_EQ(tasks().size(), 2u);
}

TEST_F(Care, UnansweredBecomesAGapThatIsFilledAndThenAnswered) {
  const LoggedQuestion first = asked("城区电动车在哪里上牌？", "account:7");
  EXPECT_FALSE(first.answered);
  const LoggedQuestion second = asked("电动车在哪里上牌", "account:8");
  EXPECT_EQ(first.gap, second.gap);
  const LoggedQuestion other = asked("暑假游泳馆开放吗", "account:7");
  EXPECT_NE(other.gap, first.gap);
  const auto gaps = [&] {
    return store.read([](store::ReadTx& tx) { return QuestionBook::gaps(tx, {"open", ""}, 0, 10); });
  };
  ASSERT_EQ(gaps().size(), 2u);
  EXPECT_EQ(gaps()[0].id, first.gap) << "the most asked comes first";
  EXPECT_EQ(gaps()[0].asked, 2);
  EXPECT_EQ(gaps()[0].unit, "ENV");
  EXPECT_EQ(refused([&](store::WriteTx& tx) { return knowledge.fill_gap(tx, first.gap, 99, editor); }),
            base::ErrorCode::not_found);
  const std::int64_t id = given(plain("城区电动车在哪里上牌？", "到交警服务站上牌。"));
  store.write([&](store::WriteTx& tx) { return knowledge.fill_gap(tx, first.gap, id, editor); });
  EXPECT_EQ(gaps().size(), 1u);
  EXPECT_TRUE(asked("城区电动车在哪里上牌？", "account:7").answered);
  const auto askers = store.read([&](store::ReadTx& tx) { return QuestionBook::askers(tx, first.gap); });
  EXPECT_EQ(askers, (std::vector<std::string>{"account:7", "account:8"}));
}

TEST_F(Care, AWithdrawnEntryAnswersNothingMore) {
  const std::int64_t id = given(plain("城区电动车在哪里上牌？", "到交警服务站上牌。"));
  EXPECT_TRUE(ask("城区电动车在哪里上牌？").confident);
  store.write([&](store::WriteTx& tx) { return knowledge.withdraw(tx, id, {}, editor); });
  EXPECT_FALSE(ask("城区电动车在哪里上牌？").confident);
  EXPECT_EQ(knowledge.library.size(), 0u);
}

TEST_F(Care, WhatIsPublishedIsThereAgainAfterARestart) {
  given(plain("城区电动车在哪里上牌？", "到交警服务站上牌。"));
  Knowledge again(scheduler, store.random, nullptr);
  store.read([&](store::ReadTx& tx) {
    again.library.load(tx);
    return 0;
  });
  EXPECT_EQ(again.library.size(), 1u);
}

}  // namespace
}  // namespace hotline::knowledge
