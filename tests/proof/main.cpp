// hotline_proof [--rounds N] [--seed N] [kill] [power] [disk] [full]: exit status 0 when nothing acknowledged
// was lost.
#include <fmt/format.h>

#include <iostream>
#include <set>
#include <vector>

#include "proof/rounds.hpp"

namespace {

using namespace hotline::proof;

bool print(const Tally& tally) {
  if (!tally.skipped.empty()) {
    std::cout << fmt::format("{:<22} not done: {}\n", tally.name, tally.skipped) << std::flush;
    return true;
  }
  std::cout
      << fmt::format(
             "{:<22} {} rounds in {:.0f} s (longest {:.2f} s): acknowledged {}, lost {}, twice {}, not whole "
             "{}{} -> {}\n",
             tally.name, tally.rounds, tally.seconds, tally.longest_round, tally.acknowledged, tally.lost,
             tally.twice, tally.broken, tally.more, tally.ok() ? "ok" : "FAILED")
      << std::flush;
  return tally.ok();
}

}  // namespace

int main(int argc, char** argv) {
  Plan plan;
  std::set<std::string> chosen;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  try {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (arguments[i] == "--rounds" && i + 1 < arguments.size()) {
        plan.rounds = std::stoi(arguments[++i]);
      } else if (arguments[i] == "--seed" && i + 1 < arguments.size()) {
        plan.seed = std::stoull(arguments[++i]);
      } else {
        chosen.insert(arguments[i]);
      }
    }
    const auto wanted = [&](const char* name) { return chosen.empty() || chosen.contains(name); };
    bool ok = true;
    if (wanted("power")) ok = print(power_rounds(plan)) && ok;
    if (wanted("disk")) ok = print(failing_disk_rounds(plan)) && ok;
    if (wanted("kill")) ok = print(kill_rounds(plan)) && ok;
    if (wanted("full")) ok = print(full_disk(plan)) && ok;
    return ok ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "hotline_proof: " << error.what() << '\n';
    return 1;
  }
}
