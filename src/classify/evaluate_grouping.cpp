#include <algorithm>
#include <chrono>
#include <unordered_map>

#include "hotline/classify/evaluate.hpp"
#include "hotline/classify/grouping.hpp"

namespace hotline::classify {

base::Result<GroupingReport> evaluate_grouping(const std::filesystem::path& messages_csv,
                                               const std::filesystem::path& clusters_csv,
                                               const GroupingOptions& options) {
  HOTLINE_TRY(const Corpus messages, load_corpus(messages_csv, {"title", "detail"}, "id"));
  HOTLINE_TRY(const Corpus clusters, load_corpus(clusters_csv, {"id"}, "cluster"));
  std::vector<EventText> texts;
  std::unordered_map<std::string_view, std::uint32_t> rows;
  for (std::uint32_t row = 0; row < messages.size(); ++row) {
    texts.push_back({messages.fields(row)[0], messages.fields(row)[1]});
    rows.emplace(messages.labels()[messages.label(row)], row);
  }
  const auto start = std::chrono::steady_clock::now();
  const std::vector<std::uint32_t> groups = group_messages(texts, options);
  GroupingReport report;
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  report.messages = messages.size();

  std::vector<std::uint32_t> found;
  std::vector<std::uint32_t> truth;
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    const auto row = rows.find(clusters.fields(i)[0]);
    if (row == rows.end()) continue;
    found.push_back(groups[row->second]);
    truth.push_back(clusters.label(i));
  }
  if (found.empty())
    return base::Error::field(
        "id", "unknown", "分组表中的编号都不在来件表中，请检查是否为同一批数据。",
        "No id of the clusters is among the messages: are the two files of the same data?");
  report.bcubed = measure_bcubed(found, truth);
  std::vector<std::size_t> sizes(messages.size());
  for (const std::uint32_t group : groups) ++sizes[group];
  report.largest_group_share = static_cast<double>(*std::max_element(sizes.begin(), sizes.end())) /
                               static_cast<double>(messages.size());
  return report;
}

}  // namespace hotline::classify
