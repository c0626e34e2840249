#include "retrieve/passage.hpp"

#include <algorithm>

namespace hotline::retrieve {
namespace {

struct Sentence {
  std::size_t begin = 0, end = 0;
  float score = 0;  // weight of the question's terms in it, each once
};

std::vector<Sentence> split(const Plan& plan, const Codes& text) {
  std::vector<Sentence> sentences;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && text[end] != full_stop) ++end;
    if (end < text.size()) ++end;
    Sentence sentence{begin, end, 0};
    std::vector<TermKey> seen;
    for_each_term(std::u16string_view(text).substr(begin, end - begin), [&](TermKey key, auto...) {
      const auto found = plan.weights.find(key);
      if (found == plan.weights.end() || std::find(seen.begin(), seen.end(), key) != seen.end()) return;
      seen.push_back(key);
      sentence.score += found->second;
    });
    sentences.push_back(sentence);
    begin = end;
  }
  return sentences;
}

}  // namespace

Stretch find_passage(const Plan& plan, const Codes& text, std::size_t max_chars) {
  const std::vector<Sentence> sentences = split(plan, text);
  Stretch best;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    if (sentences[i].score <= best.score && best.end > 0) continue;
    best = {sentences[i].begin, std::min(text.size(), sentences[i].begin + max_chars), sentences[i].begin, 0,
            sentences[i].score};
    best.sentence_end = std::min(sentences[i].end, best.end);
  }
  return best;
}

}  // namespace hotline::retrieve
