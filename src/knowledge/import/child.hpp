// A foreign tool in a child process, with limits on time, memory and what it may write.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"

namespace hotline::knowledge {

struct ChildLimits {
  std::chrono::milliseconds time = std::chrono::seconds{30};  // of the wall clock; processor time likewise
  std::size_t memory = std::size_t{1} << 30;                  // bytes of address space
  std::size_t output = 32U * 1024 * 1024;                     // bytes of standard output, and of any file
};

struct ChildOutcome {
  int status = -1;     // exit status; -1 when it was killed
  std::string output;  // standard output
};

// Runs a program found on PATH with `input` on its standard input; standard error is dropped. Blocks.
// Errors: unavailable (no such program, no process to be had), too_large (time or output above the limit).
base::Result<ChildOutcome> run_child(const std::vector<std::string>& command, const std::string& input,
                                     const ChildLimits& limits = {});

}  // namespace hotline::knowledge
