#include "hotline/knowledge/knowledge.hpp"

#include <fmt/format.h>

namespace hotline::knowledge {

Knowledge::Knowledge(jobs::Scheduler& scheduler, base::Random& random, notify::Outbox* outbox,
                     const KnowledgeSettings& settings)
    : entries(scheduler), library(settings.precision), questions(random), tasks(scheduler), outbox_(outbox) {
  entries.notice_period(settings.notice);
  entries.on_published([this](const Published& one) { library.take(one); });
  tasks.limit(settings.limit);
}

base::Result<Entry> Knowledge::publish(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                                       const Deed& deed) {
  HOTLINE_TRY(const Entry entry, entries.publish(tx, id, seen, deed));
  tasks.settle(tx, id, deed);
  return entry;
}

base::Result<Entry> Knowledge::withdraw(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                                        const Deed& deed) {
  HOTLINE_TRY(const Entry entry, entries.withdraw(tx, id, seen, deed));
  tasks.settle(tx, id, deed);
  return entry;
}

base::Result<Gap> Knowledge::fill_gap(store::WriteTx& tx, std::int64_t id, std::int64_t entry,
                                      const Deed& deed) {
  HOTLINE_TRY(const Gap gap, questions.fill(tx, id, entry, deed));
  HOTLINE_TRY(const Entry filled, EntryBook::load(tx, entry));
  for (const std::string& actor : QuestionBook::askers(tx, id)) {
    static constexpr std::string_view account = "account:";
    if (!actor.starts_with(account)) continue;
    notify::NewMessage message;
    message.once_key = fmt::format("knowledge_gap.{}.{}", id, actor);
    message.stream = "knowledge_gap";
    message.subject = id;
    message.recipient = notify::Recipient::account(std::stoll(actor.substr(account.size())));
    message.template_name = "knowledge_gap_filled";
    message.arguments = {{"question", gap.question}, {"title", filled.content.title()}, {"entry", entry}};
    HOTLINE_CHECK(tell(tx, std::move(message)));
  }
  return gap;
}

base::Result<Task> Knowledge::mark(store::WriteTx& tx, std::int64_t entry, TaskKind kind,
                                   const std::string& words, const store::Actor& actor) {
  HOTLINE_TRY(const Task task, tasks.mark(tx, entry, kind, words, actor));
  HOTLINE_CHECK(tell_owner(tx, task));
  return task;
}

base::Status Knowledge::remind(store::WriteTx& tx, const jobs::LeasedJob& job) {
  HOTLINE_TRY(const auto task, tasks.remind(tx, job));
  if (task) HOTLINE_CHECK(tell_owner(tx, *task));
  return {};
}

base::Status Knowledge::note_late(store::WriteTx& tx, const jobs::LeasedJob& job) {
  const auto task = tasks.note_late(tx, job.subject);
  if (!task) return {};
  notify::NewMessage message;
  message.once_key = fmt::format("knowledge_late.{}", task->id);
  message.stream = "knowledge_task";
  message.subject = task->id;
  message.recipient = notify::Recipient::role("knowledge_editor");
  message.template_name = "knowledge_late";
  message.arguments = {{"entry", task->entry}, {"kind", std::string(name_of(task->kind))}};
  return tell(tx, std::move(message));
}

base::Status Knowledge::tell_owner(store::WriteTx& tx, const Task& task) {
  notify::NewMessage message;
  message.once_key = fmt::format("knowledge_task.{}", task.id);
  message.stream = "knowledge_task";
  message.subject = task.id;
  message.recipient =
      task.unit.empty() ? notify::Recipient::role("knowledge_editor") : notify::Recipient::unit(task.unit);
  message.template_name = "knowledge_task";
  message.arguments = {
      {"entry", task.entry}, {"kind", std::string(name_of(task.kind))}, {"words", task.detail}};
  return tell(tx, std::move(message));
}

base::Status Knowledge::tell(store::WriteTx& tx, notify::NewMessage message) {
  if (outbox_ == nullptr) return {};
  const auto queued = outbox_->queue(tx, message);
  if (queued.ok() || queued.error().code == base::ErrorCode::not_found) return {};
  return queued.error();
}

}  // namespace hotline::knowledge
