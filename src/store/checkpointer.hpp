// Moves the write-ahead log into the database file.
#pragma once

#include "hotline/base/log.hpp"
#include "store/connection.hpp"

namespace hotline::store {

// Replaces SQLite's automatic checkpoints, which run inside a commit and so before its works are
// acknowledged. Passive checkpoints never wait for readers; only a log that readers have kept from starting
// anew for very long is forced to, with a short wait. Used by the writer's thread alone.
class Checkpointer {
 public:
  // `connection` must outlive it.
  Checkpointer(Connection& connection, base::Logger logger);

  // After a group was committed and acknowledged: a checkpoint when the log has grown enough.
  void after_commit();
  // While the writer has nothing to do: empties what is pending.
  void when_idle();
  // True while the log holds pages that the database file lacks.
  bool pending() const { return pages_ > saved_; }
  // Frames in the log after the last commit.
  int pages() const { return pages_; }

 private:
  static int note_commit(void* self, sqlite3*, const char* schema, int pages);
  void run(int mode);

  Connection& connection_;
  base::Logger logger_;
  int pages_ = 0;  // in the log
  int saved_ = 0;  // of these, already in the database file
  int next_at_;    // size of the log, in pages, at which the next checkpoint runs
};

}  // namespace hotline::store
