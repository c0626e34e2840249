// hotline_bench [creation|reading|scale|jobs|retrieval|connections|overload ...] [--seconds N]: measures all,
// or what is named. The overload lasts N seconds, five minutes where none are given.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <set>

#include "bench/bare_server.hpp"
#include "bench/sections.hpp"

int main(int argc, char** argv) {
  using namespace hotline::bench;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 3 && arguments[0] == "--bare-server") {
    return run_bare_server(static_cast<unsigned short>(std::stoul(arguments[1])), arguments[2]);
  }
  std::set<std::string> chosen;
  std::chrono::seconds overload{300};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--seconds" && i + 1 < arguments.size()) {
      overload = std::chrono::seconds{std::max(1, std::atoi(arguments[++i].c_str()))};
    } else {
      chosen.insert(arguments[i]);
    }
  }
  const auto wanted = [&](const char* name) { return chosen.empty() || chosen.contains(name); };
  Report report;
  try {
    if (wanted("creation")) measure_creation(report);
    if (wanted("reading")) measure_reading(report);
    if (wanted("scale")) measure_scale(report);
    if (wanted("jobs")) measure_pending_jobs(report);
    if (wanted("retrieval")) measure_retrieval(report);
    if (wanted("connections")) measure_connections(report);
    if (wanted("overload")) measure_overload(report, overload);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  report.print_summary();
  return 0;
}
