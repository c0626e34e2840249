#include "store/archive_stream.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "store/failures.hpp"

namespace hotline::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "HLREC001";
constexpr std::uint32_t closed_flag = 1;
constexpr std::size_t hash_at = 64;
constexpr std::string_view stream_prefix = "stream-";
constexpr std::uint32_t most_frames = 4'000'000;  // of one record: what is above is damage

template <class T>
void put(std::uint8_t* to, T value) {
  std::memcpy(to, &value, sizeof value);  // little endian, see page_checksum.cpp
}
template <class T>
T get(const std::uint8_t* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

std::optional<RecordHead> decode(const std::array<std::uint8_t, record_head_size>& bytes) {
  const std::uint8_t* at = bytes.data();
  if (std::memcmp(at, magic.data(), magic.size()) != 0) return std::nullopt;
  RecordHead head;
  head.number = get<std::uint64_t>(at + 8);
  head.at = get<std::int64_t>(at + 16);
  head.frames = get<std::uint32_t>(at + 24);
  head.page_size = get<std::uint32_t>(at + 28);
  head.salts = {get<std::uint32_t>(at + 32), get<std::uint32_t>(at + 36)};
  head.first_frame = get<std::uint32_t>(at + 40);
  head.closed = (get<std::uint32_t>(at + 44) & closed_flag) != 0;
  head.file_size = get<std::uint64_t>(at + 48);
  head.file_changed = get<std::uint64_t>(at + 56);
  std::memcpy(head.hash.data(), at + hash_at, head.hash.size());
  const bool possible = head.frames <= most_frames && head.page_size <= 65536;
  return possible ? std::optional(head) : std::nullopt;
}

// The number in "wal-0000000012.seg"; nullopt for another name.
std::optional<std::uint64_t> number_in(const std::string& name, std::string_view before,
                                       std::string_view after) {
  if (!name.starts_with(before) || !name.ends_with(after)) return std::nullopt;
  std::uint64_t number = 0;
  const char* const end = name.data() + name.size() - after.size();
  const auto [stop, failed] = std::from_chars(name.data() + before.size(), end, number);
  return failed == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

// Beside the file itself, as SQLite does with its own, when `database` is a link to it.
fs::path stream_note_path(const std::string& database) {
  std::error_code failed;
  const fs::path file = fs::weakly_canonical(database, failed);
  return (failed ? database : file.string()) + ".stream";
}

std::string_view name_of(StreamNote::Part part) {
  switch (part) {
    case StreamNote::Part::begins:
      return "begins";
    case StreamNote::Part::writes:
      return "writes";
    case StreamNote::Part::follows:
      return "follows";
    case StreamNote::Part::unknown:
      break;
  }
  return "unknown";
}

std::string folder_of(const fs::path& file) {
  const auto folder = file.parent_path();
  return folder.empty() ? "." : folder.string();
}

base::Error broken_stream(std::uint64_t record, const fs::path& file) {
  const std::string where = std::to_string(record) + " (" + file.filename().string() + ")";
  return base::Error::of(
      base::ErrorCode::corrupt,
      "归档在第 " + where + " 条记录处损坏或缺失。请用 --to 恢复到此前的时刻，或使用另一份归档。",
      "The archive is damaged or has a gap at record " + where +
          ". Restore to a time before it with --to, or use another copy of the archive.");
}

}  // namespace

std::array<std::uint8_t, record_head_size> encode(const RecordHead& head) {
  std::array<std::uint8_t, record_head_size> bytes{};
  std::uint8_t* at = bytes.data();
  std::memcpy(at, magic.data(), magic.size());
  put(at + 8, head.number);
  put(at + 16, head.at);
  put(at + 24, head.frames);
  put(at + 28, head.page_size);
  put(at + 32, head.salts.first);
  put(at + 36, head.salts.second);
  put(at + 40, head.first_frame);
  put(at + 44, head.closed ? closed_flag : std::uint32_t{0});
  put(at + 48, head.file_size);
  put(at + 56, head.file_changed);
  std::memcpy(at + hash_at, head.hash.data(), head.hash.size());
  return bytes;
}

Hash hash_record(const Hash& before, const RecordHead& head, std::span<const std::uint8_t> frames) {
  const auto bytes = encode(head);
  crypto_generichash_state state;
  Hash hash;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  crypto_generichash_update(&state, before.data(), before.size());
  crypto_generichash_update(&state, bytes.data(), hash_at);
  crypto_generichash_update(&state, frames.data(), frames.size());
  crypto_generichash_final(&state, hash.data(), hash.size());
  return hash;
}

std::vector<fs::path> streams_in(const fs::path& directory) {
  std::vector<fs::path> streams;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(directory, failed)) {
    if (entry.is_directory() && entry.path().filename().string().starts_with(stream_prefix))
      streams.push_back(entry.path());
  }
  std::ranges::sort(streams);
  return streams;
}

