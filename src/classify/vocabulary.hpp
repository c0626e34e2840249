// Builds alphabet, dictionaries and feature weights from a corpus in bounded memory.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hotline/classify/corpus.hpp"
#include "hotline/classify/features.hpp"
#include "hotline/classify/model.hpp"

namespace hotline::classify {

// The rows of a corpus to learn from.
using Rows = std::span<const std::uint32_t>;

// Every character that occurs in at least two of the rows; punctuation only when it is kept.
Alphabet build_alphabet(const Corpus& corpus, Rows rows, bool keep_punctuation);

struct FeatureSpace {
  Alphabet alphabet;
  std::vector<Model::Block> blocks;
  std::size_t features = 0;
};

struct SpaceOptions {
  std::vector<BlockOptions> blocks;
  // Longer n-grams kept over all blocks: those with the highest mutual information with the label. 0: all.
  std::size_t max_features = 0;
  bool keep_punctuation = false;
  // Texts by which a feature's distribution over the labels is drawn towards that of all texts.
  float smoothing = 5;
  // Bounds the memory of counting (some 50 bytes each): when more n-grams are met, those seen once so far are
  // forgotten (lossy counting, Manku and Motwani 2002).
  std::size_t max_candidates = 40'000'000;
};

// A feature's weight is idf * (divergence + 0.05)^(1/4): idf = ln((1 + rows) / (1 + df)) + 1, and the
// divergence (Kullback-Leibler) is that of the label's distribution among the texts that hold the feature,
// smoothed towards the whole by 5 texts, from the distribution among all. Words spread evenly over the labels
// thus hardly lengthen a text's vector.
FeatureSpace build_features(const Corpus& corpus, Rows rows, const SpaceOptions& options);

}  // namespace hotline::classify
