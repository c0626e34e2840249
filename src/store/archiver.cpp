#include "store/archiver.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>

#include "store/failures.hpp"
#include "store/page_vfs.hpp"

namespace hotline::store {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t segment_limit = 64ull << 20;
constexpr std::size_t most_own_streams = 64;        // whose fences are looked for
constexpr std::uint32_t frames_of_a_record = 8192;  // 32 MiB: a larger commit is several records

base::Error fenced() {
  return base::Error::of(
      base::ErrorCode::unavailable, "备用系统已接管，本机不再受理。请将本机恢复为备用系统后再启动。",
      "The stand-by has taken over: nothing is taken here any more. Make this machine the stand-by "
      "before you start it again.");
}

// A fence outlives what it fenced: the host that wrote this stream may come back after any time.
void drop_stream(const fs::path& stream) {
  std::error_code failed;
  if (!is_fenced(stream)) {
    fs::remove_all(stream, failed);
    return;
  }
  for (const Segment& segment : segments_in(stream)) fs::remove(segment.file, failed);
}

base::Error not_taken_over() {
  return base::Error::of(
      base::ErrorCode::unavailable,
      "此数据库是备用系统的副本，尚未接管，不能直接启动。主机停用后请运行 hotline takeover。",
      "This database is a stand-by's copy that has not taken over. Once the other host is "
      "out of service, run hotline takeover.");
}

struct FileMark {
  std::uint64_t size = 0, changed = 0;
};
FileMark mark_of(const std::string& path) {
  struct stat about{};
  if (::stat(path.c_str(), &about) != 0) return {};
  return {static_cast<std::uint64_t>(about.st_size),
          static_cast<std::uint64_t>(about.st_mtim.tv_sec) * 1'000'000'000u +
              static_cast<std::uint64_t>(about.st_mtim.tv_nsec)};
}

std::string stream_name(std::int64_t now, const std::string& random) {
  const std::time_t seconds = now / 1000;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  return fmt::format("stream-{:04}{:02}{:02}T{:02}{:02}{:02}{:03}Z-{}", parts.tm_year + 1900,
                     parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, now % 1000,
                     random);
}

}  // namespace

Archiver::~Archiver() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

base::Status Archiver::resume(Connection& connection) {
  const std::string database = sqlite3_db_filename(connection.handle(), "main");
  const StreamNote note = read_stream_note(database);
  if (note.part == StreamNote::Part::follows) return not_taken_over();
  if (!enabled()) return {};
  {
    const std::lock_guard lock(mutex_);
    status_.enabled = true;
  }
  connection.number("SELECT count(*) FROM sqlite_schema");  // opens the log, recovers it after a crash
  const int pages = std::max(0, connection.checkpoint(SQLITE_CHECKPOINT_PASSIVE, 0).pages);
  std::error_code failed;
  fs::create_directories(settings_.directory, failed);
  if (!failed) fs::permissions(settings_.directory, fs::perms::owner_all, failed);
  const auto streams = streams_in(settings_.directory);
  own_ = note.streams;
  if (is_taken_over()) return fenced();
  const bool is_noted = note.part == StreamNote::Part::writes && !own_.empty();
  for (auto one = streams.rbegin(); one != streams.rend() && note.part != StreamNote::Part::begins; ++one) {
    if (is_noted && (one != streams.rbegin() || one->filename() != own_.front())) break;
    // An older stream tells only whether this database is one that another has taken over from.
    if (one != streams.rbegin() && !is_fenced(*one)) continue;
    stream_ = *one;
    if (!go_on(connection, database, pages)) continue;
    if (!is_noted) own_ = {stream_.filename().string()};
    if (is_taken_over()) return fenced();
    if (open_segment().ok() && (is_noted || note_own(database).ok())) return append(connection, pages);
    break;
  }
  if (const auto begun = begin_stream(connection, pages); !begun.ok()) end_stream(begun.error());
  return {};
}

