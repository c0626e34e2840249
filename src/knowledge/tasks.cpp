#include "hotline/knowledge/tasks.hpp"

#include <array>

#include "hotline/text/identifiers.hpp"
#include "hotline/text/utf8.hpp"
#include "knowledge/queries.hpp"

namespace hotline::knowledge {
namespace {

constexpr std::string_view stream = "knowledge_task";
constexpr std::array<std::string_view, 6> kinds{"review",   "wrong",    "missing",
                                                "outdated", "conflict", "duplicate"};

Task read_task(store::Statement& row) {
  Task task;
  task.id = row.integer(0);
  task.kind = find_task_kind(row.view(1)).value_or(TaskKind::review);
  task.entry = row.integer(2);
  task.other = row.integer(3);
  task.unit = row.text(4);
  task.detail = row.text(5);
  task.actor = row.text(6);
  task.opened = row.time(7);
  task.due = row.time(8);
  task.late = row.integer(9) != 0;
  task.closed = row.maybe_time(10);
  task.outcome = row.text(11);
  return task;
}

}  // namespace

std::string_view name_of(TaskKind kind) {
  return kinds[static_cast<std::size_t>(kind)];
}
std::optional<TaskKind> find_task_kind(std::string_view name) {
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i] == name) return static_cast<TaskKind>(i);
  }
  return std::nullopt;
}

base::Result<std::optional<Task>> TaskBook::open(store::WriteTx& tx, const NewTask& in,
                                                 const store::Actor& actor) {
  {
    store::Statement known = tx.query(queries::open_task_of);
    known.bind(in.entry, name_of(in.kind), in.other);
    if (known.step()) return std::optional<Task>();
  }
  tx.execute(queries::insert_task, name_of(in.kind), in.entry, in.other, in.unit,
             text::mask_identifiers(text::truncate_chars(in.detail, 1000)), actor.id, tx.now(), in.due);
  const std::int64_t id = tx.last_insert_id();
  tx.journal().append(tx,
                      {stream,
                       id,
                       "opened",
                       actor,
                       "",
                       {{"kind", std::string(name_of(in.kind))}, {"entry", in.entry}, {"unit", in.unit}}});
  jobs::NewJob job;
  job.kind = late_job;
  job.stream = stream;
  job.subject = id;
  job.key = std::to_string(id);
  job.due = in.due;
  job.max_tries = 100;
  HOTLINE_CHECK(scheduler_.put(tx, job));
  return find(tx, id);
}

base::Result<Task> TaskBook::mark(store::WriteTx& tx, std::int64_t entry, TaskKind kind,
                                  const std::string& words, const store::Actor& actor) {
  HOTLINE_TRY(const Entry marked, EntryBook::load(tx, entry));
  if (marked.published == 0) {
    return base::Error::of(base::ErrorCode::not_found, "该条目未发布，不能标注。",
                           "This entry is not published.");
  }
  HOTLINE_TRY(const Content content, EntryBook::content_at(tx, entry, marked.published));
  HOTLINE_TRY(const auto made, open(tx, {kind, entry, 0, content.owner, words, tx.now() + limit_}, actor));
  if (made) return *made;
  store::Statement known = tx.query(queries::open_task_of);
  known.bind(entry, name_of(kind), 0);
  known.step();
  return *find(tx, known.integer(0));
}

base::Result<Task> TaskBook::close(store::WriteTx& tx, std::int64_t id, const std::string& outcome,
                                   const Deed& deed) {
  auto task = find(tx, id);
  if (!task) {
    return base::Error::of(base::ErrorCode::not_found, "没有该任务，请刷新列表。", "There is no such task.");
  }
  if (task->closed) {
    return base::Error::of(base::ErrorCode::conflict, "该任务已完成。", "This task is closed already.");
  }
  tx.execute(queries::close_task, id, tx.now(), outcome);
  tx.journal().append(
      tx, {stream, id, "closed", deed.actor, text::mask_identifiers(deed.note), {{"outcome", outcome}}});
  HOTLINE_CHECK(scheduler_.cancel(tx, late_job, std::to_string(id)));
  return *find(tx, id);
}

void TaskBook::settle(store::WriteTx& tx, std::int64_t entry, const Deed& deed) {
  std::vector<std::int64_t> ids;
  {
    store::Statement row = tx.query(queries::open_tasks_of_entry);
    row.bind(entry);
    while (row.step()) ids.push_back(row.integer(0));
  }
  for (const std::int64_t id : ids) (void)close(tx, id, "settled", {deed.actor, ""});
}

base::Result<std::optional<Task>> TaskBook::remind(store::WriteTx& tx, const jobs::LeasedJob& job) {
  const auto entry = EntryBook::load(tx, job.subject);
  if (!entry.ok() || entry->published == 0 || entry->published != job.payload.integer("version"))
    return std::optional<Task>();
  HOTLINE_TRY(const Content content, EntryBook::content_at(tx, entry->id, entry->published));
  const base::Time limit = base::from_millis(job.payload.integer("limit").value_or(0));
  return open(tx, {TaskKind::review, entry->id, 0, content.owner, content.title(), std::max(limit, tx.now())},
              {"system", ""});
}

std::optional<Task> TaskBook::note_late(store::WriteTx& tx, std::int64_t id) {
  auto task = find(tx, id);
  if (!task || task->closed || task->late) return std::nullopt;
  task->late = true;
  tx.execute(queries::mark_late, id);
  tx.journal().append(tx, {stream, id, "late", store::Actor{"system", ""}, "", {{"unit", task->unit}}});
  return task;
}

std::optional<Task> TaskBook::find(store::ReadTx& tx, std::int64_t id) {
  store::Statement row = tx.query(queries::task_by_id);
  row.bind(id);
  return row.step() ? std::optional(read_task(row)) : std::nullopt;
}

std::vector<Task> TaskBook::open_tasks(store::ReadTx& tx, const std::string& unit, std::size_t skip,
                                       std::size_t limit) {
  store::Statement row = tx.query(queries::list_tasks);
  row.bind(unit, static_cast<std::int64_t>(limit), static_cast<std::int64_t>(skip));
  std::vector<Task> tasks;
  while (row.step()) tasks.push_back(read_task(row));
  return tasks;
}

}  // namespace hotline::knowledge
