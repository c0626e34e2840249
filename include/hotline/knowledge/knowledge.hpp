// The knowledge base as the rest of the product uses it: its parts, and what they do together.
//
// Publishing settles the owner's tasks; filling a gap tells those who asked; work that runs out reaches its
// owner. Threads: as the parts.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "hotline/knowledge/book.hpp"
#include "hotline/knowledge/library.hpp"
#include "hotline/knowledge/phraser.hpp"
#include "hotline/knowledge/questions.hpp"
#include "hotline/knowledge/tasks.hpp"
#include "hotline/notify/outbox.hpp"

namespace hotline::knowledge {

struct KnowledgeSettings {
  double precision = 0.95;                          // share of the answers given that has to be right
  base::Duration notice = std::chrono::hours{336};  // an entry becomes a task so long before it runs out
  base::Duration limit = std::chrono::hours{120};   // for a mark or a conflict
};

class ImportQueue;

class Knowledge {
 public:
  // `outbox` may be null: then nobody is told. All references outlive it.
  Knowledge(jobs::Scheduler& scheduler, base::Random& random, notify::Outbox* outbox,
            const KnowledgeSettings& settings = {});

  EntryBook entries;
  Library library;
  QuestionBook questions;
  TaskBook tasks;

  // A language model to word answers; null: none. Set before the first question.
  std::shared_ptr<Phraser> phraser;
  // Takes uploads; set where documents are taken over HTTP.
  ImportQueue* imports = nullptr;

  void use_outbox(notify::Outbox* outbox) { outbox_ = outbox; }

  base::Result<Entry> publish(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                              const Deed& deed);
  base::Result<Entry> withdraw(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                               const Deed& deed);
  base::Result<Gap> fill_gap(store::WriteTx& tx, std::int64_t gap, std::int64_t entry, const Deed& deed);
  base::Result<Task> mark(store::WriteTx& tx, std::int64_t entry, TaskKind kind, const std::string& words,
                          const store::Actor& actor);

  // Handlers of review_job and late_job.
  base::Status remind(store::WriteTx& tx, const jobs::LeasedJob& job);
  base::Status note_late(store::WriteTx& tx, const jobs::LeasedJob& job);

 private:
  base::Status tell_owner(store::WriteTx& tx, const Task& task);
  // A template that the city has not worded is no error: then nobody is told.
  base::Status tell(store::WriteTx& tx, notify::NewMessage message);

  notify::Outbox* outbox_;
};

}  // namespace hotline::knowledge