std::vector<Base> bases_in(const fs::path& stream) {
  std::vector<Base> bases;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(stream, failed)) {
    if (!number_in(entry.path().filename().string(), "base-", ".info")) continue;
    Base base;
    std::ifstream in(entry.path());
    if (!(in >> base.first_record >> base.whole_from >> base.at)) continue;
    base.file = fs::path(entry.path()).replace_extension(".db");
    if (fs::exists(base.file, failed)) bases.push_back(std::move(base));
  }
  std::ranges::sort(bases, {}, &Base::at);
  return bases;
}

base::Status write_base_info(const Base& base) {
  const fs::path path = fs::path(base.file).replace_extension(".info");
  const fs::path draft = path.string() + ".partial";
  std::ofstream out(draft);
  out << base.first_record << ' ' << base.whole_from << ' ' << base.at << '\n';
  out.close();
  std::error_code failed;
  if (!out || !make_durable(draft.string())) return failure_of_errno(ENOSPC);
  fs::rename(draft, path, failed);
  if (failed || !make_durable(path.parent_path().string())) return failure_of_errno(EIO);
  return {};
}

std::vector<Segment> segments_in(const fs::path& stream) {
  std::vector<Segment> segments;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(stream, failed)) {
    if (const auto number = number_in(entry.path().filename().string(), "wal-", ".seg"))
      segments.push_back({entry.path(), *number});
  }
  std::ranges::sort(segments, {}, &Segment::first_record);
  return segments;
}

fs::path segment_path(const fs::path& stream, std::uint64_t first_record) {
  return stream / fmt::format("wal-{:012}.seg", first_record);
}

fs::path base_path(const fs::path& stream, std::uint64_t record) {
  return stream / fmt::format("base-{:012}.db", record);
}

bool is_fenced(const fs::path& stream) {
  std::error_code failed;
  return fs::exists(stream / "fenced", failed);
}

