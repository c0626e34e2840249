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
  const std::size_t count = std::bit_ceil(std::max<std::size_t>(2, edges_.size() * 2 / kSlots + 1));
  mask_ = count - 1;
  shift_ = 64 - std::countr_zero(count);
  buckets_.resize(count);
  for (std::size_t i = 0; i < edges_.size(); ++i) {
    const std::uint64_t hash = mix(edges_[i].parent, edges_[i].last);
    std::size_t at = hash >> shift_;
    while (buckets_[at].features[kSlots - 1] != 0) at = (at + 1) & mask_;
    Bucket& bucket = buckets_[at];
    const auto slot = static_cast<std::size_t>(std::find(bucket.features.begin(), bucket.features.end(), 0U) -
                                               bucket.features.begin());
    bucket.tags[slot] = static_cast<std::uint32_t>(hash);
    bucket.features[slot] = static_cast<FeatureId>(characters_ + i);
  }
}

namespace {

// The common case, three bytes, without a call.
text::DecodedChar decode(std::string_view words, std::size_t at) {
  if (at + 2 < words.size()) {
    const auto byte = [&](std::size_t i) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(words[at + i]));
    };
    const std::uint32_t code = ((byte(0) & 0x0F) << 12) | ((byte(1) & 0x3F) << 6) | (byte(2) & 0x3F);
    if ((byte(0) & 0xF0) == 0xE0 && (byte(1) & 0xC0) == 0x80 && (byte(2) & 0xC0) == 0x80 && code >= 0x800 &&
        (code & 0xF800) != 0xD800)
      return {code, 3};
  }
  return text::decode_char(words, at);
}

}  // namespace

void encode_block(const Alphabet& alphabet, const BlockOptions& block, Fields fields, Scratch& scratch) {
  std::vector<CharId>& out = scratch.chars;
  out.resize((block.max_chars + std::size_t{1}) * block.fields.size());
  CharId* write = out.data();
  for (const std::uint32_t field : block.fields) {
    if (field >= fields.size()) continue;
    const std::string_view words = fields[field];
    const CharId* const end = write + block.max_chars;
    for (std::size_t at = 0; at < words.size() && write < end;) {
      const text::DecodedChar decoded = decode(words, at);
      *write++ = alphabet.id(decoded.code);
      at += decoded.length;
    }
    *write++ = 0;
  }
  out.resize(static_cast<std::size_t>(write - out.data()));
}

void count_ngrams(const Dictionary& dictionary, std::uint32_t max_n, Scratch& scratch) {
  const std::size_t chars = scratch.chars.size();
  if (scratch.counts.size() < dictionary.size()) scratch.counts.resize(dictionary.size(), 0);
  scratch.touched.resize(chars * max_n + 1);
  scratch.nodes.assign(scratch.chars.begin(), scratch.chars.end());
  FeatureId* const begin = scratch.touched.data();
  FeatureId* write = begin;
  std::uint16_t* const counts = scratch.counts.data();
  FeatureId* const nodes = scratch.nodes.data();
  const CharId* const ids = scratch.chars.data();
  // Length by length and without branches: feature 0 counts as seen already and is never added.
  for (std::uint32_t length = 1; length <= max_n && length <= chars; ++length) {
    counts[0] = 1;
    for (std::size_t i = 0; i + length <= chars; ++i) {
      const FeatureId feature = length == 1 ? nodes[i] : dictionary.find_child(nodes[i], ids[i + length - 1]);
      nodes[i] = feature;
      *write = feature;
      write += counts[feature] == 0 ? 1 : 0;
      ++counts[feature];
    }
  }
  scratch.touched.resize(static_cast<std::size_t>(write - begin));
}

const std::array<float, 64> detail::damped_counts = [] {
  std::array<float, 64> values{};
  for (std::size_t i = 1; i < values.size(); ++i) values[i] = 1.0F + std::log(static_cast<float>(i));
  return values;
}();

}  // namespace hotline::classify
