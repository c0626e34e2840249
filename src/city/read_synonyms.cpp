// synonyms.csv
#include <algorithm>

#include "city/draft.hpp"
#include "city/sheet.hpp"

namespace hotline::city {

void read_synonyms(const Source& source) {
  const Sheet sheet(source.file, source.content, {"words", "note"}, source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    std::vector<std::string> words = row.words("words");
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    if (words.size() < 2) {
      source.report.error(row.spot(), "range", "每行至少写两个不同的词，用 | 分隔",
                          "give at least two different words, separated by |");
      continue;
    }
    // A word of two groups would join what was kept apart.
    for (const std::string& word : words) seen.add(word, row.spot());
    source.draft.synonyms.push_back(std::move(words));
  }
}

}  // namespace hotline::city
