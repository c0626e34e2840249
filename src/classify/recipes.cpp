#include <algorithm>

#include "classify/limits.hpp"
#include "hotline/classify/train.hpp"

namespace hotline::classify {
namespace {

constexpr std::size_t kShortBytes = 300;  // 100 Chinese characters

std::vector<bool> find_long_fields(const Corpus& corpus) {
  std::vector<bool> is_long;
  for (std::size_t field = 0; field < corpus.field_names().size(); ++field) {
    std::size_t bytes = 0;
    for (std::size_t row = 0; row < corpus.size(); ++row) bytes += corpus.fields(row)[field].size();
    is_long.push_back(bytes > kShortBytes * corpus.size());
  }
  return is_long;
}

std::vector<BlockOptions> blocks_of(const Corpus& corpus, std::uint32_t max_n, std::uint32_t min_df) {
  const std::vector<bool> is_long = find_long_fields(corpus);
  const bool is_large = corpus.size() > kManyRows;
  std::vector<BlockOptions> blocks;
  for (std::uint32_t field = 0; field < is_long.size(); ++field) {
    BlockOptions block;
    block.fields = {field};
    block.max_chars = !is_long[field] ? 200 : is_large ? 400 : 2000;
    block.max_n = max_n;
    // A word that one text in a hundred thousand holds teaches little and costs memory.
    block.min_df = min_df + static_cast<std::uint32_t>(corpus.size() / 100'000);
    block.weight = is_long[field] || is_long.size() == 1 ? 1.0F : 0.7F;
    blocks.push_back(block);
  }
  return blocks;
}

}  // namespace

std::vector<Recipe> default_recipes(const Corpus& corpus) {
  const std::vector<bool> is_long = find_long_fields(corpus);
  Recipe matters;
  matters.blocks = blocks_of(corpus, 2, 2);
  if (corpus.size() > kManyRows || std::any_of(is_long.begin(), is_long.end(), [](bool yes) { return yes; }))
    return {matters};

  Recipe wording;
  wording.blocks = blocks_of(corpus, 3, 2);
  wording.keep_punctuation = true;
  wording.max_features = 0;
  wording.cost = 0.3F;

  Recipe few_texts;
  few_texts.blocks = blocks_of(corpus, 2, 1);
  few_texts.keep_punctuation = true;
  few_texts.max_features = 0;
  few_texts.smoothing = 1;
  few_texts.cost = 4.0F;
  few_texts.nb_power = 0;
  few_texts.learn_label_names = true;
  return {matters, wording, few_texts};
}

}  // namespace hotline::classify
