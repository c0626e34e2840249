#include "hotline/knowledge/library.hpp"

#include <algorithm>
#include <mutex>
#include <span>

#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::knowledge {
namespace {

constexpr std::size_t longest_passage = 200;  // characters
constexpr std::size_t longest_label = 24;     // of a line: 办理时限：承诺办结：
constexpr std::size_t least_letters = 2;      // that are taken for pinyin or initials
constexpr std::size_t hits_compared = 3;      // that may hold these letters themselves

std::string text_of(const Content& content) {
  std::string text = content.answer;
  for (const Fact& fact : content.facts) {
    if (!text.empty() && text.back() != '\n') text += '\n';
    text += std::string(label_of(fact.kind)) + "：" + fact.text;
  }
  return text;
}

// A code without what only fills it up: "330100" -> "3301".
std::string_view stem(std::string_view division) {
  while (division.size() > 2 && division.ends_with("00")) division.remove_suffix(2);
  return division;
}

std::string cut(const std::string& text, const text::ByteRange& range) {
  return std::string(text::trim(std::string_view(text).substr(range.begin, range.end - range.begin)));
}

std::string first_chars(std::string_view text, std::size_t chars) {
  return std::string(text::trim(text::truncate_chars(text, chars)));
}

// A passage that begins behind the label of its line takes the label along: a bare number tells nothing.
std::string cut_passage(const std::string& text, text::ByteRange range) {
  const std::string_view before = std::string_view(text).substr(0, range.begin);
  const std::size_t last = before.rfind('\n');
  const std::size_t line = last == std::string_view::npos ? 0 : last + 1;
  const std::string_view label = text::trim(before.substr(line));
  if (label.ends_with("：") && text::count_chars(label) <= longest_label)
    range.begin = static_cast<std::uint32_t>(line);
  return first_chars(cut(text, range), longest_passage);
}

// The longest run of Latin letters of a normal form.
std::string letters_in(std::string_view normal) {
  std::string longest, run;
  for (std::size_t i = 0; i <= normal.size(); ++i) {
    const char c = i < normal.size() ? normal[i] : ' ';
    if (c >= 'a' && c <= 'z') {
      run += c;
      continue;
    }
    if (run.size() > longest.size()) longest = run;
    run.clear();
  }
  return longest;
}

}  // namespace

bool may_tell(const Content& content, const Asking& asking) {
  if (!may_see(asking.viewer, content.visibility, content.owner) || !content.in_force(asking.now))
    return false;
  if (!asking.owner.empty() && content.owner != asking.owner) return false;
  if (!asking.matter.empty() && content.matter != asking.matter) return false;
  if (!asking.audience.empty() && !content.audience.empty() && content.audience != asking.audience)
    return false;
  if (!asking.region.empty() && !content.region.empty()) {
    const std::string_view here = stem(asking.region), of = stem(content.region);
    if (!here.starts_with(of) && !of.starts_with(here)) return false;
  }
  return true;
}

void Library::use_synonyms(std::shared_ptr<const retrieve::Synonyms> synonyms) {
  index_.set_synonyms(synonyms);
  const std::unique_lock lock(mutex_);
  synonyms_ = std::move(synonyms);
}

void Library::load(store::ReadTx& tx) {
  EntryBook::each_published(tx, [this](const Published& one) { take(one); });
}

void Library::take(const Published& published) {
  if (!published.content) {
    index_.remove(published.id);
    const std::unique_lock lock(mutex_);
    entries_.erase(published.id);
    return;
  }
  auto shown = std::make_shared<Shown>();
  shown->id = published.id;
  shown->version = published.version;
  shown->content = *published.content;
  shown->text = text_of(shown->content);
  for (const std::string& question : shown->content.questions) shown->names.emplace_back(core_of(question));
  index_.put({shown->id, shown->content.questions, shown->text, shown->content.tags, {}});
  const std::unique_lock lock(mutex_);
  entries_[published.id] = std::move(shown);
}

ShownPtr Library::get(std::int64_t id) const {
  const std::shared_lock lock(mutex_);
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : found->second;
}

