#include "retrieve/postings.hpp"

#include <algorithm>

namespace hotline::retrieve {

void Postings::add(DocNumber document, const std::vector<TermCounts>& terms) {
  for (const TermCounts& term : terms) {
    const auto [place, fresh] = terms_.try_emplace(term.key, static_cast<std::uint32_t>(lists_.size()));
    if (fresh) lists_.emplace_back();
    lists_[place->second].push_back(Posting{(document << 10) | (std::min(term.titles, 7U) << 7) |
                                            (std::min(term.body, 31U) << 2) | std::min(term.tags, 3U)});
  }
}

std::size_t Postings::bytes() const {
  std::size_t sum = terms_.size() * 40 + terms_.bucket_count() * 8;
  for (const auto& list : lists_) sum += sizeof list + list.capacity() * sizeof(Posting);
  return sum;
}

std::vector<TermCounts> count_terms(const Codes& titles, const Codes& body, const Codes& tags) {
  std::vector<TermCounts> all;
  for_each_term(titles, [&](TermKey key, auto...) { all.push_back({key, 1, 0, 0}); });
  for_each_term(body, [&](TermKey key, auto...) { all.push_back({key, 0, 1, 0}); });
  for_each_term(tags, [&](TermKey key, auto...) { all.push_back({key, 0, 0, 1}); });
  std::sort(all.begin(), all.end(), [](const TermCounts& a, const TermCounts& b) { return a.key < b.key; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (kept > 0 && all[kept - 1].key == all[i].key) {
      all[kept - 1].titles += all[i].titles;
      all[kept - 1].body += all[i].body;
      all[kept - 1].tags += all[i].tags;
    } else {
      all[kept++] = all[i];
    }
  }
  all.resize(kept);
  return all;
}

}  // namespace hotline::retrieve
