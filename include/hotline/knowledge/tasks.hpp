// What owners of entries have to do, each with a limit: entries that run out, marks by agents, conflicts.
//
// An entry has at most one open task of each kind (and, for pairs, with each other entry). Publishing or
// withdrawing the entry closes what it settles. A task that is not done by its limit is marked late once, and
// the knowledge editors are told. Stream "knowledge_task": opened, closed, late. Threads: functions with a
// WriteTx on the writer's thread, with a ReadTx on any.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hotline/jobs/scheduler.hpp"
#include "hotline/knowledge/book.hpp"

namespace hotline::knowledge {

enum class TaskKind { review, wrong, missing, outdated, conflict, duplicate };
std::string_view name_of(TaskKind kind);
std::optional<TaskKind> find_task_kind(std::string_view name);

struct Task {
  std::int64_t id = 0;
  TaskKind kind = TaskKind::review;
  std::int64_t entry = 0, other = 0;
  std::string unit, detail, actor;
  base::Time opened, due;
  bool late = false;
  std::optional<base::Time> closed;
  std::string outcome;
};

struct NewTask {
  TaskKind kind = TaskKind::review;
  std::int64_t entry = 0, other = 0;
  std::string unit;    // who has to do it, "" for the knowledge editors
  std::string detail;  // masked
  base::Time due;
};

class TaskBook {
 public:
  explicit TaskBook(jobs::Scheduler& scheduler) : scheduler_(scheduler) {}

  // How long an owner has for a mark or a conflict.
  void limit(base::Duration limit) { limit_ = limit; }
  base::Duration limit() const { return limit_; }

  // Nothing when such a task is open already.
  base::Result<std::optional<Task>> open(store::WriteTx& tx, const NewTask& task, const store::Actor& actor);
  // An agent's mark on what is published: wrong, missing, outdated. Errors: not_found (not published).
  base::Result<Task> mark(store::WriteTx& tx, std::int64_t entry, TaskKind kind, const std::string& words,
                          const store::Actor& actor);
  // Errors: not_found; conflict (closed).
  base::Result<Task> close(store::WriteTx& tx, std::int64_t id, const std::string& outcome, const Deed& deed);
  // What the publication or withdrawal of an entry settles: every open task about it.
  void settle(store::WriteTx& tx, std::int64_t entry, const Deed& deed);

  // At the due time of a review_job: opens the owner's task. The entry may have changed since.
  base::Result<std::optional<Task>> remind(store::WriteTx& tx, const jobs::LeasedJob& job);
  // At the limit of a task (late_job); the task when it has become late just now.
  std::optional<Task> note_late(store::WriteTx& tx, std::int64_t id);

  static std::optional<Task> find(store::ReadTx& tx, std::int64_t id);
  // Open tasks, most urgent first, of one unit or (`unit` empty) of all; `skip` left out, at most `limit`.
  static std::vector<Task> open_tasks(store::ReadTx& tx, const std::string& unit, std::size_t skip,
                                      std::size_t limit);

 private:
  jobs::Scheduler& scheduler_;
  base::Duration limit_ = std::chrono::hours{24 * 5};
};

inline constexpr std::string_view late_job = "knowledge.late";

}  // namespace hotline::knowledge
