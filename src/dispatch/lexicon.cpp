#include "dispatch/lexicon.hpp"

#include <cmath>
#include <unordered_map>

#include "hotline/text/negation.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {
namespace {

// A shorter name than this in a matter's title ("其他", "服务") says nothing.
constexpr std::size_t shortest_matter_name = 4;

}  // namespace

void Lexicon::add(TermKind kind, std::size_t index, const std::string& phrase) {
  if (phrase.empty()) return;
  terms_.push_back({kind, static_cast<std::uint32_t>(index), 1.0F});
  phrases_.push_back(phrase);
}

Lexicon::Lexicon(const city::City& city) {
  const auto add_rows = [&](TermKind kind, const auto& rows, auto words_of) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (const std::string& word : words_of(rows[i])) add(kind, i, word);
    }
  };
  using Words = std::vector<std::string>;
  add_rows(TermKind::duty, city.duties.rows(), [](const city::Duty& d) -> const Words& { return d.words; });
  add_rows(TermKind::matter, city.matters.rows(), [](const city::Matter& m) {
    return text::count_chars(m.name()) >= shortest_matter_name ? Words{m.name()} : Words{};
  });
  add_rows(TermKind::settlement, city.settlements, [](const city::Settlement& s) { return Words{s.phrase}; });
  add_rows(TermKind::risk, city.risk_words, [](const city::RiskWord& r) { return Words{r.word}; });
  add_rows(TermKind::handover, city.handover.rows(),
           [](const city::HandoverLine& h) -> const Words& { return h.words; });
  add_rows(TermKind::kind, city.kind_words, [](const city::KindWords& k) -> const Words& { return k.words; });

  std::unordered_map<std::string, int> rows_with;
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    if (terms_[i].kind == TermKind::duty) ++rows_with[text::normalize(phrases_[i])];
  }
  std::vector<text::Phrase> phrases;
  phrases.reserve(terms_.size());
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    const auto shared = rows_with.find(text::normalize(phrases_[i]));
    const double rarity = shared == rows_with.end() ? 1.0 : 1.0 / (1.0 + std::log(shared->second));
    terms_[i].weight =
        static_cast<float>(rarity * std::sqrt(static_cast<double>(text::count_chars(phrases_[i])) / 2.0));
    phrases.push_back({phrases_[i], static_cast<std::uint32_t>(i)});
  }
  matcher_ = text::PhraseMatcher(phrases);
}

std::vector<Hit> Lexicon::find(std::string_view text) const {
  std::vector<Hit> hits;
  // Matches come by begin, longest first: a hit that lies within an earlier one of its kind is part of it.
  std::uint32_t covered[8] = {};
  for (const text::PhraseMatch& match : matcher_.find_all(text)) {
    const Term& term = terms_[match.id];
    const auto kind = static_cast<std::size_t>(term.kind);
    const bool same_stretch =
        !hits.empty() && hits.back().begin == match.begin && hits.back().end == match.end;
    if (match.end <= covered[kind] && !(same_stretch && hits.back().term->kind == term.kind)) continue;
    covered[kind] = std::max(covered[kind], match.end);
    hits.push_back({&term, match.begin, match.end, text::is_negated(text, match.begin)});
  }
  return hits;
}

}  // namespace hotline::dispatch
