#include "hotline/retrieve/synonyms.hpp"

namespace hotline::retrieve {
Synonyms::Synonyms(std::vector<std::vector<std::string>> groups) {
  std::vector<text::Phrase> phrases;
  for (std::vector<std::string>& group : groups) {
    for (std::string& word : group) word = text::normalize(word);
    std::erase(group, std::string());
    if (group.size() < 2) continue;
    for (std::uint32_t i = 0; i < group.size(); ++i) {
      phrases.push_back({group[i], static_cast<std::uint32_t>(members_.size())});
      members_.push_back({static_cast<std::uint32_t>(groups_.size()), i});
    }
    groups_.push_back(std::move(group));
  }
  matcher_ = text::PhraseMatcher(phrases);
}

std::vector<Synonyms::Alternative> Synonyms::find_all(std::string_view text) const {
  std::vector<Alternative> found;
  if (groups_.empty()) return found;
  for (const text::PhraseMatch& match : text::longest_matches(matcher_.find_all(text))) {
    const Member member = members_[match.id];
    const auto& group = groups_[member.group];
    for (std::uint32_t i = 0; i < group.size(); ++i) {
      if (i != member.place) found.push_back({group[member.place], group[i]});
    }
  }
  return found;
}

}  // namespace hotline::retrieve
