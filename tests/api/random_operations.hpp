// Drives the whole hotline over HTTP with operations drawn at random, and holds what it answers and shows
// against the plain model.
#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "api/domain_fixture.hpp"
#include "api/plain_model.hpp"

namespace hotline::api {

class RandomOperations : public DomainApi {
 protected:
  using Dice = std::mt19937_64;

  // Draws and does `steps` operations; the first difference from the model, in words. What was done is in
  // `done`.
  std::optional<std::string> wander(std::uint64_t seed, int steps, std::vector<plain::Operation>& done);
  // Does exactly these on an empty hotline.
  std::optional<std::string> replay(const std::vector<plain::Operation>& operations);
  // Leaves out of a failing list what it fails without, within a bounded number of tries.
  std::vector<plain::Operation> shortest(std::vector<plain::Operation> failing);
  std::string text_of(const std::vector<plain::Operation>& operations) const;
  // Operations so far that were answered with success.
  std::size_t accepted() const { return accepted_; }

 private:
  using DomainApi::adjust;
  // Whoever has nothing to do for long, on a busy machine, keeps his connection.
  void adjust(ServerSettings& settings) override {
    DomainApi::adjust(settings);
    settings.idle_timeout = std::chrono::hours{1};
  }

  void begin();
  std::optional<std::string> step(const plain::Operation& operation);
  plain::Operation draw(Dice& dice) const;
  plain::Operation draw_one_of(Dice& dice, std::int64_t ticket) const;
  plain::Operation draw_any(Dice& dice, plain::Deed deed, std::int64_t ticket) const;

  test::HttpReply send(const plain::Operation& operation);
  test::HttpReply take(const plain::Operation& operation);
  test::HttpReply act(const plain::Operation& operation);
  test::HttpReply reload();
  void start_again();
  std::int64_t evidence_for(const plain::Ticket& ticket);

  std::optional<std::string> differs(std::int64_t ticket);
  std::optional<std::string> differs_in_lists(const plain::Person& who, test::HttpClient& client);
  std::optional<std::string> differs_anywhere();

  std::optional<plain::Hotline> model_;
  std::vector<test::HttpClient> clients_;                                 // of the model's people
  std::map<std::int64_t, std::pair<std::string, std::string>> receipts_;  // number and query code of requests
  std::map<std::int64_t, std::int64_t> evidence_;                         // attachment of a request
  std::string places_;
  int sent_ = 0;
  std::size_t accepted_ = 0;
};

}  // namespace hotline::api
