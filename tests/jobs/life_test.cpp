// A job from its planning to its end, and everybody who may not change it.
#include "jobs/job_desk.hpp"

namespace hotline::jobs {
namespace {

class JobLife : public JobDesk {};

TEST_F(JobLife, IsOfferedWhenItIsDueAndNotBefore) {
  const auto id = planned(callback(now() + hours(2)));
  EXPECT_TRUE(leased().empty());
  store.clock.advance(hours(2) - milliseconds(1));
  EXPECT_TRUE(leased().empty());
  store.clock.advance(milliseconds(1));
  const auto offered = leased();
  ASSERT_EQ(offered.size(), 1u);
  EXPECT_EQ(offered[0].job, id);
  EXPECT_EQ(offered[0].attempt, attempt_id(id, 1));
  EXPECT_EQ(offered[0].stream, "request");
  EXPECT_EQ(offered[0].subject, 7);
  EXPECT_EQ(offered[0].payload.text_or_empty("question"), "solved");
  EXPECT_EQ(offered[0].lease_until, now() + minutes(5));
  EXPECT_TRUE(leased().empty()) << "a leased job is offered to nobody else";
}

TEST_F(JobLife, EndsWithTheResultOfItsHolder) {
  const auto id = planned(callback(now()));
  const auto held = leased_one();
  EXPECT_EQ(call_begun(held), "ok");
  EXPECT_EQ(completed(held, {{"rating", std::int64_t{5}}}), "ok");
  EXPECT_EQ(job(id).state, State::done);
  EXPECT_EQ(job(id).ended, now());
  const auto history = attempts(id);
  ASSERT_EQ(history.size(), 1u);
  EXPECT_EQ(history[0].outcome, "done");
  EXPECT_EQ(history[0].worker, "platform");
  EXPECT_EQ(history[0].call_began, now());
  EXPECT_EQ(history[0].result.integer("rating"), 5);
}

TEST_F(JobLife, TakesNoSecondResult) {
  const auto id = planned(callback(now()));
  const auto held = leased_one();
  ASSERT_EQ(completed(held, {{"rating", std::int64_t{5}}}), "ok");
  EXPECT_EQ(completed(held, {{"rating", std::int64_t{1}}}), "conflict");
  EXPECT_EQ(failed(held), "conflict");
  EXPECT_EQ(call_begun(held), "conflict");
  EXPECT_EQ(job(id).state, State::done);
  EXPECT_EQ(attempts(id)[0].result.integer("rating"), 5);
}

TEST_F(JobLife, TakesNoResultFromAForeignWorker) {
  const auto id = planned(callback(now()));
  auto held = leased_one();
  held.token = "00000000000000000000000000000000";
  EXPECT_EQ(completed(held), "forbidden");
  EXPECT_EQ(failed(held), "forbidden");
  EXPECT_EQ(call_begun(held), "forbidden");
  held.token = "";
  EXPECT_EQ(completed(held), "forbidden");
  EXPECT_EQ(job(id).state, State::leased);
  EXPECT_FALSE(attempts(id)[0].call_began);
}

TEST_F(JobLife, TakesNoResultForAnUnknownJob) {
  LeasedJob invented;
  invented.token = "x";
  for (const char* attempt : {"999.1", "", "nonsense", "1"}) {
    invented.attempt = attempt;
    EXPECT_EQ(completed(invented), "not_found") << attempt;
  }
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.cancel(tx, 999); }), "not_found");
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.replay(tx, 999); }), "not_found");
  EXPECT_EQ(resolved("999.1", Answer::happened), "not_found");
}

TEST_F(JobLife, IsPlannedOnlyIfTheActionCommits) {
  auto status = store->write([&](store::WriteTx& tx) -> base::Status {
    HOTLINE_TRY(auto id, scheduler.schedule(tx, callback(now())));
    (void)id;
    return base::Error::of(base::ErrorCode::conflict, "不成立。", "It did not come about.");
  });
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(leased().empty());
  EXPECT_EQ(count(State::ready), 0);
}

