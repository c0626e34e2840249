// The book of entries: every edit and every change of state, each a link of the journal's chain.
//
//   stream "knowledge", subject = id of the entry
//   drafted, edited      version, digest, fields (names of what changed); source_key and batch with the first
//   submitted, sent_back, published, withdrawn, expired      version, digest of the content concerned
//
// Invariants: a version is never changed once it is written; `published` names the content that readers see
// until another is published or the entry is withdrawn. Rights are checked by the caller (rights.hpp).
// Threads: functions with a WriteTx on the writer's thread, with a ReadTx on any.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "hotline/jobs/scheduler.hpp"
#include "hotline/knowledge/entry.hpp"
#include "hotline/knowledge/rights.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::knowledge {

struct Deed {
  store::Actor actor;
  std::string note;  // why, kept with the event; masked
};

// Where an entry comes from when it was imported.
struct Origin {
  std::string source_key;  // names the thing in its source for ever: an import of the same is an edit of it
  std::int64_t batch = 0;
};

// What readers see of an entry from now on.
struct Published {
  std::int64_t id = 0, version = 0;
  std::optional<Content> content;  // nothing: it has left
};

struct Version {
  std::int64_t version = 0;
  std::string kind;  // of the event
  base::Time at;
  std::string actor, note, digest;
  std::vector<std::string> fields;  // that changed
};

struct EntryFilter {
  std::string state, owner, matter;
  std::int64_t batch = 0;  // 0: any
};
struct EntryRow {
  std::int64_t id = 0, version = 0, published = 0;
  std::string state, title, owner, matter, visibility;
  std::optional<base::Time> valid_to, review_by;
  base::Time updated;
};

class EntryBook {
 public:
  explicit EntryBook(jobs::Scheduler& scheduler) : scheduler_(scheduler) {}

  // Called after the commit that changed what readers see, on the writer's thread: short, without the store.
  // Set before the first transaction.
  void on_published(std::function<void(const Published&)> follower) { follower_ = std::move(follower); }
  // How long before its end of validity, or its review date, an entry becomes a task of its owner.
  void notice_period(base::Duration period) { notice_ = period; }

  // A new draft; submitted at once when `submit`. Errors: those of check_content; conflict (the source key is
  // taken: the text names the entry).
  base::Result<Entry> create(store::WriteTx& tx, const Content& content, const Origin& origin, bool submit,
                             const Deed& deed);
  // Errors of all that follow: not_found, stale_version (`seen` is not the newest), illegal_transition.
  // An edit that changes nothing is refused with conflict.
  base::Result<Entry> edit(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                           const Content& content, const Deed& deed);
  base::Result<Entry> submit(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                             const Deed& deed);
  base::Result<Entry> send_back(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                                const Deed& deed);
  // Also conflict: what a unit owns is not published by the one who wrote this version (four eyes), and
  // nothing that is over already is published.
  base::Result<Entry> publish(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                              const Deed& deed);
  base::Result<Entry> withdraw(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                               const Deed& deed);

  // Errors: not_found.
  static base::Result<Entry> load(store::ReadTx& tx, std::int64_t id);
  static std::optional<std::int64_t> find_by_source(store::ReadTx& tx, std::string_view source_key);
  // The content as it stood at a version. Errors: not_found.
  static base::Result<Content> content_at(store::ReadTx& tx, std::int64_t id, std::int64_t version);
  // Oldest first.
  static std::vector<Version> history(store::ReadTx& tx, std::int64_t id);
  // Entries with an id below `before` (0: from the newest), at most `limit`, of those that `who` may see:
  // whoever may write an entry gets its newest version, anybody else what is published and open to him.
  static std::vector<EntryRow> list(store::ReadTx& tx, const EntryFilter& filter,
                                    const access::Principal& who, std::int64_t before, std::size_t limit);
  // Every published entry, for the search index at start.
  static void each_published(store::ReadTx& tx, const std::function<void(Published)>& visit);
  // Ids of a batch in a state, at most `limit`, lowest first.
  static std::vector<std::int64_t> of_batch(store::ReadTx& tx, std::int64_t batch, State state,
                                            std::size_t limit);

 private:
  base::Result<Entry> change(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                             Action action, const Deed& deed);
  void write_content(store::WriteTx& tx, const Entry& entry);
  void write_row(store::WriteTx& tx, const Entry& entry);
  base::Status plan(store::WriteTx& tx, const Entry& entry);
  void tell(store::WriteTx& tx, const Entry& entry);

  jobs::Scheduler& scheduler_;
  std::function<void(const Published&)> follower_;
  base::Duration notice_ = std::chrono::hours{24 * 14};
};

// The kind of the job that opens an owner's task for an entry that runs out; its key is the entry's id.
inline constexpr std::string_view review_job = "knowledge.review";

}  // namespace hotline::knowledge
