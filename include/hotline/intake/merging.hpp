// Which requests are about one and the same matter, so that their tickets may be merged.
//
// Merging is stricter than grouping for alerts (classify/grouping.hpp): one handling must serve both. Like
// words alone do not say so: people copy a neighbour's complaint and put another estate's name in. So the
// places that both name must agree, and two callers must share a named place. It is proposed, never done.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/dispatch/decision.hpp"

namespace hotline::intake {

// From this similarity on, requests may be about the same matter.
inline constexpr double same_matter_similarity = 0.5;

// Names of roads, estates, villages, towns, waters and landmarks that a text speaks of, normalised, each
// once; of a long text those of its beginning, where the matter is told.
std::vector<std::string> named_places(std::string_view text);
// Shared when one names nothing that the other does not; others when each names a place of its own. Two names
// are one when either ends with the other: people leave the developer's name out.
dispatch::NamedPlaces compare_places(const std::vector<std::string>& a, const std::vector<std::string>& b);

// Whether merging into the neighbour's ticket is proposed; `one_caller`: both come from the same person, who
// need not name the place again.
bool may_merge(const dispatch::Neighbour& neighbour, bool one_caller);

struct MergingReport {
  std::size_t pairs = 0;                   // looked at by people
  std::size_t same = 0;                    // of them, about one matter
  std::size_t proposed = 0;                // by may_merge
  std::size_t right = 0;                   // of those, about one matter
  std::vector<std::string> wrong, missed;  // "a b" of each
};

// `hotline eval merging`. Messages: columns id, title, detail, and citizen where callers are told apart;
// pairs: a, b, same (0 or 1). Errors: those of the tables; invalid_input for a missing column or when an id
// of the pairs is not among the messages.
base::Result<MergingReport> evaluate_merging(const std::filesystem::path& messages,
                                             const std::filesystem::path& pairs);

}  // namespace hotline::intake
