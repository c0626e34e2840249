// Retention: what has run out goes, what is shown is what goes, everything else stays.
#include "hotline/call/retention.hpp"

#include "call/call_fixture.hpp"
#include "support/file_bytes.hpp"

namespace hotline::call::test {
namespace {

using std::chrono::days;

class RetentionTest : public CallTest {
 protected:
  // A request with name, number, photo and call; its ticket is open.
  std::int64_t given_request(const std::string& phone, const std::string& words, std::int64_t parent = 0) {
    const intake::KeptFile kept =
        value_of(attachments->keep(std::string("\xFF\xD8\xFF\xE0", 4) + "photo of " + words));
    return store.write([&](store::WriteTx& tx) -> base::Result<std::int64_t> {
      const std::int64_t id = ticket::TicketBook::next_id(tx);
      ticket::NewRequest request;
      request.channel = "phone";
      request.received_at = tx.now();
      request.words = words;
      request.caller_name = "王小明";
      request.caller_phone = phone;
      request.caller_address = "文三路90号";
      request.caller_id_number = "330106199003071615";
      HOTLINE_TRY(const ticket::Request stored, requests.receive(tx, request, id, actor));
      ticket::NewTicket opening;
      opening.number = stored.number;
      opening.parent = parent;
      opening.requests = {stored.id};
      opening.summary = stored.sealed_words;
      HOTLINE_CHECK(tickets.open(tx, id, opening, {actor, ""}, [](const ticket::Ticket&) {
        return base::Result<ticket::NewEvents>(ticket::NewEvents{});
      }));
      HOTLINE_CHECK(attachments->attach(tx, kept, stored.id, id, actor));
      HOTLINE_CHECK(calls.ring(tx, {"pbx", std::to_string(stored.id), "phone", "all", phone, {}}, actor));
      return stored.id;
    });
  }
  std::int64_t ticket_of(std::int64_t request) {
    return store.read([&](store::ReadTx& tx) { return ticket::RequestBook::find(tx, request)->ticket; });
  }
  void close(std::int64_t request) {
    store.write([&](store::WriteTx& tx) {
      const std::int64_t id = ticket::RequestBook::find(tx, request)->ticket;
      const store::Sealed text = ticket::TicketBook::seal_text(tx, id, "answer", "已经修好。");
      return tickets.act(tx, id, std::nullopt, {actor, ""},
                         [&](const ticket::Ticket& t) { return ticket::decide_answer(t, text); });
    });
  }
  std::int64_t given_closed(const std::string& phone, const std::string& words) {
    const std::int64_t id = given_request(phone, words);
    close(id);
    return id;
  }
  // "rule items first..." of each rule that lets something go.
  std::vector<std::string> shown(const RetentionTerms& terms) {
    std::vector<std::string> out;
    for (const RetentionView& view :
         store.read([&](store::ReadTx& tx) { return preview_retention(tx, terms, now()); })) {
      if (view.items == 0) continue;
      out.push_back(std::string(name_of(view.rule)) + " " + std::to_string(view.items));
      EXPECT_EQ(view.first.size(), static_cast<std::size_t>(std::min<std::int64_t>(view.items, 10)));
    }
    return out;
  }
  // Applies until nothing is left; items in all.
  std::int64_t apply(const RetentionTerms& terms, std::size_t batch = 50) {
    Retention retention(terms, tickets, *attachments, scheduler);
    std::int64_t items = 0;
    for (bool more = true; more;) {
      const auto done =
          store.write([&](store::WriteTx& tx) { return retention.apply(tx, {"system", "test"}, batch); });
      items += done.items;
      more = done.more;
    }
    return items;
  }
  ticket::Request request(std::int64_t id) {
    return store.read([&](store::ReadTx& tx) { return *ticket::RequestBook::find(tx, id); });
  }
  std::size_t requests_of(const std::string& phone) {
    return store.read(
        [&](store::ReadTx& tx) { return ticket::RequestBook::of_phone(tx, phone, 100).size(); });
  }
  std::size_t attachments_of(std::int64_t id) {
    return store.read([&](store::ReadTx& tx) {
      auto all = intake::Attachments::of_request(tx, id);
      std::erase_if(all, [](const intake::Attachment& one) { return one.hash.empty(); });
      return all.size();
    });
  }
  bool chain_holds() {
    return store.read([](store::ReadTx& tx) { return !store::verify_chain(tx).first_broken.has_value(); });
  }

