// Idempotency-Key, versions, and answers from memory.
#include "api/notes_fixture.hpp"

namespace hotline::api {
namespace {

class Once : public NotesApi {};
class Versions : public NotesApi {};
class Memory : public NotesApi {};

const test::HttpClient::Headers kKey{{"Idempotency-Key", "6f1d8f4e-0001"}};

TEST_F(Once, ARepeatedPostGetsTheFirstAnswerAndHasNoSecondEffect) {
  auto caller = writer();
  const auto first = caller.post("/api/v1/notes", {{"text", "a"}}, kKey);
  const auto again = caller.post("/api/v1/notes", {{"text", "a"}}, kKey);
  EXPECT_EQ(first.status, 201U);
  EXPECT_EQ(again.status, 201U);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("Location"), first.header("Location"));
  EXPECT_EQ(again.header("ETag"), "\"v1\"");
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_FALSE(first.has("Idempotent-Replayed"));
  EXPECT_EQ(notes_stored(), 1);
}

TEST_F(Once, TheFirstAnswerOutlivesTheProcess) {
  auto caller = writer();
  const auto first = caller.post("/api/v1/notes", {{"text", "a"}}, kKey);
  restart();
  auto later = client();
  later.headers = caller.headers;
  EXPECT_EQ(later.post("/api/v1/notes", {{"text", "a"}}, kKey).body, first.body);
  EXPECT_EQ(notes_stored(), 1);
}

TEST_F(Once, TheSameKeyWithOtherContentIsRefused) {
  auto caller = writer();
  caller.post("/api/v1/notes", {{"text", "a"}}, kKey);
  const auto other = caller.post("/api/v1/notes", {{"text", "b"}}, kKey);
  EXPECT_EQ(other.status, 422U);
  EXPECT_EQ(other.problem(), "idempotency_mismatch");
  EXPECT_EQ(notes_stored(), 1);
}

TEST_F(Once, KeysOfDifferentCallersAreDifferent) {
  auto one = writer();
  auto two = writer();
  one.post("/api/v1/notes", {{"text", "a"}}, kKey);
  EXPECT_FALSE(two.post("/api/v1/notes", {{"text", "a"}}, kKey).has("Idempotent-Replayed"));
  EXPECT_EQ(notes_stored(), 2);
}

TEST_F(Once, AnErrorIsNoAnswerAndLeavesTheKeyFree) {
  auto caller = writer();
  EXPECT_EQ(caller.post("/api/v1/notes", {{"text", ""}}, kKey).status, 422U);
  EXPECT_EQ(caller.post("/api/v1/notes", {{"text", "a"}}, kKey).status, 201U);
}

TEST_F(Once, AKeyIsForgottenAfterItsTime) {
  auto caller = writer();
  caller.post("/api/v1/notes", {{"text", "a"}}, kKey);
  clock().advance(std::chrono::hours(47));
  caller.post("/api/v1/notes", {{"text", "b"}}, {{"Idempotency-Key", "6f1d8f4e-0002"}});
  EXPECT_TRUE(caller.post("/api/v1/notes", {{"text", "a"}}, kKey).has("Idempotent-Replayed"));
  clock().advance(std::chrono::hours(2));
  caller.post("/api/v1/notes", {{"text", "c"}}, {{"Idempotency-Key", "6f1d8f4e-0003"}});
  EXPECT_FALSE(caller.post("/api/v1/notes", {{"text", "a"}}, kKey).has("Idempotent-Replayed"));
}

TEST_F(Once, AKeyHasAForm) {
  auto caller = writer();
  EXPECT_EQ(caller.post("/api/v1/notes", {{"text", "a"}}, {{"Idempotency-Key", "short"}}).faults(),
            "@Idempotency-Key idempotency_key");
  EXPECT_EQ(notes_stored(), 0);
}

TEST_F(Once, TheStoredAnswerCannotBeReadFromTheDatabase) {
  auto caller = writer();
  caller.post("/api/v1/notes", {{"text", "find-me-here"}}, kKey);
  const std::string stored = store().read([](store::ReadTx& tx) {
    store::Statement row = tx.query("SELECT answer FROM api_idempotency");
    row.step();
    const auto blob = row.blob(0);
    return std::string(blob.begin(), blob.end());
  });
  EXPECT_GT(stored.size(), 40U);
  EXPECT_EQ(stored.find("find-me-here"), std::string::npos);
}

TEST_F(Versions, AChangeNamesTheVersionThatWasSeen) {
  auto caller = writer();
  caller.post("/api/v1/notes", {{"text", "a"}});
  const auto missing = caller.put("/api/v1/notes/1", {{"text", "b"}});
  EXPECT_EQ(missing.status, 428U);
  EXPECT_EQ(caller.put("/api/v1/notes/1", {{"text", "b"}}, {{"If-Match", "*"}}).status, 428U);
  EXPECT_EQ(caller.put("/api/v1/notes/1", {{"text", "b"}}, {{"If-Match", "\"v9\""}}).status, 412U);
  EXPECT_EQ(caller.put("/api/v1/notes/1", {{"text", "b"}}, {{"If-Match", "W/\"v1\""}}).status, 412U);
  EXPECT_EQ(caller.get("/api/v1/notes/1").json()["text"], "a");
  const auto changed = caller.put("/api/v1/notes/1", {{"text", "b"}}, {{"If-Match", "\"v1\""}});
  EXPECT_EQ(changed.status, 200U);
  EXPECT_EQ(changed.header("ETag"), "\"v2\"");
  EXPECT_EQ(caller.put("/api/v1/notes/1", {{"text", "c"}}, {{"If-Match", "\"v1\""}}).problem(),
            "stale_version");
}

TEST_F(Versions, AnUnchangedThingIsNotSentAgain) {
  auto caller = writer();
  caller.post("/api/v1/notes", {{"text", "a"}});
  const auto same = caller.get("/api/v1/notes/1", {{"If-None-Match", "\"v1\""}});
  EXPECT_EQ(same.status, 304U);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(same.header("ETag"), "\"v1\"");
}

TEST_F(Memory, ASecondReadIsAnsweredFromMemoryUntilSomethingChanges) {
  auto caller = writer();
  caller.post("/api/v1/notes", {{"text", "a"}});
  EXPECT_EQ(caller.get("/api/v1/notes/1").json()["text"], "a");
  EXPECT_EQ(caller.get("/api/v1/notes/1").json()["text"], "a");
  EXPECT_EQ(reads_, 1);
  caller.put("/api/v1/notes/1", {{"text", "b"}}, {{"If-Match", "\"v1\""}});
  EXPECT_EQ(caller.get("/api/v1/notes/1").json()["text"], "b");
  EXPECT_EQ(reads_, 2);
}

TEST_F(Memory, RightsAreCheckedForAnswersFromMemoryToo) {
  auto caller = writer();
  caller.post("/api/v1/notes", {{"text", "a"}});
  caller.get("/api/v1/notes/1");
  auto other = program({access::Right::figures_read});
  EXPECT_EQ(other.get("/api/v1/notes/1").status, 403U);
  EXPECT_EQ(client().get("/api/v1/notes/1").status, 401U);
}

TEST_F(Memory, WhatIsNotThereIsNotRemembered) {
  auto caller = writer();
  EXPECT_EQ(caller.get("/api/v1/notes/1").status, 404U);
  caller.post("/api/v1/notes", {{"text", "a"}});
  EXPECT_EQ(caller.get("/api/v1/notes/1").status, 200U);
}

}  // namespace
}  // namespace hotline::api
