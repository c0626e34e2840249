#include "store/backup.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "hotline/store/anchor.hpp"
#include "hotline/store/journal.hpp"
#include "store/connection.hpp"
#include "store/failures.hpp"
#include "store/page_vfs.hpp"
#include "store/queries.hpp"
#include "store/wal.hpp"

namespace hotline::store {
namespace {

constexpr std::uint32_t frames_per_step = 1024;  // of the log: 4 MiB
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

base::Error copy_is_broken() {
  return base::Error::of(
      base::ErrorCode::corrupt, "备份校验不通过，已放弃本次备份。请联系系统管理员检查磁盘和数据库。",
      "The copy fails its check and was dropped. Ask the administrator to check disk and database.");
}

base::Error cannot_write_there() {
  return failure_of(SQLITE_CANTOPEN);
}

bool is_whole(const std::string& path, Vault& vault) {
  Connection copy(path, Connection::Role::copy, copy_cache_mib);
  forget_damage(sqlite3_db_filename(copy.handle(), "main"));
  {
    Statement check = copy.query(sql::quick_check);
    if (!check.step() || check.view(0) != "ok") return false;
  }
  ReadTx tx(copy, vault);
  return !verify_chain(tx).first_broken.has_value() &&
         !has_damage(sqlite3_db_filename(copy.handle(), "main"));
}

base::Status copy_with_log(const std::string& from, const std::string& to, std::uint32_t frames) {
  Connection source(from, Connection::Role::reader, copy_cache_mib);
  source.number(sql::newest_entry);  // opens the log
  HOTLINE_TRY(PageFile out, PageFile::open(to, true));
  HOTLINE_CHECK(copy_file_of(source.handle(), out));
  if (frames > 0) {
    const auto log = read_wal_head(source.handle());
    if (!log) throw SqlError(SQLITE_IOERR_READ, "the write-ahead log cannot be read");
    for (std::uint32_t first = 1; first <= frames; first += frames_per_step) {
      const std::uint32_t last = std::min(frames, first + frames_per_step - 1);
      HOTLINE_CHECK(out.apply(read_frames(source.handle(), log->page_size, first, last), log->page_size));
    }
  }
  return out.sync();
}

base::Status name_copy(const std::string& draft, const std::string& to) {
  if (std::rename(draft.c_str(), to.c_str()) != 0) return cannot_write_there();
  const auto directory = std::filesystem::path(to).parent_path();
  if (!make_durable(directory.empty() ? "." : directory.string())) return cannot_write_there();
  return {};
}

}  // namespace

base::Status copy_database(const std::string& from, const std::string& to, const CopyPlan& plan,
                           Vault& vault) {
  const Draft draft(to + ".partial");
  HOTLINE_CHECK(copy_with_log(from, draft.path(), plan.frames));
  if (!is_whole(draft.path(), vault)) return copy_is_broken();
  return name_copy(draft.path(), to);
}

base::Status copy_base(const std::string& from, const std::string& to) {
  const Draft draft(to + ".partial");
  HOTLINE_CHECK(copy_with_log(from, draft.path(), 0));
  return name_copy(draft.path(), to);
}

void look_at_structure(const std::string& path, Vault& vault, const AnchorEvidence* evidence,
                       CheckReport& report) {
  Connection live(path, Connection::Role::reader, copy_cache_mib);
  live.run(sql::begin_read);
  {
    Statement check = live.query(sql::quick_check);
    if (check.step() && check.view(0) != "ok") report.structure = check.text(0);
  }
  ReadTx tx(live, vault);
  report.chain = evidence == nullptr ? verify_chain(tx) : verify_audit(tx, *evidence).chain;
  live.rollback();
}

base::Status check_live(const std::string& path, Vault& vault) {
  CheckReport report;
  look_at_structure(path, vault, nullptr, report);
  return report.ok() ? base::Status() : base::Status(copy_is_broken());
}

}  // namespace hotline::store
