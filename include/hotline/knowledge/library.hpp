// The published entries in memory: search, suggestions, and answers with their source.
//
// Follows the book after each commit (EntryBook::on_published) and is filled at start. What an asker may not
// be told takes no part in anything: not in hits, not in their number, not in suggestions, not in confidence.
// Validity is checked at each question by the instant given, so an entry leaves at its minute without any
// job.
//
// An answer is given when one of two things makes it sure: the index's confidence passes its threshold
// (documents), or the question says so much of one entry's title, or of a name it goes by, that no other
// entry is as near (matters, whose texts are short). The confidence of the second kind is the threshold at
// least, and grows with the share said. Where it says as much of several situations of one matter, and they
// answer differently, it is asked back which is meant.
//
// Thread rule: every function from any thread.
#pragma once

#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hotline/knowledge/book.hpp"
#include "hotline/knowledge/rights.hpp"
#include "hotline/retrieve/guide.hpp"
#include "hotline/retrieve/index.hpp"
#include "hotline/text/similarity.hpp"

namespace hotline::knowledge {

// Who asks, when, and what is to be left out. Empty text means any.
struct Asking {
  Viewer viewer;
  base::Time now;
  std::string region;    // division of the asker: entries of it, of one above it, or of the whole city
  std::string audience;  // entries for it, or for everybody
  std::string owner, matter;
};

struct Shown {
  std::int64_t id = 0, version = 0;
  Content content;
  std::string text;                    // answer and facts as one text: what passages are cut from
  std::vector<text::BigramSet> names;  // of the cores of its questions
};
using ShownPtr = std::shared_ptr<const Shown>;

struct SearchHit {
  ShownPtr entry;
  float score = 0;
  std::string passage;                      // at most 200 characters that fit best
  std::vector<text::ByteRange> highlights;  // in the passage
};
struct SearchResult {
  std::vector<SearchHit> hits;  // best first
  double confidence = 0;        // that the first answers the question
};

// One thing that can be told: an entry, the passage of it, and the sentence in that.
struct Point {
  ShownPtr entry;
  std::string passage, sentence;
  std::optional<FactKind> fact;  // when the question asks for one and the entry has it
  double confidence = 0;
};

// Levels of the tree that a question is narrowed down by. Its third, the fact that is asked for, is
// Answered::narrower.
enum class Level { matter, situation };
std::string_view name_of(Level level);

struct Answered {
  bool confident = false;         // below the threshold: say so, and offer a person
  std::vector<Point> points;      // the answer; more than one for a question about several matters
  std::vector<ShownPtr> options;  // which of these is meant? while that is not clear
  // What to ask back, where the options stand in a tree: the matter, or the situation within one matter.
  Level level = Level::matter;
  std::vector<retrieve::Choice> choices;
  std::vector<FactKind> narrower;  // what else can be asked about the first point's entry
  double confidence = 0;           // of the first point
};

// What an earlier turn of the same talk was about.
struct Talk {
  std::int64_t entry = 0;                // 0: nothing yet
  std::vector<std::string> chosen = {};  // what was chosen of Answered::choices, for the same question again
};

class Library {
 public:
  // `precision`: the share of answers given that has to be right; the threshold follows from it (0.5 to
  // 0.99).
  explicit Library(double precision = 0.95) : threshold_(retrieve::Index::threshold(precision)) {}

  // From the next question on.
  void use_synonyms(std::shared_ptr<const retrieve::Synonyms> synonyms);
  void load(store::ReadTx& tx);
  void take(const Published& published);

  SearchResult search(const std::string& question, const Asking& asking, std::size_t limit) const;
  // Titles that begin with, or contain, what is typed so far.
  std::vector<retrieve::Completion> suggest(const std::string& typed, const Asking& asking,
                                            std::size_t limit) const;
  Answered answer(const std::string& question, const Asking& asking, const Talk& talk = {}) const;
  // What is published and may be told to this asker now; null otherwise.
  ShownPtr find(std::int64_t id, const Asking& asking) const;

  std::size_t size() const;
  double threshold() const { return threshold_; }

 private:
  ShownPtr get(std::int64_t id) const;
  retrieve::SearchOptions options(const Asking& asking, std::size_t limit) const;
  // What a question says of matters: its core, with what the city calls the same.
  text::BigramSet said(const std::string& asked) const;
  // Whether the question names this entry: the share of a title's bigrams that it says, 0 to 1; the best of
  // its titles.
  static double named(const Shown& entry, const text::BigramSet& question);
  // The entry that answers, with how sure that is; null when none is.
  std::pair<ShownPtr, double> decide(const retrieve::Found& found, const std::string& asked,
                                     const Asking& asking) const;
  // `best` and the entries found of the same matter in other situations; the one alone whose situation is
  // said, where one is.
  std::vector<ShownPtr> alike(const ShownPtr& best, const retrieve::Found& found, const std::string& asked,
                              const Asking& asking) const;
  // Titles that what was typed as letters stands for; empty where the hits hold these letters themselves.
  std::vector<retrieve::Completion> spelt(const std::string& asked, const retrieve::Found& found,
                                          const Asking& asking, std::size_t limit) const;
  bool go_on(const std::string& asked, const Asking& asking, const Talk& talk, Answered& out) const;
  bool guide(const std::string& asked, const Asking& asking, Answered& out) const;
  bool follow_choice(const retrieve::Found& found, const std::string& asked, const Asking& asking,
                     const Talk& talk, Answered& out) const;
  Point point(const ShownPtr& entry, const std::string& question, double confidence) const;

  double threshold_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::int64_t, ShownPtr> entries_;
  std::shared_ptr<const retrieve::Synonyms> synonyms_;
  retrieve::Index index_;
};

inline constexpr std::size_t longest_asked = 500;  // characters of a question that are looked at

// Whether an entry may be told: open to the viewer, in force, and for the asker's region and audience.
bool may_tell(const Content& content, const Asking& asking);
// The fact that a question asks for ("材料", "在哪", "多久"), if any; the first of them in the text.
std::optional<FactKind> fact_asked(std::string_view question);
// Normal form without the words that name no matter ("请问", "怎么", "办理"): what titles and questions are
// compared by.
std::string core_of(std::string_view text);
// Whether nothing but such a wish stands in the question ("那要带什么材料？").
bool asks_fact_alone(std::string_view question);
// Where an entry stands in the tree: its matter, and the situation in brackets behind it
// ("取水许可（新办）" -> 取水许可, 新办).
std::vector<std::string> path_of(const Content& content);

}  // namespace hotline::knowledge
