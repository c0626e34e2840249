// Merging regroups requests and nothing else, so unmerging gives back exactly what was; erasing by law.
#include <gmock/gmock.h>

#include <fstream>

#include "ticket/ticket_fixture.hpp"

namespace hotline::ticket::test {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

class Merging : public TicketTest {
 protected:
  Ticket merge(std::int64_t id, std::int64_t into) {
    return store.write([&](store::WriteTx& tx) { return book.merge(tx, id, into, std::nullopt, agent); });
  }
  Ticket unmerge(std::int64_t id) {
    return store.write([&](store::WriteTx& tx) { return book.unmerge(tx, id, std::nullopt, agent); });
  }
  std::vector<std::int64_t> stored_requests(std::int64_t ticket) {
    return store.read([&](store::ReadTx& tx) {
      std::vector<std::int64_t> ids;
      for (const Request& one : RequestBook::of_ticket(tx, ticket)) ids.push_back(one.id);
      return ids;
    });
  }
};

TEST_F(Merging, UnmergingGivesBackExactlyWhatWas) {
  const Ticket first = given_a_ticket("路灯不亮"), second = given_a_dispatched_ticket({"ZJ"});
  EXPECT_TRUE(merge(second.id, first.id).is_merged());
  EXPECT_THAT(load(first.id).requests, ElementsAre(first.requests[0], second.requests[0]));
  EXPECT_TRUE(stored_requests(second.id).empty());
  EXPECT_EQ(stored_requests(first.id).size(), 2u);

  const Ticket back = unmerge(second.id);
  EXPECT_FALSE(back.is_merged());
  EXPECT_THAT(back.requests, ElementsAreArray(second.requests));
  EXPECT_EQ(back.state, second.state);
  EXPECT_EQ(back.matter, second.matter);
  ASSERT_EQ(back.assignments.size(), second.assignments.size());
  EXPECT_EQ(back.assignments[1].state, second.assignments[1].state);
  EXPECT_EQ(back.next_due(), second.next_due());
  EXPECT_THAT(load(first.id).requests, ElementsAreArray(first.requests));
  EXPECT_EQ(stored_requests(second.id), second.requests);
  EXPECT_FALSE(projection_fault(first.id));
  EXPECT_FALSE(projection_fault(second.id));
}

TEST_F(Merging, NothingHappensToAMergedTicketUntilItIsUnmerged) {
  const Ticket first = given_a_ticket(), second = given_a_dispatched_ticket();
  merge(second.id, first.id);
  EXPECT_EQ(act(second.id, [](const Ticket& now) { return decide_sign(now, 1, {}); }).error().code,
            base::ErrorCode::conflict);
  EXPECT_EQ(act(second.id, [](const Ticket& now) { return decide_urge(now, ""); }).error().code,
            base::ErrorCode::conflict);
  unmerge(second.id);
  EXPECT_TRUE(act(second.id, [](const Ticket& now) { return decide_sign(now, 1, {}); }).ok());
}

TEST_F(Merging, ATicketIsNeverMergedIntoItselfOrIntoAFinishedOne) {
  const Ticket first = given_a_ticket();
  Ticket done = reply(sign(given_a_dispatched_ticket()));
  done = must_act(done.id,
                  [&](const Ticket& now) { return decide_accept_review(now, deadlines, store.clock.now()); });
  const auto try_merge = [&](std::int64_t id, std::int64_t into) {
    return store.get().write(
        [&](store::WriteTx& tx) { return book.merge(tx, id, into, std::nullopt, agent); });
  };
  EXPECT_FALSE(try_merge(first.id, first.id).ok());
  EXPECT_FALSE(try_merge(first.id, done.id).ok());
  EXPECT_EQ(try_merge(first.id, 999).error().code, base::ErrorCode::not_found);
  EXPECT_FALSE(load(first.id).is_merged());
}

TEST_F(Merging, AChainOfMergesIsUndoneFromItsEnd) {
  const Ticket a = given_a_ticket(), b = given_a_ticket(), c = given_a_ticket();
  merge(a.id, b.id);
  merge(b.id, c.id);
  EXPECT_EQ(load(c.id).requests.size(), 3u);
  const auto early =
      store.get().write([&](store::WriteTx& tx) { return book.unmerge(tx, a.id, std::nullopt, agent); });
  EXPECT_EQ(early.error().code, base::ErrorCode::conflict);
  unmerge(b.id);
  unmerge(a.id);
  EXPECT_EQ(load(a.id).requests, a.requests);
  EXPECT_EQ(load(b.id).requests, b.requests);
  EXPECT_EQ(load(c.id).requests, c.requests);
}

class Erasing : public Merging {
 protected:
  static bool stands_in(const std::string& path, const std::string& bytes) {
    std::ifstream file(path, std::ios::binary);
    const std::string content((std::istreambuf_iterator<char>(file)), {});
    return content.find(bytes) != std::string::npos;
  }
  int found(const std::string& query) {
    return store.read([&](store::ReadTx& tx) {
      store::Statement row = tx.query("SELECT count(*) FROM request_fts WHERE request_fts MATCH ?1");
      row.bind(query);
      row.step();
      return static_cast<int>(row.integer(0));
    });
  }
};

TEST_F(Erasing, TheWordsLeaveDatabaseAndFullTextAndTheChainStaysWhole) {
  const std::string words = "翡翠城北门下水道堵塞污水横流";
  const Ticket t = reply(sign(must_act(given_a_ticket(words).id, [&](const Ticket& now) {
    return decide_dispatch(now, {"CG", {}, false}, deadlines, store.clock.now());
  })));
  const Ticket other = given_a_ticket("翡翠城南门路灯不亮", "+8613800000002");
  EXPECT_EQ(found("翡翠城"), 2);

  const auto erased = store.write([&](store::WriteTx& tx) {
    return book.erase_caller(tx, PersonKey::of_phone("+8613800000001"), agent);
  });
  EXPECT_EQ(erased, t.requests);
  hotline::test::must(store.get().scrub());

  EXPECT_EQ(found("翡翠城"), 1);
  const Request request =
      *store.read([&](store::ReadTx& tx) { return RequestBook::find(tx, t.requests[0]); });
  EXPECT_EQ(request.text, "");
  EXPECT_EQ(request.masked_phone, "");
  EXPECT_FALSE(
      store.get().read([&](store::ReadTx& tx) { return RequestBook::open_words(tx, request); }).ok());
  EXPECT_EQ(load(other.id).requests, other.requests);
  const auto report = store.read([](store::ReadTx& tx) { return store::verify_chain(tx); });
  EXPECT_FALSE(report.first_broken);
  store.close();
  for (const char* suffix : {"", "-wal"}) {
    EXPECT_FALSE(stands_in(store.path() + suffix, "翡翠城北门")) << suffix;
    EXPECT_FALSE(stands_in(store.path() + suffix, "下水道堵塞")) << suffix;
  }
}

TEST_F(Erasing, WordsOfATicketMergedElsewhereAreErasedToo) {
  const Ticket a = given_a_ticket("翡翠城北门下水道堵塞", "+8613800000001"),
               b = given_a_ticket("路灯不亮", "+8613800000002");
  merge(a.id, b.id);
  store.write([&](store::WriteTx& tx) {
    return book.erase_caller(tx, PersonKey::of_phone("+8613800000001"), agent);
  });
  hotline::test::must(store.get().scrub());
  store.close();
  EXPECT_FALSE(stands_in(store.path(), "下水道堵塞"));
}

}  // namespace
}  // namespace hotline::ticket::test
