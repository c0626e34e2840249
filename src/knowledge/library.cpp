#include "hotline/knowledge/library.hpp"

#include <algorithm>
#include <mutex>

#include "hotline/text/utf8.hpp"

namespace hotline::knowledge {
namespace {

constexpr std::size_t longest_passage = 200;  // characters
constexpr std::size_t longest_asked = 500;    // characters of a question that are looked at
constexpr std::size_t most_options = 5;
// Shares of a title's bigrams, chosen on questions of our own about the sample city's matters.
constexpr double names_it = 0.45;     // an entry is meant
constexpr double may_name_it = 0.25;  // it may be meant: asked back
constexpr double as_near = 0.9;       // of the best: two entries are meant alike

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
  for (const retrieve::Hit& hit : found.hits) {
    SearchHit one;
    one.entry = find(hit.id, asking);
    if (!one.entry) continue;  // withdrawn since
    one.score = hit.score;
    const retrieve::Passage passage = index_.best_passage(one.entry->text, asked, longest_passage);
    one.passage = passage.score > 0 ? cut(one.entry->text, passage.passage)
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

double Library::named(const Shown& entry, const text::BigramSet& question) {
  double best = 0;
  for (const text::BigramSet& name : entry.names) best = std::max(best, name.contained_in(question));
  return best;
}

std::pair<ShownPtr, double> Library::decide(const retrieve::Found& found, const std::string& asked,
                                            const Asking& asking) const {
  if (found.hits.empty()) return {};
  const text::BigramSet question(core_of(asked));
  ShownPtr best;
  double most = 0, second = 0;
  for (const retrieve::Hit& hit : found.hits) {
    const ShownPtr entry = find(hit.id, asking);
    if (!entry) continue;
    const double share = named(*entry, question);
    // The index's order decides between titles said alike.
    if (share > most) {
      second = most;
      most = share;
      best = entry;
    } else {
      second = std::max(second, share);
    }
  }
  const bool first_is_best = best && best->id == found.hits.front().id;
  if (found.confidence >= threshold_) {
    if (ShownPtr first = find(found.hits.front().id, asking)) return {first, found.confidence};
  }
  if (!first_is_best || most < names_it || second >= as_near * most) return {};
  return {best, threshold_ + (1 - threshold_) * (most - names_it) / (1 - names_it)};
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
    point.passage = cut(entry->text, found.passage);
    point.sentence = cut(entry->text, found.sentence);
  }
  if (point.passage.empty()) point.passage = first_chars(entry->text, longest_passage);
  if (point.sentence.empty()) point.sentence = point.passage;
  return point;
}

Answered Library::answer(const std::string& question, const Asking& asking, const Talk& talk) const {
  const std::string asked(text::truncate_chars(question, longest_asked));
  Answered out;
  const auto narrow = [&out] {
    for (const Fact& fact : out.points.front().entry->content.facts) {
      if (fact.kind != FactKind::other && fact.kind != out.points.front().fact)
        out.narrower.push_back(fact.kind);
    }
  };
  // "那要带什么材料？" goes on about the matter of the turn before.
  if (talk.entry != 0 && asks_fact_alone(asked)) {
    if (const ShownPtr before = find(talk.entry, asking)) {
      Point next = point(before, asked, 1);
      if (next.fact) {
        out.confident = true;
        out.confidence = 1;
        out.points.push_back(std::move(next));
        narrow();
        return out;
      }
    }
  }
  // Several matters in one question: each part has to stand by itself.
  const std::vector<std::string> parts = split_question(asked);
  if (parts.size() > 1) {
    std::vector<Point> points;
    for (const std::string& part : parts) {
      const auto [entry, sure] = decide(index_.search(part, options(asking, most_options)), part, asking);
      const bool known =
          std::any_of(points.begin(), points.end(),
                      [&, id = entry ? entry->id : 0](const Point& one) { return one.entry->id == id; });
      if (!entry || known) break;
      points.push_back(point(entry, fact_asked(part) ? part : asked, sure));
    }
    if (points.size() == parts.size()) {
      out.confident = true;
      out.confidence = points.front().confidence;
      out.points = std::move(points);
      return out;
    }
  }
  const retrieve::Found found = index_.search(asked, options(asking, most_options));
  out.confidence = found.confidence;
  const auto [best, sure] = decide(found, asked, asking);
  if (best) {
    out.confident = true;
    out.confidence = sure;
    out.points.push_back(point(best, asked, sure));
    narrow();
    return out;
  }
  const text::BigramSet asked_for(core_of(asked));
  for (const retrieve::Hit& hit : found.hits) {
    const ShownPtr entry = find(hit.id, asking);
    if (entry && named(*entry, asked_for) >= may_name_it) out.options.push_back(entry);
  }
  return out;
}

}  // namespace hotline::knowledge
