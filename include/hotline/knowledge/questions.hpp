// What was asked and shown, and what nobody could answer.
//
//   asked --> answered: logged with the entry shown, its version and the confidence; rated
//         `-> not answered: joins the open gap of a question like it, or opens one for the owning unit
//   gap: open --> filled (an entry answers it; the askers are to be told) | dismissed
//
//   stream "knowledge_gap", subject = id: opened, filled (entry), dismissed
//
// Questions are masked before they are stored (text::mask_identifiers). Threads: functions with a WriteTx on
// the writer's thread, with a ReadTx on any.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hotline/base/random.hpp"
#include "hotline/knowledge/book.hpp"
#include "hotline/knowledge/library.hpp"

namespace hotline::knowledge {

struct Asked {
  std::string channel;  // "desk" or "public"
  std::string question, region;
  std::string unit, matter;  // who would have to know, as decided by the dispatcher
  store::Actor actor;
};

struct LoggedQuestion {
  std::int64_t id = 0;
  base::Time at;
  std::string code, channel, asker, question, region;
  bool answered = false;
  std::int64_t entry = 0, version = 0, gap = 0;
  double confidence = 0;
  std::optional<bool> helpful;
  std::string request;
};

enum class GapState { open, filled, dismissed };
std::string_view name_of(GapState state);
std::optional<GapState> find_gap_state(std::string_view name);

struct Gap {
  std::int64_t id = 0, version = 0;
  std::string question, unit, matter;
  GapState state = GapState::open;
  std::int64_t asked = 0;
  base::Time first, last;
  std::int64_t entry = 0;
};

struct GapFilter {
  std::string state, unit;
};

// What became of the questions asked since an instant.
struct AskedFigures {
  std::int64_t asked = 0, answered = 0, helpful = 0, unhelpful = 0;
};
// How often an entry answered, and what the askers thought of it.
struct EntryUse {
  std::int64_t entry = 0;
  std::string title, owner;
  std::int64_t shown = 0, helpful = 0, unhelpful = 0;
};

class QuestionBook {
 public:
  explicit QuestionBook(base::Random& random) : random_(random) {}

  // Logs a question with what was shown for it; one that was not answered goes to a gap.
  LoggedQuestion record(store::WriteTx& tx, const Asked& asked, const Answered& shown);

  // Errors: not_found; forbidden (another's question: neither the asker nor the code); conflict (rated
  // before). An answer that did not help goes to a gap like one that was not given.
  base::Result<LoggedQuestion> rate(store::WriteTx& tx, std::int64_t id, const std::string& code,
                                    const store::Actor& actor, bool helpful, const std::string& unit,
                                    const std::string& matter);
  // The question became a request. Errors: not_found, forbidden, conflict (it has).
  base::Status hand_over(store::WriteTx& tx, std::int64_t id, const std::string& code,
                         const std::string& request);
  static std::optional<LoggedQuestion> find(store::ReadTx& tx, std::int64_t id);

  static std::optional<Gap> find_gap(store::ReadTx& tx, std::int64_t id);
  // Most asked first; `skip` rows left out, at most `limit`.
  static std::vector<Gap> gaps(store::ReadTx& tx, const GapFilter& filter, std::size_t skip,
                               std::size_t limit);
  static AskedFigures figures(store::ReadTx& tx, base::Time since);
  // What did not help most first, then what was shown most; of one unit or (`unit` empty) of all.
  static std::vector<EntryUse> uses(store::ReadTx& tx, base::Time since, const std::string& unit,
                                    std::size_t skip, std::size_t limit);
  // Actors who asked, for telling them.
  static std::vector<std::string> askers(store::ReadTx& tx, std::int64_t gap);
  // Errors: not_found; conflict (not open; the entry is not published).
  base::Result<Gap> fill(store::WriteTx& tx, std::int64_t gap, std::int64_t entry, const Deed& deed);
  base::Result<Gap> dismiss(store::WriteTx& tx, std::int64_t gap, const Deed& deed);

 private:
  std::int64_t join_gap(store::WriteTx& tx, const std::string& question, const std::string& unit,
                        const std::string& matter, const store::Actor& actor);

  base::Random& random_;
};

// How alike two questions must be (Jaccard index of their bigrams) to be the same gap.
inline constexpr double same_gap = 0.6;

}  // namespace hotline::knowledge
