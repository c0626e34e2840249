// The inverted index: for each term the documents that hold it, and how often in which field.
//
// Documents have numbers in the order they came; a removed one leaves its number empty until the index is
// compacted. A posting is 4 bytes: 22 bits of number, 3 bits of count in titles, 5 in the body, 2 in tags.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "retrieve/codes.hpp"

namespace hotline::retrieve {

using DocNumber = std::uint32_t;
inline constexpr DocNumber max_documents = 1U << 22;

struct Posting {
  std::uint32_t bits = 0;
  DocNumber document() const { return bits >> 10; }
  std::uint32_t in_titles() const { return (bits >> 7) & 7; }
  std::uint32_t in_body() const { return (bits >> 2) & 31; }
  std::uint32_t in_tags() const { return bits & 3; }
};

// What a document holds of one term.
struct TermCounts {
  TermKey key = 0;
  std::uint32_t titles = 0, body = 0, tags = 0;
};

class Postings {
 public:
  // `document` must be above all added before, and below max_documents.
  void add(DocNumber document, const std::vector<TermCounts>& terms);

  // Documents that hold the term, in order of number; empty when none ever did.
  const std::vector<Posting>& find(TermKey key) const {
    static const std::vector<Posting> none;
    const auto found = terms_.find(key);
    return found == terms_.end() ? none : lists_[found->second];
  }
  std::size_t bytes() const;

 private:
  struct Hash {
    std::size_t operator()(TermKey key) const {
      key *= 0x9E3779B97F4A7C15ULL;
      return key ^ (key >> 32);
    }
  };
  std::unordered_map<TermKey, std::uint32_t, Hash> terms_;
  std::vector<std::vector<Posting>> lists_;
};

// The terms of a document's fields, each once, sorted by key.
std::vector<TermCounts> count_terms(const Codes& titles, const Codes& body, const Codes& tags);

}  // namespace hotline::retrieve
