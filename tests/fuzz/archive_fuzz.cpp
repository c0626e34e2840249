// A damaged archive: a small real one with bytes of its segment changed, restored by the real entry point.
// The first byte says whether the records' hashes are made to fit again, so that what is behind them is
// reached; then come changes, three bytes of place and one of value each. An odd byte at the end cuts the
// segment.
#include <cstring>
#include <filesystem>
#include <fstream>

#include "fuzz/fuzz_support.hpp"
#include "hotline/store/payload.hpp"
#include "store/archive_stream.hpp"
#include "store/archived_store.hpp"

namespace {

namespace fs = std::filesystem;
using namespace hotline;

struct Archive {
  test::TempDir dir;
  fs::path segment;
  std::string bytes;
  std::string folder() const { return dir.file("archive"); }
};

const Archive& archive() {
  static const auto made = [] {
    auto one = std::make_unique<Archive>();
    store::ArchiveSettings settings;
    settings.directory = one->folder();
    {
      test::ArchivedStore store(settings);
      test::must(store.keeping().make_base());
      for (const char* note : {"一", "二", "三"}) test::must(test::write_note(*store, note));
    }
    for (const auto& entry : fs::recursive_directory_iterator(one->folder())) {
      if (entry.path().extension() == ".seg") one->segment = entry.path();
    }
    std::ifstream in(one->segment, std::ios::binary);
    one->bytes.assign(std::istreambuf_iterator<char>(in), {});
    fuzz::must_hold(one->bytes.size() > 3 * store::record_head_size);
    return one;
  }();
  return *made;
}

template <class T>
T number_at(const std::string& bytes, std::size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

// Gives each record whose frames are there the hash that it must bear.
void fit_hashes(std::string& bytes) {
  store::Hash before{};
  std::memcpy(before.data(), bytes.data(), before.size());
  for (std::size_t at = before.size(); at + store::record_head_size <= bytes.size();) {
    store::RecordHead head;
    head.number = number_at<std::uint64_t>(bytes, at + 8);
    head.at = number_at<std::int64_t>(bytes, at + 16);
    head.frames = number_at<std::uint32_t>(bytes, at + 24);
    head.page_size = number_at<std::uint32_t>(bytes, at + 28);
    head.salts = {number_at<std::uint32_t>(bytes, at + 32), number_at<std::uint32_t>(bytes, at + 36)};
    head.first_frame = number_at<std::uint32_t>(bytes, at + 40);
    head.closed = (number_at<std::uint32_t>(bytes, at + 44) & 1U) != 0;
    head.file_size = number_at<std::uint64_t>(bytes, at + 48);
    head.file_changed = number_at<std::uint64_t>(bytes, at + 56);
    const std::size_t frames = at + store::record_head_size;
    if (head.frames > 1000 || head.page_size > 65536 || head.frame_bytes() > bytes.size() - frames) return;
    const std::span<const std::uint8_t> view(reinterpret_cast<const std::uint8_t*>(bytes.data()) + frames,
                                             head.frame_bytes());
    before = store::hash_record(before, head, view);
    std::memcpy(bytes.data() + at + 64, before.data(), before.size());
    at = frames + head.frame_bytes();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(store::Payload::decode(fuzz::view_of(data, size)));
  if (size == 0) return 0;
  std::string bytes = archive().bytes;
  std::size_t i = 1;
  for (; i + 4 <= size; i += 4) {
    // Heads are small beside the frames: every other change falls into one of the first bytes.
    const std::size_t within = (data[i] & 1U) != 0 ? std::size_t{256} : bytes.size();
    const std::size_t at =
        static_cast<std::size_t>(data[i]) << 16 | static_cast<std::size_t>(data[i + 1]) << 8 | data[i + 2];
    bytes[at % std::min(within, bytes.size())] = static_cast<char>(data[i + 3]);
  }
  if (i < size) bytes.resize(bytes.size() * data[size - 1] / 256);
  if ((data[0] & 1U) != 0 && bytes.size() >= sizeof(store::Hash)) fit_hashes(bytes);
  std::ofstream(archive().segment, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  const std::string to = archive().dir.file("restored.db");
  const auto restored = store::restore_archive(archive().folder(), to, std::nullopt);
  fuzz::must_hold(restored.ok() == fs::exists(to));
  for (const char* tail : {"", "-wal", "-shm", "-journal", ".partial"}) {
    std::error_code ignored;
    fs::remove(to + tail, ignored);
  }
  return 0;
}
