// Brings documents in: files, folders, ZIP archives and uploads become candidate entries that a person
// confirms.
//
// Taken are CSV and xlsx tables (service matters by their column TASK_CODE, documents by docid and text,
// questions by question and answer in English or Chinese, any other table row by row), docx, PDF, HTML,
// Markdown, plain text and pictures. Headings and tables are kept. Each candidate has a key of its source:
// the same file again changes nothing, a changed one makes a new version of its entries.
//
// A file that cannot be read is named with the reason and costs the others nothing. Memory is bounded by the
// largest file allowed; what an archive holds is read one by one and never written to the disk.
// Threads: run() blocks; call it from a thread of its own, never from the store's or an I/O thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "hotline/knowledge/knowledge.hpp"
#include "hotline/store/store.hpp"

namespace hotline::knowledge {

// What holds of everything in an import that the files themselves do not tell.
struct ImportOptions {
  Visibility visibility = Visibility::internal;  // service matters are public in themselves
  std::string owner, region;
  bool publish = false;  // without a person's word, but for what clashes with another entry
};

struct RefusedFile {
  std::string name;  // as it was given, with its line for a row of a table: "a.csv:17"
  std::string code;  // name of the error's code
  base::Text reason;
};

struct ImportReport {
  std::size_t files = 0;       // read
  std::size_t candidates = 0;  // found in them
  std::size_t created = 0, changed = 0, known = 0;
  std::size_t published = 0;
  std::size_t conflicts = 0, duplicates = 0;  // pairs with earlier entries, shown to a person
  std::vector<RefusedFile> refused;           // at most most_refused; refusals counts all
  std::size_t refusals = 0;
};
inline constexpr std::size_t most_refused = 1000;
inline constexpr std::size_t largest_file = 64U * 1024 * 1024;  // bytes
inline constexpr std::size_t most_files = 10'000;               // of one import

// A candidate: what is known of it, and its key within its source.
struct Candidate {
  Content content;
  std::string source_key;
};

// Takes one candidate after the other; an Error ends the reading.
using TakeCandidate = std::function<base::Status(Candidate)>;
// Reads one file. `refuse` is told of rows that cannot be read, by line. Errors: those of a whole file.
base::Status read_candidates(const std::string& name, const std::string& bytes, const ImportOptions& options,
                             const TakeCandidate& take,
                             const std::function<void(std::size_t, const base::Error&)>& refuse);

struct Batch {
  std::int64_t id = 0;
  std::string name, state, actor;  // state: running, done, interrupted
  base::Time at;
  std::optional<base::Time> ended;
  ImportReport report;
};

class Importer {
 public:
  Importer(store::Store& store, Knowledge& knowledge) : store_(store), knowledge_(knowledge) {}

  // Opens a batch; run_* carries it out.
  base::Result<std::int64_t> open(const std::string& name, const store::Actor& actor);
  // Called after each transaction with the figures so far.
  using Progress = std::function<void(const ImportReport&)>;
  // Files and folders of this machine. Errors: those of the store.
  base::Result<ImportReport> run_paths(std::int64_t batch, const std::vector<std::filesystem::path>& paths,
                                       const ImportOptions& options, const store::Actor& actor,
                                       const Progress& progress = {});
  // An upload.
  base::Result<ImportReport> run_bytes(std::int64_t batch, const std::string& name, const std::string& bytes,
                                       const ImportOptions& options, const store::Actor& actor,
                                       const Progress& progress = {});

  static std::optional<Batch> find(store::ReadTx& tx, std::int64_t id);
  // Newest first, ids below `before` (0: all), at most `limit`; without what was refused.
  static std::vector<Batch> list(store::ReadTx& tx, std::int64_t before, std::size_t limit);
  // A process that ended in the middle of one: marks what still runs as interrupted. At start.
  static void mark_interrupted(store::WriteTx& tx);
  // Publishes what of a batch waits for review and clashes with nothing, at most `limit`; ids of those
  // published. What `who` may not approve is left.
  base::Result<std::size_t> publish(store::WriteTx& tx, std::int64_t batch, const access::Principal* who,
                                    std::size_t limit, const Deed& deed);

 private:
  class Run;
  store::Store& store_;
  Knowledge& knowledge_;
};

// Uploads are carried out one by one on a thread of their own, in the order in which they came.
class ImportQueue {
 public:
  static constexpr std::size_t most_waiting = 8;

  explicit ImportQueue(store::Store& store, Knowledge& knowledge) : importer_(store, knowledge) {}
  // Ends the upload at hand and drops those that wait: they stand as interrupted after the next start.
  ~ImportQueue();

  // Opens the batch and queues it; its id. Errors: overloaded; those of the store.
  base::Result<std::int64_t> submit(std::string name, std::string bytes, ImportOptions options,
                                    const store::Actor& actor);
  // Blocks until nothing waits or runs.
  void wait_idle();
  Importer& importer() { return importer_; }

 private:
  struct Upload {
    std::int64_t batch;
    std::string name, bytes;
    ImportOptions options;
    store::Actor actor;
  };
  void work();

  Importer importer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Upload> waiting_;
  bool running_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace hotline::knowledge
