#include "hotline/dispatch/learning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "hotline/classify/train.hpp"

namespace hotline::dispatch {
namespace {

constexpr std::size_t many_rows = 20'000;  // from here on more folds cost more than they tell

classify::Corpus corpus_of(const std::vector<Lesson>& base, const std::vector<Lesson>& lessons,
                           base::Time before) {
  classify::Corpus corpus({"title", "words"});
  const auto add = [&](const Lesson& one, unsigned times) {
    const std::string_view fields[] = {one.title, one.words};
    for (unsigned i = 0; i < times; ++i) corpus.add(fields, one.matter);
  };
  for (const Lesson& one : base) add(one, 1);
  for (const Lesson& one : lessons) {
    if (one.at < before) add(one, one.times);
  }
  return corpus;
}

double share_right(const std::vector<Lesson>& asked, const classify::Model& model) {
  classify::Scratch scratch;
  std::size_t right = 0;
  for (const Lesson& one : asked) {
    const std::string_view fields[] = {one.title, one.words};
    const auto ranked = model.predict(fields, scratch);
    right += !ranked.empty() && model.labels()[ranked.front().label] == one.matter;
  }
  return asked.empty() ? 0 : static_cast<double>(right) / static_cast<double>(asked.size());
}

std::string commonest_of(const std::vector<Lesson>& lessons, base::Time before) {
  std::map<std::string, std::size_t> counts;
  for (const Lesson& one : lessons) {
    if (one.at < before) ++counts[one.matter];
  }
  const auto most = std::max_element(counts.begin(), counts.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? "" : most->first;
}

base::Text too_few(std::size_t rows) {
  return {
      fmt::format("最近一个月只有 {} 件可比工单，不足 {} 件，或此前没有可学的工单，无法判断优劣", rows,
                  least_contest),
      fmt::format("the newest month has {} tickets to compare on, fewer than {}, or nothing older teaches",
                  rows, least_contest)};
}

classify::TrainOptions options_of(const TrainingInput& input, double from, double to, std::size_t rows) {
  classify::TrainOptions options;
  options.folds = rows > many_rows ? 5 : 2;  // most matters of a first model have but a few texts
  options.threads = input.threads;
  options.created = input.now;
  options.stop = input.stop;
  if (input.progress)
    options.progress = [&input, from, to](double share) { input.progress(from + share * (to - from)); };
  return options;
}

}  // namespace

Contest judge(const std::vector<Lesson>& newest, const std::string& commonest,
              const classify::Model* champion, const classify::Model& challenger) {
  Contest contest;
  contest.rows = newest.size();
  contest.has_champion = champion != nullptr;
  if (champion != nullptr) contest.champion = share_right(newest, *champion);
  contest.challenger = share_right(newest, challenger);
  const auto common =
      std::count_if(newest.begin(), newest.end(), [&](const Lesson& one) { return one.matter == commonest; });
  const double rows = static_cast<double>(std::max<std::size_t>(newest.size(), 1));
  contest.commonest = static_cast<double>(common) / rows;
  const double error = std::sqrt(std::max(contest.commonest * (1 - contest.commonest), 1 / rows) / rows);
  if (newest.size() < least_contest) {
    contest.why = too_few(newest.size());
  } else if (champion != nullptr && contest.challenger < contest.champion) {
    contest.why = {
        fmt::format("新模型准确率 {:.3f}，低于在用模型 {:.3f}", contest.challenger, contest.champion),
        fmt::format("it is right in {:.3f} of the newest month, the model in force in {:.3f}",
                    contest.challenger, contest.champion)};
  } else if (contest.challenger <= contest.commonest + 2 * error) {
    contest.why = {fmt::format("新模型准确率 {:.3f}，不明显高于一律猜最常见事项（{:.3f}），请核对标注",
                               contest.challenger, contest.commonest),
                   fmt::format("it is right in {:.3f}, no better than always guessing the commonest matter "
                               "({:.3f}): check the labels",
                               contest.challenger, contest.commonest)};
  } else {
    contest.won = true;
  }
  return contest;
}

base::Result<Training> train_and_compete(const TrainingInput& input) {
  base::Time newest{};
  for (const Lesson& one : input.lessons) newest = std::max(newest, one.at);
  const base::Time from = newest - contest_span;
  std::vector<Lesson> asked;
  for (const Lesson& one : input.lessons) {
    if (one.at >= from) asked.push_back(one);
  }
  Training out;
  const double half = input.compete ? 0.5 : 0;
  if (input.compete) {
    const classify::Corpus older = corpus_of(input.base, input.lessons, from);
    if (asked.size() < least_contest || older.labels().size() < 2) {
      out.contest.rows = asked.size();
      out.contest.why = too_few(asked.size());
    } else {
      HOTLINE_TRY(const classify::Model challenger,
                  classify::train(older, options_of(input, 0, half, older.size())));
      out.contest = judge(asked, commonest_of(input.lessons, from), input.champion.get(), challenger);
    }
    out.contest.from = from;
  }
  const classify::Corpus all = corpus_of(input.base, input.lessons, base::Time::max());
  HOTLINE_TRY(classify::Model model, classify::train(all, options_of(input, half, 1, all.size())));
  out.lessons = all.size();
  out.matters = all.labels().size();
  out.model = std::make_shared<const classify::Model>(std::move(model));
  return out;
}

}  // namespace hotline::dispatch