base::Status fence(const fs::path& stream) {
  const int descriptor = ::open((stream / "fenced").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return failure_of_errno(errno);
  ::close(descriptor);
  return make_durable(stream.string()) ? base::Status() : base::Status(failure_of_errno(EIO));
}

StreamNote read_stream_note(const std::string& database) {
  std::ifstream in(stream_note_path(database));
  StreamNote note;
  std::string part;
  in >> part;
  for (const StreamNote::Part one :
       {StreamNote::Part::begins, StreamNote::Part::writes, StreamNote::Part::follows}) {
    if (part == name_of(one)) note.part = one;
  }
  for (std::string stream; in >> stream;) {
    if (stream.starts_with(stream_prefix) && stream.find('/') == std::string::npos)
      note.streams.push_back(std::move(stream));
  }
  return note;
}

base::Status write_stream_note(const std::string& database, const StreamNote& note) {
  const fs::path path = stream_note_path(database);
  const fs::path draft = path.string() + ".partial";
  std::ofstream out(draft);
  out << name_of(note.part);
  for (const std::string& stream : note.streams) out << ' ' << stream;
  out << '\n';
  out.close();
  if (!out || !make_durable(draft.string())) return failure_of_errno(ENOSPC);
  std::error_code failed;
  fs::rename(draft, path, failed);
  if (failed || !make_durable(folder_of(path))) return failure_of_errno(EIO);
  return {};
}

RecordReader::RecordReader(fs::path stream, std::uint64_t record)
    : stream_(std::move(stream)), wanted_(record), expected_(record) {}

bool RecordReader::open_segment_of(std::uint64_t record) {
  const auto segments = segments_in(stream_);
  const auto after = std::ranges::upper_bound(segments, record, {}, &Segment::first_record);
  if (after == segments.begin()) return false;
  const Segment& segment = *std::prev(after);
  if (file_ == segment.file) return true;
  std::ifstream in(segment.file, std::ios::binary);
  // A segment begins with the hash that goes before its first record.
  Hash before{};
  if (!in.read(reinterpret_cast<char*>(before.data()), static_cast<std::streamsize>(before.size())))
    return false;
  in_ = std::move(in);
  hash_ = before;
  file_ = segment.file;
  expected_ = segment.first_record;
  offset_ = hash_.size();
  return true;
}

base::Result<std::optional<RecordHead>> RecordReader::read_one(std::vector<std::uint8_t>& frames) {
  const auto none = [&]() -> std::optional<RecordHead> {
    in_.clear();
    in_.seekg(static_cast<std::streamoff>(offset_));
    return std::nullopt;
  };
  std::array<std::uint8_t, record_head_size> bytes{};
  in_.clear();
  in_.seekg(static_cast<std::streamoff>(offset_));
  if (!in_.read(reinterpret_cast<char*>(bytes.data()), record_head_size)) return none();
  const auto head = decode(bytes);
  if (!head || head->number != expected_) return none();
  // A damaged head may claim gigabytes: room is made for what the file holds.
  std::error_code failed;
  const std::uint64_t size = fs::file_size(file_, failed);
  if (failed || size < offset_ + record_head_size + head->frame_bytes()) return none();
  frames.resize(head->frame_bytes());
  if (!frames.empty() &&
      !in_.read(reinterpret_cast<char*>(frames.data()), static_cast<std::streamsize>(frames.size()))) {
    return none();
  }
  const Hash hash = hash_record(hash_, *head, frames);
  if (hash != head->hash) return none();
  hash_ = hash;
  offset_ += record_head_size + frames.size();
  ++expected_;
  return head;
}

std::optional<std::int64_t> RecordReader::time_of_damaged() {
  std::array<std::uint8_t, record_head_size> bytes{};
  in_.clear();
  in_.seekg(static_cast<std::streamoff>(offset_));
  if (!in_.read(reinterpret_cast<char*>(bytes.data()), record_head_size)) return std::nullopt;
  const auto head = decode(bytes);
  return head && head->number == expected_ ? std::optional(head->at) : std::nullopt;
}

// A record that is not whole is the end of a stream only when nothing whole comes after it in its file.
bool RecordReader::later_record_follows() {
  std::error_code failed;
  const std::uint64_t size = fs::file_size(file_, failed);
  if (failed || size < offset_ + record_head_size) return false;
  std::string rest(size - offset_, '\0');
  in_.clear();
  in_.seekg(static_cast<std::streamoff>(offset_));
  in_.read(rest.data(), static_cast<std::streamsize>(rest.size()));
  for (std::size_t at = rest.find(magic, 1); at != std::string::npos; at = rest.find(magic, at + 1)) {
    if (at + record_head_size > rest.size()) return false;
    std::array<std::uint8_t, record_head_size> bytes{};
    std::memcpy(bytes.data(), rest.data() + at, bytes.size());
    const auto head = decode(bytes);
    if (head && head->number > expected_ && head->number < expected_ + rest.size()) return true;
  }
  return false;
}

base::Result<std::optional<RecordHead>> RecordReader::next(std::vector<std::uint8_t>& frames) {
  for (;;) {
    if (file_.empty() && !open_segment_of(std::max(wanted_, expected_))) return std::optional<RecordHead>();
    HOTLINE_TRY(const auto head, read_one(frames));
    if (head) {
      if (head->number < wanted_) continue;
      wanted_ = head->number + 1;
      return head;
    }
    // Not whole: the end of the stream, the end of this segment, or damage.
    const auto segments = segments_in(stream_);
    const auto later = std::ranges::find_if(
        segments, [&](const Segment& one) { return one.file != file_ && one.first_record >= expected_; });
    if (later == segments.end()) {
      if (later_record_follows()) return broken_stream(expected_, file_);
      return std::optional<RecordHead>();
    }
    if (later->first_record != expected_) return broken_stream(expected_, file_);
    const Hash before = hash_;
    if (!open_segment_of(expected_)) return std::optional<RecordHead>();
    if (hash_ != before) return broken_stream(expected_, file_);
  }
}

}  // namespace hotline::store
