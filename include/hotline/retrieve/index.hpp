// Ranked retrieval in memory: which document answers a question, and where in it.
//
// How to call it
//   Index index;                                             // one for the process
//   index.put({.id = 7, .titles = {"..."}, .body = "...", .tags = {}, .attributes = {visibility, until}});
//   Found found = index.search("公积金怎么提取", {.filter = may_see});
//   if (found.confidence >= Index::threshold(0.95)) {        // else: say so, and offer a person
//     Passage passage = index.best_passage(text_of(found.hits[0].id), "公积金怎么提取");
//   }
//   index.suggest("gjj", {.filter = may_see});               // characters, pinyin, initials, or a mixture
// The index keeps what it needs to rank and to complete; the texts stay with the caller, who hands one in for
// its passage or highlights. A filter sees id and attributes of every candidate before it can take a place
// among the hits, so nothing that is filtered out can be told from what does not exist.
//
// Ranking: BM25F (Robertson, Zaragoza and Taylor 2004) over character bigrams, single characters and words of
// Latin letters or digits collects candidates; each of the best is then read again for how well one stretch
// of it covers the question (docs/adr/0012). A question is bounded: its rarest terms are taken, and a budget
// of postings, so that no question is slow, whatever its length.
//
// Thread rule: every function may be called from any thread. Changes take turns with each other; a reader is
// held up by a change for some 0.1 ms, now and then for some 10 ms while runs of completions are merged, and
// by compaction not at all.
//
// Errors: none; any bytes are a question. At most 4 million documents, counting removed ones; more are left
// out, as is text beyond 60 000 characters of a document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/retrieve/synonyms.hpp"
#include "hotline/text/normalize.hpp"

namespace hotline::retrieve {

struct Document {
  std::int64_t id = 0;
  std::vector<std::string> titles;  // title first, then other questions it answers; empty: the body's lead
  std::string body;
  std::vector<std::string> tags;
  std::vector<std::int64_t> attributes;  // the caller's own, for its filters
};

struct IndexOptions {
  float k1 = 1.2F;   // how soon repeating a term stops counting
  float b = 0.75F;   // how much a long body is discounted: 0 not at all, 1 in full proportion
  float title = 2;   // what a term in a title counts against one in the body
  float tag = 1.5F;  // the same of a tag
};

// Whether a document may be shown. Called with the index locked for reading: it must not call the index.
using Filter = std::function<bool(std::int64_t id, std::span<const std::int64_t> attributes)>;

struct SearchOptions {
  Filter filter;           // none: everything
  std::size_t limit = 10;  // at most 100
};

struct Hit {
  std::int64_t id = 0;
  float score = 0;
};

struct Found {
  std::vector<Hit> hits;  // best first
  // Probability that the first hit answers the question; 0 without hits. A near copy of the document that
  // answers does so as well.
  double confidence = 0;
  // Probability that the first hit is the one document meant and none of its near copies.
  double single = 0;
};

struct Passage {
  text::ByteRange passage;   // bytes of the text given
  text::ByteRange sentence;  // the one in it that fits best
  float score = 0;           // 0: nothing of the question occurs in the text
};

struct Completion {
  std::int64_t id = 0;
  std::string title;
};

class Index {
 public:
  explicit Index(IndexOptions options = {}, std::shared_ptr<const Synonyms> synonyms = nullptr);
  ~Index();
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  // Adds the document, or puts it in the place of the one with the same id.
  void put(const Document& document);
  // False when there is none of that id.
  bool remove(std::int64_t id);
  // From the next search on.
  void set_synonyms(std::shared_ptr<const Synonyms> synonyms);

  Found search(std::string_view query, const SearchOptions& options = {}) const;
  // Titles that begin with, or contain, what was typed so far.
  std::vector<Completion> suggest(std::string_view typed, const SearchOptions& options = {}) const;

  // The stretch of `text` that answers best: at most `max_chars` characters, a run of white space counting
  // once.
  Passage best_passage(std::string_view text, std::string_view query, std::size_t max_chars = 200) const;
  // Where words of the question stand in `text`: bytes, in order, not overlapping.
  std::vector<text::ByteRange> highlight(std::string_view text, std::string_view query) const;

  // The least confidence at which the first hit is right with `precision` (0.5 to 0.99).
  static double threshold(double precision);

  std::size_t size() const;
  std::size_t bytes() const;  // memory held, about

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hotline::retrieve
