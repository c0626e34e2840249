#include "hotline/retrieve/index.hpp"

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <span>

#include "retrieve/candidates.hpp"
#include "retrieve/completer.hpp"
#include "retrieve/confidence.hpp"
#include "retrieve/passage.hpp"
#include "retrieve/reading.hpp"

namespace hotline::retrieve {
namespace {

constexpr std::size_t most_hits = 100;
constexpr std::size_t reread = 40;            // candidates that are read in full
constexpr float lone_lead = 0.2F;             // of the first pass, where there is no second
constexpr std::size_t compact_above = 1'000;  // dead documents that are borne in any case

}  // namespace

struct Index::State {
  // All that a search reads.
  struct Shelf {
    explicit Shelf(const IndexOptions& options) : collection(options) {}
    Collection collection;
    Completer completer;
    struct TitleOf {
      DocNumber document;
      std::uint32_t title;
    };
    std::vector<TitleOf> titles;  // by number of the completer

    void add(Entry entry) {
      const auto number = static_cast<DocNumber>(collection.entries().size());
      for (std::uint32_t i = 0; i < entry.shown_titles.size(); ++i) {
        completer.add(encode(entry.shown_titles[i], max_field_chars));
        titles.push_back({number, i});
      }
      collection.add(std::move(entry));
    }
  };

  explicit State(const IndexOptions& options) : shelf(std::make_unique<Shelf>(options)) {}

  std::mutex changing;              // held by whoever changes
  mutable std::shared_mutex mutex;  // of what stands below
  std::unique_ptr<Shelf> shelf;
  std::shared_ptr<const Synonyms> synonyms;

  // Makes the index anew without its dead documents when they are many. Called with `changing` held.
  void compact() {
    const Collection& old = shelf->collection;
    if (old.dead() < compact_above || old.dead() < old.alive() / 2) return;
    auto fresh = std::make_unique<Shelf>(old.options());
    for (const Entry& entry : old.entries())
      if (entry.alive) fresh->add(entry);
    const std::unique_lock lock(mutex);
    shelf.swap(fresh);
  }
};

Index::Index(IndexOptions options, std::shared_ptr<const Synonyms> synonyms)
    : state_(std::make_unique<State>(options)) {
  state_->synonyms = std::move(synonyms);
}

Index::~Index() = default;

void Index::put(const Document& document) {
  Entry entry = make_entry(document);
  const std::lock_guard changing(state_->changing);
  {
    const std::unique_lock lock(state_->mutex);
    state_->shelf->add(std::move(entry));
  }
  state_->compact();
}

bool Index::remove(std::int64_t id) {
  const std::lock_guard changing(state_->changing);
  {
    const std::unique_lock lock(state_->mutex);
    if (!state_->shelf->collection.remove(id)) return false;
  }
  state_->compact();
  return true;
}

void Index::set_synonyms(std::shared_ptr<const Synonyms> synonyms) {
  const std::unique_lock lock(state_->mutex);
  state_->synonyms = std::move(synonyms);
}

Found Index::search(std::string_view query, const SearchOptions& options) const {
  const std::shared_lock lock(state_->mutex);
  const Collection& collection = state_->shelf->collection;
  const Plan plan = make_plan(collection, state_->synonyms.get(), query);
  const std::size_t limit = std::min(options.limit, most_hits);
  std::vector<Candidate> candidates =
      find_candidates(collection, plan, options.filter, std::max(limit, reread));
  if (candidates.empty()) return {};
  const float lead =
      candidates.size() > 1 ? candidates[0].score - candidates[1].score : lone_lead * plan.total;
  Signs first{};
  float best = 0;
  // What is read comes before what is not, so that no limit changes the order.
  const auto unread = candidates.begin() + static_cast<std::ptrdiff_t>(std::min(candidates.size(), reread));
  for (Candidate& candidate : std::span(candidates.begin(), unread)) {
    const Signs signs = read(plan, collection.entries()[candidate.number]);
    candidate.score = score_of(signs);
    if (&candidate == &candidates.front() || candidate.score > best) {
      best = candidate.score;
      first = signs;
    }
  }
  std::stable_sort(candidates.begin(), unread,
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  Found found;
  for (std::size_t i = 0; i < std::min(candidates.size(), limit); ++i)
    found.hits.push_back({collection.entries()[candidates[i].number].id, candidates[i].score});
  std::vector<float> scores;
  for (const Candidate& candidate : std::span(candidates.begin(), unread)) scores.push_back(candidate.score);
  const Confidence confidence = judge(plan, first, scores, lead);
  found.confidence = confidence.answers;
  found.single = confidence.single;
  return found;
}

std::vector<Completion> Index::suggest(std::string_view typed, const SearchOptions& options) const {
  const std::shared_lock lock(state_->mutex);
  const State::Shelf& shelf = *state_->shelf;
  std::vector<Completion> completions;
  const auto accept = [&](Completer::TitleNumber number) {
    const auto [document, title] = shelf.titles[number];
    const Entry& entry = shelf.collection.entries()[document];
    if (!entry.alive || (options.filter && !options.filter(entry.id, entry.attributes))) return false;
    completions.push_back({entry.id, entry.shown_titles[title]});
    return true;
  };
  shelf.completer.find(encode(typed, max_query_chars), std::min(options.limit, most_hits), accept);
  return completions;
}

Passage Index::best_passage(std::string_view text, std::string_view query, std::size_t max_chars) const {
  const MappedCodes mapped = encode_with_map(text, max_field_chars);
  Stretch stretch;
  {
    const std::shared_lock lock(state_->mutex);
    const Plan plan = make_plan(state_->shelf->collection, state_->synonyms.get(), query);
    stretch = find_passage(plan, mapped.codes, max_chars);
  }
  Passage passage;
  if (stretch.end <= stretch.begin) return passage;
  passage.score = stretch.score;
  passage.passage = {mapped.begins[stretch.begin], mapped.ends[stretch.end - 1]};
  if (stretch.sentence_end > stretch.sentence_begin)
    passage.sentence = {mapped.begins[stretch.sentence_begin], mapped.ends[stretch.sentence_end - 1]};
  return passage;
}

std::vector<text::ByteRange> Index::highlight(std::string_view text, std::string_view query) const {
  const MappedCodes mapped = encode_with_map(text, max_field_chars);
  std::vector<bool> marked(mapped.codes.size(), false);
  {
    const std::shared_lock lock(state_->mutex);
    const Plan plan = make_plan(state_->shelf->collection, state_->synonyms.get(), query);
    const bool one_char = plan.terms.size() == 1;
    for_each_term(mapped.codes, [&](TermKey key, TermKind kind, std::size_t at, std::size_t length) {
      if ((kind == TermKind::single && !one_char) || plan.find_term(key) < 0) return;
      std::fill_n(marked.begin() + static_cast<std::ptrdiff_t>(at), length, true);
    });
  }
  std::vector<text::ByteRange> ranges;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (!marked[i]) continue;
    if (i > 0 && marked[i - 1]) {
      ranges.back().end = mapped.ends[i];
    } else {
      ranges.push_back({mapped.begins[i], mapped.ends[i]});
    }
  }
  return ranges;
}

double Index::threshold(double precision) {
  return threshold_of(precision);
}

std::size_t Index::size() const {
  const std::shared_lock lock(state_->mutex);
  return state_->shelf->collection.alive();
}

std::size_t Index::bytes() const {
  const std::shared_lock lock(state_->mutex);
  return state_->shelf->collection.bytes() + state_->shelf->completer.bytes();
}

}  // namespace hotline::retrieve
