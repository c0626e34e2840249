// The parts of the benchmark, each with its own databases and processes.
#pragma once

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
// Search and suggestions over two hundred thousand entries of the knowledge base.
void measure_retrieval(Report& report);

}  // namespace hotline::bench
