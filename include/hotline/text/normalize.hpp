// One form for texts that mean the same, for searching and matching only: what a citizen wrote is stored
// and shown as it was written.
//
// The normal form, decided char by char (so it never depends on what stands around):
//   - Unicode NFKC_Casefold: full width to half width ("１２３" "ＡＢ" -> "123" "ab"), lower case, "㎡" ->
//   "m2",
//     half-width katakana to full width; invisible chars (zero width space, BOM, soft hyphen) and controls
//     vanish;
//   - traditional to simplified Chinese by ICU's Hant-Hans ("漏氣" -> "漏气");
//   - every run of white space becomes one space; none at the ends;
//   - a byte that is not UTF-8 becomes U+FFFD.
// Normalising twice changes nothing more. Letters followed by combining marks are not composed.
//
// Thread rule: all functions may be called from any thread; the table behind them is built on first use
// (about 50 ms) and never changes. Error: std::runtime_error on first use when ICU's data is missing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::text {

std::string normalize(std::string_view text);

// As above into `out`, whose memory is used again.
void normalize_into(std::string_view text, std::string& out);

// A stretch of bytes [begin, end).
struct ByteRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const ByteRange&) const = default;
};

// The normal form together with the way back to the original; for highlighting and masking.
struct NormalizedText {
  std::string text;
  std::vector<ByteRange> sources;  // for each byte of `text`, the bytes of the original it stems from

  // The bytes of the original behind the normalised bytes [begin, end); begin < end <= text.size().
  // Whole chars of the original: half of what "㎡" became gives all of "㎡".
  ByteRange source(std::size_t begin, std::size_t end) const {
    return {sources[begin].begin, sources[end - 1].end};
  }
};

// `text` must be below 4 GiB.
NormalizedText normalize_with_map(std::string_view text);
void normalize_with_map_into(std::string_view text, NormalizedText& out);

}  // namespace hotline::text
