#include "hotline/classify/corpus.hpp"

#include "classify/digest.hpp"

namespace hotline::classify {

void Corpus::add(Fields fields, std::string_view label) {
  for (std::size_t i = 0; i < field_names_.size(); ++i)
    views_.push_back(i < fields.size() ? texts_.emplace_back(fields[i]) : texts_.emplace_back());
  const auto [found, is_new] =
      label_ids_.try_emplace(std::string(label), static_cast<LabelId>(labels_.size()));
  if (is_new) labels_.emplace_back(label);
  row_labels_.push_back(found->second);
}

std::string Corpus::digest() const {
  Digest digest;
  for (std::size_t row = 0; row < size(); ++row) {
    for (const std::string_view field : fields(row)) digest.add(field);
    digest.add(labels_[label(row)]);
  }
  return digest.hex();
}

}  // namespace hotline::classify
