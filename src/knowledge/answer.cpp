// How a question is answered: by one entry, by several, or by asking back.
#include <algorithm>
#include <span>

#include "hotline/knowledge/library.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::knowledge {
namespace {

constexpr std::size_t most_options = 5;
constexpr std::size_t most_leaves = 40;  // entries that a choice is made among
// Shares of a title's bigrams, chosen on questions of our own about the sample city's matters.
constexpr double names_it = 0.45;        // an entry is meant
constexpr double may_name_it = 0.25;     // it may be meant: asked back
constexpr double as_near = 0.9;          // of the best: two entries are meant alike
constexpr double names_situation = 0.6;  // a situation is meant

double surer(double threshold, double share) {
  return threshold + (1 - threshold) * (share - names_it) / (1 - names_it);
}

// Whether all of them tell the same when asked for this.
bool tell_alike(const std::vector<ShownPtr>& group, const std::string& asked) {
  const auto wish = fact_asked(asked);
  if (!wish) return false;
  const auto text_of = [&](const ShownPtr& entry) -> const std::string* {
    for (const Fact& fact : entry->content.facts)
      if (fact.kind == *wish) return &fact.text;
    return nullptr;
  };
  const std::string* first = text_of(group.front());
  return first != nullptr && std::all_of(group.begin(), group.end(), [&](const ShownPtr& one) {
           const std::string* text = text_of(one);
           return text != nullptr && *text == *first;
         });
}

void offer(const std::vector<ShownPtr>& entries, Answered& out) {
  std::vector<retrieve::Leaf> leaves;
  for (const ShownPtr& one : entries) {
    leaves.push_back({one->id, 0, path_of(one->content)});
    if (out.options.size() < most_options) out.options.push_back(one);
  }
  if (auto next = retrieve::next_choice(leaves)) {
    out.level = next->level == 0 ? Level::matter : Level::situation;
    out.choices = std::move(next->choices);
  }
}

void narrow_further(Answered& out) {
  for (const Fact& fact : out.points.front().entry->content.facts) {
    if (fact.kind != FactKind::other && fact.kind != out.points.front().fact)
      out.narrower.push_back(fact.kind);
  }
}

void tell(Point point, Answered& out) {
  out.confident = true;
  out.confidence = point.confidence;
  out.points.push_back(std::move(point));
  narrow_further(out);
}

}  // namespace

std::string_view name_of(Level level) {
  return level == Level::matter ? "matter" : "situation";
}

std::vector<std::string> path_of(const Content& content) {
  const std::string& title = content.title();
  const auto bracket = [&](std::size_t at, std::string_view wide, char narrow) -> std::size_t {
    return std::string_view(title).substr(at).starts_with(wide) ? wide.size() : title[at] == narrow ? 1 : 0;
  };
  // From the end to the bracket that opens the last pair, for a situation may hold brackets itself.
  std::size_t depth = 0;
  std::size_t close = 0;
  for (std::size_t at = title.size(); at-- > 0;) {
    if (const std::size_t closing = bracket(at, "）", ')'); closing > 0) {
      if (depth == 0 && at + closing != title.size()) break;
      if (depth++ == 0) close = at;
    } else if (const std::size_t opening = bracket(at, "（", '('); opening > 0) {
      if (at == 0 || depth == 0) break;
      if (--depth == 0) return {title.substr(0, at), title.substr(at + opening, close - at - opening)};
    }
  }
  return {title};
}

text::BigramSet Library::said(const std::string& asked) const {
  std::string words = core_of(asked);
  const auto synonyms = [this] {
    const std::shared_lock lock(mutex_);
    return synonyms_;
  }();
  if (synonyms) {
    for (const auto& one : synonyms->find_all(asked)) words += " " + std::string(one.other);
  }
  return text::BigramSet(words);
}

double Library::named(const Shown& entry, const text::BigramSet& question) {
  double best = 0;
  for (const text::BigramSet& name : entry.names) best = std::max(best, name.contained_in(question));
  return best;
}

std::pair<ShownPtr, double> Library::decide(const retrieve::Found& found, const std::string& asked,
                                            const Asking& asking) const {
  if (found.hits.empty()) return {};
  const text::BigramSet question = said(asked);
  ShownPtr best;
  double most = 0, second = 0;
  for (const retrieve::Hit& hit : std::span(found.hits).first(std::min(found.hits.size(), most_options))) {
    const ShownPtr entry = find(hit.id, asking);
    if (!entry) continue;
    const double share = named(*entry, question);
    // The index's order decides between titles said alike.
    if (share > most) {
      second = most;
      most = share;
      best = entry;
    } else {
      second = std::max(second, share);
    }
  }
  const bool first_is_best = best && best->id == found.hits.front().id;
  if (found.confidence >= threshold_) {
    if (ShownPtr first = find(found.hits.front().id, asking)) return {first, found.confidence};
  }
  if (!first_is_best || most < names_it || second >= as_near * most) return {};
  return {best, surer(threshold_, most)};
}

