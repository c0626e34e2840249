// Puts messages about the same event or object together, for alerts: "how many people spoke of this?"
//
// Each message is a vector of character n-grams in which rare ones (a community, a project, a road) weigh
// more than common ones, and the title more than the detail. Messages that share rare n-grams are compared;
// groups grow from the most alike pair down as long as the *average* likeness of all pairs between two groups
// stays above the threshold (average link, UPGMA). A chain of messages each a little like the next can thus
// not swallow everything, as it does when one alike pair is enough; a limit on the share of one group is the
// last guard.
//
// Grouping is broader than merging: it says "the same topic", not "the same ticket".
//
// Thread rule: pure functions. The same messages in the same order give the same groups.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"

namespace hotline::classify {

struct EventText {
  std::string_view title;
  std::string_view detail;
};

struct GroupingOptions {
  float threshold = 0.10F;           // least average likeness between two groups that join, 0 to 1
  std::uint32_t title_times = 3;     // how often the title counts against once the detail
  std::uint32_t detail_chars = 100;  // characters of the detail that are read
  float rarity = 1.0F;               // power of idf: how much more rare words weigh
  double largest_share =
      0.025;  // no group above this share of all messages, but groups of 20 are always allowed
};

// For each message the number of its group; groups are numbered from 0 in the order of their first message.
std::vector<std::uint32_t> group_messages(std::span<const EventText> messages,
                                          const GroupingOptions& options = {});

// Two groupings of the same things held against each other (Bagga and Baldwin 1998).
struct BCubed {
  double precision = 0;
  double recall = 0;
  double f1 = 0;
};
BCubed measure_bcubed(std::span<const std::uint32_t> found, std::span<const std::uint32_t> truth);

struct GroupingReport {
  std::size_t messages = 0;
  BCubed bcubed;                   // over the messages the truth knows
  double largest_group_share = 0;  // of all messages
  double seconds = 0;              // for grouping, reading not included
};

// `hotline eval events`. Messages: columns id, title, detail; clusters: id, cluster. Errors: those of the
// tables; invalid_input for a missing column or when no id of the clusters is among the messages.
base::Result<GroupingReport> evaluate_grouping(const std::filesystem::path& messages_csv,
                                               const std::filesystem::path& clusters_csv,
                                               const GroupingOptions& options = {});

}  // namespace hotline::classify