ShownPtr Library::find(std::int64_t id, const Asking& asking) const {
  ShownPtr entry = get(id);
  return entry && may_tell(entry->content, asking) ? entry : nullptr;
}

std::size_t Library::size() const {
  const std::shared_lock lock(mutex_);
  return entries_.size();
}

retrieve::SearchOptions Library::options(const Asking& asking, std::size_t limit) const {
  retrieve::SearchOptions options;
  options.limit = std::min<std::size_t>(limit, 100);
  options.filter = [this, &asking](std::int64_t id, std::span<const std::int64_t>) {
    return find(id, asking) != nullptr;
  };
  return options;
}

SearchResult Library::search(const std::string& question, const Asking& asking, std::size_t limit) const {
  const std::string asked(text::truncate_chars(question, longest_asked));
  const retrieve::Found found = index_.search(asked, options(asking, limit));
  SearchResult result;
  result.confidence = found.confidence;
  // What letters stand for comes before what happens to match.
  std::vector<retrieve::Hit> hits;
  const auto add = [&](const retrieve::Hit& hit) {
    const bool known =
        std::any_of(hits.begin(), hits.end(), [&](const retrieve::Hit& one) { return one.id == hit.id; });
    if (!known && hits.size() < limit) hits.push_back(hit);
  };
  for (const retrieve::Completion& one : spelt(asked, found, asking, limit)) add({one.id, 0});
  for (const retrieve::Hit& hit : found.hits) add(hit);
  for (const retrieve::Hit& hit : hits) {
    SearchHit one;
    one.entry = find(hit.id, asking);
    if (!one.entry) continue;  // withdrawn since
    one.score = hit.score;
    const retrieve::Passage passage = index_.best_passage(one.entry->text, asked, longest_passage);
    one.passage = passage.score > 0 ? cut_passage(one.entry->text, passage.passage)
                                    : first_chars(one.entry->text, longest_passage);
    one.highlights = index_.highlight(one.passage, asked);
    result.hits.push_back(std::move(one));
  }
  return result;
}

std::vector<retrieve::Completion> Library::suggest(const std::string& typed, const Asking& asking,
                                                   std::size_t limit) const {
  return index_.suggest(std::string(text::truncate_chars(typed, 100)), options(asking, limit));
}

std::vector<retrieve::Completion> Library::spelt(const std::string& asked, const retrieve::Found& found,
                                                 const Asking& asking, std::size_t limit) const {
  const std::string letters = letters_in(text::normalize(asked));
  if (letters.size() < least_letters) return {};
  for (const retrieve::Hit& hit : std::span(found.hits).first(std::min(found.hits.size(), hits_compared))) {
    const ShownPtr entry = find(hit.id, asking);
    if (!entry) continue;
    std::string all = entry->text;
    for (const std::string& question : entry->content.questions) all += "\n" + question;
    if (text::normalize(all).find(letters) != std::string::npos) return {};
  }
  return suggest(asked, asking, limit);
}

Point Library::point(const ShownPtr& entry, const std::string& question, double confidence) const {
  Point point;
  point.entry = entry;
  point.confidence = confidence;
  if (const auto wish = fact_asked(question)) {
    const auto& facts = entry->content.facts;
    const auto fact =
        std::find_if(facts.begin(), facts.end(), [&](const Fact& one) { return one.kind == *wish; });
    if (fact != facts.end()) {
      point.fact = fact->kind;
      point.passage = point.sentence = std::string(label_of(fact->kind)) + "：" + fact->text;
      return point;
    }
  }
  const retrieve::Passage found = index_.best_passage(entry->text, question, longest_passage);
  if (found.score > 0) {
    point.passage = cut_passage(entry->text, found.passage);
    point.sentence = cut(entry->text, found.sentence);
  }
  if (point.passage.empty()) point.passage = first_chars(entry->text, longest_passage);
  if (point.sentence.empty()) point.sentence = point.passage;
  return point;
}

}  // namespace hotline::knowledge
