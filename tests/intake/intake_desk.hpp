// A hotline that takes requests: a real store and the sample city, without HTTP.
#pragma once

#include <gtest/gtest.h>

#include "dispatch/hangzhou.hpp"
#include "hotline/intake/import.hpp"
#include "hotline/jobs/migrations.hpp"
#include "support/store_fixture.hpp"

namespace hotline::intake::test {

using dispatch::test::hangzhou;
using hotline::test::value_of;

inline std::vector<store::Migration> schema() {
  std::vector<store::Migration> all = jobs::migrations();
  for (store::Migration& one : ticket::migrations()) all.push_back(std::move(one));
  return all;
}

class IntakeDesk : public ::testing::Test {
 protected:
  IntakeDesk() { intake.use(dispatch::test::dispatcher()); }

  Submission asks(std::string words, std::string place = "", std::string phone = "") {
    Submission submission;
    submission.request.channel = "phone";
    submission.request.received_at = store.clock.now();
    submission.request.words = std::move(words);
    submission.request.place = std::move(place);
    submission.request.caller_phone = std::move(phone);
    return submission;
  }
  base::Result<Receipt> try_take(const Submission& submission, const CallerRecord& caller = {}) {
    const Assessment assessment = intake.assess(submission, caller);
    return store.get().write(
        [&](store::WriteTx& tx) { return intake.take(tx, submission, assessment, deed); });
  }
  Receipt take(const Submission& submission, const CallerRecord& caller = {}) {
    return value_of(try_take(submission, caller));
  }
  ticket::Ticket load(std::int64_t id) {
    return store.read([&](store::ReadTx& tx) { return ticket::TicketBook::load(tx, id); });
  }
  std::int64_t count(std::string_view sql) {
    return store.read([&](store::ReadTx& tx) {
      store::Statement row = tx.query(sql);
      row.step();
      return row.integer(0);
    });
  }
  std::int64_t tickets() { return count("SELECT count(*) FROM ticket"); }
  std::int64_t requests_stored() { return count("SELECT count(*) FROM request"); }

  hotline::test::TestStore store{schema()};
  jobs::Scheduler scheduler{store.random};
  ticket::TicketBook book{scheduler};
  ticket::RequestBook requests{store.random, std::chrono::hours{8}};
  NeighbourIndex neighbours;
  Intake intake{book, requests, neighbours};
  ticket::Deed deed{{"account:1", "test"}, ""};
};

}  // namespace hotline::intake::test
