#include "store/checkpointer.hpp"

#include <sqlite3.h>

namespace hotline::store {
namespace {

constexpr int step_pages = 4096;        // 16 MiB of log between checkpoints under load
constexpr int force_pages = 64 * 1024;  // 256 MiB: readers have held the log too long
constexpr int force_wait_ms = 200;      // wait for readers then, at most

}  // namespace

Checkpointer::Checkpointer(Connection& connection, base::Logger logger)
    : connection_(connection), logger_(std::move(logger)), next_at_(step_pages) {
  // Setting the hook turns automatic checkpoints off.
  sqlite3_wal_hook(connection_.handle(), note_commit, this);
}

int Checkpointer::note_commit(void* self, sqlite3*, const char*, int pages) {
  auto& that = *static_cast<Checkpointer*>(self);
  if (pages < that.pages_) {  // the log began anew
    that.saved_ = 0;
    that.next_at_ = step_pages;
  }
  that.pages_ = pages;
  return SQLITE_OK;
}

void Checkpointer::after_commit() {
  if (pages_ < next_at_) return;
  run(pages_ >= force_pages ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE);
  next_at_ = pages_ + step_pages;
}

void Checkpointer::when_idle() {
  run(SQLITE_CHECKPOINT_PASSIVE);
  // A reader may hold pages back; they are tried again after the next commit, not in a loop.
  saved_ = pages_;
}

void Checkpointer::run(int mode) {
  const Connection::Checkpoint result = connection_.checkpoint(mode, force_wait_ms);
  if (result.code != SQLITE_OK && result.code != SQLITE_BUSY) {
    logger_->warn("event=checkpoint_failed sqlite_code={} cause=\"{}\"", result.code,
                  sqlite3_errmsg(connection_.handle()));
    return;
  }
  if (result.pages >= 0) pages_ = result.pages;
  if (result.saved >= 0) saved_ = result.saved;
}

}  // namespace hotline::store
