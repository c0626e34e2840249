// The parts of the benchmark, each with its own databases and processes.
#pragma once

#include <chrono>

#include "bench/measure.hpp"

namespace hotline::bench {

// Durable creation over HTTP against the bare writer.
void measure_creation(Report& report);
// A ticket read by id over HTTP against the bare server.
void measure_reading(Report& report);
// A hundred thousand tickets: deciding, searching, jobs, then start-up and memory of the program.
void measure_scale(Report& report);
// A million pending jobs: leased while requests are taken, how late they are, start-up of the program.
void measure_pending_jobs(Report& report);
// Ten thousand idle and five hundred slow connections beside agents who take requests.
void measure_connections(Report& report);
// Three times as many requests as the server can take, for `time`; then lists in its place, beside intake.
void measure_overload(Report& report, std::chrono::seconds time);
// Search and suggestions over two hundred thousand entries of the knowledge base.
void measure_retrieval(Report& report);

}  // namespace hotline::bench