// Finds the end of the stream; false when the database has gone on without it.
bool Archiver::go_on(Connection& connection, const std::string& database, int pages) {
  // The newest log began in the last segment, or in one of the few before it.
  const auto segments = segments_in(stream_);
  std::optional<RecordHead> last, last_frames;
  log_begin_ = 0;
  for (std::size_t i = segments.size(); i-- > 0 && log_begin_ == 0;) {
    RecordReader reader(stream_, segments[i].first_record);
    std::vector<std::uint8_t> frames;
    for (;;) {
      const auto head = reader.next(frames);
      if (!head.ok()) return false;
      if (!*head) break;
      last = **head;
      if (last->frames == 0) continue;
      if (last->first_frame == 1) log_begin_ = last->number;
      last_frames = last;
    }
    next_ = reader.expected();
    hash_ = reader.hash();
    if (last && last->closed) break;
  }
  if (!last) return false;
  const auto log = read_wal_head(connection.handle());
  const FileMark mark = mark_of(database);
  const bool log_goes_on = log && last_frames && pages > 0 && log->salts == last_frames->salts &&
                           static_cast<int>(last_frames->last_frame()) <= pages;
  const bool as_closed =
      last->closed && pages == 0 && last->file_size == mark.size && last->file_changed == mark.changed;
  if (!log_goes_on && !as_closed) {
    logger_->info(
        "event=archive_stream_not_continued log_pages={} same_log={} archived={} closed={} same_file={}",
        pages, log && last_frames && log->salts == last_frames->salts,
        last_frames ? last_frames->last_frame() : 0, last->closed,
        last->file_size == mark.size && last->file_changed == mark.changed);
    return false;
  }
  if (log_goes_on) {
    salts_ = last_frames->salts;
    archived_ = last_frames->last_frame();
  } else {
    salts_ = {};
    archived_ = 0;
    log_begin_ = next_;
  }
  const auto bases = bases_in(stream_);
  const std::lock_guard lock(mutex_);
  status_.streaming = true;
  status_.record = next_ - 1;
  if (!bases.empty()) status_.base_at = base::from_millis(bases.back().at);
  return true;
}

bool Archiver::is_taken_over() {
  const fs::path archive(settings_.directory);
  fenced_ = fenced_ || std::ranges::any_of(own_, [&](const auto& name) { return is_fenced(archive / name); });
  return fenced_;
}

base::Status Archiver::begin_stream(Connection& connection, int pages) {
  if (is_taken_over()) return fenced();
  if (has_damage(sqlite3_db_filename(connection.handle(), "main")))
    return damaged_page(damaged_pages(sqlite3_db_filename(connection.handle(), "main")).front());
  const auto now = base::to_millis(clock_.now());
  const fs::path stream = fs::path(settings_.directory) / stream_name(now, random_.token(4));
  if (::mkdir(stream.c_str(), 0700) != 0) return failure_of_errno(errno);
  stream_ = stream;
  own_.insert(own_.begin(), stream.filename().string());
  if (own_.size() > most_own_streams) own_.resize(most_own_streams);
  HOTLINE_CHECK(note_own(sqlite3_db_filename(connection.handle(), "main")));
  // Who took over meanwhile may have looked for streams before this one was there.
  if (is_taken_over()) return fenced();
  next_ = log_begin_ = 1;
  hash_ = {};
  salts_ = {};
  archived_ = 0;
  HOTLINE_CHECK(open_segment());
  {
    const std::lock_guard lock(mutex_);
    status_.streaming = true;
    status_.problem = {};
    status_.record = 0;
    status_.base_at = {};
  }
  logger_->info("event=archive_stream_begins name={}", stream.filename().string());
  return append(connection, pages);
}

base::Status Archiver::note_own(const std::string& database) const {
  return write_stream_note(database, {StreamNote::Part::writes, own_});
}

base::Status Archiver::open_segment() {
  if (descriptor_ >= 0) ::close(descriptor_);
  const fs::path path = segment_path(stream_, next_);
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor_ < 0) return failure_of_errno(errno);
  segment_size_ = 0;
  if (::write(descriptor_, hash_.data(), hash_.size()) != static_cast<ssize_t>(hash_.size()))
    return failure_of_errno(errno);
  segment_size_ = hash_.size();
  if (!make_durable(stream_.string())) return failure_of_errno(EIO);
  unsynced_ = true;
  return {};
}

base::Status Archiver::append(Connection& connection, int pages) {
  if (fenced_) return fenced();
  if (!enabled() || descriptor_ < 0) return {};
  try {
    const auto log = read_wal_head(connection.handle());
    if (!log || pages <= 0) return {};
    if (log->salts != salts_) {
      salts_ = log->salts;
      archived_ = 0;
      log_begin_ = next_;
    }
    const std::string path = sqlite3_db_filename(connection.handle(), "main");
    while (archived_ < static_cast<std::uint32_t>(pages)) {
      RecordHead head;
      head.first_frame = archived_ + 1;
      head.frames = std::min(static_cast<std::uint32_t>(pages) - archived_, frames_of_a_record);
      head.page_size = log->page_size;
      head.salts = salts_;
      const auto frames =
          read_frames(connection.handle(), log->page_size, head.first_frame, head.last_frame());
      if (has_damage(path)) {
        end_stream(damaged_page(damaged_pages(path).front()));
        return {};
      }
      if (const auto written = write_record(head, frames); !written.ok()) {
        end_stream(written.error());
        return {};
      }
      archived_ += head.frames;
    }
  } catch (const SqlError& error) {
    end_stream(failure_of(error.code()));
    return {};
  }
  if (settings_.sync_every.count() == 0) sync();
  fenced_ = is_fenced(stream_);
  return fenced_ ? base::Status(fenced()) : base::Status();
}

