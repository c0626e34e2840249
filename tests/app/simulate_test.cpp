// A small simulated month: the same numbers twice, nothing lost on the way.
#include "app/simulate/simulation.hpp"

#include <gtest/gtest.h>

#include "support/store_fixture.hpp"

namespace hotline::app {
namespace {

SimulationReport run(std::uint64_t seed) {
  const test::TempDir folder;
  SimulationSettings settings;
  settings.city_directory = HOTLINE_SOURCE_DIR "/config/hangzhou";
  settings.folder = folder.path().string();
  settings.days = 3;
  settings.tickets = 120;
  settings.seed = seed;
  settings.texts = test::value_of(read_simulated_texts(HOTLINE_SOURCE_DIR "/data/demo/requests.csv"));
  return test::value_of(simulate(settings));
}

TEST(Simulation, GivesTheSameNumbersTwiceAndOthersFromAnotherSeed) {
  const SimulationReport first = run(7), again = run(7), other = run(8);
  EXPECT_EQ(first.counts, again.counts);
  EXPECT_NE(first.counts, other.counts);
}

TEST(Simulation, TakesEveryRequestAndBeginsEveryFirstCallInTime) {
  const SimulationReport report = run(7);
  EXPECT_EQ(report.count("tickets"), 120);
  EXPECT_GT(report.count("figure.called_in_time.whole"), 30);
  EXPECT_EQ(report.count("figure.called_in_time.part"), report.count("figure.called_in_time.whole"));
  EXPECT_GT(report.count("callbacks.rated_by_link"), 0) << "some get a link instead of a call";
  EXPECT_GT(report.count("callbacks.rated"), 0);
  EXPECT_EQ(report.count("journal.whole"), 1);
  EXPECT_GT(report.count("step.yellow") + report.count("step.urge"), 0);
}

TEST(Simulation, WantsWordsToDrawFrom) {
  EXPECT_EQ(read_simulated_texts(HOTLINE_SOURCE_DIR "/config/hangzhou/channels.csv").error().code,
            base::ErrorCode::invalid_input);
}

}  // namespace
}  // namespace hotline::app
