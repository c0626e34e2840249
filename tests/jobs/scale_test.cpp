// A hundred thousand jobs: each offered once, in order, by indexes and not by scans.
#include "jobs/job_desk.hpp"
#include "jobs/queries.hpp"
#include "support/query_plan.hpp"

namespace hotline::jobs {
namespace {

class Scale : public JobDesk {};

TEST_F(Scale, HundredThousandAreLeasedInOrderAndOnce) {
  constexpr int kJobs = 100'000;
  constexpr int kBatch = 1000;
  const base::Time first = now();
  store.write([&](store::WriteTx& tx) -> base::Status {
    for (int n = 0; n < kJobs; ++n) {
      // 7919 is a prime: the due times are a permutation of 0 to 99 999 ms.
      auto job =
          callback(first + milliseconds((std::int64_t{n} * 7919) % kJobs), "request:" + std::to_string(n));
      HOTLINE_TRY(auto id, scheduler.schedule(tx, job));
      (void)id;
    }
    return {};
  });
  store.clock.advance(milliseconds(kJobs));
  std::int64_t last = -1;
  int offered = 0;
  for (;;) {
    const auto held = leased(kBatch);
    if (held.empty()) break;
    store.write([&](store::WriteTx& tx) -> base::Status {
      for (const auto& each : held) {
        const std::int64_t due = (each.due - first).count();
        EXPECT_EQ(due, last + 1);
        last = due;
        ++offered;
        HOTLINE_CHECK(scheduler.complete(tx, each.attempt, each.token, {}));
      }
      return {};
    });
  }
  EXPECT_EQ(offered, kJobs);
  EXPECT_EQ(count(State::done), kJobs);
  EXPECT_EQ(count(State::ready), 0);
}

TEST_F(Scale, QuestionsAboutOpenJobsUseTheirIndexes) {
  const std::pair<std::string_view, const char*> plans[] = {
      {queries::kDueOfClass, "job_ready"},       {queries::kNextDueOfClass, "job_ready"},
      {queries::kExpiredLeases, "job_leased"},   {queries::kCutLeases, "job_leased"},
      {queries::kFindOpenByKey, "job_open_key"}, {queries::kDeadLetters, "job_dead"},
      {queries::kUnknownJobs, "job_unknown"},    {queries::kEndedBefore, "job_ended"},
  };
  for (const auto& [sql, index] : plans) {
    const auto steps = test::plan_of(store, sql);
    ASSERT_EQ(steps.size(), 1u) << sql << ": a sort would be a second step";
    EXPECT_NE(steps[0].find("SEARCH job USING"), std::string::npos) << sql << ": " << steps[0];
    EXPECT_NE(steps[0].find(index), std::string::npos) << steps[0];
  }
}

}  // namespace
}  // namespace hotline::jobs
