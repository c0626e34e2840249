// Finds every one of many phrases in a text in one pass (Aho-Corasick over normalised chars).
//
// Text and phrases are compared in their normal form (normalize.hpp), so width, case, traditional chars and
// runs of white space make no difference. A phrase that begins or ends with a Latin letter or a digit
// matches only where no further letter or digit adjoins: "110" is not found in "13811012345".
// Whether a match means what it says ("没有漏水") is asked in negation.hpp.
//
// Thread rule: const and free of hidden state once built; any number of threads may search at once.
// Cost: one table look-up a char of text, some 100 bytes a char of the phrases.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hotline/text/normalize.hpp"

namespace hotline::text {

struct Phrase {
  std::string text;
  std::uint32_t id = 0;  // the caller's own; several phrases may share one
};

struct PhraseMatch {
  std::uint32_t id = 0;
  std::uint32_t begin = 0;  // bytes of the original text
  std::uint32_t end = 0;
  bool operator==(const PhraseMatch&) const = default;
};

class PhraseMatcher {
 public:
  PhraseMatcher() : PhraseMatcher(std::span<const Phrase>{}) {}

  // A phrase whose normal form is empty never matches.
  explicit PhraseMatcher(std::span<const Phrase> phrases);

  // All matches, overlapping ones too, by begin, then longest first, then id.
  std::vector<PhraseMatch> find_all(std::string_view text) const;
  // The same for a text that is normalised already; places are those of its original.
  std::vector<PhraseMatch> find_all(const NormalizedText& text) const;

  // Whether anything matches; `normalized` is a normal form.
  bool matches_any(std::string_view normalized) const;

 private:
  using State = std::uint32_t;
  struct Edge {
    std::uint64_t key;  // state and symbol; `no_edge` marks a free slot
    State target;
  };
  struct Output {
    std::uint32_t id;
    std::uint32_t bytes;  // length of the phrase's normal form
  };

  std::uint32_t symbol_of(char32_t code) const;
  std::uint32_t add_symbol(char32_t code);
  std::size_t slot(std::uint64_t key) const;  // where the key stands or would stand
  State child(State state, std::uint32_t symbol) const;
  void add_edge(State state, std::uint32_t symbol, State target);
  State step(State state, std::uint32_t symbol) const;
  template <class Found>
  void scan(std::string_view normalized, Found&& found) const;

  std::vector<std::uint32_t> bmp_symbols_;  // 0: occurs in no phrase
  std::unordered_map<char32_t, std::uint32_t> other_symbols_;
  std::uint32_t symbol_count_ = 0;
  std::vector<Edge> edges_;  // open addressing, a power of two of slots
  std::size_t edge_count_ = 0;
  std::vector<State> root_;                   // the root's children by symbol
  std::vector<State> fallback_;               // by state: the longest proper suffix that is a state
  std::vector<State> next_output_;            // by state: the nearest suffix with outputs; 0: none
  std::vector<std::vector<Output>> outputs_;  // by state
};

// Leaves the leftmost longest matches only: none lies within or across another, but one phrase given under
// several ids is found under each.
std::vector<PhraseMatch> longest_matches(std::vector<PhraseMatch> matches);

}  // namespace hotline::text
