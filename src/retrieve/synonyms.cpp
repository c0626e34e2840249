#include "hotline/retrieve/synonyms.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace hotline::retrieve {
namespace {

constexpr std::uintmax_t max_file_bytes = 4 * 1024 * 1024;

std::vector<std::string> words_of(std::string_view line) {
  const std::string normal = text::normalize(line.substr(0, line.find('#')));
  std::vector<std::string> words;
  std::string word;
  for (const char c : normal + ",") {
    if (c != ' ' && c != ',') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

}  // namespace

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

base::Result<Synonyms> Synonyms::load(const std::filesystem::path& path) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  std::ifstream file(path);
  const std::string name = path.filename().string();
  if (failed || !file) {
    return base::Error::of(base::ErrorCode::not_found, fmt::format("找不到同义词文件 {}，请检查配置", name),
                           fmt::format("no synonyms file {}; check the settings", name));
  }
  if (size > max_file_bytes) {
    return base::Error::of(base::ErrorCode::invalid_input,
                           fmt::format("同义词文件 {} 超过 4 MiB，请精简", name),
                           fmt::format("synonyms file {} is over 4 MiB; shorten it", name));
  }
  std::vector<std::vector<std::string>> groups;
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    auto words = words_of(line);
    if (words.empty()) continue;
    if (words.size() == 1) {
      return base::Error::of(
          base::ErrorCode::invalid_input,
          fmt::format("{} 第 {} 行只有一个词，每行至少写两个同义词", name, number),
          fmt::format("{} line {}: a single word; give at least two that mean the same", name, number));
    }
    groups.push_back(std::move(words));
  }
  return Synonyms(std::move(groups));
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
