#include "store/failures.hpp"

#include <sqlite3.h>

#include "hotline/store/transaction.hpp"
#include "hotline/text/log_cause.hpp"

namespace hotline::store {

using base::Error;
using base::ErrorCode;

Error queue_full() {
  return Error::of(ErrorCode::overloaded, "系统繁忙，请稍后再试。",
                   "The system is busy. Try again in a moment.");
}

Error shutting_down() {
  return Error::of(ErrorCode::unavailable, "系统正在停止服务，请稍后再试。",
                   "The system is shutting down. Try again in a moment.");
}

Error internal_failure() {
  return Error::of(
      ErrorCode::internal, "系统内部故障，本次操作未完成。请重试；仍不成功的，请联系系统管理员。",
      "An internal fault: nothing was changed. Try again; if it goes on, call the administrator.");
}

Error damaged_page(std::uint32_t number) {
  const std::string page = std::to_string(number);
  return Error::of(
      ErrorCode::corrupt,
      "数据库文件第 " + page + " 页已损坏（校验和不符）。请联系系统管理员检查磁盘，并从备份恢复。",
      "Page " + page +
          " of the database file is damaged: its checksum is wrong. Ask the administrator to check the "
          "disk and to restore a backup.");
}

Error failure_of(int sqlite_code) {
  switch (sqlite_code & 0xff) {
    case SQLITE_FULL:
      return Error::of(
          ErrorCode::storage_full, "存储空间不足，暂时无法保存。请联系系统管理员清理磁盘空间后重试。",
          "There is no space left to save this. Ask the administrator to free disk space, then try again.");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Error::of(
          ErrorCode::corrupt, "数据库文件已损坏或不是本系统的数据库。请联系系统管理员从备份恢复。",
          "The database is damaged or not a database. Ask the administrator to restore a backup.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error::of(ErrorCode::unavailable, "数据库正被其他程序占用。请关闭该程序后重试。",
                       "Another program holds the database. Close that program, then try again.");
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
      return Error::of(
          ErrorCode::unavailable, "无法打开数据库文件。请检查所在目录是否存在、是否有读写权限。",
          "The database file cannot be opened. Check that its directory exists and may be written.");
    default:
      return internal_failure();
  }
}

Error failure_of_exception(const base::Logger& logger, std::string_view doing) {
  try {
    throw;
  } catch (const SqlError& error) {
    logger->error("event=store_failure doing={} sqlite_code={} cause=\"{}\"", doing, error.code(),
                  text::log_cause(error.what()));
    return failure_of(error.code());
  } catch (const std::exception& error) {
    logger->error("event=store_failure doing={} cause=\"{}\"", doing, text::log_cause(error.what()));
  } catch (...) {
    logger->error("event=store_failure doing={} cause=\"unknown exception\"", doing);
  }
  return internal_failure();
}

}  // namespace hotline::store
