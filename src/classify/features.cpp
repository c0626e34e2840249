#include "hotline/classify/features.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string>

#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::classify {

namespace {

std::u32string normal_form(char32_t point) {
  std::string original;
  text::append_char(original, point);
  return text::to_utf32(text::normalize(original));
}

}  // namespace

char32_t fold(char32_t point) {
  if (point <= 0x20 || point == text::replacement_char) return 0;
  const std::u32string normal = normal_form(point);
  if (normal.empty() || normal[0] == U' ') return 0;
  return normal.size() == 1 ? normal[0] : point;
}

Alphabet::Alphabet(std::vector<char16_t> points) : ids_(kPoints, 0), points_(std::move(points)) {
  for (std::size_t i = 0; i < points_.size(); ++i) ids_[points_[i]] = static_cast<CharId>(i + 1);
  // Every code point takes the id of what it folds to.
  for (char32_t point = 1; point < kPoints; ++point) ids_[point] = id(fold(point));
}

Dictionary::Dictionary(std::size_t characters, std::vector<Edge> edges)
    : characters_(characters), edges_(std::move(edges)) {
  rebuild_slots();
}

void Dictionary::rebuild_slots() {
  const std::size_t capacity = std::bit_ceil(std::max<std::size_t>(2, edges_.size() * 2 + 1));
  mask_ = capacity - 1;
  shift_ = 64 - std::countr_zero(capacity);
  slots_.assign(capacity, Slot{0, kNoFeature});
  for (std::size_t i = 0; i < edges_.size(); ++i) {
    const std::uint64_t key = mix(edges_[i].parent, edges_[i].last);
    std::size_t at = key >> shift_;
    while (slots_[at].feature != kNoFeature) at = (at + 1) & mask_;
    slots_[at] = Slot{static_cast<std::uint32_t>(key), static_cast<FeatureId>(characters_ + i)};
  }
}

void encode_block(const Alphabet& alphabet, const BlockOptions& block, Fields fields, Scratch& scratch) {
  std::vector<CharId>& out = scratch.chars;
  out.resize((block.max_chars + 1) * block.fields.size());
  CharId* write = out.data();
  for (const std::uint32_t field : block.fields) {
    if (field >= fields.size()) continue;
    const std::string_view words = fields[field];
    CharId* const end = write + block.max_chars;
    for (std::size_t at = 0; at < words.size() && write < end;) {
      const text::DecodedChar decoded = text::decode_char(words, at);
      *write++ = alphabet.id(decoded.code);
      at += decoded.length;
    }
    *write++ = 0;
  }
  out.resize(static_cast<std::size_t>(write - out.data()));
}

void count_ngrams(const Dictionary& dictionary, std::uint32_t max_n, Scratch& scratch) {
  if (scratch.counts.size() < dictionary.size()) scratch.counts.resize(dictionary.size(), 0);
  scratch.touched.resize(scratch.chars.size() * max_n);
  FeatureId* const begin = scratch.touched.data();
  FeatureId* write = begin;
  std::uint16_t* const counts = scratch.counts.data();
  const CharId* const end = scratch.chars.data() + scratch.chars.size();
  for (const CharId* first = scratch.chars.data(); first != end; ++first) {
    if (*first == 0) continue;
    FeatureId feature = static_cast<FeatureId>(*first - 1);
    const CharId* const stop = end - first > max_n ? first + max_n : end;
    for (const CharId* last = first;;) {
      *write = feature;
      write += counts[feature]++ == 0 ? 1 : 0;
      if (++last == stop || *last == 0) break;
      feature = dictionary.find_child(feature, *last);
      if (feature == kNoFeature) break;
    }
  }
  scratch.touched.resize(static_cast<std::size_t>(write - begin));
}

float damped(std::uint32_t tf) {
  static const std::array<float, 64> table = [] {
    std::array<float, 64> values{};
    for (std::size_t i = 1; i < values.size(); ++i) values[i] = 1.0F + std::log(static_cast<float>(i));
    return values;
  }();
  return tf < table.size() ? table[tf] : 1.0F + std::log(static_cast<float>(tf));
}

}  // namespace hotline::classify
