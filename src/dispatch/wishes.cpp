#include "dispatch/wishes.hpp"

#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {
namespace {

constexpr std::size_t shortest_wish = 3;  // chars

}  // namespace

std::vector<Wish> find_wishes(std::string_view text, const std::vector<Clause>& clauses,
                              const std::vector<CueHit>& cues, std::size_t most) {
  std::vector<Wish> wishes;
  std::size_t first = 0;  // cues stand by begin, as clauses do
  for (const Clause& clause : clauses) {
    if (wishes.size() == most) break;
    while (first < cues.size() && cues[first].begin < clause.begin) ++first;
    bool asks = clause.asks, wishes_for = false;
    std::uint32_t begin = clause.begin;
    for (std::size_t i = first; i < cues.size() && cues[i].begin < clause.end; ++i) {
      if (cues[i].end > clause.end) continue;
      asks = asks || cues[i].cue == Cue::question;
      if (cues[i].cue == Cue::wish && !wishes_for) {
        wishes_for = true;
        begin = cues[i].begin;
      }
    }
    if (!asks && !wishes_for) continue;
    if (asks) begin = clause.begin;
    if (text::count_chars(text.substr(begin, clause.end - begin)) < shortest_wish) continue;
    wishes.push_back({begin, clause.end});
  }
  return wishes;
}

}  // namespace hotline::dispatch