std::vector<ShownPtr> Library::alike(const ShownPtr& best, const retrieve::Found& found,
                                     const std::string& asked, const Asking& asking) const {
  const std::vector<std::string> path = path_of(best->content);
  std::vector<ShownPtr> group{best};
  if (path.size() < 2) return group;
  for (const retrieve::Hit& hit : found.hits) {
    const ShownPtr entry = find(hit.id, asking);
    if (!entry || entry->id == best->id) continue;
    const std::vector<std::string> other = path_of(entry->content);
    if (other.size() > 1 && other.front() == path.front()) group.push_back(entry);
  }
  // The one whose situation is said, where one is.
  const text::BigramSet question(text::normalize(asked));
  std::vector<double> shares;
  for (const ShownPtr& one : group)
    shares.push_back(text::BigramSet(text::normalize(path_of(one->content).back())).contained_in(question));
  const auto most = std::max_element(shares.begin(), shares.end());
  if (*most >= names_situation && std::count(shares.begin(), shares.end(), *most) == 1)
    return {group[static_cast<std::size_t>(most - shares.begin())]};
  return group;
}

// "那要带什么材料？" goes on about the matter of the turn before.
bool Library::go_on(const std::string& asked, const Asking& asking, const Talk& talk, Answered& out) const {
  if (talk.entry == 0 || !asks_fact_alone(asked)) return false;
  const ShownPtr before = find(talk.entry, asking);
  if (!before) return false;
  Point next = point(before, asked, 1);
  if (!next.fact) return false;
  tell(std::move(next), out);
  return true;
}

// Several matters in one question: each part has to stand by itself.
bool Library::guide(const std::string& asked, const Asking& asking, Answered& out) const {
  const auto parts =
      retrieve::make_guide(asked, [&](const std::string& part) -> std::optional<retrieve::Decision> {
        const auto [entry, sure] = decide(index_.search(part, options(asking, most_options)), part, asking);
        if (!entry) return std::nullopt;
        return retrieve::Decision{entry->id, sure};
      });
  for (const retrieve::GuidePart& part : parts) {
    const ShownPtr entry = find(part.decision.id, asking);
    if (!entry) return false;
    out.points.push_back(
        point(entry, fact_asked(part.question) ? part.question : asked, part.decision.confidence));
  }
  if (out.points.empty()) return false;
  out.confident = true;
  out.confidence = out.points.front().confidence;
  return true;
}

// The same question once more, with what was chosen of the tree.
bool Library::follow_choice(const retrieve::Found& found, const std::string& asked, const Asking& asking,
                            const Talk& talk, Answered& out) const {
  std::vector<retrieve::Leaf> leaves;
  for (const retrieve::Hit& hit : found.hits) {
    if (const ShownPtr entry = find(hit.id, asking))
      leaves.push_back({hit.id, hit.score, path_of(entry->content)});
  }
  for (const std::string& value : talk.chosen) leaves = retrieve::narrow(leaves, value);
  std::vector<ShownPtr> left;
  for (const retrieve::Leaf& leaf : leaves) {
    if (ShownPtr entry = find(leaf.id, asking)) left.push_back(std::move(entry));
  }
  if (left.empty()) return false;
  if (!tell_alike(left, asked)) offer(left, out);
  if (out.choices.empty()) {
    out.options.clear();
    tell(point(left.front(), asked, 1), out);  // the asker has said which is meant
  }
  return true;
}

Answered Library::answer(const std::string& question, const Asking& asking, const Talk& talk) const {
  const std::string asked(text::truncate_chars(question, longest_asked));
  Answered out;
  if (go_on(asked, asking, talk, out) || (talk.chosen.empty() && guide(asked, asking, out))) return out;
  const retrieve::Found found = index_.search(asked, options(asking, most_leaves));
  if (!talk.chosen.empty() && follow_choice(found, asked, asking, talk, out)) return out;
  out.confidence = found.confidence;
  const text::BigramSet asked_for = said(asked);
  auto [best, sure] = decide(found, asked, asking);
  const ShownPtr first = best || found.hits.empty() ? best : find(found.hits.front().id, asking);
  const double share = first ? named(*first, asked_for) : 0;
  if (first && (best || share >= names_it)) {
    const std::vector<ShownPtr> group = alike(first, found, asked, asking);
    const auto outside = [&](const retrieve::Hit& hit) {
      const ShownPtr entry = find(hit.id, asking);
      return entry && path_of(entry->content).front() != path_of(first->content).front() &&
             named(*entry, asked_for) >= as_near * share;
    };
    const bool one_matter = best || std::none_of(found.hits.begin(), found.hits.end(), outside);
    const bool settled = group.size() == 1 ? best || group.front() != first : tell_alike(group, asked);
    if (settled && one_matter) {
      tell(point(group.front(), asked, best ? sure : surer(threshold_, share)), out);
      return out;
    }
    if (group.size() > 1 && one_matter) {
      offer(group, out);
      return out;
    }
  }
  std::vector<ShownPtr> near;
  for (const retrieve::Hit& hit : std::span(found.hits).first(std::min(found.hits.size(), most_options))) {
    const ShownPtr entry = find(hit.id, asking);
    if (entry && named(*entry, asked_for) >= may_name_it) near.push_back(entry);
  }
  for (const retrieve::Completion& one : spelt(asked, found, asking, most_options)) {
    ShownPtr entry = find(one.id, asking);
    if (entry && std::find(near.begin(), near.end(), entry) == near.end()) near.push_back(std::move(entry));
  }
  if (!near.empty()) offer(near, out);
  return out;
}

}  // namespace hotline::knowledge
