#include <sqlite3.h>

#include <cstdio>

#include "hotline/store/archive.hpp"
#include "store/archive_stream.hpp"
#include "store/connection.hpp"
#include "store/failures.hpp"
#include "store/page_vfs.hpp"
#include "store/process_lock.hpp"
#include "store/queries.hpp"

namespace hotline::store {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

constexpr int check_cache_mib = 32;
constexpr std::size_t copy_step = 1 << 20;

Error no_base(const std::string& directory, std::optional<base::Time> oldest) {
  if (!oldest) {
    return Error::of(
        ErrorCode::not_found, "归档目录 " + directory + " 中没有可用的基准副本。请检查目录是否正确。",
        "The archive " + directory + " holds no base copy. Check that this is the right folder.");
  }
  const std::string at = base::format_rfc3339(*oldest);
  return Error::of(ErrorCode::not_found, "归档只能恢复到 " + at + " 及以后的时刻。请给出更晚的 --to。",
                   "The archive reaches back to " + at + " only. Give a later --to.");
}

Error fails_check(const std::string& what) {
  return Error::of(ErrorCode::corrupt,
                   "恢复出的数据库校验不通过（" + what + "），未予采用。请改用更早的时刻或另一份归档。",
                   "The restored database fails its check (" + what +
                       ") and was dropped. Use an earlier time or another copy of the archive.");
}

struct Choice {
  fs::path stream;
  Base base;
};

// The newest base whose state is not after `at`; of streams, the newest that has one.
base::Result<Choice> choose_base(const std::string& directory, std::optional<base::Time> at) {
  std::optional<base::Time> oldest;
  auto streams = streams_in(directory);
  for (auto stream = streams.rbegin(); stream != streams.rend(); ++stream) {
    const auto bases = bases_in(*stream);
    for (auto base = bases.rbegin(); base != bases.rend(); ++base) {
      if (!at || base->at <= base::to_millis(*at)) return Choice{*stream, *base};
      oldest = base::from_millis(base->at);
    }
  }
  return no_base(directory, oldest);
}

base::Status copy_file(const fs::path& from, PageFile& to) {
  std::ifstream in(from, std::ios::binary);
  if (!in) return failure_of(SQLITE_CANTOPEN);
  std::vector<std::uint8_t> bytes(copy_step);
  std::int64_t at = 0;
  for (;;) {
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    const auto got = in.gcount();
    if (got <= 0) break;
    HOTLINE_CHECK(to.write(at, std::span(bytes).first(static_cast<std::size_t>(got))));
    at += got;
  }
  if (in.bad()) return failure_of(SQLITE_CANTOPEN);
  return {};
}

// A copy of the database that records are applied to.
class Replay {
 public:
  static base::Result<std::unique_ptr<Replay>> begin(Choice choice, const std::string& file) {
    HOTLINE_TRY(PageFile out, PageFile::open(file, true));
    HOTLINE_CHECK(copy_file(choice.base.file, out));
    return std::make_unique<Replay>(std::move(choice), std::move(out));
  }
  Replay(Choice choice, PageFile out)
      : choice_(std::move(choice)), out_(std::move(out)), reader_(choice_.stream, choice_.base.first_record) {
    done_.base_at = done_.at = base::from_millis(choice_.base.at);
  }

  // Applies what is there, up to `at`. How many records.
  base::Result<std::uint64_t> run(std::optional<base::Time> at) {
    std::uint64_t count = 0;
    for (;;) {
      auto next = reader_.next(frames_);
      if (!next.ok()) {
        // What is damaged after the wanted time does no harm.
        const auto damaged_at = at ? reader_.time_of_damaged() : std::nullopt;
        if (damaged_at && *damaged_at > base::to_millis(*at) && waiting_.empty()) break;
        return std::move(next).error();
      }
      const auto head = std::move(next).value();
      if (!head) break;
      const bool needed = head->number <= choice_.base.whole_from;
      if (at && !needed && waiting_.empty() && head->at > base::to_millis(*at)) break;
      // A large commit is several records: they count together or not at all.
      if (head->frames > 0) {
        waiting_.insert(waiting_.end(), frames_.begin(), frames_.end());
        if (frame_of(frames_, head->page_size, head->frames - 1).db_pages == 0) continue;
        HOTLINE_CHECK(out_.apply(waiting_, head->page_size));
        waiting_.clear();
      }
      if (!needed) done_.at = std::max(done_.at, base::from_millis(head->at));
      applied_ = head->number;
      ++count;
    }
    done_.records += count;
    return count;
  }
  bool is_whole() const {
    return applied_ >= choice_.base.whole_from || choice_.base.first_record > choice_.base.whole_from;
  }
  base::Status sync() { return out_.sync(); }
  const Choice& choice() const { return choice_; }
  const Restored& done() const { return done_; }

