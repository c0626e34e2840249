// A month of a city in a minute: real modules, real database, injected clock, seeded people.
//
// Requests arrive by the hours of a day; units, desk, reviewers, citizens, callback workers and leaders act
// as their seeds say, in steps of ten minutes. Nothing reads the machine's clock or randomness, so the same
// settings give the same report, to the digit.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/result.hpp"

namespace hotline::app {

struct SimulatedText {
  std::string title, words;
};

// Title and words of every row: columns title, and text, detail or words. Errors: those of the table;
// invalid_input (a column or all rows are missing).
base::Result<std::vector<SimulatedText>> read_simulated_texts(const std::string& file);

struct SimulationSettings {
  std::string city_directory;
  std::string folder;  // empty directory for the database
  int days = 30;       // 1 to 366
  int tickets = 20000;
  std::uint64_t seed = 1;
  // The first instant; the city's calendar must cover the days and what follows.
  base::Time start = base::from_millis(1772380800000);  // 2026-03-02T00:00+08:00, a Monday
  std::vector<SimulatedText> texts;
  std::function<void(int day)> progress = {};
};

// What came of it. Every line that report_text() prints follows from the seed.
struct SimulationReport {
  std::map<std::string, std::int64_t> counts;  // by name: "tickets", "step.yellow", ...
  std::string month_digest;  // of the first month, frozen; "" when it is not over at the end
  std::int64_t count(const std::string& name) const;
  std::string text() const;
};

// Errors: those of the city's files and of the store.
base::Result<SimulationReport> simulate(const SimulationSettings& settings);

}  // namespace hotline::app
