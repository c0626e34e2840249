// Erasing a caller by law: nothing of theirs is left in any part, nothing of others is touched.
#include "hotline/call/erasure.hpp"

#include <filesystem>

#include "call/call_fixture.hpp"
#include "hotline/notify/outbox.hpp"
#include "support/file_bytes.hpp"

namespace hotline::call::test {
namespace {

namespace fs = std::filesystem;

const std::string photo = std::string("\xFF\xD8\xFF\xE0", 4) + "a photo of the broken lamp";

class ErasureTest : public CallTest {
 protected:
  // A caller with a request, a photo for it, and the call in which it was told.
  std::int64_t given_caller(const std::string& phone, const std::string& words, const std::string& file) {
    const intake::KeptFile kept = value_of(attachments->keep(file));
    return store.write([&](store::WriteTx& tx) -> base::Result<std::int64_t> {
      const std::int64_t id = ticket::TicketBook::next_id(tx);
      ticket::NewRequest request;
      request.channel = "phone";
      request.received_at = tx.now();
      request.words = words;
      request.caller_phone = phone;
      HOTLINE_TRY(const ticket::Request stored, requests.receive(tx, request, id, actor));
      ticket::NewTicket opening;
      opening.number = stored.number;
      opening.requests = {stored.id};
      opening.summary = stored.sealed_words;
      HOTLINE_CHECK(tickets.open(tx, id, opening, {actor, ""}, [](const ticket::Ticket&) {
        return base::Result<ticket::NewEvents>(ticket::NewEvents{});
      }));
      HOTLINE_CHECK(attachments->attach(tx, kept, stored.id, id, actor));
      HOTLINE_CHECK(calls.ring(tx, {"pbx", phone, "phone", "all", phone, {}}, actor));
      return stored.id;
    });
  }
  Erased erase(const std::string& phone) {
    return store.write([&](store::WriteTx& tx) {
      return erase_caller(tx, tickets, *attachments, ticket::PersonKey::of_phone(phone),
                          {actor, "caller's wish"});
    });
  }
  std::size_t files() const {
    std::size_t found = 0;
    for (const auto& one : fs::recursive_directory_iterator(store.dir.path() / "attachments"))
      found += one.is_regular_file() ? 1 : 0;
    return found;
  }

  ticket::RequestBook requests{store.random, hours{8}};
  ticket::TicketBook tickets{scheduler};
  notify::Outbox outbox{
      scheduler,
      [] {
        return std::make_shared<notify::Templates>(std::map<std::string, notify::Template, std::less<>>{
            {"told", {{"", ""}, {"地点{place}。", "At {place}."}}}});
      },
      {}};
  std::unique_ptr<intake::Attachments> attachments =
      value_of(intake::Attachments::open({.directory = store.dir.path() / "attachments"}, store.random));
};

TEST_F(ErasureTest, TakesTheCallersRequestsAttachmentsAndCallsAndNobodyElses) {
  const std::int64_t theirs = given_caller("+8613812345678", "小区门口的路灯不亮了", photo);
  const std::int64_t others = given_caller("+8613912345678", "河边护栏松动", photo + " and another");

  const Erased erased = erase("+8613812345678");
  EXPECT_EQ(erased.requests, 1U);
  EXPECT_EQ(erased.attachments, 1U);
  EXPECT_EQ(erased.calls, 1);
  must(store.get().scrub());

  EXPECT_FALSE(hotline::test::database_holds(store.path(), "小区门口的路灯"));
  EXPECT_EQ(files(), 1U);
  store.read([&](store::ReadTx& tx) {
    EXPECT_TRUE(ticket::RequestBook::find(tx, theirs)->erased_at);
    EXPECT_FALSE(ticket::RequestBook::find(tx, others)->erased_at);
    EXPECT_EQ(intake::Attachments::of_request(tx, others).size(), 1U);
    EXPECT_FALSE(store::verify_chain(tx).first_broken);
    return 0;
  });
}

TEST_F(ErasureTest, TakesTheWordsOutOfMessagesThatWereMadeFromThem) {
  const std::int64_t id = given_caller("+8613812345678", "翠苑小区门口的路灯不亮了", photo);
  const auto ticket =
      store.read([&](store::ReadTx& tx) { return ticket::RequestBook::find(tx, id)->ticket; });
  store.write([&](store::WriteTx& tx) {
    notify::NewMessage note;
    note.once_key = "told";
    note.stream = "ticket";
    note.subject = ticket;
    note.recipient = notify::Recipient::unit("XH-CG");
    note.template_name = "told";
    note.arguments = {{"place", std::string("翠苑小区门口")}};
    return outbox.queue(tx, note);
  });
  erase("+8613812345678");
  must(store.get().scrub());
  EXPECT_FALSE(hotline::test::database_holds(store.path(), "翠苑小区"));
}

TEST_F(ErasureTest, MakesANewVersionOfTheTicketAndKeepsTheGround) {
  const std::int64_t id = given_caller("+8613812345678", "小区门口的路灯不亮了", photo);
  const auto ticket =
      store.read([&](store::ReadTx& tx) { return ticket::RequestBook::find(tx, id)->ticket; });
  const auto version = [&] {
    return store.read(
        [&](store::ReadTx& tx) { return value_of(ticket::TicketBook::load(tx, ticket)).version; });
  };
  const auto before = version();
  erase("+8613812345678");
  EXPECT_GT(version(), before) << "who holds the old one sees that it is old";
  const auto entries = store.read([&](store::ReadTx& tx) { return store::entries_of(tx, "request", id); });
  EXPECT_EQ(entries.back().kind, "erased");
  EXPECT_EQ(entries.back().reason, "caller's wish");
}

TEST_F(ErasureTest, ASecondTimeFindsNothingAndChangesNothing) {
  given_caller("+8613812345678", "小区门口的路灯不亮了", photo);
  erase("+8613812345678");
  const Erased again = erase("+8613812345678");
  EXPECT_EQ(again.requests, 0U);
  EXPECT_EQ(again.attachments, 0U);
  EXPECT_EQ(again.calls, 0);
}

}  // namespace
}  // namespace hotline::call::test
