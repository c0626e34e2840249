// The texts a model learns from or is measured on.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/classify/features.hpp"

namespace hotline::classify {

// Labelled texts, each with the same number of fields; owns them. Movable, not copyable. 2 million texts of
// 1.2 KB take 2.6 GB.
class Corpus {
 public:
  Corpus() = default;
  Corpus(Corpus&&) = default;
  Corpus& operator=(Corpus&&) = default;
  explicit Corpus(std::vector<std::string> field_names) : field_names_(std::move(field_names)) {}

  // `fields` beyond the corpus's own are ignored, missing ones are empty.
  void add(Fields fields, std::string_view label);

  std::size_t size() const { return row_labels_.size(); }
  Fields fields(std::size_t row) const {
    return Fields(views_).subspan(row * field_names_.size(), field_names_.size());
  }
  LabelId label(std::size_t row) const { return row_labels_[row]; }
  // Labels in the order of their first appearance.
  const std::vector<std::string>& labels() const { return labels_; }
  const std::vector<std::string>& field_names() const { return field_names_; }
  // 64-bit FNV-1a over fields and labels in order, as 16 hexadecimal digits: tells one training set from
  // another.
  std::string digest() const;

 private:
  std::vector<std::string> field_names_;
  std::vector<std::string> labels_;
  std::unordered_map<std::string, LabelId> label_ids_;
  std::deque<std::string> texts_;        // addresses stay, views_ point into them
  std::vector<std::string_view> views_;  // field_names_.size() for each row
  std::vector<LabelId> row_labels_;
};

}  // namespace hotline::classify
