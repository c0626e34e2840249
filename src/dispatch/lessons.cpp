#include <algorithm>

#include "hotline/dispatch/learning.hpp"

namespace hotline::dispatch {

std::vector<Lesson> lessons_of_city(const city::City& city) {
  std::vector<Lesson> lessons;
  for (auto& [text, matter] : texts_of_city(city)) lessons.push_back({"", text, matter});
  return lessons;
}

void add_texts(const std::vector<PastTicket>& rows, std::vector<Lesson>& lessons) {
  static constexpr std::string_view comma = "，";
  for (const PastTicket& one : rows) {
    if (one.matter.empty()) continue;
    const std::string& words = one.facts.words;
    lessons.push_back({one.facts.title, words, one.matter});
    for (std::size_t begin = 0; begin < words.size();) {
      const std::size_t end = std::min(words.find(comma, begin), words.size());
      if (begin > 0 || end < words.size())
        lessons.push_back({"", words.substr(begin, end - begin), one.matter});
      begin = end + comma.size();
    }
  }
}

std::vector<Lesson> lessons_of(const std::vector<PastTicket>& tickets, const Dispatcher& dispatcher) {
  std::vector<Lesson> lessons;
  classify::Scratch scratch;
  for (const PastTicket& one : tickets) {
    std::string matter = lesson_of(one, dispatcher, scratch);
    if (dispatcher.city().matters.find(matter) == nullptr) continue;
    lessons.push_back({one.facts.title, one.facts.words, std::move(matter), one.facts.received_at,
                       one.ruled ? ruling_times : 1});
  }
  return lessons;
}

}  // namespace hotline::dispatch