TEST_F(JobLife, OffersTheMostUrgentFirstThenTheLongestDue) {
  auto low = callback(now() - hours(9));
  low.priority = Priority::low;
  auto urgent = callback(now() - minutes(1));
  urgent.priority = Priority::urgent;
  const auto a = planned(low);
  const auto b = planned(callback(now() - minutes(2)));
  const auto c = planned(callback(now() - minutes(3)));
  const auto d = planned(urgent);
  std::vector<std::int64_t> order;
  for (const auto& each : leased()) order.push_back(each.job);
  EXPECT_EQ(order, (std::vector<std::int64_t>{d, c, b, a}));
}

TEST_F(JobLife, OffersSeveralKindsInOneOrder) {
  auto sms = callback(now() - minutes(2));
  sms.kind = "notify.deliver";
  const auto a = planned(callback(now() - minutes(3)));
  const auto b = planned(sms);
  const auto c = planned(callback(now() - minutes(1)));
  std::vector<std::int64_t> order;
  for (const auto& each : leased(2, "w", {"notify.deliver", "callback", "callback"}))
    order.push_back(each.job);
  EXPECT_EQ(order, (std::vector<std::int64_t>{a, b}));
  EXPECT_EQ(leased(2, "w", {"callback"}).front().job, c);
}

TEST_F(JobLife, IsGivenBackWithoutCountingAsATry) {
  const auto id = planned(callback(now()));
  const auto held = leased_one();
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.release(tx, held.attempt, held.token); }), "ok");
  EXPECT_EQ(job(id).tries, 0);
  const auto again = leased_one();
  EXPECT_EQ(again.attempt, attempt_id(id, 2)) << "an attempt's id is never used twice";
  EXPECT_EQ(tried([&](store::WriteTx& tx) {
              return scheduler.postpone(tx, again.attempt, again.token, now() + hours(12));
            }),
            "ok");
  EXPECT_EQ(job(id).due, now() + hours(12));
  EXPECT_TRUE(leased().empty());
}

TEST_F(JobLife, CannotBeGivenBackOnceTheCallBegan) {
  planned(callback(now()));
  const auto held = leased_one();
  ASSERT_EQ(call_begun(held), "ok");
  EXPECT_EQ(call_begun(held), "conflict") << "who dials twice reaches the citizen twice";
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.release(tx, held.attempt, held.token); }),
            "conflict");
  EXPECT_EQ(
      tried([&](store::WriteTx& tx) { return scheduler.postpone(tx, held.attempt, held.token, now()); }),
      "conflict");
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.cancel(tx, held.job); }), "conflict");
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.reschedule(tx, held.job, now()); }), "conflict");
  EXPECT_EQ(job(held.job).state, State::leased);
}

TEST_F(JobLife, CancelledIsNeverOfferedAgain) {
  const auto id = planned(callback(now()));
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.cancel(tx, id); }), "ok");
  EXPECT_EQ(job(id).state, State::cancelled);
  EXPECT_TRUE(leased().empty());
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.cancel(tx, id); }), "conflict");
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.reschedule(tx, id, now()); }), "conflict");
}

TEST_F(JobLife, MovedUnderItsWorkerStopsTheWorker) {
  const auto id = planned(callback(now(), "request:7"));
  const auto held = leased_one();
  EXPECT_EQ(tried([&](store::WriteTx& tx) {
              return scheduler.reschedule(tx, "callback", "request:7", now() + hours(1));
            }),
            "ok");
  EXPECT_EQ(call_begun(held), "conflict");
  EXPECT_EQ(completed(held), "conflict");
  EXPECT_EQ(job(id).state, State::ready);
  EXPECT_EQ(job(id).due, now() + hours(1));
  EXPECT_EQ(job(id).tries, 0);
  EXPECT_EQ(attempts(id)[0].outcome, "withdrawn");
}

TEST_F(JobLife, IsSeenAmongWhatIsStillToHappenToItsSubject) {
  const auto later = planned(callback(now() + hours(3)));
  const auto sooner = planned(callback(now() + hours(1)));
  const auto gone = planned(callback(now() + hours(2)));
  store.write([&](store::WriteTx& tx) { return scheduler.cancel(tx, gone); });
  const auto open = store.read([](store::ReadTx& tx) { return open_jobs_of(tx, "request", 7); });
  ASSERT_EQ(open.size(), 2u);
  EXPECT_EQ(open[0].id, sooner);
  EXPECT_EQ(open[1].id, later);
  EXPECT_TRUE(store.read([](store::ReadTx& tx) { return open_jobs_of(tx, "ticket", 7); }).empty());
}

