#include <algorithm>
#include <fstream>
#include <sstream>

#include "hotline/knowledge/import.hpp"
#include "knowledge/content_codec.hpp"
#include "knowledge/import/archive.hpp"
#include "knowledge/import/document.hpp"
#include "knowledge/import/pairs.hpp"
#include "knowledge/queries.hpp"

namespace hotline::knowledge {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t group = 200;  // candidates of one transaction
constexpr std::string_view stream = "knowledge_import";

Batch read_batch(store::Statement& row) {
  Batch batch;
  batch.id = row.integer(0);
  batch.name = row.text(1);
  batch.state = row.text(2);
  batch.actor = row.text(3);
  batch.at = row.time(4);
  batch.ended = row.maybe_time(5);
  const auto number = [&](int column) { return static_cast<std::size_t>(row.integer(column)); };
  batch.report.files = number(6);
  batch.report.candidates = number(7);
  batch.report.created = number(8);
  batch.report.changed = number(9);
  batch.report.known = number(10);
  batch.report.published = number(11);
  batch.report.conflicts = number(12);
  batch.report.duplicates = number(13);
  return batch;
}

bool is_archive(const std::string& name, const std::string& bytes) {
  const std::string extension = fs::path(name).extension().string();
  return (extension == ".zip" || extension == ".ZIP") && bytes.starts_with("PK");
}

// What an archive adds beside its files: hidden ones and those of an operating system.
bool is_litter(const std::string& name) {
  return name.starts_with("__MACOSX/") || name.ends_with(".DS_Store") || name.ends_with("Thumbs.db");
}

}  // namespace

// One import: gathers candidates, writes them group by group.
class Importer::Run {
 public:
  Run(store::Store& store, Knowledge& knowledge, std::int64_t batch, const ImportOptions& options,
      const store::Actor& actor, const Progress& progress)
      : store_(store),
        knowledge_(knowledge),
        batch_(batch),
        options_(options),
        deed_{actor, ""},
        progress_(progress) {}

  base::Status begin() {
    return store_.read([this](store::ReadTx& tx) -> base::Status {
      store::Statement row = tx.query(queries::all_newest);
      while (row.step()) {
        const auto payload = store::Payload::decode(row.view(1));
        if (payload.ok()) pairs_.add(row.integer(0), decode(*payload));
      }
      return {};
    });
  }

