#include <fmt/format.h>

#include "bench/sections.hpp"
#include "bench/texts.hpp"
#include "hotline/retrieve/index.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::bench {
namespace {

constexpr std::size_t entries = 200'000;
constexpr std::size_t questions = 3'000;
constexpr double wanted_search_ms = 20;
constexpr double wanted_suggest_ms = 5;

std::string long_question(Texts& texts) {
  std::string all;
  while (text::count_chars(all) < 10'000) all += texts.next({}).words;
  return std::string(text::truncate_chars(all, 10'000));
}

// What people type, from one character to a page: by turns a character, a word, a clause, a title, a whole
// request; now and then ten thousand characters or nothing but signs.
std::string any_question(Texts& texts, std::size_t turn) {
  if (turn % 500 == 0) return long_question(texts);
  if (turn % 500 == 1) return "\"*(^-，。？";
  const ticket::NewRequest request = texts.next({});
  switch (turn % 5) {
    case 0:
      return std::string(text::truncate_chars(texts.word(), 1));
    case 1:
      return texts.word();
    case 2:
      return request.title;
    case 3:
      return std::string(text::truncate_chars(request.words, 20)) + "怎么办？";
    default:
      return request.words;
  }
}

void say(Report& report, const std::string& what, const std::vector<double>& ms, double wanted) {
  const double p99 = percentile(ms, 0.99);
  report.say(fmt::format("{:<34} p50 {:.2f} ms  p99 {:.2f} ms  longest {:.2f} ms", what, median(ms), p99,
                         percentile(ms, 1)));
  report.verdict(
      {what + ", p99", fmt::format("{:.2f} ms", p99), fmt::format("{:.0f} ms", wanted), p99 < wanted});
}

}  // namespace

void measure_retrieval(Report& report) {
  report.section("Knowledge", fmt::format("{} entries in memory, one thread", entries));
  Texts texts(HOTLINE_SOURCE_DIR "/data/demo/requests.csv", 7);
  retrieve::Index index;
  const auto begin = Steady::now();
  for (std::size_t i = 0; i < entries; ++i) {
    const ticket::NewRequest request = texts.next({});
    index.put({static_cast<std::int64_t>(i), {request.title, request.place}, request.words, {}, {}});
  }
  report.say(fmt::format("{} entries added in {:.1f} s, {} MiB", entries, seconds_since(begin),
                         index.bytes() / (1024 * 1024)));
  std::vector<double> search_ms;
  std::vector<double> suggest_ms;
  for (std::size_t turn = 0; turn < questions; ++turn) {
    const std::string question = any_question(texts, turn);
    const auto asked = Steady::now();
    index.search(question);
    search_ms.push_back(micros_since(asked) / 1000);
    const std::string typed(text::truncate_chars(question, 1 + turn % 4));
    const char initials[] = {static_cast<char>('a' + turn % 26), static_cast<char>('a' + turn / 26 % 26),
                             '\0'};
    const auto began = Steady::now();
    index.suggest(turn % 3 == 0 ? std::string(initials) : typed);
    suggest_ms.push_back(micros_since(began) / 1000);
  }
  say(report, "search, any question", search_ms, wanted_search_ms);
  say(report, "suggestion", suggest_ms, wanted_suggest_ms);
}

}  // namespace hotline::bench
