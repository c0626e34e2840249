// A trained classifier: reads a text, ranks the labels, and says which words decided.
//
// The model is linear over the n-grams of features.hpp. All that training may combine (blocks, NB weighting,
// several solvers, calibration) ends in one weight for each n-gram and label, so that a prediction is one
// walk over the text: probability = softmax(bias + sum over blocks of (block vector * weights)).
//
// Probabilities are calibrated: of the texts predicted with probability p, about the share p is right on
// texts like those of the training set. `threshold` turns a wanted precision into the least probability to
// act on.
//
// Thread rule: a Model never changes after it was built; share it freely. Each thread brings its own Scratch.
// A prediction allocates nothing once the Scratch has grown. Any bytes are accepted: an empty or foreign
// text gets the labels in the order of their bias, with low probability.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/result.hpp"
#include "hotline/classify/corpus.hpp"
#include "hotline/classify/features.hpp"

namespace hotline::classify {

// Where a model comes from and what it promises. Figures are those of cross-validation within the training
// set, with near duplicates kept together: what to expect on new texts.
struct ModelInfo {
  base::Time created{};
  std::string data_digest;  // Corpus::digest of the training set
  std::uint64_t rows = 0;
  double accuracy = 0;
  double macro_f1 = 0;
  double coverage_at_95 = 0;  // share of texts that can be decided with a precision of 0.95
};

struct Explained {
  std::uint32_t field = 0;  // which field
  std::uint32_t begin = 0;  // bytes of that field
  std::uint32_t end = 0;
  float weight = 0;  // what these words added to the label's score, against the mean label
};

class Model {
 public:
  // One block with its features; `first_row` is where its features begin in the table of weights.
  struct Block {
    BlockOptions options;
    Dictionary dictionary;
    std::vector<float> weights;  // how much each feature counts in the length of the text
    std::size_t first_row = 0;
  };
  // Least probability for the wanted precisions 0.50, 0.51, ... 0.99; above 1 where none reaches it.
  using Thresholds = std::array<float, 50>;
  struct Parts {
    std::vector<std::string> field_names;
    std::vector<std::string> labels;
    Alphabet alphabet;
    std::vector<Block> blocks;
    std::vector<float> weights;  // for each feature of each block, a weight for each label
    std::vector<float> bias;     // one for each label
    Thresholds thresholds{};
    ModelInfo info;
  };

  // Packs the weights to 16 bits. `parts` must be consistent: this is what training hands over.
  explicit Model(Parts parts);

  // All labels, most probable first. `fields` in the order of field_names(); missing ones count as empty.
  // The result lives in `scratch` until its next use.
  std::span<const Ranked> predict(Fields fields, Scratch& scratch) const;

  // The words that spoke most for `label`, strongest first, at most `most` stretches that do not overlap.
  std::vector<Explained> explain(Fields fields, LabelId label, std::size_t most, Scratch& scratch) const;

  // The least probability at which predictions are right with `precision` (0.5 to 0.99); above 1 when the
  // model never reaches it: then nothing may be decided alone.
  float threshold(double precision) const;

  const std::vector<std::string>& labels() const { return labels_; }
  const std::vector<std::string>& field_names() const { return field_names_; }
  const ModelInfo& info() const { return info_; }
  // Size of the saved file.
  std::size_t bytes() const;

  // Writes beside the target and renames, so that a reader never sees half a file. Errors: storage_full.
  base::Status save(const std::filesystem::path& path) const;
  // Errors, each with the file's name: not_found; unsupported_type for a foreign file or a newer format;
  // corrupt for one that fails its checksum.
  static base::Result<Model> load(const std::filesystem::path& path);

 private:
  friend class ModelFile;
  Model() = default;
  void add_block(const Block& block, Fields fields, Scratch& scratch) const;

  std::vector<std::string> field_names_;
  std::vector<std::string> labels_;
  Alphabet alphabet_;
  std::vector<Block> blocks_;  // weights left empty: they stand in the rows
  // A row for each feature: its own weight in the first cell, then those of the labels, padded to whole
  // groups of 8.
  std::vector<std::int16_t> rows_;
  std::size_t stride_ = 0;
  float weight_unit_ = 1;  // what 1 in a weight cell means
  std::vector<float> bias_;
  Thresholds thresholds_{};
  ModelInfo info_;
};

}  // namespace hotline::classify
