// What the commands that serve share.
#pragma once

#include "app/commands/commands.hpp"
#include "app/server.hpp"

namespace hotline::app {

// To be called before any thread starts: SIGTERM, SIGINT and SIGHUP are waited for by wait_for_stop alone.
void block_signals();
// Returns on SIGTERM or SIGINT; reloads the city's files on SIGHUP.
void wait_for_stop(RunningHotline& running);

}  // namespace hotline::app
