// What is left out of the figures, and on whose word.
//
// Somebody asks, with words and evidence; another person decides, with words. Only an upheld one takes facts
// out of the figures, and they stay counted as excluded, so that nothing disappears.
//
//   unreasonable  the hotline: the demand could not be met by law or reason
//   appeal        the unit: the figure does not do justice to what it did
//   malicious     the rating is suspected of malice: asked by the system or the hotline, with the caller's
//                 ratings so far beside it; never dropped silently
//
//   asked --decide--> upheld | rejected
//
// In the journal: stream "figures", subject = its key, kinds "exclusion_asked" and "exclusion_decided" (both
// with ticket). Threads: with a WriteTx on the writer, with a ReadTx on any reader.
#pragma once

#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/insight/figures.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::insight {

enum class ExclusionKind { unreasonable, appeal, malicious };
enum class ExclusionState { asked, upheld, rejected };
std::string_view name_of(ExclusionKind kind);
std::string_view name_of(ExclusionState state);
std::optional<ExclusionKind> find_exclusion_kind(std::string_view name);
std::optional<ExclusionState> find_exclusion_state(std::string_view name);

struct NewExclusion {
  std::int64_t ticket = 0;
  std::int64_t request = 0;  // whose rating is meant; 0: the whole ticket
  ExclusionKind kind = ExclusionKind::appeal;
  std::vector<Figure> figures;         // empty: those that the kind usually takes out
  std::string unit;                    // that appeals, "" for the hotline
  std::string words;                   // why; sealed
  std::vector<std::int64_t> evidence;  // attachments of the ticket or its requests
  std::string record = {};             // facts to show beside it; no personal data
};

struct Exclusion {
  std::int64_t id = 0, ticket = 0, request = 0;
  ExclusionKind kind = ExclusionKind::appeal;
  std::vector<Figure> figures;
  std::string unit;
  ExclusionState state = ExclusionState::asked;
  base::Time asked_at;
  std::string asked_by;
  std::int64_t words = 0;  // sealed
  std::vector<std::int64_t> evidence;
  std::string record;
  std::optional<base::Time> decided_at;
  std::string decided_by;
  std::int64_t decision = 0;  // sealed words of who decided; 0 while nobody has
};

// Errors: not_found (ticket), invalid_input (request or evidence of another ticket; an appeal without
// evidence; a unit without a part), conflict (the same is asked already).
base::Result<Exclusion> ask_exclusion(store::WriteTx& tx, const NewExclusion& ask, const store::Actor& by);
// Errors: not_found; conflict (decided before); forbidden (who asked does not decide).
base::Result<Exclusion> decide_exclusion(store::WriteTx& tx, std::int64_t id, bool upheld,
                                         const std::string& words, const store::Actor& by);

std::optional<Exclusion> find_exclusion(store::ReadTx& tx, std::int64_t id);
std::vector<Exclusion> exclusions_of(store::ReadTx& tx, std::int64_t ticket);
// Newest first, ids below `before` (0: from the newest), at most `limit`.
std::vector<Exclusion> find_exclusions(store::ReadTx& tx, ExclusionState state, std::int64_t before,
                                       std::size_t limit);

}  // namespace hotline::insight
