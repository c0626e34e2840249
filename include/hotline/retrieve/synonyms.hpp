// Words that mean the same to who asks and who answers: 医保 and 基本医疗保险, 交警 and 公安交通管理.
// Compared in their normal form (text/normalize.hpp). The city lists them (synonyms.csv).
// Thread rule: immutable once loaded; share freely.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/text/phrase_matcher.hpp"

namespace hotline::retrieve {

class Synonyms {
 public:
  Synonyms() = default;
  // Words of one group each, at least two a group, else it is left out.
  explicit Synonyms(std::vector<std::vector<std::string>> groups);

  // For each longest word of a group that `text` holds, the group's other words.
  struct Alternative {
    std::string_view found;  // normal form of the word that stands in the text
    std::string_view other;  // normal form; lives as long as these Synonyms
  };
  std::vector<Alternative> find_all(std::string_view text) const;

  std::size_t groups() const { return groups_.size(); }

 private:
  std::vector<std::vector<std::string>> groups_;  // normal forms
  text::PhraseMatcher matcher_;                   // ids: see member()
  struct Member {
    std::uint32_t group;
    std::uint32_t place;
  };
  std::vector<Member> members_;
};

}  // namespace hotline::retrieve
