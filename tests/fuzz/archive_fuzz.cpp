// A segment of the archive, and its frames as pages of a file.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "fuzz/fuzz_support.hpp"
#include "hotline/store/payload.hpp"
#include "store/archive_stream.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace fs = std::filesystem;
  static const fs::path folder = [] {
    std::string name = (fs::temp_directory_path() / "hotline-fuzz-XXXXXX").string();
    hotline::fuzz::must_hold(::mkdtemp(name.data()) != nullptr);
    return fs::path(name);
  }();
  std::ofstream(hotline::store::segment_path(folder, 1), std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  hotline::store::RecordReader reader(folder, 1);
  std::vector<std::uint8_t> frames;
  for (std::uint64_t expected = 1;; ++expected) {
    const auto head = reader.next(frames);
    if (!head.ok() || !*head) break;
    hotline::fuzz::must_hold((*head)->number == expected && frames.size() == (*head)->frame_bytes());
  }
  static_cast<void>(hotline::store::Payload::decode(hotline::fuzz::view_of(data, size)));
  return 0;
}
