#include "hotline/intake/neighbours.hpp"

#include <algorithm>
#include <functional>

#include "hotline/intake/merging.hpp"

#include "hotline/text/ngrams.hpp"
#include "hotline/text/normalize.hpp"

namespace hotline::intake {
namespace {

// 32-bit FNV-1a followed by a finalizer, so that the smallest hashes are a fair sample.
std::uint32_t hash_of(std::string_view bytes) {
  std::uint32_t hash = 2166136261U;
  for (const char byte : bytes) hash = (hash ^ static_cast<std::uint8_t>(byte)) * 16777619U;
  hash ^= hash >> 16;
  hash *= 0x85EBCA6BU;
  hash ^= hash >> 13;
  hash *= 0xC2B2AE35U;
  return hash ^ (hash >> 16);
}

// Of the smallest k hashes of the union, the share that both hold.
double similarity(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b, std::size_t k) {
  std::size_t i = 0, j = 0, seen = 0, both = 0;
  while (seen < k && (i < a.size() || j < b.size())) {
    ++seen;
    if (j == b.size() || (i < a.size() && a[i] < b[j])) {
      ++i;
    } else if (i == a.size() || b[j] < a[i]) {
      ++j;
    } else {
      ++both, ++i, ++j;
    }
  }
  return seen == 0 ? 0 : static_cast<double>(both) / static_cast<double>(seen);
}

}  // namespace

NeighbourIndex::Sketch NeighbourIndex::sketch_of(std::string_view text) {
  const std::string normalized = text::normalize(text);
  Sketch hashes;
  text::for_each_token(normalized, text::TokenMode::index, [&](const text::Token& token) {
    // Bigrams and words; single characters are everywhere.
    if (token.colocated || token.text.size() > 3) hashes.push_back(hash_of(token.text));
  });
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  if (hashes.size() > sketch_size) hashes.resize(sketch_size);
  return hashes;
}

void NeighbourIndex::add(std::int64_t ticket, std::string_view text, const std::string& matter,
                         const std::string& lead) {
  Sketch sketch = sketch_of(text);
  if (sketch.empty()) return;
  std::vector<std::string> places = named_places(text);
  const std::lock_guard lock(mutex_);
  if (known_.size() < capacity_) known_.resize(known_.size() + 1);
  const auto slot = static_cast<std::uint32_t>(next_);
  next_ = (next_ + 1) % capacity_;
  Known& known = known_[slot];
  if (known.ticket != 0) {
    // The oldest makes room. Its postings go with it, so that the map holds only hashes of what is known.
    std::erase(slots_of_[known.ticket], slot);
    if (slots_of_[known.ticket].empty()) slots_of_.erase(known.ticket);
    for (const std::uint32_t hash : known.sketch) {
      const auto at = posting_.find(hash);
      if (at == posting_.end()) continue;
      const auto used = std::min<std::size_t>(at->second.count, postings);
      const bool others = std::any_of(at->second.slots.begin(), at->second.slots.begin() + used,
                                      [&](std::uint32_t one) { return one != slot; });
      if (!others) posting_.erase(at);
    }
  }
  for (const std::uint32_t hash : sketch) {
    Posting& posting = posting_[hash];
    posting.slots[posting.count++ % postings] = slot;
  }
  slots_of_[ticket].push_back(slot);
  known = {ticket, std::move(sketch), matter, lead, std::move(places)};
}

void NeighbourIndex::update(std::int64_t ticket, const std::string& matter, const std::string& lead) {
  const std::lock_guard lock(mutex_);
  const auto at = slots_of_.find(ticket);
  if (at == slots_of_.end()) return;
  for (const std::uint32_t slot : at->second) {
    known_[slot].matter = matter;
    known_[slot].lead = lead;
  }
}

void NeighbourIndex::forget(std::int64_t ticket) {
  const std::lock_guard lock(mutex_);
  const auto at = slots_of_.find(ticket);
  if (at == slots_of_.end()) return;
  for (const std::uint32_t slot : at->second) known_[slot] = Known{};
  slots_of_.erase(at);
}

std::vector<dispatch::Neighbour> NeighbourIndex::find(std::string_view text, std::size_t most,
                                                      double least) const {
  const Sketch sketch = sketch_of(text);
  std::vector<dispatch::Neighbour> found;
  if (sketch.empty()) return found;
  const std::vector<std::string> places = named_places(text);
  const std::shared_lock lock(mutex_);
  // Counted in a table of one byte a slot instead of sorted: it stays in the cache, and is left clean.
  static thread_local std::vector<std::uint8_t> meetings;
  meetings.resize(std::max(meetings.size(), known_.size()));
  std::vector<std::uint32_t> met;
  for (const std::uint32_t hash : sketch) {
    const auto at = posting_.find(hash);
    if (at == posting_.end()) continue;
    const auto used = std::min<std::size_t>(at->second.count, postings);
    for (std::size_t i = 0; i < used; ++i)
      if (meetings[at->second.slots[i]]++ == 0) met.push_back(at->second.slots[i]);
  }
  // A text that shares but one bigram is no neighbour: at least two hashes must meet, unless there is only
  // one.
  const std::size_t least_meetings = std::min<std::size_t>(2, sketch.size());
  std::vector<std::pair<std::uint8_t, std::uint32_t>> candidates;
  for (const std::uint32_t slot : met) {
    if (meetings[slot] >= least_meetings) candidates.emplace_back(meetings[slot], slot);
    meetings[slot] = 0;
  }
  if (candidates.size() > compared) {
    std::nth_element(candidates.begin(), candidates.begin() + compared, candidates.end(), std::greater<>());
    candidates.resize(compared);
  }
  for (const auto& [count, slot] : candidates) {
    const Known& known = known_[slot];
    if (known.ticket == 0) continue;
    const double alike = similarity(sketch, known.sketch, sketch_size);
    if (alike >= least)
      found.push_back({known.ticket, alike, known.matter, known.lead, compare_places(places, known.places)});
  }
  std::sort(found.begin(), found.end(), [](const dispatch::Neighbour& a, const dispatch::Neighbour& b) {
    return a.similarity != b.similarity ? a.similarity > b.similarity : a.ticket > b.ticket;
  });
  std::vector<dispatch::Neighbour> unique;
  for (dispatch::Neighbour& one : found) {
    const bool known = std::any_of(unique.begin(), unique.end(), [&](const dispatch::Neighbour& other) {
      return other.ticket == one.ticket;
    });
    if (!known) unique.push_back(std::move(one));
    if (unique.size() == most) break;
  }
  return unique;
}

std::size_t NeighbourIndex::size() const {
  const std::shared_lock lock(mutex_);
  return slots_of_.size();
}

}  // namespace hotline::intake
