// Requests that are like the demo day's, and no two alike.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "hotline/intake/intake.hpp"

namespace hotline::bench {

class Texts {
 public:
  // Reads the demo day's table. Throws std::runtime_error when it cannot. The same seed gives the same texts.
  Texts(const std::string& table, std::uint64_t seed);

  // The words of one request without one of their clauses, with one or two clauses of another, a house number
  // and a place; one caller in five has called before.
  ticket::NewRequest next(base::Time now);
  // The same as a body of POST /api/v1/requests.
  std::string next_body();
  // A word of two characters that some request holds.
  std::string word();

 private:
  struct Source {
    std::string channel, title, place, name;
    std::vector<std::string> clauses;
  };
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  const Source& any() { return sources_[below(sources_.size())]; }

  std::vector<Source> sources_;
  std::mt19937_64 random_;
};

}  // namespace hotline::bench
