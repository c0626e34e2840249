#include "store/backup.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "hotline/store/journal.hpp"
#include "store/connection.hpp"
#include "store/failures.hpp"
#include "store/queries.hpp"

namespace hotline::store {
namespace {

constexpr int pages_per_step = 1024;  // 4 MiB: how long the copy holds the disk at a time
constexpr int copy_cache_mib = 8;

// Removes the unfinished copy, whichever way the work ends.
class Draft {
 public:
  explicit Draft(std::string path) : path_(std::move(path)) { std::remove(path_.c_str()); }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    std::remove(path_.c_str());
    std::remove((path_ + "-journal").c_str());
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Target {
  sqlite3* handle = nullptr;
  ~Target() { sqlite3_close_v2(handle); }
};

base::Error copy_is_broken() {
  return base::Error::of(
      base::ErrorCode::corrupt, "备份校验不通过，已放弃本次备份。请联系系统管理员检查磁盘和数据库。",
      "The copy fails its check and was dropped. Ask the administrator to check disk and database.");
}

base::Error cannot_write_there() {
  return failure_of(SQLITE_CANTOPEN);
}

void copy_pages(Connection& source, const std::string& path) {
  Target target;
  int code = sqlite3_open_v2(path.c_str(), &target.handle,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, nullptr);
  if (code != SQLITE_OK) throw_sql_error(target.handle, code, "open the copy");
  sqlite3_exec(target.handle, "PRAGMA synchronous = OFF", nullptr, nullptr,
               nullptr);  // one fsync at the end serves
  // The open read transaction pins one state: without it each commit would send the copy back to its first
  // page.
  source.run(sql::begin_read);
  source.number(sql::newest_entry);
  sqlite3_backup* backup = sqlite3_backup_init(target.handle, "main", source.handle(), "main");
  if (!backup) throw_sql_error(target.handle, sqlite3_errcode(target.handle), "begin the copy");
  do {
    code = sqlite3_backup_step(backup, pages_per_step);
  } while (code == SQLITE_OK);
  sqlite3_backup_finish(backup);
  source.rollback();
  if (code != SQLITE_DONE) throw_sql_error(target.handle, code, "copy pages");
}

bool is_whole(const std::string& path, Vault& vault) {
  Connection copy(path, Connection::Role::copy, copy_cache_mib);
  {
    Statement check = copy.query(sql::quick_check);
    if (!check.step() || check.view(0) != "ok") return false;
  }
  ReadTx tx(copy, vault);
  return !verify_chain(tx).first_broken.has_value();
}

bool make_durable(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

}  // namespace

base::Status copy_database(const std::string& from, const std::string& to, Vault& vault) {
  const Draft draft(to + ".partial");
  {
    const int descriptor = ::open(draft.path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) return cannot_write_there();
    ::close(descriptor);
  }
  {
    Connection source(from, Connection::Role::reader, copy_cache_mib);
    copy_pages(source, draft.path());
  }
  if (!is_whole(draft.path(), vault)) return copy_is_broken();
  if (!make_durable(draft.path())) return cannot_write_there();
  if (std::rename(draft.path().c_str(), to.c_str()) != 0) return cannot_write_there();
  const auto directory = std::filesystem::path(to).parent_path();
  if (!make_durable(directory.empty() ? "." : directory.string())) return cannot_write_there();
  return {};
}

}  // namespace hotline::store