 private:
  Choice choice_;
  PageFile out_;
  RecordReader reader_;
  Restored done_;
  std::uint64_t applied_ = 0;
  std::vector<std::uint8_t> frames_, waiting_;
};

// Checksum of each page and quick_check; the chain is checked by whoever has the whole program at hand.
base::Status check_copy(const std::string& path) {
  try {
    Connection copy(path, Connection::Role::copy, check_cache_mib);
    const std::string full = sqlite3_db_filename(copy.handle(), "main");
    forget_damage(full);
    Statement check = copy.query(sql::quick_check);
    if (!check.step() || check.view(0) != "ok") return fails_check("quick_check");
    if (has_damage(full)) return fails_check("page " + std::to_string(damaged_pages(full).front()));
  } catch (const SqlError& error) {
    return failure_of(error.code());
  }
  return {};
}

void remove_beside(const std::string& path) {
  for (const char* tail : {"-wal", "-shm", "-journal"}) std::remove((path + tail).c_str());
}

class ArchiveFollower final : public Follower {
 public:
  ArchiveFollower(std::string directory, std::string to, ProcessLock lock)
      : directory_(std::move(directory)), to_(std::move(to)), lock_(std::move(lock)) {}

  base::Status build() {
    HOTLINE_TRY(Choice choice, choose_base(directory_, std::nullopt));
    HOTLINE_CHECK(write_stream_note(to_, {StreamNote::Part::follows, {choice.stream.filename().string()}}));
    remove_beside(to_);
    replay_.reset();  // the copy is none until the new one has begun
    HOTLINE_TRY(replay_, Replay::begin(std::move(choice), to_));
    return {};
  }

  base::Result<std::uint64_t> catch_up() override {
    if (!replay_) {
      HOTLINE_CHECK(build());
    }
    HOTLINE_TRY(const std::uint64_t count, replay_->run(std::nullopt));
    if (count > 0) return count;
    const auto newest = choose_base(directory_, std::nullopt);
    if (newest.ok() && newest->stream != replay_->choice().stream) {
      HOTLINE_CHECK(build());
      return replay_->run(std::nullopt);
    }
    return count;
  }

  base::Time at() const override { return replay_ ? replay_->done().at : base::Time{}; }

  base::Status take_over() override {
    if (!replay_) return fails_check("no base");
    HOTLINE_CHECK(fence(replay_->choice().stream));
    // Another stream may have begun since, or bear an earlier time when a clock was set back; whoever writes
    // one must stop as well. A writer that begins one now sees the fence on its former one afterwards.
    for (bool found = true; found;) {
      found = false;
      for (const fs::path& stream : streams_in(directory_)) {
        if (is_fenced(stream)) continue;
        HOTLINE_CHECK(fence(stream));
        found = true;
      }
    }
    // Whoever still writes sees the fence before it acknowledges: what was acknowledged is in the stream by
    // now.
    HOTLINE_TRY(const std::uint64_t rest, replay_->run(std::nullopt));
    static_cast<void>(rest);
    if (!replay_->is_whole()) return fails_check("records missing");
    HOTLINE_CHECK(replay_->sync());
    return write_stream_note(to_, {StreamNote::Part::begins, {}});
  }

 private:
  const std::string directory_, to_;
  ProcessLock lock_;
  std::unique_ptr<Replay> replay_;
};

}  // namespace

base::Result<Restored> restore_archive(const std::string& directory, const std::string& to,
                                       std::optional<base::Time> at) {
  HOTLINE_TRY(const ProcessLock lock, ProcessLock::take(to + ".lock"));
  HOTLINE_TRY(Choice choice, choose_base(directory, at));
  const std::string draft = to + ".partial";
  Restored done;
  {
    HOTLINE_TRY(const auto replay, Replay::begin(std::move(choice), draft));
    const auto ran = replay->run(at);
    base::Status status = ran.ok() ? base::Status() : base::Status(ran.error());
    if (status.ok() && !replay->is_whole()) status = fails_check("records missing");
    if (status.ok()) status = replay->sync();
    if (status.ok()) status = check_copy(draft);
    if (!status.ok()) {
      std::remove(draft.c_str());
      return std::move(status).error();
    }
    done = replay->done();
  }
  remove_beside(to);
  if (std::rename(draft.c_str(), to.c_str()) != 0) return failure_of_errno(errno);
  HOTLINE_CHECK(write_stream_note(to, {StreamNote::Part::begins, {}}));
  return done;
}

base::Result<std::unique_ptr<Follower>> Follower::open(const std::string& directory, const std::string& to) {
  HOTLINE_TRY(ProcessLock lock, ProcessLock::take(to + ".lock"));
  auto follower = std::make_unique<ArchiveFollower>(directory, to, std::move(lock));
  HOTLINE_CHECK(follower->build());
  return std::unique_ptr<Follower>(std::move(follower));
}

}  // namespace hotline::store