  ticket::RequestBook requests{store.random, hours{8}};
  ticket::TicketBook tickets{scheduler};
  std::unique_ptr<intake::Attachments> attachments =
      value_of(intake::Attachments::open({.directory = store.dir.path() / "attachments"}, store.random));
};

TEST_F(RetentionTest, LetsNothingGoWithoutATerm) {
  given_closed("+8613812345678", "路灯不亮");
  store.clock.advance(days{10'000});
  EXPECT_TRUE(shown({}).empty());
  EXPECT_EQ(apply({}), 0);
  EXPECT_EQ(requests_of("+8613812345678"), 1U);
}

TEST_F(RetentionTest, ForgetsCallersWhenTheTermHasRunOutAndKeepsWhatWasSaidMasked) {
  const std::int64_t old = given_closed("+8613812345678", "路灯不亮，我叫王小明，电话13812345678");
  store.clock.advance(days{20});
  const std::int64_t newer = given_closed("+8613912345678", "护栏松动");
  const std::int64_t open = given_request("+8613712345678", "噪声扰民");
  store.clock.advance(days{10});
  const RetentionTerms terms{.callers = 30};
  EXPECT_EQ(shown(terms), (std::vector<std::string>{"callers 1"}));
  EXPECT_EQ(requests_of("+8613812345678"), 1U) << "showing lets nothing go";
  EXPECT_EQ(apply(terms), 1);
  EXPECT_TRUE(shown(terms).empty());

  EXPECT_EQ(requests_of("+8613812345678"), 0U);
  EXPECT_EQ(request(old).masked_name + request(old).masked_id_number, "");
  EXPECT_FALSE(request(old).erased_at) << "the matter stays";
  EXPECT_NE(request(old).text.find("路灯不亮"), std::string::npos);
  EXPECT_EQ(requests_of("+8613912345678"), 1U);
  EXPECT_NE(request(newer).masked_phone, "");
  EXPECT_EQ(requests_of("+8613712345678"), 1U) << "what is open is never touched: " << open;
  must(store.get().scrub());
  EXPECT_FALSE(hotline::test::database_holds(store.path(), "13812345678"));
  EXPECT_EQ(kinds_of("request", old).back(), "anonymised");
  EXPECT_TRUE(chain_holds());
}

TEST_F(RetentionTest, EachRuleTakesItsOwn) {
  const std::int64_t one = given_closed("+8613812345678", "路灯不亮");
  store.clock.advance(days{40});
  const RetentionTerms all{.attachments = 40, .callers = 40, .words = 40, .calls = 40};
  EXPECT_EQ(shown({.attachments = 40}), (std::vector<std::string>{"attachments 1"}));
  EXPECT_EQ(shown({.calls = 40}), (std::vector<std::string>{"calls 1"}));
  EXPECT_EQ(shown({.callers = 41, .words = 41}), std::vector<std::string>{});
  EXPECT_EQ(shown(all), (std::vector<std::string>{"words 1", "calls 1"}))
      << "what goes with the words is not counted again";
  EXPECT_EQ(apply({.attachments = 40}), 1);
  EXPECT_EQ(attachments_of(one), 0U);
  EXPECT_EQ(requests_of("+8613812345678"), 1U);
  EXPECT_EQ(apply(all), 2);
  EXPECT_TRUE(request(one).erased_at);
  EXPECT_TRUE(store.read([&](store::ReadTx& tx) {
    return !ticket::find_projection_fault(tx, ticket::RequestBook::find(tx, one)->ticket);
  }));
  EXPECT_TRUE(chain_holds());
}

TEST_F(RetentionTest, WhatIsShownIsWhatGoesInBatchesOfAnySize) {
  for (int i = 0; i < 12; ++i)
    given_closed("+861381234567" + std::to_string(i % 10), "第" + std::to_string(i));
  store.clock.advance(days{5});
  const RetentionTerms terms{.attachments = 3, .callers = 4, .words = 0, .calls = 2};
  EXPECT_EQ(shown(terms), (std::vector<std::string>{"callers 12", "attachments 12", "calls 12"}));
  EXPECT_EQ(apply(terms, 5), 36);
  EXPECT_TRUE(shown(terms).empty());
  EXPECT_TRUE(chain_holds());
}

TEST_F(RetentionTest, ATicketWaitsForItsPartsAndReopeningBeginsTheTermAnew) {
  const std::int64_t whole = given_request("+8613812345678", "路灯不亮");
  const std::int64_t part = given_request("+8613912345678", "井盖松动", ticket_of(whole));
  close(whole);
  store.clock.advance(days{30});
  const RetentionTerms terms{.callers = 30};
  EXPECT_TRUE(shown(terms).empty()) << "a part is open";
  EXPECT_EQ(apply(terms), 0);
  close(part);
  store.clock.advance(days{29});
  EXPECT_EQ(apply(terms), 0);
  store.clock.advance(days{1});
  EXPECT_EQ(shown(terms), (std::vector<std::string>{"callers 2"}));
  EXPECT_EQ(apply(terms), 2) << "the whole goes with its last part";
}

TEST_F(RetentionTest, TheNightlyJobWorksThroughAllOfItAndPlansTheNext) {
  for (int i = 0; i < 60; ++i) given_closed("+8613812345678", "第" + std::to_string(i) + "件");
  store.clock.advance(days{30});
  Retention retention({.callers = 30}, tickets, *attachments, scheduler);
  constexpr minutes kZone{480};
  store.write([&](store::WriteTx& tx) { return retention.plan_night(tx, kZone); });
  store.write([&](store::WriteTx& tx) { return retention.plan_night(tx, kZone); });
  const auto run = [&] {
    const auto leased = store.write([&](store::WriteTx& tx) {
      return scheduler.lease(tx, {{std::string(kRetention)}, "test", 100, minutes(1)});
    });
    for (const jobs::LeasedJob& job : leased) {
      store.write([&](store::WriteTx& tx) -> base::Status {
        HOTLINE_CHECK(retention.serve(tx, job, kZone));
        HOTLINE_CHECK(scheduler.complete(tx, job.attempt, job.token, {}));
        return {};
      });
    }
    return leased.size();
  };
  EXPECT_EQ(run(), 0U) << "noon is no night";
  store.clock.advance(hours{15});
  int rounds = 0;
  while (run() > 0) ++rounds;
  EXPECT_EQ(rounds, 2);
  EXPECT_EQ(requests_of("+8613812345678"), 0U);
  store.clock.advance(hours{24});
  EXPECT_EQ(run(), 1U) << "the next night";

  given_closed("+8613912345678", "再来一件");
  store.clock.advance(days{30} - hours{40});
  store.write(
      [&](store::WriteTx& tx) { return retention.plan_now(tx, {"account:3", "console"}, "检查要求"); });
  EXPECT_EQ(kinds_of("retention", 0).back(), "asked");
}

}  // namespace
}  // namespace hotline::call::test
