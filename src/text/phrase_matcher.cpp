#include "hotline/text/phrase_matcher.hpp"

#include <algorithm>
#include <utility>

#include "hotline/text/utf8.hpp"

namespace hotline::text {
namespace {

constexpr std::uint32_t none = 0;  // the root is nobody's child, so 0 is free to say "no state"
constexpr std::uint64_t no_edge = ~std::uint64_t{0};

std::uint64_t edge_key(std::uint32_t state, std::uint32_t symbol) {
  return std::uint64_t{state} << 32 | symbol;
}

std::size_t hash(std::uint64_t key) {
  key *= 0x9E3779B97F4A7C15ULL;
  return static_cast<std::size_t>(key ^ key >> 32);
}

bool is_latin_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool cuts_a_word(std::string_view text, std::size_t begin, std::size_t end) {
  const auto inside = [&](std::size_t border) {
    return border > 0 && border < text.size() && is_latin_or_digit(text[border - 1]) &&
           is_latin_or_digit(text[border]);
  };
  return inside(begin) || inside(end);
}

}  // namespace

PhraseMatcher::PhraseMatcher(std::span<const Phrase> phrases)
    : bmp_symbols_(0x10000, 0), edges_(64, Edge{no_edge, none}), fallback_(1), next_output_(1), outputs_(1) {
  std::vector<std::vector<std::pair<std::uint32_t, State>>> children(1);
  for (const Phrase& phrase : phrases) {
    const std::string normal = normalize(phrase.text);
    if (normal.empty()) continue;
    State state = 0;
    for (const char32_t code : to_utf32(normal)) {
      const std::uint32_t symbol = add_symbol(code);
      State next = child(state, symbol);
      if (next == none) {
        next = static_cast<State>(outputs_.size());
        outputs_.emplace_back();
        children.emplace_back();
        children[state].emplace_back(symbol, next);
        add_edge(state, symbol, next);
      }
      state = next;
    }
    outputs_[state].push_back({phrase.id, static_cast<std::uint32_t>(normal.size())});
  }

  root_.assign(symbol_count_ + 1, none);
  for (const auto& [symbol, state] : children[0]) root_[symbol] = state;

  // Breadth first, so that the suffix states of a state are complete before it.
  fallback_.assign(outputs_.size(), 0);
  next_output_.assign(outputs_.size(), none);
  std::vector<State> queue;
  queue.reserve(outputs_.size());
  for (const auto& [symbol, state] : children[0]) queue.push_back(state);
  for (std::size_t at = 0; at < queue.size(); ++at) {
    const State state = queue[at];
    for (const auto& [symbol, next] : children[state]) {
      const State suffix = step(fallback_[state], symbol);
      fallback_[next] = suffix;
      next_output_[next] = outputs_[suffix].empty() ? next_output_[suffix] : suffix;
      queue.push_back(next);
    }
  }
}

std::uint32_t PhraseMatcher::symbol_of(char32_t code) const {
  if (code < 0x10000) return bmp_symbols_[code];
  const auto found = other_symbols_.find(code);
  return found == other_symbols_.end() ? 0 : found->second;
}

std::uint32_t PhraseMatcher::add_symbol(char32_t code) {
  std::uint32_t& symbol = code < 0x10000 ? bmp_symbols_[code] : other_symbols_[code];
  if (symbol == 0) symbol = ++symbol_count_;
  return symbol;
}

std::size_t PhraseMatcher::slot(std::uint64_t key) const {
  const std::size_t mask = edges_.size() - 1;
  std::size_t at = hash(key) & mask;
  while (edges_[at].key != key && edges_[at].key != no_edge) at = (at + 1) & mask;
  return at;
}

PhraseMatcher::State PhraseMatcher::child(State state, std::uint32_t symbol) const {
  return edges_[slot(edge_key(state, symbol))].target;
}

void PhraseMatcher::add_edge(State state, std::uint32_t symbol, State target) {
  if ((edge_count_ + 1) * 2 > edges_.size()) {
    std::vector<Edge> old(edges_.size() * 2, Edge{no_edge, none});
    old.swap(edges_);
    for (const Edge& edge : old) {
      if (edge.key != no_edge) edges_[slot(edge.key)] = edge;
    }
  }
  const std::uint64_t key = edge_key(state, symbol);
  edges_[slot(key)] = Edge{key, target};
  ++edge_count_;
}

PhraseMatcher::State PhraseMatcher::step(State state, std::uint32_t symbol) const {
  while (state != 0) {
    if (const State next = child(state, symbol); next != none) return next;
    state = fallback_[state];
  }
  return root_[symbol];
}

// Calls found(id, begin, end) with bytes of the normal form until it returns false.
template <class Found>
void PhraseMatcher::scan(std::string_view normalized, Found&& found) const {
  State state = 0;
  for (std::size_t position = 0; position < normalized.size();) {
    const DecodedChar next = decode_char(normalized, position);
    position += next.length;
    const std::uint32_t symbol = symbol_of(next.code);
    state = symbol == 0 ? 0 : step(state, symbol);
    for (State hit = state; hit != 0; hit = next_output_[hit]) {
      for (const Output& output : outputs_[hit]) {
        const std::size_t begin = position - output.bytes;
        if (cuts_a_word(normalized, begin, position)) continue;
        if (!found(output.id, begin, position)) return;
      }
    }
  }
}

std::vector<PhraseMatch> PhraseMatcher::find_all(const NormalizedText& text) const {
  std::vector<PhraseMatch> matches;
  scan(text.text, [&](std::uint32_t id, std::size_t begin, std::size_t end) {
    const ByteRange source = text.source(begin, end);
    matches.push_back({id, source.begin, source.end});
    return true;
  });
  std::sort(matches.begin(), matches.end(), [](const PhraseMatch& a, const PhraseMatch& b) {
    if (a.begin != b.begin) return a.begin < b.begin;
    if (a.end != b.end) return a.end > b.end;
    return a.id < b.id;
  });
  return matches;
}

std::vector<PhraseMatch> PhraseMatcher::find_all(std::string_view text) const {
  return find_all(normalize_with_map(text));
}

bool PhraseMatcher::matches_any(std::string_view normalized) const {
  bool any = false;
  scan(normalized, [&](std::uint32_t, std::size_t, std::size_t) {
    any = true;
    return false;
  });
  return any;
}

std::vector<PhraseMatch> longest_matches(std::vector<PhraseMatch> matches) {
  std::uint32_t free_from = 0;
  std::uint32_t last_begin = 0;
  std::uint32_t last_end = 0;
  std::erase_if(matches, [&](const PhraseMatch& match) {
    const bool same_place = match.begin == last_begin && match.end == last_end && last_end != 0;
    if (!same_place && match.begin < free_from) return true;
    last_begin = match.begin;
    last_end = free_from = match.end;
    return false;
  });
  return matches;
}

}  // namespace hotline::text
