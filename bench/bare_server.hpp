// The bare peer of reading: a Beast server on one thread that parses each request with Beast, looks its
// target up, and writes the same status line, headers and body that the hotline answers with. It checks
// nothing.
#pragma once

#include <string>

namespace hotline::bench {

// Serves until the process is ended. `answers` is a file of targets and answers, made by save_answers().
int run_bare_server(unsigned short port, const std::string& answers);

// Appends one answer, head and body as the hotline sent them.
void save_answer(const std::string& file, const std::string& target, const std::string& answer);

}  // namespace hotline::bench
