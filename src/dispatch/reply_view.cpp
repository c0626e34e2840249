#include "dispatch/reply_view.hpp"

#include <algorithm>

#include "dispatch/form_when.hpp"
#include "hotline/text/phone.hpp"
#include "hotline/text/similarity.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {
namespace {

constexpr std::size_t most_reply_chars = 20'000;
constexpr std::size_t most_wishes = 8;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A run of 7 and more digits, hyphens between them allowed: a telephone, masked or not.
bool has_phone(std::string_view normalized) {
  std::size_t digits = 0;
  for (std::size_t at = 0; at < normalized.size(); ++at) {
    if (is_digit(normalized[at]) || normalized[at] == '*') {
      if (++digits == 7) return true;
    } else if (normalized[at] != '-' || digits == 0) {
      digits = 0;
    }
  }
  return normalized.find("12345") != std::string_view::npos;
}

bool has_hit(const std::vector<SaidHit>& hits, const Clause& clause, Said said) {
  return std::any_of(hits.begin(), hits.end(), [&](const SaidHit& hit) {
    return hit.said == said && hit.begin >= clause.begin && hit.end <= clause.end;
  });
}

// The wish without the words of wishing and asking.
std::string matter_of(std::string_view words, const Wish& wish, const std::vector<CueHit>& cues) {
  std::string matter;
  std::uint32_t at = wish.begin;
  for (const CueHit& hit : cues) {
    const bool formal = hit.cue == Cue::wish || hit.cue == Cue::question || hit.cue == Cue::greeting;
    if (!formal || hit.end <= at || hit.begin >= wish.end) continue;
    if (hit.begin > at) matter += std::string(words.substr(at, hit.begin - at)) + " ";
    at = std::min(hit.end, wish.end);
  }
  return matter + std::string(words.substr(at, wish.end - at));
}

}  // namespace

ReplyView::ReplyView(const ReplyToCheck& in) {
  const std::string_view reply = text::truncate_chars(text::trim(in.reply), most_reply_chars);
  const std::string_view words = text::truncate_chars(in.words, most_reply_chars);
  const text::NormalizedText normalized = text::normalize_with_map(reply);
  said = find_said(normalized);
  for (const SaidHit& hit : said) ++counts[static_cast<std::size_t>(hit.said)];
  chars = text::count_chars(reply);
  digits = static_cast<std::size_t>(std::count_if(normalized.text.begin(), normalized.text.end(), is_digit));
  phone = has_phone(normalized.text);

  // The day does not matter here: only whether one is named.
  const auto when =
      find_times(reply, normalized, FormField::words,
                 city::Date{std::chrono::year{2100}, std::chrono::month{1}, std::chrono::day{1}});
  const std::vector<Clause> clauses = clauses_of(reply);
  sentences = clauses.empty() ? 0 : clauses.back().sentence + std::size_t{1};
  for (const Clause& clause : clauses) {
    const std::size_t length = text::count_chars(reply.substr(clause.begin, clause.end - clause.begin));
    const bool hollow = has_hit(said, clause, Said::empty) || has_hit(said, clause, Said::received) ||
                        (length < 16 && has_hit(said, clause, Said::greeting));
    const bool date_alone = std::any_of(when.begin(), when.end(), [&](const NotedTime& one) {
      return one.from.begin <= clause.begin + 1 && one.from.end + 1 >= clause.end;
    });
    if (!hollow && !date_alone) core_chars += length;
    if (date_alone) continue;
    times += static_cast<std::size_t>(std::count_if(when.begin(), when.end(), [&](const NotedTime& one) {
      return one.from.begin >= clause.begin && one.from.end <= clause.end;
    }));
  }

  const text::BigramSet reply_bigrams(normalized.text);
  const std::string request = text::normalize(std::string(in.title) + "\n" + std::string(words));
  request_overlap = text::BigramSet(request).contained_in(reply_bigrams);
  const std::vector<CueHit> cues = find_cues(text::normalize_with_map(words));
  for (const Wish& wish : find_wishes(words, clauses_of(words), cues, most_wishes)) {
    const text::BigramSet bigrams(text::normalize(matter_of(words, wish, cues)));
    wishes.push_back({wish, bigrams.empty() ? 1.0 : bigrams.contained_in(reply_bigrams)});
  }
}

}  // namespace hotline::dispatch
