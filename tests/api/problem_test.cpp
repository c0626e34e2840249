// Every error has its status, its type and words in both languages, and never gives away a cause.
#include "api/problem.hpp"
#include "api/notes_fixture.hpp"

namespace hotline::api {
namespace {

class Problems : public NotesApi {};

TEST_F(Problems, EachErrorCodeHasItsStatus) {
  auto caller = client();
  const std::vector<std::pair<std::string, unsigned>> table{{"invalid_input", 422},
                                                            {"malformed", 400},
                                                            {"unauthenticated", 401},
                                                            {"forbidden", 403},
                                                            {"not_found", 404},
                                                            {"illegal_transition", 409},
                                                            {"conflict", 409},
                                                            {"stale_version", 412},
                                                            {"precondition_required", 428},
                                                            {"too_large", 413},
                                                            {"idempotency_mismatch", 422},
                                                            {"unsupported_type", 415},
                                                            {"rate_limited", 429},
                                                            {"overloaded", 503},
                                                            {"storage_full", 507},
                                                            {"unavailable", 503},
                                                            {"corrupt", 500},
                                                            {"internal", 500}};
  for (const auto& [name, status] : table) {
    const auto english = caller.post_empty("/api/v1/misbehave/" + name, {{"Accept-Language", "en"}});
    EXPECT_EQ(english.status, status) << name;
    EXPECT_EQ(english.problem(), name);
    EXPECT_EQ(english.json()["status"], status);
    EXPECT_EQ(english.json()["detail"], "English text.");
    const auto chinese = caller.post_empty("/api/v1/misbehave/" + name, {{"Accept-Language", "zh"}});
    EXPECT_EQ(chinese.json()["detail"], "中文说明。");
    EXPECT_NE(chinese.json()["title"], english.json()["title"]);
    EXPECT_EQ(english.has("Retry-After"), status == 429 || status == 503 || status == 507) << name;
    EXPECT_EQ(english.has("WWW-Authenticate"), status == 401) << name;
  }
}

TEST_F(Problems, WhatAHandlerThrowsNeverReachesTheClient) {
  auto caller = client();
  for (const std::string how : {"throw", "throw_in_write"}) {
    const auto reply = caller.post_empty("/api/v1/misbehave/" + how);
    EXPECT_EQ(reply.status, 500U);
    EXPECT_EQ(reply.problem(), "internal");
    EXPECT_EQ(reply.body.find("secret"), std::string::npos);
    EXPECT_TRUE(reply.has("X-Request-Id"));
  }
  EXPECT_EQ(caller.get("/health/live").status, 200U) << "the server goes on";
}

TEST_F(Problems, UnknownPlacesAndMethodsAreTold) {
  auto caller = client();
  EXPECT_EQ(caller.get("/api/v1/nothing").problem(), "not_found");
  EXPECT_EQ(caller.get("/nothing.html").problem(), "not_found");
  const auto wrong = caller.del("/api/v1/notes");
  EXPECT_EQ(wrong.status, 405U);
  EXPECT_EQ(wrong.problem(), "method_not_allowed");
  EXPECT_EQ(wrong.header("Allow"), "GET, POST, HEAD, OPTIONS");
  EXPECT_EQ(caller.send("BREW", "/api/v1/notes", "").status, 405U);
  const auto options = caller.send("OPTIONS", "/api/v1/notes", "");
  EXPECT_EQ(options.status, 204U);
  EXPECT_EQ(options.header("Allow"), "GET, POST, HEAD, OPTIONS");
}

}  // namespace
}  // namespace hotline::api
