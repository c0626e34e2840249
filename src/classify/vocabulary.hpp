// Builds alphabet and dictionaries from a corpus in bounded memory.
#pragma once

#include <cstdint>
#include <vector>

#include "hotline/classify/corpus.hpp"
#include "hotline/classify/features.hpp"

namespace hotline::classify {

// The rows of `corpus` to learn from.
using Rows = std::span<const std::uint32_t>;

// Every character that occurs in at least `min_df` of the rows.
Alphabet build_alphabet(const Corpus& corpus, Rows rows, std::uint32_t min_df);

struct BlockVocabulary {
  Dictionary dictionary;
  std::vector<std::uint32_t> document_frequency;  // for each feature
};

// Finds n-grams level by level: one of length n can only be frequent when its prefix is, so only those are
// counted. `max_candidates` bounds the memory of a level (16 bytes each): when more are met, those seen once
// so far are forgotten (lossy counting, Manku and Motwani 2002).
BlockVocabulary build_vocabulary(const Corpus& corpus, Rows rows, const Alphabet& alphabet,
                                 const BlockOptions& block, std::size_t max_candidates = 100'000'000);

}  // namespace hotline::classify