base::Status Archiver::write_record(RecordHead head, std::span<const std::uint8_t> frames) {
  if (segment_size_ >= segment_limit) {
    sync();
    HOTLINE_CHECK(open_segment());
  }
  head.number = next_;
  head.at = base::to_millis(clock_.now());
  head.hash = hash_record(hash_, head, frames);
  const auto bytes = encode(head);
  std::vector<std::uint8_t> all(bytes.begin(), bytes.end());
  all.insert(all.end(), frames.begin(), frames.end());
  for (std::size_t done = 0; done < all.size();) {
    const ssize_t wrote = ::write(descriptor_, all.data() + done, all.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return failure_of_errno(errno);
    done += static_cast<std::size_t>(wrote);
  }
  segment_size_ += all.size();
  hash_ = head.hash;
  ++next_;
  unsynced_ = true;
  const std::lock_guard lock(mutex_);
  status_.record = head.number;
  status_.bytes += all.size();
  return {};
}

void Archiver::sync() {
  if (descriptor_ < 0 || !unsynced_) return;
  if (::fdatasync(descriptor_) != 0) {
    end_stream(failure_of_errno(errno));
    return;
  }
  unsynced_ = false;
  synced_at_ = base::to_millis(clock_.now());
}

void Archiver::sync_when_due() {
  if (unsynced_ && base::to_millis(clock_.now()) - synced_at_ >= settings_.sync_every.count()) sync();
}

void Archiver::end_stream(const base::Error& cause) {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
  logger_->error("event=archive_stream_ended cause={} text=\"{}\"", base::name_of(cause.code), cause.text.en);
  const std::lock_guard lock(mutex_);
  status_.streaming = false;
  status_.problem = cause.text;
}

void Archiver::close(const std::string& database) {
  if (descriptor_ < 0) return;
  const FileMark mark = mark_of(database);
  RecordHead head;
  head.closed = true;
  head.file_size = mark.size;
  head.file_changed = mark.changed;
  if (const auto written = write_record(head, {}); !written.ok()) end_stream(written.error());
  sync();
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

base::Result<Base> Archiver::plan_base(Connection& connection, bool log_is_in_file, int pages) {
  if (descriptor_ < 0) HOTLINE_CHECK(begin_stream(connection, pages));
  Base base;
  base.first_record = log_is_in_file ? next_ : log_begin_;
  base.whole_from = next_ - 1;
  base.at = base::to_millis(clock_.now());
  base.file = base_path(stream_, base.whole_from);
  return base;
}

base::Status Archiver::finish_base(const Base& base) {
  HOTLINE_CHECK(write_base_info(base));
  drop_old(base.at);
  const std::lock_guard lock(mutex_);
  status_.base_at = base::from_millis(base.at);
  return {};
}

// Keeps, of all bases, those younger than the limit and the newest one before it; of the rest, what they do
// not need.
void Archiver::drop_old(std::int64_t now) {
  const std::int64_t limit =
      now - std::chrono::milliseconds(std::chrono::hours{24 * settings_.keep_days}).count();
  std::error_code failed;
  bool older_serves = false;  // a base at or before the limit was seen: nothing before it is needed
  auto streams = streams_in(settings_.directory);
  std::ranges::reverse(streams);
  for (const fs::path& stream : streams) {
    auto bases = bases_in(stream);
    std::ranges::reverse(bases);
    std::uint64_t needed = UINT64_MAX;
    for (const Base& base : bases) {
      if (older_serves) {
        fs::remove(fs::path(base.file).replace_extension(".info"), failed);
        fs::remove(base.file, failed);
        continue;
      }
      needed = std::min(needed, base.first_record);
      older_serves = base.at <= limit;
    }
    if (needed == UINT64_MAX) {
      if (older_serves) drop_stream(stream);
      continue;
    }
    const auto segments = segments_in(stream);
    for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
      if (segments[i + 1].first_record <= needed) fs::remove(segments[i].file, failed);
    }
  }
}

ArchiveStatus Archiver::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

}  // namespace hotline::store
