// Training from a hotline's own tickets, and the contest that a new model must win.
//
// The newest month is kept back: the challenger learns from what is older and both are asked about tickets
// that neither has seen. Only then the model that is put in force is trained, from all.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/classify/model.hpp"
#include "hotline/dispatch/history.hpp"

namespace hotline::dispatch {

// One text with what it teaches.
struct Lesson {
  std::string title, words;
  std::string matter;  // row key
  base::Time at{};
  unsigned times = 1;  // a ruling counts several times: it was argued about
};

// How often a ruling's text is learnt.
inline constexpr unsigned ruling_times = 5;
// Fewer tickets than this in the newest month decide nothing.
inline constexpr std::size_t least_contest = 30;
inline constexpr std::chrono::days contest_span{30};

struct Contest {
  std::size_t rows = 0;   // tickets of the newest month
  base::Time from{};      // its first instant
  double champion = 0;    // share of right matters; 0 without a champion
  double challenger = 0;  //
  double commonest = 0;   // share of the matter that is commonest in the older tickets: what guessing gets
  bool has_champion = false;
  // Whether the challenger may be promoted: enough rows, not worse than the champion, and better than
  // guessing by more than chance (two standard errors). `why` says which of these failed, for people.
  bool won = false;
  base::Text why;
};

struct Training {
  std::shared_ptr<const classify::Model> model;  // trained from all lessons
  Contest contest;
  std::size_t lessons = 0, matters = 0;
};

// `base` are texts without date (the city's own words); they are always learnt and never asked about.
// `threads` at least 1. `progress` is told the share done. Errors: those of classify::train.
struct TrainingInput {
  std::vector<Lesson> base, lessons;
  std::shared_ptr<const classify::Model> champion;  // nullptr: none
  base::Time now{};
  unsigned threads = 1;
  bool compete = true;  // false: train from all and hold no contest
  std::function<void(double)> progress;
  std::stop_token stop;
};
base::Result<Training> train_and_compete(const TrainingInput& input);

// What the city's own words teach: names and definitions of matters, words of duties.
std::vector<Lesson> lessons_of_city(const city::City& city);
// Labelled texts that belong to the city as its words do: learnt whole and clause by clause, since a request
// may say but one of them. Appends to `lessons`.
void add_texts(const std::vector<PastTicket>& rows, std::vector<Lesson>& lessons);
// What past tickets teach; those without a matter of the city teach nothing and are left out.
std::vector<Lesson> lessons_of(const std::vector<PastTicket>& tickets, const Dispatcher& dispatcher);

// The judgement alone; pure.
Contest judge(const std::vector<Lesson>& newest, const std::string& commonest,
              const classify::Model* champion, const classify::Model& challenger);

}  // namespace hotline::dispatch
