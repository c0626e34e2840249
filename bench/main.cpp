// hotline_bench [creation|reading|scale|jobs|retrieval ...]: measures all, or what is named.
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
  const std::set<std::string> chosen(arguments.begin(), arguments.end());
  const auto wanted = [&](const char* name) { return chosen.empty() || chosen.contains(name); };
  Report report;
  try {
    if (wanted("creation")) measure_creation(report);
    if (wanted("reading")) measure_reading(report);
    if (wanted("scale")) measure_scale(report);
    if (wanted("jobs")) measure_pending_jobs(report);
    if (wanted("retrieval")) measure_retrieval(report);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  report.print_summary();
  return 0;
}