  base::Status path(const fs::path& path, const std::string& name) {
    std::error_code failed;
    const fs::file_status status = fs::symlink_status(path, failed);
    if (fs::is_directory(status)) {
      std::vector<fs::path> inside;
      for (const auto& one : fs::directory_iterator(path, failed)) inside.push_back(one.path());
      std::sort(inside.begin(), inside.end());
      for (const fs::path& one : inside) {
        const std::string inner = name + "/" + one.filename().string();
        // A link may lead anywhere on the machine, or round in a circle.
        if (fs::is_symlink(fs::symlink_status(one, failed))) {
          refuse(inner, base::Error::of(base::ErrorCode::unsupported_type,
                                        "文件夹内的链接不予导入，请放入文件本身。",
                                        "A link in a folder is not followed. Put the file itself there."));
        } else {
          HOTLINE_CHECK(this->path(one, inner));
        }
      }
      return {};
    }
    if (!fs::is_regular_file(status) && !fs::is_symlink(status)) {
      refuse(name, base::Error::of(base::ErrorCode::not_found, "没有找到该文件。", "There is no such file."));
      return {};
    }
    // Told before a byte is read.
    const auto size = fs::file_size(path, failed);
    if (!failed && size > largest_file) {
      refuse(name, oversized_file());
      return {};
    }
    std::ifstream file(path, std::ios::binary);
    if (!file || failed) {
      refuse(name, base::Error::of(base::ErrorCode::unavailable, "文件无法读取，请检查权限。",
                                   "The file cannot be read. Check its rights."));
      return {};
    }
    std::string bytes(static_cast<std::size_t>(size), '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
    return this->bytes(name, bytes);
  }

  base::Status bytes(const std::string& name, const std::string& bytes) {
    if (bytes.size() > largest_file) {
      refuse(name, oversized_file());
      return {};
    }
    if (is_archive(name, bytes)) return archive(name, bytes);
    return one(name, bytes);
  }

  base::Result<ImportReport> finish() {
    HOTLINE_CHECK(commit());
    HOTLINE_CHECK(store_.write([this](store::WriteTx& tx) -> base::Status {
      write(tx, "done", tx.now());
      tx.journal().append(tx, {stream,
                               batch_,
                               "imported",
                               deed_.actor,
                               "",
                               {{"files", static_cast<std::int64_t>(report_.files)},
                                {"created", static_cast<std::int64_t>(report_.created)},
                                {"changed", static_cast<std::int64_t>(report_.changed)},
                                {"published", static_cast<std::int64_t>(report_.published)},
                                {"refused", static_cast<std::int64_t>(report_.refusals)}}});
      return {};
    }));
    return std::move(report_);
  }

 private:
  void refuse(const std::string& name, const base::Error& error) {
    ++report_.refusals;
    if (report_.refused.size() < most_refused)
      report_.refused.push_back({name, std::string(base::name_of(error.code)), error.text});
  }

  base::Status archive(const std::string& name, const std::string& bytes) {
    auto archive = Archive::open(bytes);
    if (!archive.ok()) {
      refuse(name, archive.error());
      return {};
    }
    for (const Archive::Item& item : archive->items()) {
      if (is_litter(item.name)) continue;
      const std::string inside = name + "/" + item.name;
      if (!is_safe_name(item.name)) {
        refuse(inside, base::Error::of(base::ErrorCode::malformed, "压缩包内的路径指向包外，已拒绝。",
                                       "The path in the archive leads out of it. It is refused."));
        continue;
      }
      auto content = archive->read(item);
      if (!content.ok()) {
        refuse(inside, content.error());
        continue;
      }
      if (is_archive(item.name, *content)) {
        refuse(inside,
               base::Error::of(base::ErrorCode::unsupported_type, "压缩包内不能再有压缩包，请先解开。",
                               "An archive within an archive is not taken. Unpack it first."));
        continue;
      }
      HOTLINE_CHECK(one(inside, *content));
    }
    return {};
  }

  base::Status one(const std::string& name, const std::string& bytes) {
    if (report_.files + report_.refusals >= most_files) {
      refuse(name, oversized_file());
      return {};
    }
    base::Status broken;
    const base::Status read = read_candidates(
        name, bytes, options_,
        [&](Candidate candidate) -> base::Status {
          ++report_.candidates;
          waiting_.push_back(std::move(candidate));
          if (waiting_.size() < group) return {};
          broken = commit();
          return broken;
        },
        [&](std::size_t line, const base::Error& error) {
          refuse(line == 0 ? name : name + ":" + std::to_string(line), error);
        });
    if (!broken.ok()) return broken;
    if (read.ok()) {
      ++report_.files;
    } else {
      refuse(name, read.error());
    }
    return {};
  }

  base::Status commit() {
    // Counted on a copy: a group that is undone leaves no figures behind.
    ImportReport after = report_;
    HOTLINE_CHECK(store_.write([&](store::WriteTx& tx) -> base::Status {
      for (const Candidate& one : waiting_) HOTLINE_CHECK(take(tx, one, after));
      return {};
    }));
    report_ = std::move(after);
    waiting_.clear();
    HOTLINE_CHECK(store_.write([&](store::WriteTx& tx) -> base::Status {
      write(tx, "running", std::nullopt);
      return {};
    }));
    if (progress_) progress_(report_);
    return {};
  }

  base::Status take(store::WriteTx& tx, const Candidate& one, ImportReport& report) {
    std::optional<Entry> entry;
    if (const auto id = EntryBook::find_by_source(tx, one.source_key)) {
      HOTLINE_TRY(const Entry known, EntryBook::load(tx, *id));
      if (known.content == kept(one.content, known.content)) {
        ++report.known;
        return {};
      }
      HOTLINE_TRY(entry,
                  knowledge_.entries.edit(tx, *id, std::nullopt, kept(one.content, known.content), deed_));
      HOTLINE_TRY(entry, knowledge_.entries.submit(tx, *id, std::nullopt, deed_));
      ++report.changed;
    } else {
      HOTLINE_TRY(entry, knowledge_.entries.create(tx, one.content, {one.source_key, batch_}, true, deed_));
      ++report.created;
    }
    const std::vector<Clash> clashes = pairs_.find(entry->id, entry->content);
    for (const Clash& clash : clashes) {
      ++(clash.conflict ? report.conflicts : report.duplicates);
      HOTLINE_TRY(const Entry other, EntryBook::load(tx, clash.other));
      // A unit is not told what another's confidential entry says.
      const bool closed =
          other.content.visibility == Visibility::confidential && other.content.owner != entry->content.owner;
      HOTLINE_CHECK(knowledge_.tasks.open(
          tx,
          {clash.conflict ? TaskKind::conflict : TaskKind::duplicate, entry->id, clash.other,
           entry->content.owner, closed ? std::string() : clash.detail, tx.now() + knowledge_.tasks.limit()},
          deed_.actor));
    }
    pairs_.add(entry->id, entry->content);
    if (options_.publish && clashes.empty()) {
      HOTLINE_CHECK(knowledge_.publish(tx, entry->id, std::nullopt, {{"system", "import"}, ""}));
      ++report.published;
    }
    return {};
  }

  // What people have set on an entry since stays: an import brings what the source says.
  static Content kept(Content fresh, const Content& known) {
    fresh.owner = fresh.owner.empty() ? known.owner : fresh.owner;
    fresh.matter = known.matter;
    fresh.region = fresh.region.empty() ? known.region : fresh.region;
    fresh.valid_from = known.valid_from;
    fresh.valid_to = known.valid_to;
    fresh.review_by = known.review_by;
    fresh.visibility = known.visibility;
    fresh.attachments = known.attachments;
    return fresh;
  }

  void write(store::WriteTx& tx, std::string_view state, std::optional<base::Time> ended) {
    const auto number = [](std::size_t value) { return static_cast<std::int64_t>(value); };
    tx.execute(queries::update_batch, batch_, state, ended, number(report_.files), number(report_.candidates),
               number(report_.created), number(report_.changed), number(report_.known),
               number(report_.published), number(report_.conflicts), number(report_.duplicates));
    for (; faults_written_ < report_.refused.size(); ++faults_written_) {
      const RefusedFile& one = report_.refused[faults_written_];
      tx.execute(queries::insert_fault, batch_, one.name, one.code, one.reason.zh, one.reason.en);
    }
  }

  store::Store& store_;
  Knowledge& knowledge_;
  std::int64_t batch_;
  const ImportOptions& options_;
  Deed deed_;
  const Progress& progress_;
  PairFinder pairs_;
  std::vector<Candidate> waiting_;
  ImportReport report_;
  std::size_t faults_written_ = 0;
};

base::Result<std::int64_t> Importer::open(const std::string& name, const store::Actor& actor) {
  return store_.write([&](store::WriteTx& tx) -> base::Result<std::int64_t> {
    tx.execute(queries::insert_batch, name, actor.id, tx.now());
    return tx.last_insert_id();
  });
}

base::Result<ImportReport> Importer::run_paths(std::int64_t batch, const std::vector<fs::path>& paths,
                                               const ImportOptions& options, const store::Actor& actor,
                                               const Progress& progress) {
  Run run(store_, knowledge_, batch, options, actor, progress);
  HOTLINE_CHECK(run.begin());
  for (const fs::path& one : paths) {
    std::string name = one.filename().string();
    if (name.empty()) name = one.parent_path().filename().string();
    HOTLINE_CHECK(run.path(one, name));
  }
  return run.finish();
}

base::Result<ImportReport> Importer::run_bytes(std::int64_t batch, const std::string& name,
                                               const std::string& bytes, const ImportOptions& options,
                                               const store::Actor& actor, const Progress& progress) {
  Run run(store_, knowledge_, batch, options, actor, progress);
  HOTLINE_CHECK(run.begin());
  HOTLINE_CHECK(run.bytes(name, bytes));
  return run.finish();
}

std::optional<Batch> Importer::find(store::ReadTx& tx, std::int64_t id) {
  store::Statement row = tx.query(queries::batch_by_id);
  row.bind(id);
  if (!row.step()) return std::nullopt;
  Batch batch = read_batch(row);
  store::Statement fault = tx.query(queries::faults_of_batch);
  fault.bind(id);
  while (fault.step())
    batch.report.refused.push_back({fault.text(0), fault.text(1), {fault.text(2), fault.text(3)}});
  batch.report.refusals = batch.report.refused.size();
  return batch;
}

std::vector<Batch> Importer::list(store::ReadTx& tx, std::int64_t before, std::size_t limit) {
  store::Statement row = tx.query(queries::list_batches);
  row.bind(before, static_cast<std::int64_t>(limit));
  std::vector<Batch> batches;
  while (row.step()) batches.push_back(read_batch(row));
  return batches;
}

void Importer::mark_interrupted(store::WriteTx& tx) {
  tx.execute(queries::interrupt_batches, tx.now());
}

base::Result<std::size_t> Importer::publish(store::WriteTx& tx, std::int64_t batch,
                                            const access::Principal* who, std::size_t limit,
                                            const Deed& deed) {
  std::size_t published = 0;
  for (const std::int64_t id : EntryBook::of_batch(tx, batch, State::review, 1'000'000)) {
    if (published >= limit) break;
    {
      store::Statement clash = tx.query(queries::clashing);
      clash.bind(id);
      if (clash.step()) continue;
    }
    HOTLINE_TRY(const Entry entry, EntryBook::load(tx, id));
    if (who != nullptr && !may_approve(*who, entry.content.owner)) continue;
    if (knowledge_.publish(tx, id, std::nullopt, deed).ok()) ++published;
  }
  tx.execute(queries::count_published, batch, static_cast<std::int64_t>(published));
  return published;
}

}  // namespace hotline::knowledge