TEST_F(JobLife, IsForgottenOnlyAfterItEnded) {
  const auto done = planned(callback(now()));
  completed(leased_one());
  const auto open = planned(callback(now()));
  store.clock.advance(hours(24));
  EXPECT_EQ(
      store.write([&](store::WriteTx& tx) { return scheduler.forget_ended(tx, now() - hours(1), 100); }), 1);
  EXPECT_FALSE(store.read([&](store::ReadTx& tx) { return find_job(tx, done); }));
  EXPECT_TRUE(attempts(done).empty());
  EXPECT_EQ(job(open).state, State::ready);
  EXPECT_EQ(count(State::done), 0);
}

TEST_F(JobLife, SurvivesARestart) {
  const auto id = planned(callback(now() + hours(1)));
  store.reopen();
  store.clock.advance(hours(1));
  EXPECT_EQ(leased_one().job, id);
}

TEST_F(JobLife, WakesItsWorkersOnlyWhenItIsDueSoon) {
  int woken = 0;
  scheduler.on_soon([&] { ++woken; });
  planned(callback(now() + hours(1)));
  EXPECT_EQ(woken, 0);
  planned(callback(now()));
  EXPECT_EQ(woken, 1);
}

struct BadJob {
  const char* what;
  void (*spoil)(NewJob&);
  const char* pointer;
};

TEST_F(JobLife, IsRefusedWhenAFieldIsOutOfItsRange) {
  const BadJob bad[] = {
      {"no kind", [](NewJob& job) { job.kind = ""; }, "/kind"},
      {"a kind with a space", [](NewJob& job) { job.kind = "call back"; }, "/kind"},
      {"a long kind", [](NewJob& job) { job.kind = std::string(65, 'a'); }, "/kind"},
      {"no stream", [](NewJob& job) { job.stream = ""; }, "/stream"},
      {"a long key", [](NewJob& job) { job.key = std::string(201, 'k'); }, "/key"},
      {"no tries", [](NewJob& job) { job.max_tries = 0; }, "/max_tries"},
      {"many tries", [](NewJob& job) { job.max_tries = 101; }, "/max_tries"},
      {"no wait", [](NewJob& job) { job.backoff.first = milliseconds(0); }, "/backoff"},
      {"a cap below the first", [](NewJob& job) { job.backoff.cap = milliseconds(1); }, "/backoff"},
  };
  for (const BadJob& each : bad) {
    NewJob job = callback(now());
    each.spoil(job);
    auto result = store->write([&](store::WriteTx& tx) { return scheduler.schedule(tx, job); });
    ASSERT_FALSE(result.ok()) << each.what;
    EXPECT_EQ(result.error().code, base::ErrorCode::invalid_input) << each.what;
    ASSERT_EQ(result.error().fields.size(), 1u) << each.what;
    EXPECT_EQ(result.error().fields[0].pointer, each.pointer) << each.what;
  }
  EXPECT_EQ(count(State::ready), 0);
}

TEST_F(JobLife, LeaseRefusesWhatIsOutOfRange) {
  planned(callback(now()));
  const std::vector<std::string> kinds{"callback"};
  for (const LeaseRequest& request :
       {LeaseRequest{{}, "w", 1, minutes(1)}, LeaseRequest{kinds, "", 1, minutes(1)},
        LeaseRequest{kinds, "w", 0, minutes(1)}, LeaseRequest{kinds, "w", 1001, minutes(1)},
        LeaseRequest{kinds, "w", 1, milliseconds(999)},
        LeaseRequest{kinds, "w", 1, hours(1) + milliseconds(1)}}) {
    EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.lease(tx, request); }), "invalid_input");
  }
  EXPECT_EQ(count(State::leased), 0);
}

}  // namespace
}  // namespace hotline::jobs
