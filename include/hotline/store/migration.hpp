// One step of the database's schema.
#pragma once

#include <string>
#include <vector>

namespace hotline::store {

// Steps of one module run in the order of `number`; modules in the order in which `app` lists them. A step
// that has landed is never edited: a change is a new step.
struct Migration {
  std::string module;  // "ticket"
  int number = 0;      // 1, 2, 3, ...
  std::string name;    // "01_tickets", for the log
  std::string sql;     // one or more statements, STRICT tables
};

}  // namespace hotline::store
