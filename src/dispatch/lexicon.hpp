// The phrases of a city's files in one matcher, each with what it stands for; places are in places.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hotline/city/city.hpp"
#include "hotline/text/phrase_matcher.hpp"

namespace hotline::dispatch {

enum class TermKind : std::uint8_t { duty, matter, settlement, risk, handover, kind };

// Row `index` of the table that `kind` names.
struct Term {
  TermKind kind;
  std::uint32_t index;
  float weight;  // how much a hit says: longer and rarer phrases say more
};

struct Hit {
  const Term* term;
  std::uint32_t begin, end;  // bytes of the text searched
  bool negated;
};

class Lexicon {
 public:
  explicit Lexicon(const city::City& city);
  // Hits in the order of the text; of overlapping hits of one kind only the longest stands.
  std::vector<Hit> find(std::string_view text) const;
  // The phrase behind a hit, as the files write it.
  const std::string& phrase(const Term& term) const {
    return phrases_[static_cast<std::size_t>(&term - terms_.data())];
  }

 private:
  void add(TermKind kind, std::size_t index, const std::string& phrase);

  std::vector<Term> terms_;
  std::vector<std::string> phrases_;
  text::PhraseMatcher matcher_;
};

}  // namespace hotline::dispatch
